/**
 * The view `experiments`: which there are, settings and progress of one, results of this visit. Measures nothing itself;
 * what runs goes on when the view is left.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Experiment } from "../../playground/experiments/experiment.ts";
import { experimentsOf } from "../../playground/experiments/experiments-of.ts";
import type { ExperimentResult, SettingValue } from "../../playground/experiments/result.ts";
import type { CurrentRun, ExperimentSession } from "../../playground/experiments/session.ts";
import { Settings } from "../../playground/experiments/settings.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { icon } from "../icons.ts";
import { base, buttons, scrollingView } from "../styles/shared.ts";
import { experimentsStyles } from "./experiments-styles.ts";
import "./gh-comparison.ts";
import "./gh-experiment-form.ts";
import type { GhExperimentForm } from "./gh-experiment-form.ts";
import "./gh-experiment-result.ts";
import "./gh-figure.ts";
import "./gh-panic-question.ts";
import type { GhPanicQuestion } from "./gh-panic-question.ts";
import { momentWords, outcomeWords } from "./result-words.ts";

/** Fills the room beside the list. */
@customElement("gh-experiments-view")
export class GhExperimentsView extends LitElement {
  static override styles = [base, scrollingView, buttons, experimentsStyles];

  @consume({ context: playgroundContext, subscribe: true })
  @property({ attribute: false })
  playground?: Playground;

  @consume({ context: commandsContext, subscribe: true })
  @property({ attribute: false })
  commands?: Commands;

  /** Default: that of the playground. */
  @property({ attribute: false }) session: ExperimentSession | null = null;

  @state() private chosen: string | null = null;
  @state() private shown: string | null = null;
  @state() private compared: string | null = null;
  @state() private refusal = "";
  @query("gh-experiment-form") private readonly form!: GhExperimentForm;
  @query("gh-panic-question") private readonly question!: GhPanicQuestion;

  constructor() {
    super();
    void new EvtController(this, () => this.session?.onDidChange);
  }

  protected override willUpdate(): void {
    if (this.playground) this.session ??= experimentsOf(this.playground);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    const experiment = session && this.#experiment(session);
    if (!experiment) return nothing;
    return html`<div class="view">
        <div class="side">
          <nav aria-label="Experiments">
            <h2>Experiments</h2>
            ${this.#experiments(session, experiment)}
          </nav>
          <section aria-label="Results of this visit">
            <h2>Results of this visit</h2>
            ${this.#results(session, experiment)}
          </section>
        </div>
        <div class="main">
          <header>
            <h3>${experiment.title}</h3>
            <p>${experiment.question}</p>
          </header>
          <gh-experiment-form
            .experiment=${experiment}
            ?busy=${session.current !== null}
            @gh-experiment-run=${({ detail }: HTMLElementEventMap["gh-experiment-run"]) =>
              void this.#run(session, experiment, detail)}
            >${this.#progress(session)}</gh-experiment-form
          >
          <p class="refusal" role="alert">${this.refusal}</p>
          ${this.#soFar(session, experiment)} ${this.#shownResult(session, experiment)}
        </div>
      </div>
      <gh-panic-question></gh-panic-question>`;
  }

  #experiments(session: ExperimentSession, experiment: Experiment): TemplateResult {
    return html`<ul class="list">
      ${session.experiments.map(
        (each) =>
          html`<li>
            <button aria-current=${each === experiment} @click=${() => this.#choose(each)}>
              ${each.title}${session.current?.experiment === each ? " · running" : ""}
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #results(session: ExperimentSession, experiment: Experiment): TemplateResult {
    if (session.results.length === 0)
      return html`<p class="none">None yet. Results stay until the page is left.</p>`;
    const shown = this.#result(session, experiment);
    return html`<ul>
      ${session.results.map(
        (result) =>
          html`<li>
            <button class="result" aria-current=${result === shown} @click=${() => this.#show(result)}>
              <span
                >${result.title}<small>${momentWords(result.startedAtMs)}</small>${result.outcome.kind === "complete" ? nothing : html`<small>${result.outcome.kind}</small>`}</span
              >
            </button>
            <button
              class="icon"
              aria-label="Forget the result of ${result.title} of ${momentWords(result.startedAtMs)}"
              @click=${() => session.forget(result)}
            >
              ${icon("close")}
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #progress(session: ExperimentSession): TemplateResult | typeof nothing {
    const { current } = session;
    if (!current) return nothing;
    const { progress, ending, experiment } = current;
    return html`<div class="run">
      <button ?disabled=${ending} @click=${() => this.#abort(session)}>
        ${ending ? "Ending…" : "Abort"}
      </button>
      <progress
        max=${progress.of}
        .value=${progress.done}
        aria-label="${experiment.title}, how far it is"
        aria-valuetext=${progressWords(current)}
      ></progress>
      <span>${progressWords(current)}</span>
    </div>`;
  }

  /** What runs shows its first figure while it grows. */
  #soFar({ current }: ExperimentSession, experiment: Experiment): TemplateResult | typeof nothing {
    const figure = current?.experiment === experiment ? current.found?.figures[0] : undefined;
    return figure
      ? html`<hr />
          <h4>So far</h4>
          <gh-figure .figure=${figure}></gh-figure>`
      : nothing;
  }

  #shownResult(session: ExperimentSession, experiment: Experiment): TemplateResult | typeof nothing {
    const result = this.#result(session, experiment);
    if (!result) return nothing;
    const others = session.results.filter((each) => each.experiment === experiment.id && each !== result);
    const other = others.find(({ id }) => id === this.compared);
    return html`<hr />
      ${
        others.length === 0
          ? nothing
          : html`<div class="compare">
              <label for="compare">Compare with</label>
              <select id="compare" @change=${({ target }: Event) => this.#compare(target)}>
                <option value="" ?selected=${!other}>nothing</option>
                ${others.map(
                  (each) =>
                    html`<option value=${each.id} ?selected=${each === other}>
                      ${momentWords(each.startedAtMs)}, ${outcomeWords(each.outcome)}
                    </option>`,
                )}
              </select>
            </div>`
      }
      ${
        other
          ? html`<gh-comparison .one=${other} .other=${result}></gh-comparison>`
          : html`<gh-experiment-result .result=${result}></gh-experiment-result>`
      }`;
  }

  #experiment({ experiments, current, results }: ExperimentSession): Experiment | undefined {
    const wanted = this.chosen ?? current?.experiment.id ?? results[0]?.experiment;
    return experiments.find(({ id }) => id === wanted) ?? experiments[0];
  }

  #result({ results }: ExperimentSession, { id }: Experiment): ExperimentResult | undefined {
    const own = results.filter(({ experiment }) => experiment === id);
    return own.find((result) => result.id === this.shown) ?? own[0];
  }

  #choose({ id }: Experiment): void {
    this.chosen = id;
    this.compared = null;
    this.refusal = "";
  }

  #show(result: ExperimentResult): void {
    this.chosen = result.experiment;
    this.shown = result.id;
    this.compared = null;
  }

  #abort(session: ExperimentSession): void {
    session.abort();
    // The button goes with the run.
    this.form.focus();
  }

  #compare(target: EventTarget | null): void {
    this.compared = target instanceof HTMLSelectElement ? target.value : null;
  }

  async #run(
    session: ExperimentSession,
    experiment: Experiment,
    settings: Readonly<Record<string, SettingValue>>,
  ): Promise<void> {
    this.refusal = "";
    const { sandboxesOfUser } = session;
    const asks = experiment.endsSandboxes?.(Settings.checked(experiment.fields, settings)) ?? false;
    if (asks && !(await this.question.ask(sandboxesOfUser))) return;
    const outcome = await this.commands?.runExperiment(session, experiment.id, settings, {
      mayEndSandboxes: asks,
    });
    if (typeof outcome === "string") this.refusal = outcome;
    else if (outcome) this.#show(outcome);
  }
}

function progressWords({ progress: { done, of, words }, ending }: CurrentRun): string {
  return ending ? "Removing what it made" : `${done} of ${of}: ${words}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-experiments-view": GhExperimentsView;
  }
}
