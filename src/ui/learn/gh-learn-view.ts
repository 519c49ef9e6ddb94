/**
 * The view `learn`: lessons, the field's words, and a map of its systems; each links to the live thing.
 */
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { assertNever } from "../../base/assert-never.ts";
import { workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { base, buttons } from "../styles/shared.ts";
import { learnTabs, type LearnPlace, type Workspace } from "../workspace.ts";
import "./gh-glossary.ts";
import "./gh-lesson-list.ts";
import "./gh-place-map.ts";

const titles: Readonly<Record<LearnPlace["tab"], string>> = {
  lessons: "Lessons",
  words: "Words",
  places: "Places",
};

/** Fills the room beside the list. */
@customElement("gh-learn-view")
export class GhLearnView extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        background: var(--gh-surface);
      }
      [role="tablist"] {
        display: flex;
        flex: none;
        gap: 2px;
        padding: 6px 14px;
        border-bottom: 1px solid var(--gh-border);
      }
      [role="tab"] {
        border-color: transparent;
        background: none;
        color: var(--gh-quiet);
      }
      [role="tab"][aria-selected="true"] {
        background: var(--gh-sunken);
        color: var(--gh-text);
      }
      [role="tabpanel"] {
        display: flex;
        flex: 1;
        min-height: 0;
      }
      [role="tabpanel"] > * {
        flex: 1;
        min-width: 0;
      }
    `,
  ];

  @consume({ context: workspaceContext, subscribe: true }) workspace?: Workspace;

  constructor() {
    super();
    void new EvtController(this, () => this.workspace?.onDidChange);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { workspace } = this;
    if (!workspace) return nothing;
    const { tab } = workspace.learnPlace;
    return html`<div role="tablist" aria-label="Learn" @keydown=${this.#step}>
        ${learnTabs.map(
          (id) =>
            html`<button
              role="tab"
              id="tab-${id}"
              aria-selected=${id === tab}
              aria-controls="panel"
              tabindex=${id === tab ? 0 : -1}
              @click=${() => this.#open(id)}
            >
              ${titles[id]}
            </button>`,
        )}
      </div>
      <div id="panel" role="tabpanel" aria-labelledby="tab-${tab}">${panel(workspace.learnPlace)}</div>`;
  }

  #open(tab: LearnPlace["tab"]): void {
    if (this.workspace) this.workspace.learnPlace = { tab, item: null };
  }

  readonly #step = (event: KeyboardEvent): void => {
    const { workspace } = this;
    if (!workspace || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    const step = event.key === "ArrowRight" ? 1 : -1;
    const at = learnTabs.indexOf(workspace.learnPlace.tab);
    this.#open(learnTabs[(at + step + learnTabs.length) % learnTabs.length] ?? "lessons");
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus(),
    );
  };
}

function panel({ tab, item }: LearnPlace): TemplateResult {
  switch (tab) {
    case "lessons":
      return html`<gh-lesson-list></gh-lesson-list>`;
    case "words":
      return html`<gh-glossary .opened=${item}></gh-glossary>`;
    case "places":
      return html`<gh-place-map .opened=${item}></gh-place-map>`;
    default:
      return assertNever(tab);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-learn-view": GhLearnView;
  }
}
