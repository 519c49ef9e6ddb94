/**
 * The settings of an experiment as a form whose bounds are checked. Knows nothing of what they do.
 *
 * @fires gh-experiment-run - With checked values.
 */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { assertNever } from "../../base/assert-never.ts";
import type { Experiment } from "../../playground/experiments/experiment.ts";
import type { SettingValue } from "../../playground/experiments/result.ts";
import { refusalOf, type SettingField } from "../../playground/experiments/settings.ts";
import { base, buttons } from "../styles/shared.ts";
import { formStyles } from "./form-styles.ts";

type Values = Readonly<Record<string, SettingValue>>;

/** `<gh-experiment-form .experiment=${experiment}>`; what is slotted stands beside the button. */
@customElement("gh-experiment-form")
export class GhExperimentForm extends LitElement {
  static override styles = [base, buttons, formStyles];

  @property({ attribute: false }) experiment: Experiment | null = null;
  /** While one runs, none can be started. */
  @property({ type: Boolean }) busy = false;

  @state() private values: Values = {};
  @state() private refused: Readonly<Record<string, string>> = {};

  /** The button, where the keyboard goes on. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("button[type=submit]")?.focus();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("experiment") || !this.experiment) return;
    this.values = Object.fromEntries(this.experiment.fields.map(({ id, initial }) => [id, initial]));
    this.refused = {};
  }

  protected override render(): TemplateResult | typeof nothing {
    const { experiment } = this;
    if (!experiment) return nothing;
    return html`<form aria-label="Settings of ${experiment.title}" novalidate @submit=${this.#submit}>
      ${experiment.fields.map((field) => this.#field(field))}
      <div class="actions">
        <button class="primary" type="submit" aria-disabled=${this.busy}>Run</button>
        <slot></slot>
      </div>
    </form>`;
  }

  #field(field: SettingField): TemplateResult {
    const { id, title, hint } = field;
    const refusal = this.refused[id] ?? "";
    const about = html`<p class="hint" id="hint-${id}">${hint}</p>
      <p class="refusal" id="refusal-${id}" role="alert">${refusal}</p>`;
    switch (field.kind) {
      case "number":
        return html`<div class="field">
          <label for=${id}>${title}</label>
          <span class="unit"
            ><input
              id=${id}
              type="number"
              inputmode="numeric"
              min=${field.least}
              max=${field.most}
              step="1"
              .value=${String(this.values[id])}
              aria-invalid=${refusal === "" ? "false" : "true"}
              aria-describedby="hint-${id} refusal-${id}"
              @input=${({ target }: Event) => this.#set(id, numberOf(target))}
            />${field.unit}</span
          >
          ${about}
        </div>`;
      case "choices":
        return html`<fieldset class="field" aria-describedby="hint-${id} refusal-${id}">
          <legend>${title}</legend>
          <span class="choices"
            >${field.options.map(
              (option) =>
                html`<label class="check"
                  ><input
                    type="checkbox"
                    name=${option.id}
                    .checked=${this.#chosen(id).includes(option.id)}
                    @change=${() => this.#toggle(id, option.id)}
                  />${option.title}</label
                >`,
            )}</span
          >
          ${about}
        </fieldset>`;
      case "check":
        return html`<div class="field">
          <label class="check"
            ><input
              type="checkbox"
              aria-describedby="hint-${id}"
              .checked=${this.values[id] === true}
              @change=${({ target }: Event) =>
                this.#set(id, target instanceof HTMLInputElement && target.checked)}
            />${title}</label
          >
          ${about}
        </div>`;
      default:
        return assertNever(field);
    }
  }

  #chosen(id: string): readonly string[] {
    const value = this.values[id];
    return typeof value === "object" ? value : [];
  }

  #toggle(id: string, option: string): void {
    const chosen = this.#chosen(id);
    this.#set(id, chosen.includes(option) ? chosen.filter((each) => each !== option) : [...chosen, option]);
  }

  #set(id: string, value: SettingValue): void {
    this.values = { ...this.values, [id]: value };
    const { [id]: _mended, ...refused } = this.refused;
    this.refused = refused;
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const { experiment } = this;
    if (!experiment || this.busy) return;
    const refused = experiment.fields.flatMap((field): readonly (readonly [string, string])[] => {
      const refusal = refusalOf(field, this.values[field.id]);
      return refusal === null ? [] : [[field.id, refusal]];
    });
    this.refused = Object.fromEntries(refused);
    const [first] = refused;
    if (first) this.renderRoot.querySelector<HTMLElement>(`#${first[0]}`)?.focus();
    else this.dispatchEvent(new CustomEvent("gh-experiment-run", { detail: this.values }));
  };
}

function numberOf(target: EventTarget | null): number {
  return target instanceof HTMLInputElement && target.value !== "" ? Number(target.value) : Number.NaN;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-experiment-form": GhExperimentForm;
  }
  interface HTMLElementEventMap {
    "gh-experiment-run": CustomEvent<Readonly<Record<string, SettingValue>>>;
  }
}
