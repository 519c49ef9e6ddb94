/**
 * Follows one thing through a guest and a sandbox: what to follow and where, how far it is, what was found. Measures
 * nothing itself.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { GuestMachine } from "../../playground/guest-machine.ts";
import type { Playground } from "../../playground/playground.ts";
import { SandboxMachine } from "../../playground/sandbox-machine.ts";
import { scenarioOf, scenarios, type ScenarioId } from "../../playground/trace/scenario.ts";
import {
  traceSessionOf,
  type TraceProgress,
  type TraceSession,
} from "../../playground/trace/trace-session.ts";
import { tracedGuest, tracedSandbox } from "../../playground/trace/traced-machines.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { MachinesController } from "../controllers/machines-controller.ts";
import { base, buttons } from "../styles/shared.ts";
import "./gh-trace-result.ts";
import { traceStyles } from "./trace-styles.ts";

const usualRuns = 5;
const mostRuns = 25;

/** `<gh-trace>`: takes the playground from its surroundings. */
@customElement("gh-trace")
export class GhTrace extends LitElement {
  static override styles = [base, buttons, traceStyles];

  @consume({ context: playgroundContext, subscribe: true })
  @property({ attribute: false })
  playground?: Playground;

  @consume({ context: commandsContext, subscribe: true })
  @property({ attribute: false })
  commands?: Commands;

  @state() private scenario: ScenarioId = "key";
  @state() private guestId: string | null = null;
  @state() private sandboxId: string | null = null;
  @state() private runs = usualRuns;
  @state() private refusal = "";
  #hadAction = false;

  constructor() {
    super();
    void new MachinesController(this, () => this.playground);
    void new EvtController(this, () => this.#session?.onDidChange);
  }

  get #session(): TraceSession | undefined {
    return this.playground && traceSessionOf(this.playground);
  }

  protected override willUpdate(): void {
    this.#hadAction = this.renderRoot.querySelector(".action:focus") !== null;
  }

  // What begins and what ends it take each other's place.
  protected override updated(): void {
    if (this.#hadAction && !this.renderRoot.querySelector(".action:focus"))
      this.renderRoot.querySelector<HTMLElement>(".action")?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const session = this.#session;
    if (!session) return nothing;
    const { question } = scenarioOf(this.scenario);
    return html`<section aria-label="Follow one thing">
        <h2>Follow one thing through the layers</h2>
        <p class="quiet">${question}</p>
        ${this.#form(session)}
        <p class="refusal" role="alert">${this.refusal}</p>
      </section>
      <gh-trace-result .report=${session.report}></gh-trace-result>`;
  }

  #form(session: TraceSession): TemplateResult {
    const { progress } = session;
    const guests = this.#running(GuestMachine);
    const sandboxes = this.#running(SandboxMachine);
    return html`<form
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.#run(session);
      }}
    >
      <label
        >What<select @change=${this.#chooseScenario}>
          ${scenarios.map(({ id, title }) => html`<option value=${id} .selected=${id === this.scenario}>${title}</option>`)}
        </select></label
      >
      ${this.#choice("Guest", guests, (id) => (this.guestId = id))}
      ${this.#choice("Sandbox", sandboxes, (id) => (this.sandboxId = id))}
      <label
        >Runs<input
          type="number"
          min="1"
          max=${mostRuns}
          .value=${String(this.runs)}
          @change=${this.#chooseRuns}
      /></label>
      ${
        progress
          ? this.#progress(session, progress)
          : html`<button
              class="action primary"
              type="submit"
              ?disabled=${guests.length + sandboxes.length === 0}
            >
              Follow
            </button>`
      }
    </form>`;
  }

  /** Which of them; or, where none runs, a way to one. */
  #choice(
    title: "Guest" | "Sandbox",
    machines: readonly (GuestMachine | SandboxMachine)[],
    choose: (id: string) => void,
  ): TemplateResult {
    if (machines.length === 0)
      return html`<button type="button" @click=${() => void this.#add(title)}>
        ${title === "Guest" ? "Boot a guest" : "Start a sandbox"}
      </button>`;
    const chosen = (title === "Guest" ? this.guestId : this.sandboxId) ?? machines[0]?.id;
    return html`<label
      >${title}<select
        @change=${({ target }: Event) => {
          if (target instanceof HTMLSelectElement) choose(target.value);
        }}
      >
        ${machines.map(({ id, name }) => html`<option value=${id} .selected=${id === chosen}>${name}</option>`)}
        <option value="none" .selected=${chosen === "none"}>none</option>
      </select></label
    >`;
  }

  #progress(session: TraceSession, { done, of, machine }: TraceProgress): TemplateResult {
    return html`<span class="progress"
      ><button class="action" type="button" @click=${() => session.abort()}>Abort</button
      ><progress max=${of} .value=${done} aria-label="How far it is"></progress
      ><span>${done} of ${of}: ${machine}</span></span
    >`;
  }

  #running<M extends GuestMachine | SandboxMachine>(
    kind: abstract new (...given: never[]) => M,
  ): readonly M[] {
    const machines: readonly (GuestMachine | SandboxMachine)[] = this.playground?.machines ?? [];
    return machines.filter((machine): machine is M => machine instanceof kind && machine.state === "running");
  }

  async #add(title: "Guest" | "Sandbox"): Promise<void> {
    const { commands } = this;
    const refusal =
      title === "Guest"
        ? await commands?.addGuests({}, 1, "the same view")
        : await commands?.addSandboxes({}, 1, "the same view");
    this.refusal = refusal ?? "";
  }

  async #run(session: TraceSession): Promise<void> {
    const { playground, commands, runs } = this;
    if (!playground || !commands) return;
    const guest = chosenOf(this.#running(GuestMachine), this.guestId);
    const sandbox = chosenOf(this.#running(SandboxMachine), this.sandboxId);
    this.refusal = "";
    if (!guest && !sandbox) {
      this.refusal = "Choose a guest or a sandbox.";
      return;
    }
    const { title } = scenarioOf(this.scenario);
    const outcome = await commands.attempt(
      () =>
        session.run(
          {
            scenario: this.scenario,
            runs,
            guest: guest && tracedGuest(guest),
            sandbox: sandbox && tracedSandbox(sandbox, playground.hostSystem),
          },
          title,
        ),
      () => `${title} was followed.`,
    );
    if (typeof outcome === "string") this.refusal = outcome;
  }

  readonly #chooseScenario = ({ target }: Event): void => {
    if (!(target instanceof HTMLSelectElement)) return;
    this.scenario = scenarios.find(({ id }) => id === target.value)?.id ?? "key";
  };

  readonly #chooseRuns = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    const runs = Math.round(target.valueAsNumber);
    this.runs = Number.isFinite(runs) ? Math.min(mostRuns, Math.max(1, runs)) : usualRuns;
    target.value = String(this.runs);
  };
}

function chosenOf<M extends { readonly id: string }>(machines: readonly M[], id: string | null): M | null {
  if (id === "none") return null;
  return machines.find((machine) => machine.id === id) ?? machines[0] ?? null;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-trace": GhTrace;
  }
}
