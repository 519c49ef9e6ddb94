/** The question before the kernel that all sandboxes share is made to panic. */
import "@awesome.me/webawesome/dist/components/dialog/dialog.js";
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { dialogs } from "../styles/dialogs.ts";
import { base, buttons } from "../styles/shared.ts";

/** Closed until `ask`. */
@customElement("gh-panic-question")
export class GhPanicQuestion extends LitElement {
  static override styles = [
    base,
    buttons,
    dialogs,
    css`
      wa-dialog {
        --width: 28rem;
      }
      h2 {
        margin: 0 0 6px;
        font-size: var(--gh-text-l);
        font-weight: 600;
      }
      p {
        margin: 0 0 8px;
        overflow-wrap: anywhere;
        line-height: 1.45;
      }
      footer {
        display: flex;
        gap: 8px;
        justify-content: end;
        margin-top: 16px;
      }
      .danger {
        border-color: var(--gh-danger);
        color: var(--gh-danger);
      }
    `,
  ];

  @state() private open = false;
  @state() private sandboxes: readonly string[] = [];
  #answer: ((yes: boolean) => void) | null = null;

  /** Whether the kernel may panic though these sandboxes of the user end with it. */
  async ask(sandboxes: readonly string[]): Promise<boolean> {
    this.#settle(false);
    this.sandboxes = sandboxes;
    this.open = true;
    return new Promise((resolve) => (this.#answer = resolve));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#settle(false);
  }

  protected override render(): TemplateResult {
    const { sandboxes } = this;
    const loss =
      sandboxes.length === 0
        ? "You have no sandboxes now: only those of the experiment end."
        : `Of yours these would end, with all that was written in them: ${sandboxes.join(", ")}.`;
    return html`<wa-dialog
      label="Panic the shared kernel?"
      without-header
      light-dismiss
      ?open=${this.open}
      @wa-after-hide=${() => this.#settle(false)}
    >
      <h2>Panic the shared kernel?</h2>
      <p>The experiment makes the host’s kernel panic. Every sandbox runs on it and ends at once. ${loss}</p>
      <p>
        What was written on the host itself is lost too, and its console begins anew. Guests have kernels of
        their own and go on.
      </p>
      <footer>
        <button autofocus @click=${() => this.#settle(false)}>Cancel</button>
        <button class="danger" @click=${() => this.#settle(true)}>Run, and panic the kernel</button>
      </footer>
    </wa-dialog>`;
  }

  #settle(yes: boolean): void {
    const answer = this.#answer;
    this.open = false;
    this.#answer = null;
    answer?.(yes);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-panic-question": GhPanicQuestion;
  }
}
