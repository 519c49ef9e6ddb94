/**
 * What the host has promised to its machines, as a bar: a slot for each, and on its edge a handle that changes its limit,
 * by pointer or keys. Asks for limits; sets none itself.
 */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import { base } from "../styles/shared.ts";
import { Tip, type TipRequest } from "../tooltip/tip.ts";
import { budgetBarStyles } from "./budget-bar-styles.ts";
import {
  drawnSlots,
  limitWords,
  promisedWords,
  withLimit,
  type Budget,
  type BudgetSlot,
  type DrawnSlot,
} from "./budget.ts";
import { limitAfterKey, snapped } from "./limit-edge.ts";

/** What of a machine shall be another; `null` is no limit. */
export interface LimitWish {
  readonly machineId: string;
  readonly limit: number | null;
}

interface Drag {
  readonly id: string;
  readonly fromPx: number;
  readonly fromLimit: number;
  /** How long the whole is, as it was taken hold of: it shall not change under the pointer. */
  readonly length: number;
  moved: boolean;
}

/**
 * `<gh-budget-bar .budget=${budget} .wished=${limits}>`. On an edge: ← and → change the limit, Page Up and Page Down by
 * more, Home is the least, End the most, Delete no limit, ↑ and ↓ go to other machines, Enter opens the panel of limits.
 *
 * @fires gh-limit - The user wants another limit: `detail` is a `LimitWish`.
 * @fires gh-limit-panel - The user wants to see all limits of a machine, whose id is `detail`.
 */
@customElement("gh-budget-bar")
export class GhBudgetBar extends LitElement {
  static override styles = [base, budgetBarStyles];

  @property({ attribute: false }) budget?: Budget;
  /** Limits that were asked for and are not yet so, by machine. */
  @property({ attribute: false }) wished: ReadonlyMap<string, number | null> = new Map();
  /** What is promised, for the tooltip. */
  @property() how = "";
  /** The machine whose edge the keyboard reaches. */
  @state() private current: string | null = null;
  @state() private drag: Drag | null = null;

  constructor() {
    super();
    void new Tip(this, () => this.#explanation());
  }

  protected override render(): TemplateResult | typeof nothing {
    const budget = this.#wishedBudget;
    if (!budget) return nothing;
    const drawn = drawnSlots(budget);
    const length = this.drag?.length ?? drawn.length;
    const { exists, resource } = budget;
    return html`<div
      class="lane"
      role="group"
      aria-label="${resource === "cores" ? "CPU limits" : "Memory limits"} by machine: ${promisedWords(budget)}"
      @click=${(event: MouseEvent) => this.#tap(event, drawn.slots, length)}
    >
      <div class="slots">
        ${repeat(
          drawn.slots,
          ({ slot }) => slot.id,
          (each) => slotTemplate(each, length),
        )}
        ${exists < length * 0.9999 ? html`<b style=${styleMap({ left: part(exists, length) })}></b>` : nothing}
      </div>
      ${repeat(
        drawn.slots,
        ({ slot }) => slot.id,
        (each) => this.#handle(budget, each, length),
      )}
    </div>`;
  }

  get #wishedBudget(): Budget | undefined {
    let { budget } = this;
    if (budget) for (const [id, limit] of this.wished) budget = withLimit(budget, id, limit);
    return budget;
  }

  #explanation(): string {
    const { budget } = this;
    if (!budget) return "";
    const limits = budget.slots.map((slot) => limitWords(budget, slot, slot.limit));
    return [promisedWords(budget), ...limits, this.how].join("\n");
  }

  #handle(budget: Budget, { slot, mark }: DrawnSlot, length: number): TemplateResult {
    const { id, name, edge, limit } = slot;
    const what = budget.resource === "cores" ? "CPU limit" : "Memory limit";
    const current = this.current ?? budget.slots[0]?.id;
    const isCurrent =
      current === id || (!budget.slots.some((each) => each.id === current) && slot === budget.slots[0]);
    return html`<span
      class=${this.drag?.id === id ? "edge dragged" : "edge"}
      role="slider"
      tabindex=${isCurrent ? 0 : -1}
      data-machine=${id}
      aria-label="${what} of ${name}"
      aria-orientation="horizontal"
      aria-valuemin=${edge.least}
      aria-valuemax=${edge.most}
      aria-valuenow=${Math.min(edge.most, limit ?? edge.most)}
      aria-valuetext=${limitWords(budget, slot, limit)}
      style=${styleMap({ left: part(mark, length), "--color": slot.color })}
      @pointerdown=${(event: PointerEvent) => this.#grab(event, slot, length)}
      @pointermove=${(event: PointerEvent) => this.#move(event, slot)}
      @lostpointercapture=${() => (this.drag = null)}
      @pointerenter=${(event: PointerEvent) => this.#tip("gh-tip-show", event)}
      @pointerleave=${(event: PointerEvent) => this.#tip("gh-tip-hide", event)}
      @dblclick=${() => edge.none === "apart" && this.#wish(id, null)}
      @focus=${() => (this.current = id)}
      @keydown=${(event: KeyboardEvent) => this.#key(event, slot)}
    ></span>`;
  }

  #grab(event: PointerEvent, { id, limit, edge }: BudgetSlot, length: number): void {
    const { currentTarget, button, clientX, pointerId } = event;
    if (button !== 0 || !(currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    currentTarget.focus();
    currentTarget.setPointerCapture(pointerId);
    const fromLimit = limit ?? (edge.none === "apart" ? 0 : edge.most);
    this.drag = { id, fromPx: clientX, fromLimit, length, moved: false };
  }

  #move({ clientX }: PointerEvent, { id, edge, limit }: BudgetSlot): void {
    const { drag } = this;
    if (drag?.id !== id) return;
    const byPx = clientX - drag.fromPx;
    if (!drag.moved && Math.abs(byPx) < 2) return;
    drag.moved = true;
    const wanted = snapped(edge, drag.fromLimit + (byPx / this.clientWidth) * drag.length);
    if (wanted !== limit) this.#wish(id, wanted);
  }

  #key(event: KeyboardEvent, slot: BudgetSlot): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    if (key === "ArrowUp" || key === "ArrowDown") this.#goTo(slot.id, key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter") this.#openPanel(slot.id);
    else {
      const wanted = limitAfterKey(slot.edge, slot.limit, key);
      if (wanted === undefined) return;
      if (wanted !== slot.limit) this.#wish(slot.id, wanted);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #goTo(id: string, by: number): void {
    const slots = this.budget?.slots ?? [];
    const other = slots[slots.findIndex((slot) => slot.id === id) + by];
    if (other) this.renderRoot.querySelector<HTMLElement>(`[data-machine="${other.id}"]`)?.focus();
  }

  /** A tap on a slot, or nearest to it, shows that machine's limits. */
  #tap({ clientX, target }: MouseEvent, slots: readonly DrawnSlot[], length: number): void {
    // What was dragged or pressed is an edge.
    if (target instanceof HTMLElement && target.classList.contains("edge")) return;
    const { left, width } = this.getBoundingClientRect();
    const at = ((clientX - left) / width) * length;
    const hit = slots.findLast(({ from }) => from <= at);
    if (hit) this.#openPanel(hit.slot.id);
  }

  #wish(machineId: string, limit: number | null): void {
    const detail: LimitWish = { machineId, limit };
    this.dispatchEvent(new CustomEvent("gh-limit", { detail, bubbles: true, composed: true }));
  }

  #openPanel(machineId: string): void {
    this.dispatchEvent(
      new CustomEvent("gh-limit-panel", { detail: machineId, bubbles: true, composed: true }),
    );
  }

  #tip(type: "gh-tip-show" | "gh-tip-hide", { currentTarget }: Event): void {
    if (!(currentTarget instanceof HTMLElement)) return;
    const anchor = currentTarget;
    const detail: TipRequest = {
      anchor,
      text: () => `${anchor.ariaValueText ?? ""}\n${anchor.ariaLabel ?? ""}: drag, or use the arrow keys`,
    };
    document.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function slotTemplate({ slot, from, width }: DrawnSlot, length: number): TemplateResult {
  const { promised, limit, used, color, edge } = slot;
  const shares = {
    left: part(from, length),
    width: part(width, length),
    "--color": color,
    "--used": part(Math.min(used, width), width),
    "--limit": edge.none === "never" ? part(limit ?? 0, width) : "100%",
  };
  return html`<i class=${promised === null ? "unlimited" : ""} style=${styleMap(shares)}></i>`;
}

function part(figure: number, whole: number): string {
  return whole > 0 ? `${Math.min(100, (figure / whole) * 100).toFixed(3)}%` : "0%";
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-budget-bar": GhBudgetBar;
  }
  interface HTMLElementEventMap {
    "gh-limit": CustomEvent<LimitWish>;
    "gh-limit-panel": CustomEvent<string>;
  }
}
