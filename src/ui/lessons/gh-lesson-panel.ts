/**
 * The open lesson beside the machines: its step, what it waits for, and the ways on. Follows the machines by the
 * lesson's run and changes them only when asked to.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { Disposables } from "../../base/disposable.ts";
import { report } from "../../base/report.ts";
import type { LiveTarget } from "../../playground/learning/live-target.ts";
import { LessonRun } from "../../playground/lessons/lesson-run.ts";
import type { Lesson } from "../../playground/lessons/lesson.ts";
import { PlaygroundGround } from "../../playground/lessons/playground-ground.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, lessonDeskContext, playgroundContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { icon } from "../icons.ts";
import { base, buttons } from "../styles/shared.ts";
import type { Workspace } from "../workspace.ts";
import type { LessonDesk } from "./lesson-desk.ts";
import { doActions } from "./lesson-hands.ts";
import { showTargetEvent } from "./show-target-event.ts";
import { lessonPanelStyles } from "./lesson-panel-styles.ts";
import { stepBody } from "./step-body.ts";

/** A landmark region named after the lesson; empty while none is open. */
@customElement("gh-lesson-panel")
export class GhLessonPanel extends LitElement {
  static override styles = [base, buttons, lessonPanelStyles];

  @consume({ context: playgroundContext, subscribe: true }) playground?: Playground;
  @consume({ context: workspaceContext, subscribe: true }) workspace?: Workspace;
  @consume({ context: commandsContext }) commands?: Commands;
  @consume({ context: lessonDeskContext, subscribe: true }) desk?: LessonDesk;

  /** On a phone: only what it waits for is shown. */
  @state() private folded = false;
  @state() private refusal: string | null = null;
  @state() private acting = false;
  @state() private run: LessonRun | null = null;
  #ground: PlaygroundGround | null = null;
  #life = new Disposables();
  #said: string | null = null;

  constructor() {
    super();
    void new EvtController(this, () => this.desk?.onDidChange);
    void new EvtController(
      this,
      () => this.run?.onDidChange,
      () => this.#stepChanged(),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  protected override willUpdate(_: PropertyValues): void {
    const open = this.isConnected ? this.desk?.open : null;
    if (open?.lesson !== this.run?.lesson) this.#end();
    if (open && !this.run) this.#begin(open.lesson, open.index);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { run } = this;
    if (!run) return nothing;
    const { lesson, index } = run;
    const count = lesson.steps.length;
    return html`<section class=${this.folded ? "folded" : ""} aria-labelledby="title">
      <header>
        <h2 id="title">${lesson.title}</h2>
        <button
          class="icon fold"
          aria-expanded=${!this.folded}
          aria-label=${this.folded ? "Show the lesson" : "Fold the lesson"}
          @click=${() => (this.folded = !this.folded)}
        >
          ${icon(this.folded ? "plus" : "down")}
        </button>
        <button
          class="icon"
          aria-label="Leave the lesson"
          title="Leave the lesson: it goes on here next time"
          @click=${() => this.desk?.leave()}
        >
          ${icon("close")}
        </button>
      </header>
      <div class="content" tabindex="0" role="group" aria-label="Step ${index + 1} of ${count}">
        <p class="count">Step ${index + 1} of ${count}</p>
        <progress max=${count} value=${index + 1} aria-label="Steps of the lesson"></progress>
        ${stepBody(run.step, run.state, {
          refusal: this.refusal,
          acting: this.acting,
          show: (target) => this.#show(target),
          act: () => void this.#act(),
          check: () => void run.check().catch(report),
        })}
      </div>
      <footer>
        <button ?disabled=${index === 0} @click=${() => run.go(index - 1)}>Back</button>
        <button class="foldable" ?disabled=${index === 0} @click=${() => run.go(0)}>Restart</button>
        <span class="gap"></span>
        ${this.#onward(run)}
      </footer>
    </section>`;
  }

  /** What is not so yet can be passed over, less prominently. */
  #onward(run: LessonRun): TemplateResult {
    const ready = run.state.kind === "met" || run.state.kind === "reading";
    const title = run.isLast ? "Finish" : ready ? "Next" : "Skip";
    return html`<button class=${ready ? "primary" : ""} @click=${() => this.#goOn(run)}>${title}</button>`;
  }

  #goOn(run: LessonRun): void {
    if (!run.isLast) {
      run.go(run.index + 1);
      return;
    }
    this.commands?.say(`Lesson completed: ${run.lesson.title}`);
    this.desk?.complete();
    if (!this.workspace) return;
    this.workspace.view = "learn";
    this.workspace.learnPlace = { tab: "lessons", item: null };
  }

  #begin(lesson: Lesson, index: number): void {
    const { playground, workspace } = this;
    if (!playground || !workspace) return;
    this.#life = new Disposables();
    this.#ground = this.#life.add(
      new PlaygroundGround(playground, {
        get view() {
          return workspace.view;
        },
        isDetailed: (id) =>
          workspace.view === "consoles" &&
          playground.machines.some((machine) => machine.id === id && workspace.isInspected(machine)),
        onDidChange: workspace.onDidChange,
      }),
    );
    this.run = this.#life.add(new LessonRun(lesson, this.#ground, index));
    this.refusal = null;
  }

  #end(): void {
    this.#life[Symbol.dispose]();
    this.run = null;
    this.#ground = null;
  }

  #stepChanged(): void {
    const { run, desk } = this;
    if (!run || !desk) return;
    if (desk.open?.index !== run.index) {
      this.refusal = null;
      desk.note(run.index);
      this.commands?.say(`Step ${run.index + 1} of ${run.lesson.steps.length}: ${run.step.title}`);
      void this.updateComplete.then(() => this.renderRoot.querySelector(".content")?.scrollTo({ top: 0 }));
    }
    const said = run.state.kind === "met" ? `Done: ${run.step.check?.goal ?? ""}` : null;
    if (said !== null && said !== this.#said) this.commands?.say(said);
    this.#said = said;
    this.requestUpdate();
  }

  async #act(): Promise<void> {
    const { playground, commands, run } = this;
    const ground = this.#ground;
    if (!playground || !commands || !run || !ground || this.acting) return;
    const abort = new AbortController();
    this.#life.defer(() => abort.abort());
    this.acting = true;
    this.refusal = null;
    const { index } = run;
    const parts = { playground, commands, ground, show: (target: LiveTarget) => this.#show(target) };
    try {
      const refusal = await doActions(run.step.actions, parts, abort.signal);
      if (run.index === index) this.refusal = refusal;
    } finally {
      this.acting = false;
    }
  }

  #show(target: LiveTarget): void {
    this.dispatchEvent(showTargetEvent(target, "tell"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-lesson-panel": GhLessonPanel;
  }
}
