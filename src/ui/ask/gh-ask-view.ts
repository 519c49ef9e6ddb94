/**
 * The view `ask`: one command to every machine at the same time, and the answers side by side.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { answersJson, answersText } from "../../playground/ask/export-answers.ts";
import { readyQuestions } from "../../playground/ask/questions.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { MachinesController } from "../controllers/machines-controller.ts";
import { formatCount } from "../format.ts";
import { fileStamp, saveFile } from "../save-file.ts";
import { base, buttons } from "../styles/shared.ts";
import { askDesk, limitsMs, type AskDesk } from "./ask-desk.ts";
import { askStyles } from "./ask-styles.ts";
import "./gh-answers.ts";
import { targetList } from "./target-list.ts";

/** Fills the room beside the list. */
@customElement("gh-ask-view")
export class GhAskView extends LitElement {
  static override styles = [base, buttons, askStyles];

  @consume({ context: playgroundContext, subscribe: true }) playground?: Playground;
  @consume({ context: commandsContext }) commands?: Commands;
  @query("#command") private readonly field!: HTMLInputElement;
  /** How far back in the history the field is; -1 is what was being typed. */
  @state() private back = -1;
  #typed = "";
  #said: object | null = null;

  constructor() {
    super();
    void new MachinesController(this, () => this.playground);
    void new EvtController(
      this,
      () => this.#desk?.onDidChange,
      () => this.#deskChanged(),
    );
  }

  get #desk(): AskDesk | undefined {
    return this.playground && askDesk(this.playground);
  }

  protected override render(): TemplateResult | typeof nothing {
    const desk = this.#desk;
    if (!desk || !this.playground) return nothing;
    const { asking } = desk;
    const targets = desk.targets;
    const wanted = targets.filter((each) => each.wanted).length;
    const busy = asking !== null && !asking.isOver;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Ask">
      <form @submit=${(event: Event) => this.#submit(event, desk)}>
        <label for="command">Ask every machine</label>
        <input
          id="command"
          name="command"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          maxlength="2000"
          placeholder="uname -r"
          .value=${live(desk.draft)}
          @input=${() => this.#type(this.field.value, desk)}
          @keydown=${(event: KeyboardEvent) => this.#recall(event, desk)}
        />
        <button class="primary" ?disabled=${wanted === 0}>Ask ${formatCount(wanted, "machine")}</button>
        <button type="button" ?disabled=${!busy} @click=${() => asking?.abort()}>Give up</button>
        <label class="limit"
          >Time limit
          <select
            @change=${(event: Event & { currentTarget: HTMLSelectElement }) => (desk.limitMs = Number(event.currentTarget.value))}
          >
            ${limitsMs.map((ms) => html`<option value=${ms} ?selected=${ms === desk.limitMs}>${ms / 1000} s</option>`)}
          </select></label
        >
      </form>
      ${targetList(targets, this.playground, (name, on) => desk.want(name, on))}
      <details ?open=${asking === null}>
        <summary>Questions</summary>
        ${this.#questions(desk)}
      </details>
      ${
        asking
          ? html`<gh-answers
                .asking=${asking}
                .reference=${desk.reference}
                @gh-reference=${({ detail }: CustomEvent<string>) => (desk.reference = detail)}
              ></gh-answers>
              <div class="row">
                <button ?disabled=${busy} @click=${() => this.#export(desk, "txt")}>Save as text</button>
                <button ?disabled=${busy} @click=${() => this.#export(desk, "json")}>Save as JSON</button>
              </div>`
          : nothing
      }
    </div>`;
  }

  #questions(desk: AskDesk): TemplateResult {
    return html`<dl>
        ${readyQuestions.map(
          ({ command, look }) =>
            html`<div>
              <dt><button @click=${() => this.#ask(command, desk)}>${command}</button></dt>
              <dd>${look}</dd>
            </div>`,
        )}
      </dl>
      ${
        desk.history.length > 0
          ? html`<h3>Asked before</h3>
              <div class="row">
                ${desk.history
                  .slice(0, 10)
                  .map(
                    (command) =>
                      html`<button class="command" @click=${() => this.#ask(command, desk)}>
                        ${command}
                      </button>`,
                  )}
                <button class="quiet" @click=${() => desk.forgetHistory()}>Forget these</button>
              </div>`
          : nothing
      }`;
  }

  #submit(event: Event, desk: AskDesk): void {
    event.preventDefault();
    this.#ask(this.field.value, desk);
  }

  #ask(command: string, desk: AskDesk): void {
    desk.draft = command;
    this.back = -1;
    desk.ask(command);
  }

  #type(text: string, desk: AskDesk): void {
    desk.draft = text;
    this.back = -1;
  }

  /** As in a shell: up is older, down is newer. */
  #recall(event: KeyboardEvent, desk: AskDesk): void {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    if (this.back === -1) this.#typed = desk.draft;
    const to = this.back + (event.key === "ArrowUp" ? 1 : -1);
    this.back = Math.min(Math.max(to, -1), desk.history.length - 1);
    desk.draft = this.back === -1 ? this.#typed : (desk.history[this.back] ?? "");
  }

  #deskChanged(): void {
    this.requestUpdate();
    const asking = this.#desk?.asking;
    if (!asking?.isOver || this.#said === asking) return;
    this.#said = asking;
    const all = asking.asked.length;
    const answered = asking.asked.filter(({ id }) => asking.answer(id)?.kind === "answered").length;
    const who = answered === all ? "All have" : `${answered} of ${all}`;
    this.commands?.say(`${who} answered ${asking.question.command}`);
  }

  #export({ asking }: AskDesk, format: "txt" | "json"): void {
    if (!asking) return;
    const name = `guesthouse-answers-${fileStamp(asking.askedAtMs)}.${format}`;
    if (format === "txt") saveFile(answersText(exported(asking)), name, "text/plain");
    else saveFile(answersJson(exported(asking)), name, "application/json");
  }
}

function exported(asking: NonNullable<AskDesk["asking"]>): Parameters<typeof answersText>[0] {
  const { question, asked, askedAtMs } = asking;
  return { question, asked, askedAtMs, answer: (id) => asking.answer(id) };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-ask-view": GhAskView;
  }
}
