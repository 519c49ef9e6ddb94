/**
 * What the host has promised to its machines, as a bar: a slot for each, and on its edge a handle that changes its limit,
 * by pointer or keys. Asks for limits; sets none itself.
 */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import { base } from "../styles/shared.ts";
import { Tip } from "../tooltip/tip.ts";
import { budgetBarStyles } from "./budget-bar-styles.ts";
import {
  drawnBudget,
  limitWords,
  promisedWords,
  restWords,
  type Budget,
  type BudgetSlot,
  type DrawnBudget,
  type DrawnSlot,
} from "./budget.ts";
import { part, restTemplate, slotTemplate } from "./budget-slot.ts";
import { limitAfterKey, snapped } from "./limit-edge.ts";

/** What of a machine shall be another; `null` is no limit. */
export interface LimitWish {
  readonly machineId: string;
  readonly limit: number | null;
}

/** An edge that was taken hold of. */
interface Drag {
  readonly id: string;
  readonly fromPx: number;
  readonly fromLimit: number;
  /** How much the length stood for then: that shall not change under the pointer. */
  readonly length: number;
}

/** A pointer this near to an edge means it. */
const nearPx = 6;
const slackPx = 2;

/**
 * `<gh-budget-bar .budget=${budget}>`. On an edge ← and → change the limit, Page Up and Page Down by more, Home is the
 * least, End the most, Delete no limit; ↑ and ↓ go to other machines, Enter opens the panel of limits, as a tap does.
 *
 * @fires gh-limit - The user wants another limit: `detail` is a `LimitWish`.
 * @fires gh-limit-active - The user is about the edge of the machine whose id is `detail`, or of none (`null`).
 * @fires gh-limit-panel - The user wants to see all limits of the machine whose id is `detail`.
 */
@customElement("gh-budget-bar")
export class GhBudgetBar extends LitElement {
  static override styles = [base, budgetBarStyles];

  @property({ attribute: false }) budget?: Budget;
  /** What is promised, for the tooltip. */
  @property() how = "";
  /** The machine whose edge the keyboard reaches. */
  @state() private current: string | null = null;
  /** The machine whose edge the pointer is at, or has. */
  @state() private near: string | null = null;
  @state() private drag: Drag | null = null;
  /** The press that ends in the next click was one on an edge. */
  #pressedEdge = false;

  constructor() {
    super();
    void new Tip(this, () => this.#explanation());
  }

  protected override render(): TemplateResult | typeof nothing {
    const { budget } = this;
    if (!budget) return nothing;
    const drawn = this.#drawn(budget);
    const { slots, rest, length } = drawn;
    const { exists, resource } = budget;
    const words = [promisedWords(budget), ...(rest ? [restWords(budget, rest)] : [])].join(", ");
    const title = resource === "cores" ? "CPU limits" : "Memory limits";
    const states = `lane ${this.near === null ? "" : "near"} ${length < exists ? "close" : ""}`;
    return html`<div
      class=${states}
      role="group"
      aria-label="${title} by machine: ${words}"
      @pointerdown=${(event: PointerEvent) => this.#press(event, drawn)}
      @pointermove=${(event: PointerEvent) => this.#move(event, drawn)}
      @pointerleave=${() => this.#approach(null)}
      @lostpointercapture=${() => (this.drag = null)}
      @click=${(event: MouseEvent) => this.#click(event, drawn)}
      @dblclick=${(event: MouseEvent) => this.#lift(this.#nearest(event, drawn))}
    >
      <div class="slots">
        ${repeat(
          slots,
          ({ slot }) => slot.id,
          (each) => slotTemplate(each, length),
        )}
        ${rest ? restTemplate(rest, length) : nothing}
        ${exists < length * 0.9999 ? html`<b style=${styleMap({ left: part(exists, length) })}></b>` : nothing}
      </div>
      ${repeat(
        slots,
        ({ slot }) => slot.id,
        (each) => this.#edge(budget, each, drawn),
      )}
    </div>`;
  }

  #drawn(budget: Budget): DrawnBudget {
    const drawn = drawnBudget(budget);
    return this.drag ? { ...drawn, length: this.drag.length } : drawn;
  }

  #explanation(): string {
    const { budget } = this;
    if (!budget) return "";
    const { slots, rest, length } = drawnBudget(budget);
    const limits = slots.map(({ slot }) => limitWords(budget, slot, slot.limit));
    if (rest) limits.push(restWords(budget, rest));
    const shown = length < budget.exists ? [`The bar shows the first ${length} MiB.`] : [];
    return [promisedWords(budget), ...limits, this.how, ...shown].join("\n");
  }

  #edge(budget: Budget, { slot, mark }: DrawnSlot, { slots, length }: DrawnBudget): TemplateResult {
    const { id, name, edge, limit } = slot;
    const reachable = (slots.find((each) => each.slot.id === this.current) ?? slots[0])?.slot;
    return html`<span
      class=${this.near === id ? "edge active" : "edge"}
      role="slider"
      tabindex=${reachable?.id === id ? 0 : -1}
      data-machine=${id}
      aria-label="${budget.resource === "cores" ? "CPU limit" : "Memory limit"} of ${name}"
      aria-orientation="horizontal"
      aria-valuemin=${edge.least}
      aria-valuemax=${edge.most}
      aria-valuenow=${Math.min(edge.most, limit ?? edge.most)}
      aria-valuetext=${limitWords(budget, slot, limit)}
      style=${styleMap({ left: part(mark, length), "--color": slot.color })}
      @focus=${() => this.#focused(id)}
      @blur=${() => this.#tellActive(null)}
      @keydown=${(event: KeyboardEvent) => this.#key(event, slot)}
    ></span>`;
  }

  #nearest({ clientX }: MouseEvent, { slots, length }: DrawnBudget): BudgetSlot | null {
    const { left, width } = this.getBoundingClientRect();
    const distance = ({ mark }: DrawnSlot): number => Math.abs(left + (mark / length) * width - clientX);
    const nearest = slots.toSorted((a, b) => distance(a) - distance(b))[0];
    return nearest && distance(nearest) <= nearPx ? nearest.slot : null;
  }

  #press(event: PointerEvent, drawn: DrawnBudget): void {
    const { currentTarget, button, clientX, pointerId, pointerType } = event;
    const slot = pointerType === "touch" || button !== 0 ? null : this.#nearest(event, drawn);
    this.#pressedEdge = slot !== null;
    if (!slot || !(currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    this.#handle(slot.id)?.focus();
    currentTarget.setPointerCapture(pointerId);
    const fromLimit = slot.limit ?? (slot.edge.none === "apart" ? 0 : slot.edge.most);
    this.drag = { id: slot.id, fromPx: clientX, fromLimit, length: drawn.length };
  }

  #move(event: PointerEvent, drawn: DrawnBudget): void {
    const { drag } = this;
    if (!drag) {
      this.#approach(event.pointerType === "touch" ? null : (this.#nearest(event, drawn)?.id ?? null));
      return;
    }
    const slot = this.budget?.slots.find(({ id }) => id === drag.id);
    const byPx = event.clientX - drag.fromPx;
    if (!slot || (Math.abs(byPx) <= slackPx && slot.limit === drag.fromLimit)) return;
    const wanted = snapped(slot.edge, drag.fromLimit + (byPx / this.clientWidth) * drag.length);
    if (wanted !== slot.limit) this.#wish(slot.id, wanted);
  }

  /** A click on a slot, or beyond the last, shows that machine's limits; the slot of several shows none. */
  #click({ clientX }: MouseEvent, { slots, rest, length }: DrawnBudget): void {
    if (this.#pressedEdge) return;
    const { left, width } = this.getBoundingClientRect();
    const at = ((clientX - left) / width) * length;
    if (rest && at >= rest.from) return;
    const hit = slots.findLast(({ from }) => from <= at) ?? slots[0];
    if (hit) this.#tell("gh-limit-panel", hit.slot.id);
  }

  #lift(slot: BudgetSlot | null): void {
    if (slot && slot.edge.none !== "never") this.#wish(slot.id, null);
  }

  #key(event: KeyboardEvent, slot: BudgetSlot): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    if (key === "ArrowUp" || key === "ArrowDown") this.#goTo(slot.id, key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter") this.#tell("gh-limit-panel", slot.id);
    else {
      const wanted = limitAfterKey(slot.edge, slot.limit, key);
      if (wanted === undefined) return;
      if (wanted !== slot.limit) this.#wish(slot.id, wanted);
    }
    event.preventDefault();
  }

  #goTo(id: string, by: number): void {
    const slots = this.budget ? drawnBudget(this.budget).slots : [];
    const other = slots[slots.findIndex(({ slot }) => slot.id === id) + by];
    if (other) this.#handle(other.slot.id)?.focus();
  }

  #handle(id: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-machine="${id}"]`);
  }

  #focused(id: string): void {
    this.current = id;
    this.#tellActive(id);
  }

  #approach(id: string | null): void {
    if (id === this.near || this.drag) return;
    this.near = id;
    this.#tellActive(id);
  }

  #tellActive(id: string | null): void {
    this.#tell("gh-limit-active", id);
  }

  #wish(machineId: string, limit: number | null): void {
    this.#tell("gh-limit", { machineId, limit } satisfies LimitWish);
  }

  #tell(type: "gh-limit" | "gh-limit-active" | "gh-limit-panel", detail: LimitWish | string | null): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-budget-bar": GhBudgetBar;
  }
  interface HTMLElementEventMap {
    "gh-limit": CustomEvent<LimitWish>;
    "gh-limit-active": CustomEvent<string | null>;
    "gh-limit-panel": CustomEvent<string>;
  }
}
