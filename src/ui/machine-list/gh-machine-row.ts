/**
 * A machine in the list: what it is, how it is, what it takes, and its verbs. On a phone, a chip.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { MachineSample } from "../../monitor/sample.ts";
import type { Machine } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { TrailController } from "../controllers/trail-controller.ts";
import { SampleController } from "../controllers/sample-controller.ts";
import { icon } from "../icons.ts";
import "../machine-actions/gh-machine-actions.ts";
import { machineFigures, memoryLimit, shownFigures, type MachineFigures } from "../machine-figures.ts";
import "../machine-state/gh-machine-state.ts";
import "../quantity/gh-quantity.ts";
import "../sparkline/gh-sparkline.ts";
import type { Place } from "../place.ts";
import { kindTitle, kindWords } from "../hypervisor-words.ts";
import { base, buttons } from "../styles/shared.ts";
import { accentColor } from "../styles/tokens.ts";
import type { Workspace } from "../workspace.ts";
import { machineRowStyles } from "./machine-row-styles.ts";

/**
 * `<gh-machine-row .machine=${machine}>`
 *
 * @fires gh-machine-chosen - When the user wants to see and use its console.
 */
@customElement("gh-machine-row")
export class GhMachineRow extends LitElement {
  static override styles = [base, buttons, machineRowStyles];

  @property({ attribute: false }) machine?: Machine;

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: workspaceContext, subscribe: true })
  workspace?: Workspace;

  readonly #sampling = new SampleController(
    this,
    () => this.playground,
    () => this.machine?.id,
    (sample) => (this.machine ? shownFigures(this.#read(this.machine, sample)) : ""),
  );

  readonly #trail = new TrailController(
    this,
    () => this.playground,
    () => this.machine?.id,
  );

  constructor() {
    super();
    void new EvtController(this, () => this.machine?.onDidChange);
    void new EvtController(this, () => this.workspace?.onDidChange);
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>("button.name")?.focus(options);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { machine, workspace } = this;
    if (!machine || !workspace) return nothing;
    const selected = workspace.selectedId === machine.id;
    return html`<div class="row" ?data-selected=${selected} style="--accent: ${accentColor(machine.accent)}">
      <span class="accent"></span>
      <h3>
        <button
          class="name"
          aria-current=${selected ? "true" : nothing}
          title=${this.#title()}
          @click=${this.#choose}
        >
          ${machine.name}
        </button>
        <gh-machine-state state=${machine.state}></gh-machine-state>
      </h3>
      <div class="actions">
        ${this.#eye(machine, workspace)}<gh-machine-actions .machine=${machine}></gh-machine-actions>
      </div>
      ${this.#figures(machine)}
      ${machine.endReason === null ? nothing : html`<p class="reason ${machine.state}" title=${machine.endReason}>${machine.endReason}</p>`}
    </div>`;
  }

  #eye(machine: Machine, workspace: Workspace): TemplateResult {
    const hidden = workspace.isHidden(machine);
    const words = `${hidden ? "Show" : "Hide"} console`;
    return html`<button
      class="icon eye"
      aria-label="${words} of ${machine.name}"
      title=${words}
      @click=${() => workspace.setHidden(machine, !hidden)}
    >
      ${icon(hidden ? "eyeOff" : "eye")}
    </button>`;
  }

  #figures(machine: Machine): TemplateResult {
    const figures = this.#read(machine, this.#sampling.sample);
    const { cpu, memoryUsed, memoryOf } = figures;
    return html`<div class="figures">
      <div class="line">
        <span class="kind" title=${kindTitle(machine)}
          >${icon(machine.kind)}<span>${kindWords(machine)}</span></span
        >
        <gh-sparkline
          .values=${this.#trail.values}
          .max=${1}
          .accent=${machine.accent}
          aria-hidden="true"
        ></gh-sparkline>
        <gh-quantity
          reachable
          class="cpu"
          label="CPU, of one core"
          value=${cpu}
          how=${figures.cpuHow}
        ></gh-quantity>
        <gh-quantity
          reachable
          class="memory"
          label=${machine.kind === "guest" ? "Memory used / reserved" : "Memory used / limit"}
          how=${figures.memoryHow}
          value=${memoryUsed}
          rest=${memoryOf}
        ></gh-quantity>
      </div>
    </div>`;
  }

  #read(machine: Machine, sample: MachineSample | null): MachineFigures {
    return machineFigures(machine, sample, this.playground?.hostSystem.capacity?.capacity ?? null);
  }

  #title(): string {
    return this.machine ? `${this.machine.system} · ${memoryLimit(this.machine)}` : "";
  }

  readonly #choose = (): void => {
    if (this.machine)
      this.dispatchEvent(
        new CustomEvent("gh-machine-chosen", { detail: this.machine, bubbles: true, composed: true }),
      );
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-machine-row": GhMachineRow;
  }
  interface HTMLElementEventMap {
    /** The user wants to see and use a console. */
    "gh-machine-chosen": CustomEvent<Place>;
  }
}
