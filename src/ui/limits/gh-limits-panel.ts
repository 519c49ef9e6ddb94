/**
 * What a machine may take, to see and to change while it runs: a slider and an exact figure for each limit, what it takes
 * now, and what was refused in words. The same for guests and sandboxes.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import type { Playground, PlaygroundMachine } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { SampleController } from "../controllers/sample-controller.ts";
import { base, buttons } from "../styles/shared.ts";
import type { Workspace } from "../workspace.ts";
import { limitControls, refusalOf, tidy, type LimitControl } from "./limit-controls.ts";
import { figureAt, sliderEnds, sliderPosition } from "./limit-scale.ts";
import { limitsPanelStyles } from "./limits-panel-styles.ts";

type Name = LimitControl["name"];

/** `<gh-limits-panel .machine=${machine}>` */
@customElement("gh-limits-panel")
export class GhLimitsPanel extends LitElement {
  static override styles = [base, buttons, limitsPanelStyles];

  @property({ attribute: false }) machine?: PlaygroundMachine;

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: commandsContext }) commands?: Commands;
  @consume({ context: workspaceContext }) workspace?: Workspace;

  /** What is being typed, dragged or was refused: not written over by what is so. */
  @state() private drafts: Readonly<Partial<Record<Name, number | string>>> = {};
  @state() private refused: Readonly<Partial<Record<Name, string>>> = {};

  readonly #sampling = new SampleController(
    this,
    () => this.playground,
    () => this.machine?.id,
  );

  constructor() {
    super();
    void new EvtController(this, () => this.machine?.onDidChange);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { machine, playground } = this;
    if (!machine || !playground) return nothing;
    const controls = limitControls(machine, this.#sampling.sample, playground.capacity.memoryMiB);
    return html`${repeat(
        controls,
        ({ name }) => name,
        (control) => this.#limit(control),
      )}
      ${this.#hiding(machine)}
      <button class="monitor" @click=${() => this.workspace?.showMonitor(machine)}>
        Monitor of ${machine.name}
      </button>`;
  }

  #limit(control: LimitControl): TemplateResult {
    const { name, title, term, meaning, now, none } = control;
    return html`<div class="limit" role="group" aria-labelledby="title-${name}">
      <h3 id="title-${name}">${title}</h3>
      <div class="controls">
        ${this.#slider(control)} ${this.#exact(control)}
        ${none === null ? nothing : this.#noneBox(control, none)}
      </div>
      <p class="refusal" id="refusal-${name}" role="alert">${this.refused[name] ?? ""}</p>
      <p class="now" id="now-${name}">Now: ${now}</p>
      <p class="words" id="words-${name}"><span>${term}</span> · ${meaning}</p>
    </div>`;
  }

  #slider(control: LimitControl): TemplateResult {
    const { name, title, scale, figure, unit, none } = control;
    const draft = this.drafts[name];
    const shown = typeof draft === "number" ? draft : figure;
    const { least, most } = sliderEnds(scale);
    return html`<input
      class="slider"
      type="range"
      aria-label="${title}, slider"
      aria-describedby="words-${name} now-${name}"
      aria-valuetext=${shown === null ? (none ?? "") : `${shown} ${unit}`.trim()}
      min=${least}
      max=${most}
      step="1"
      .value=${live(String(shown === null ? most : sliderPosition(scale, shown)))}
      @input=${(event: Event) => this.#draft(name, figureAt(scale, Number(valueOf(event))))}
      @change=${(event: Event) => void this.#set(control, figureAt(scale, Number(valueOf(event))))}
    />`;
  }

  #exact(control: LimitControl): TemplateResult {
    const { name, title, unit, figure, none } = control;
    const shown = this.drafts[name] ?? figure;
    return html`<span class="exact"
      ><input
        type="number"
        inputmode="decimal"
        step="any"
        aria-label=${unit === "" ? title : `${title}, ${unit}`}
        aria-invalid=${this.refused[name] === undefined ? "false" : "true"}
        aria-describedby="refusal-${name} words-${name}"
        placeholder=${none === null ? "" : "none"}
        .value=${live(shown === null ? "" : String(shown))}
        @input=${(event: Event) => this.#draft(name, valueOf(event))}
        @change=${(event: Event) => void this.#type(control, valueOf(event))}
        @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.#forget(name)}
        @blur=${() => this.refused[name] === undefined && this.#forget(name)}
      /><span>${unit}</span></span
    >`;
  }

  #noneBox(control: LimitControl, none: string): TemplateResult {
    const { figure, usual, title } = control;
    return html`<label class="check"
      ><input
        type="checkbox"
        aria-label="${none}: ${title}"
        .checked=${live(figure === null)}
        @change=${(event: Event) => void this.#set(control, isChecked(event) ? null : usual)}
      />${none}</label
    >`;
  }

  #hiding(machine: PlaygroundMachine): TemplateResult {
    return html`<div class="limit" role="group" aria-labelledby="title-hidden">
      <h3 id="title-hidden">Hidden page</h3>
      <div class="controls">
        <label class="check"
          ><input
            type="checkbox"
            role="switch"
            aria-describedby="words-hidden"
            .checked=${live(machine.pauseWhenHidden)}
            @change=${(event: Event) => this.#setHiding(machine, isChecked(event))}
          />Pause it while the page is hidden</label
        >
      </div>
      <p class="words" id="words-hidden">
        Otherwise it runs on, as far as the browser lets a hidden page’s timers.
      </p>
    </div>`;
  }

  #setHiding(machine: PlaygroundMachine, pauses: boolean): void {
    machine.pauseWhenHidden = pauses;
    this.requestUpdate();
  }

  #draft(name: Name, draft: number | string): void {
    this.drafts = { ...this.drafts, [name]: draft };
  }

  #forget(name: Name): void {
    const { [name]: _draft, ...drafts } = this.drafts;
    const { [name]: _refused, ...refused } = this.refused;
    this.drafts = drafts;
    this.refused = refused;
  }

  /** An emptied field is no limit, where there can be none. */
  async #type(control: LimitControl, text: string): Promise<void> {
    const empty = text.trim() === "";
    await this.#set(control, empty && control.none !== null ? null : empty ? Number.NaN : Number(text));
  }

  async #set(control: LimitControl, figure: number | null): Promise<void> {
    const { name, unitsInOne } = control;
    const { machine } = this;
    if (!machine) return;
    const limit = figure === null ? null : tidy(figure) / unitsInOne;
    const refusal =
      (figure === null ? null : refusalOf(control, figure)) ??
      (await this.commands?.setLimits(machine, { [name]: limit })) ??
      null;
    if (refusal === null) this.#forget(name);
    else this.refused = { ...this.refused, [name]: refusal };
  }
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLInputElement ? target.value : "";
}

function isChecked({ target }: Event): boolean {
  return target instanceof HTMLInputElement && target.checked;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-limits-panel": GhLimitsPanel;
  }
}
