/**
 * What a link would make, before it makes anything: each machine with all that is asked of it, the memory they set
 * aside, what cannot be had, the lesson that comes along. Nothing happens unless the user agrees.
 */
import "@awesome.me/webawesome/dist/components/dialog/dialog.js";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { report } from "../../base/report.ts";
import { MIB } from "../../base/units.ts";
import type { PlaygroundState } from "../../playground/state-link/playground-state.ts";
import { judgeMachines, type JudgedState } from "../../playground/state-link/state-judgement.ts";
import { formatCount } from "../format.ts";
import { dialogs } from "../styles/dialogs.ts";
import { base, buttons } from "../styles/shared.ts";
import { applyState, type ApplyParts } from "./apply-state.ts";

/** `new GhOpenLinkDialog(state, parts)`: open from the start, gone when it is answered. */
@customElement("gh-open-link-dialog")
export class GhOpenLinkDialog extends LitElement {
  static override styles = [
    base,
    buttons,
    dialogs,
    css`
      wa-dialog {
        --width: 36rem;
      }
      h2 {
        margin: 0 0 6px;
        font-size: var(--gh-text-l);
        font-weight: 600;
      }
      p {
        margin: 0 0 8px;
        line-height: 1.45;
      }
      ul {
        max-height: 40dvh;
        margin: 0 0 10px;
        padding: 8px 8px 8px 26px;
        overflow: auto;
        border: 1px solid var(--gh-border);
        border-radius: var(--gh-radius);
      }
      li {
        margin: 3px 0;
        overflow-wrap: anywhere;
      }
      .refusal {
        color: var(--gh-danger);
      }
      footer {
        display: flex;
        gap: 8px;
        justify-content: end;
        margin-top: 16px;
      }
    `,
  ];

  readonly #state: PlaygroundState;
  readonly #parts: ApplyParts;
  @state() private open = true;
  @state() private making = false;

  constructor(given: PlaygroundState, parts: ApplyParts) {
    super();
    this.#state = given;
    this.#parts = parts;
  }

  protected override render(): TemplateResult {
    const judged = this.#judged();
    const { lesson } = this.#state;
    const can = judged.machines.filter(({ refusal }) => refusal === null).length;
    const left = judged.machines.length - can;
    return html`<wa-dialog
      label="Open this link?"
      without-header
      ?open=${this.open}
      @wa-after-hide=${() => this.remove()}
    >
      <h2>Open this link?</h2>
      ${judged.machines.length > 0 ? this.#machines(judged) : nothing}
      ${
        lesson?.lesson
          ? html`<p>
              It brings a lesson along: ${lesson.lesson.read.title},
              ${formatCount(lesson.lesson.read.steps.length, "step")}. It is text; commands in it are shown
              before they run.
            </p>`
          : nothing
      }
      ${left > 0 ? html`<p class="refusal" role="alert">${formatCount(left, "machine")} cannot be made here.</p>` : nothing}
      <footer>
        <button ?autofocus=${can === 0} @click=${() => (this.open = false)}>Cancel</button>
        <button
          class="primary"
          ?autofocus=${can > 0}
          ?disabled=${this.making || (can === 0 && !lesson?.lesson)}
          @click=${() => this.#make(judged).catch(report)}
        >
          ${can > 0 ? `Make ${formatCount(can, "machine")}` : "Open the lesson"}
        </button>
      </footer>
    </wa-dialog>`;
  }

  #machines({ machines, reservedMiB }: JudgedState): TemplateResult {
    const { memoryMiB, overcommit } = this.#parts.playground.capacity;
    return html`<p>It would make:</p>
      <ul tabindex="0" aria-label="Machines">
        ${machines.map(
          ({ words, refusal }) =>
            html`<li>
              ${words}${refusal === null ? nothing : html` <span class="refusal">Not possible: ${refusal}</span>`}
            </li>`,
        )}
      </ul>
      <p>
        Guests set aside ${reservedMiB} MiB of the host’s ${memoryMiB} MiB, emulators included; sandboxes take
        what they use. No command is run in any of them but what each says it runs.
      </p>
      ${
        this.#state.overcommit && !overcommit
          ? html`<p>
              It would switch overcommit on: guests start even if their memory adds up to more than the
              host’s. Where that goes wrong the browser may end the page.
            </p>`
          : nothing
      }`;
  }

  #judged(): JudgedState {
    const { capacity, images, sandboxImages, machines } = this.#parts.playground;
    return judgeMachines(this.#state.machines, {
      images,
      sandboxImages: sandboxImages.ids,
      taken: machines.map(({ name }) => name),
      freeMiB:
        capacity.overcommit || this.#state.overcommit ? Infinity : Math.floor(capacity.freeBytes / MIB),
    });
  }

  async #make({ machines }: JudgedState): Promise<void> {
    this.making = true;
    const wanted = machines.filter(({ refusal }) => refusal === null).map(({ state: each }) => each);
    this.open = false;
    const refused = await applyState(this.#state, wanted, this.#parts);
    for (const words of refused) this.#parts.tell(words);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-open-link-dialog": GhOpenLinkDialog;
  }
}
