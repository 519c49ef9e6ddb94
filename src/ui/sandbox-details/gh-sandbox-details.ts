/**
 * All that a sandbox is made of, section by section: limits, processes, namespaces, mounts, files, configuration. Only
 * the section that is shown looks at the host.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { SandboxMachine } from "../../playground/sandbox-machine.ts";
import { base, buttons } from "../styles/shared.ts";
import "./gh-sandbox-config.ts";
import "./gh-sandbox-files.ts";
import "./gh-sandbox-limits.ts";
import "./gh-sandbox-mounts.ts";
import "./gh-sandbox-namespaces.ts";
import "./gh-sandbox-processes.ts";

const sections = [
  { id: "limits", title: "Limits" },
  { id: "processes", title: "Processes" },
  { id: "namespaces", title: "Namespaces" },
  { id: "mounts", title: "Mounts" },
  { id: "files", title: "Files" },
  { id: "config", title: "config.json" },
] as const;
type SectionId = (typeof sections)[number]["id"];

/** `<gh-sandbox-details .machine=${machine}>`; fills its area. */
@customElement("gh-sandbox-details")
export class GhSandboxDetails extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        background: var(--gh-surface);
      }
      [role="tablist"] {
        display: flex;
        gap: 2px;
        padding: 6px 8px;
        overflow-x: auto;
        border-bottom: 1px solid var(--gh-border);
        scrollbar-width: none;
      }
      [role="tab"] {
        flex: none;
        height: 26px;
        padding: 0 9px;
        border-color: transparent;
        background: none;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
      }
      [role="tab"][aria-selected="true"] {
        background: var(--gh-sunken);
        color: var(--gh-text);
      }
      [role="tabpanel"] {
        padding: 12px;
        overflow: auto;
      }
    `,
  ];

  @property({ attribute: false }) machine?: SandboxMachine;
  @state() private shown: SectionId = "limits";

  /** Gives the keyboard to the tabs. */
  override focus(): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus(),
    );
  }

  protected override render(): TemplateResult | typeof nothing {
    const { machine } = this;
    if (!machine) return nothing;
    return html`<div role="tablist" aria-label="Details of ${machine.name}" @keydown=${this.#step}>
        ${sections.map(
          ({ id, title }) =>
            html`<button
              role="tab"
              id="tab-${id}"
              aria-selected=${id === this.shown}
              aria-controls="panel"
              tabindex=${id === this.shown ? 0 : -1}
              @click=${() => (this.shown = id)}
            >
              ${title}
            </button>`,
        )}
      </div>
      <div id="panel" role="tabpanel" aria-labelledby="tab-${this.shown}" tabindex="0">
        ${this.#section(machine)}
      </div>`;
  }

  #section(machine: SandboxMachine): TemplateResult {
    switch (this.shown) {
      case "limits":
        return html`<gh-sandbox-limits .machine=${machine}></gh-sandbox-limits>`;
      case "processes":
        return html`<gh-sandbox-processes .machine=${machine}></gh-sandbox-processes>`;
      case "namespaces":
        return html`<gh-sandbox-namespaces .machine=${machine}></gh-sandbox-namespaces>`;
      case "mounts":
        return html`<gh-sandbox-mounts .machine=${machine}></gh-sandbox-mounts>`;
      case "files":
        return html`<gh-sandbox-files .machine=${machine}></gh-sandbox-files>`;
      case "config":
        return html`<gh-sandbox-config .machine=${machine}></gh-sandbox-config>`;
    }
  }

  readonly #step = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const at = sections.findIndex(({ id }) => id === this.shown);
    const step = event.key === "ArrowRight" ? 1 : -1;
    this.shown = sections[(at + step + sections.length) % sections.length]?.id ?? "limits";
    this.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-sandbox-details": GhSandboxDetails;
  }
}
