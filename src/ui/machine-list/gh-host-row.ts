/** The host's console in the list of machines, below them: opens its tile. On a phone, a chip. */
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { icon } from "../icons.ts";
import "../machine-state/gh-machine-state.ts";
import { hostPlace } from "../place.ts";
import { base, buttons } from "../styles/shared.ts";
import type { Workspace } from "../workspace.ts";
import { machineRowStyles } from "./machine-row-styles.ts";

/**
 * `<gh-host-row>`
 *
 * @fires gh-machine-chosen - When the user wants to see and use the host's console.
 */
@customElement("gh-host-row")
export class GhHostRow extends LitElement {
  static override styles = [
    base,
    buttons,
    machineRowStyles,
    css`
      :host {
        min-height: 34px;
      }
      .accent {
        grid-row: 1;
        background: var(--gh-page);
      }
    `,
  ];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: workspaceContext, subscribe: true })
  workspace?: Workspace;

  constructor() {
    super();
    void new EvtController(this, () => this.playground?.hostSystem.onDidChange);
    void new EvtController(this, () => this.workspace?.onDidChange);
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>("button.name")?.focus(options);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { playground, workspace } = this;
    if (!playground || !workspace) return nothing;
    const selected = workspace.selectedId === hostPlace.id;
    const shown = !workspace.isHidden(hostPlace);
    return html`<div class="row" ?data-selected=${selected}>
      <span class="accent"></span>
      <h3>
        <button
          class="name"
          aria-current=${selected ? "true" : nothing}
          title="A root shell on the kernel that all sandboxes share (h)"
          @click=${this.#choose}
        >
          ${hostPlace.name}
        </button>
        <gh-machine-state state=${playground.hostSystem.state.kind}></gh-machine-state>
      </h3>
      <div class="actions">
        ${
          shown
            ? html`<button
                class="icon eye"
                aria-label="Hide the host console"
                title="Hide console"
                @click=${() => workspace.setHidden(hostPlace, true)}
              >
                ${icon("eye")}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  readonly #choose = (): void => {
    this.dispatchEvent(
      new CustomEvent("gh-machine-chosen", { detail: hostPlace, bubbles: true, composed: true }),
    );
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-host-row": GhHostRow;
  }
}
