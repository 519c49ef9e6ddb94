/**
 * What there is to know of one box: asked of its machine when the box is chosen, and again when wanted. What a machine
 * says is text, never HTML.
 */
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { AnatomyBox } from "../../playground/anatomy/anatomy-box.ts";
import { askBox } from "../../playground/anatomy/facts/ask-box.ts";
import type { FactSection } from "../../playground/anatomy/facts/fact.ts";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext } from "../contexts.ts";
import { icon } from "../icons.ts";
import { timeOfDay } from "../monitor-view/time-span.ts";
import { base, buttons } from "../styles/shared.ts";
import { boxSentence } from "./box-words.ts";
import { panelStyles } from "./panel-styles.ts";

/** Where the question is. */
type Answer =
  | { readonly kind: "asking" }
  | { readonly kind: "answered"; readonly sections: readonly FactSection[]; readonly atMs: number }
  | { readonly kind: "failed"; readonly message: string };

/** `<gh-anatomy-panel .box=${box}>`; fires `gh-panel-closed`. */
@customElement("gh-anatomy-panel")
export class GhAnatomyPanel extends LitElement {
  static override styles = [
    base,
    buttons,
    panelStyles,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto;
      }
    `,
  ];

  @property({ attribute: false }) box: AnatomyBox | null = null;

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @state() private answer: Answer = { kind: "asking" };
  #asking: AbortController | null = null;
  #asked: string | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    this.#asked = null;
  }

  protected override willUpdate(): void {
    // The same box is drawn anew whenever something changes; it is asked when it is chosen.
    if (this.box && this.playground && this.box.id !== this.#asked) void this.#ask(this.box, this.playground);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { box, answer } = this;
    if (!box) return nothing;
    return html`<header>
        <h2>${titleOf(box)}</h2>
        <button ?disabled=${answer.kind === "asking"} @click=${this.#again}>Ask again</button>
        <button class="icon" aria-label="Close" title="Close" @click=${this.#close}>${icon("close")}</button>
      </header>
      <div class="body" role="region" aria-label="${titleOf(box)}: what it tells">
        <p>${boxSentence(box)}</p>
        <p class="visually-hidden" role="status">${statusOf(answer, box)}</p>
        ${answerOf(answer)}
      </div>`;
  }

  async #ask(box: AnatomyBox, playground: Playground): Promise<void> {
    this.#asked = box.id;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.answer = { kind: "asking" };
    const asked = { playground, navigator, crossOriginIsolated };
    try {
      const sections = await askBox(asked, box, { signal: asking.signal });
      if (!asking.signal.aborted) this.answer = { kind: "answered", sections, atMs: Date.now() };
    } catch (error) {
      if (asking.signal.aborted) return;
      this.answer = { kind: "failed", message: error instanceof Error ? error.message : String(error) };
    }
  }

  readonly #again = (): void => {
    if (this.box && this.playground) void this.#ask(this.box, this.playground);
  };

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent("gh-panel-closed", { bubbles: true, composed: true }));
  };
}

/** With whose it is: there may be many of a kind. */
function titleOf({ title, accent, machines }: AnatomyBox): string {
  return accent === null ? title : `${title} of ${machines[0] ?? "a machine"}`;
}

/** For those who hear it: that there is an answer, which is too long to be read out unasked. */
function statusOf(answer: Answer, box: AnatomyBox): string {
  switch (answer.kind) {
    case "asking":
      return "";
    case "answered":
      return `${titleOf(box)}: answered.`;
    case "failed":
      return `${titleOf(box)}: no answer.`;
  }
}

function answerOf(answer: Answer): TemplateResult {
  switch (answer.kind) {
    case "asking":
      return html`<p class="quiet">Asking …</p>`;
    case "failed":
      return html`<p class="refusal">It could not be asked: ${answer.message}</p>`;
    case "answered":
      return html`<div class="sections">${answer.sections.map(section)}</div>
        <p class="quiet">Asked at ${timeOfDay(answer.atMs)}.</p>`;
  }
}

function section(part: FactSection): TemplateResult {
  return html`<section>
    <h3>${part.title}</h3>
    ${content(part)}
    <p class="source">From ${part.source}</p>
  </section>`;
}

function content(part: FactSection): TemplateResult {
  switch (part.kind) {
    case "facts":
      return html`<dl>
        ${part.facts.map(
          ({ term, value, how }) =>
            html`<div>
              <dt>${term}</dt>
              <dd>${value}${how === undefined ? nothing : html`<small>${how}</small>`}</dd>
            </div>`,
        )}
      </dl>`;
    case "text":
      return html`<pre tabindex="0" aria-label=${part.title}>${part.text || "nothing"}</pre>`;
    case "table":
      return html`<div class="scroll" tabindex="0" role="region" aria-label=${part.title}>
        <table>
          <thead>
            <tr>
              ${part.columns.map((column) => html`<th scope="col">${column}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${part.rows.map(
              (row) =>
                html`<tr>
                  ${row.map((cell) => html`<td>${cell}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}

declare global {
  interface HTMLElementEventMap {
    /** The panel beside the diagram is not wanted any more. */
    "gh-panel-closed": CustomEvent<void>;
  }
  interface HTMLElementTagNameMap {
    "gh-anatomy-panel": GhAnatomyPanel;
  }
}
