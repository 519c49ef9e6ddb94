/**
 * Answers side by side, line beside line; what differs from the answer they are compared with is marked with a sign, a
 * frame and a colour. On a narrow screen one below the other. All of it is text.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { alignAnswers, type AlignedAnswer, type Cell } from "../../playground/ask/aligned-answers.ts";
import { answerLines, mostLines, type AnswerLines } from "../../playground/ask/answer-lines.ts";
import type { Answer, Asked, Asking } from "../../playground/ask/ask.ts";
import { answerWords } from "../../playground/ask/export-answers.ts";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { MediaController } from "../controllers/media-controller.ts";
import { formatCount } from "../format.ts";
import { base, buttons } from "../styles/shared.ts";
import { accentColor } from "../styles/tokens.ts";
import { answersStyles } from "./answers-styles.ts";

interface Column {
  readonly asked: Asked;
  readonly answer: Answer | null;
  readonly lines: AnswerLines;
  readonly aligned: AlignedAnswer;
  readonly accent: string;
}

const rowsAtOnce = 60;
const none: AnswerLines = { lines: [], left: 0 };
const signs: Readonly<Record<Cell["kind"], string>> = {
  same: "",
  changed: "≠",
  added: "+",
  missing: "−",
  blank: "",
};
const spoken: Readonly<Record<Cell["kind"], string>> = {
  same: "",
  changed: "differs: ",
  added: "more: ",
  missing: "missing",
  blank: "",
};

/**
 * `<gh-answers .asking=${asking} .reference=${id}>`
 *
 * @fires gh-reference - When the answers shall be compared with another machine's, with its id.
 */
@customElement("gh-answers")
export class GhAnswers extends LitElement {
  static override styles = [base, buttons, answersStyles];

  @property({ attribute: false }) asking?: Asking;
  @property({ attribute: false }) reference = "host";
  /** So many are drawn: thousands of lines at once would keep the page from anything else. */
  @state() private rows = rowsAtOnce;
  @consume({ context: playgroundContext }) playground?: Playground;
  readonly #narrow = new MediaController(this, "(max-width: 720px)");
  #columns: readonly Column[] = [];

  constructor() {
    super();
    void new EvtController(this, () => this.asking?.onDidChange);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { asking } = this;
    if (changed.has("asking")) this.rows = rowsAtOnce;
    this.#columns = asking ? this.#compare(asking) : [];
  }

  protected override render(): TemplateResult | typeof nothing {
    const { asking } = this;
    const columns = this.#columns;
    if (!asking) return nothing;
    return html`<div class="head">
        <h3>Answers to <code>${asking.question.command}</code></h3>
        <label
          >Compared with
          <select @change=${this.#choose}>
            ${columns.map(({ asked: { id, name } }) => html`<option value=${id} ?selected=${id === this.#base.id}>${name}</option>`)}
          </select></label
        >
      </div>
      ${this.#narrow.matches ? this.#stacked(columns) : this.#sideBySide(columns)}${this.#more(columns)}`;
  }

  #more(columns: readonly Column[]): TemplateResult | typeof nothing {
    const left = Math.max(0, ...columns.map(({ aligned }) => aligned.cells.length)) - this.rows;
    if (left <= 0) return nothing;
    const next = Math.min(left, rowsAtOnce);
    return html`<button class="more" @click=${() => (this.rows += rowsAtOnce)}>
      Show ${formatCount(next, "more line")} of ${left}
    </button>`;
  }

  get #base(): Asked {
    const asked = this.asking?.asked ?? [];
    const found = asked.find(({ id }) => id === this.reference) ?? asked[0];
    if (!found) throw new Error("nobody was asked");
    return found;
  }

  #compare(asking: Asking): readonly Column[] {
    const answers = asking.asked.map(({ id }) => asking.answer(id));
    const lines = answers.map((answer) => (answer?.kind === "answered" ? linesOf(answer) : none));
    const baseAt = asking.asked.indexOf(this.#base);
    const lists = answers.map((answer, index) =>
      answer?.kind === "answered" ? (lines[index]?.lines ?? []) : null,
    );
    const compared = lists.flatMap((each, index) => (each ? [{ each, index }] : []));
    // Who has not answered is compared with nobody.
    const at = compared.findIndex(({ index }) => index === baseAt);
    const aligned =
      at < 0
        ? compared.map(({ each }) => plain(each))
        : alignAnswers(
            compared.map(({ each }) => each),
            at,
          );
    const accents = new Map<string, string>(
      this.playground?.machines.map(({ id, accent }) => [id, accentColor(accent)]),
    );
    return asking.asked.map((asked, index) => ({
      asked,
      answer: answers[index] ?? null,
      lines: lines[index] ?? none,
      aligned: aligned[compared.findIndex((each) => each.index === index)] ?? plain([]),
      accent: accents.get(asked.id) ?? "var(--gh-page)",
    }));
  }

  #sideBySide(columns: readonly Column[]): TemplateResult {
    const rows = Math.max(0, ...columns.map(({ aligned }) => aligned.cells.length));
    return html`<div class="wide" tabindex="0" role="region" aria-label="Answers side by side">
      <table style="min-width: ${columns.length * 15}rem">
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col" style="--accent: ${column.accent}">${this.#title(column)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${Array.from({ length: Math.min(rows, this.rows) }, (_, row) => {
            return html`<tr>
              ${columns.map(({ aligned }) => html`<td>${cell(aligned.cells[row])}</td>`)}
            </tr>`;
          })}
          <tr>
            ${columns.map((column) => html`<td class="end">${ending(column)}</td>`)}
          </tr>
        </tbody>
      </table>
    </div>`;
  }

  #stacked(columns: readonly Column[]): TemplateResult {
    return html`${columns.map(
      (column) =>
        html`<section aria-label="Answer of ${column.asked.name}" style="--accent: ${column.accent}">
          <div class="title">${this.#title(column)}</div>
          ${column.aligned.cells
            .slice(0, this.rows)
            .filter(({ kind }) => kind !== "blank")
            .map((each) => cell(each))}
          <div class="end">${ending(column)}</div>
        </section>`,
    )}`;
  }

  #title(column: Column): TemplateResult {
    const { asked, answer } = column;
    return html`<span class="name">${asked.name}</span>
      <small>${asked.kind === "host" ? "" : asked.kind}</small>
      <small class="how">${answer ? answerWords(answer) : "waiting"}</small>
      <small class="verdict">${this.#verdict(column)}</small>`;
  }

  #verdict(column: Column): string {
    const compared = this.#columns.find(({ asked }) => asked.id === this.#base.id);
    if (!compared) return "";
    const { asked, answer, aligned } = column;
    if (asked.id === compared.asked.id) return "compared with";
    if (answer?.kind !== "answered" || compared.answer?.kind !== "answered") return "";
    const { name } = compared.asked;
    // Of what was left out, nothing is known.
    const scope = isWhole(column) && isWhole(compared) ? "" : ` in the first ${mostLines} lines`;
    return aligned.differing === 0
      ? `same as ${name}${scope}`
      : `${formatCount(aligned.differing, "line")} not as ${name}${scope}`;
  }

  readonly #choose = (event: Event & { currentTarget: HTMLSelectElement }): void => {
    this.dispatchEvent(new CustomEvent("gh-reference", { detail: event.currentTarget.value }));
  };
}

const known = new WeakMap<Answer, AnswerLines>();

function linesOf(answer: Extract<Answer, { kind: "answered" }>): AnswerLines {
  const lines = known.get(answer) ?? answerLines(answer.output);
  known.set(answer, lines);
  return lines;
}

/** All that the machine printed is compared. */
function isWhole({ answer, lines }: Column): boolean {
  return lines.left === 0 && !(answer?.kind === "answered" && answer.truncated);
}

function plain(lines: readonly string[]): AlignedAnswer {
  return { cells: lines.map((text) => ({ kind: "same", text })), differing: 0 };
}

function cell(given: Cell | undefined): TemplateResult | typeof nothing {
  if (!given || given.kind === "blank") return nothing;
  return html`<div class="line ${given.kind}">
    <i aria-hidden="true">${signs[given.kind]}</i
    ><span
      >${
        spoken[given.kind] === "" ? nothing : html`<span class="visually-hidden">${spoken[given.kind]}</span>`
      }${content(given)}</span
    >
  </div>`;
}

function content(given: Exclude<Cell, { kind: "blank" }>): TemplateResult | string | typeof nothing {
  if (given.kind === "missing") return nothing;
  if (given.kind !== "changed") return given.text;
  const { text, from, to } = given;
  return html`${text.slice(0, from)}<mark>${text.slice(from, to)}</mark>${text.slice(to)}`;
}

function ending({ answer, lines }: Column): string {
  if (answer?.kind !== "answered") return "";
  if (lines.lines.length === 0) return "nothing was printed";
  return lines.left > 0 ? `${formatCount(lines.left, "line")} more, in what is saved` : "";
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-answers": GhAnswers;
  }
  interface HTMLElementEventMap {
    /** Answers shall be compared with another machine's, by its id. */
    "gh-reference": CustomEvent<string>;
  }
}
