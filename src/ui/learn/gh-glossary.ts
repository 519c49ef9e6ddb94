/**
 * The field's words, each with what it means and the live thing that it names. Searched as one types.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { aTitle } from "../../playground/learning/arrangements.ts";
import { foundWords, wordOf } from "../../playground/learning/glossary.ts";
import type { Word } from "../../playground/learning/words/word.ts";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext, workspaceContext } from "../contexts.ts";
import { MachinesController } from "../controllers/machines-controller.ts";
import { formatCount } from "../format.ts";
import { icon } from "../icons.ts";
import { showTargetEvent } from "../lessons/show-target-event.ts";
import { base, buttons } from "../styles/shared.ts";
import type { Workspace } from "../workspace.ts";
import { learnPartStyles } from "./learn-part-styles.ts";
import { glossaryStyles } from "./glossary-styles.ts";
import { targetMachine } from "./show-target.ts";

/** `<gh-glossary .opened=${"kernel"}>` scrolls to a word and marks it. */
@customElement("gh-glossary")
export class GhGlossary extends LitElement {
  static override styles = [base, buttons, learnPartStyles, glossaryStyles];

  @property({ attribute: false }) opened: string | null = null;
  @consume({ context: playgroundContext, subscribe: true }) playground?: Playground;
  @consume({ context: workspaceContext }) workspace?: Workspace;
  @state() private wanted = "";

  constructor() {
    super();
    void new MachinesController(this, () => this.playground);
  }

  protected override render(): TemplateResult {
    const groups = foundWords(this.wanted);
    const count = groups.reduce((sum, { words }) => sum + words.length, 0);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Words">
      <search>
        <label for="wanted">Find a word</label>
        <input
          id="wanted"
          type="search"
          autocomplete="off"
          spellcheck="false"
          .value=${live(this.wanted)}
          @input=${(event: InputEvent & { target: HTMLInputElement }) => (this.wanted = event.target.value)}
        />
        <span role="status">${formatCount(count, "word")}</span>
      </search>
      ${groups.map(
        ({ title, words }) =>
          html`<h2>${title}</h2>
            <dl>${words.map((word) => this.#word(word))}</dl>`,
      )}
      ${count === 0 ? html`<p>No word has all of “${this.wanted}” in it.</p>` : nothing}
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("opened") || this.opened === null) return;
    this.renderRoot.querySelector(`#word-${CSS.escape(this.opened)}`)?.scrollIntoView({ block: "center" });
  }

  #word(word: Word): TemplateResult {
    const { id, term, also = [], text, see } = word;
    return html`<div class="word" id="word-${id}" ?data-opened=${id === this.opened}>
      <dt>${term}${also.length > 0 ? html` <small>${also.join(", ")}</small>` : nothing}</dt>
      <dd>
        <p>${text}</p>
        <div class="links">
          ${this.#show(word)}
          ${see.map((other) => {
            const found = wordOf(other);
            return found
              ? html`<button class="see" @click=${() => this.#open(other)}>${found.term}</button>`
              : nothing;
          })}
        </div>
      </dd>
    </div>`;
  }

  /** What there is to see is shown; where there is no such machine yet, one can be made. */
  #show(word: Word): TemplateResult {
    const { target, title } = word.show;
    const { playground } = this;
    if (
      (target.kind === "machine" || target.kind === "machine-box") &&
      playground &&
      targetMachine(target, playground) === null
    ) {
      return html`<button
        title="None is there yet"
        @click=${() => this.dispatchEvent(showTargetEvent(target, "make"))}
      >
        ${icon("plus")} Make ${aTitle(target.of)}
      </button>`;
    }
    return html`<button class="show" @click=${() => this.dispatchEvent(showTargetEvent(target, "tell"))}>
      ${icon("eye")} Show ${title}
    </button>`;
  }

  #open(id: string): void {
    this.wanted = "";
    if (this.workspace) this.workspace.learnPlace = { tab: "words", item: id };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-glossary": GhGlossary;
  }
}
