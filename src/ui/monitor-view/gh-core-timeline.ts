/**
 * Who has had the core of the type 1 hypervisor: run, wait and idle time of each vCPU, and the last seconds as a timeline
 * that can be held, zoomed and walked through run by run.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { HypervisorSchedule } from "../../protocol/hypervisor-api.ts";
import type { Playground } from "../../playground/playground.ts";
import { base, buttons } from "../styles/shared.ts";
import { colorOf } from "./chart-layers.ts";
import { coreTimelineStyles } from "./core-timeline-styles.ts";
import {
  neighbour,
  panned,
  showing,
  traceReading,
  vcpuShares,
  wholeTrace,
  zoomed,
  type TraceWindow,
} from "./core-timeline.ts";
import { ScheduleController } from "./schedule-controller.ts";
import { axisPx, drawTrace, rowPx } from "./trace-canvas.ts";
import { vcpuTable } from "./vcpu-table.ts";

const zoomStep = 2;

/**
 * `<gh-core-timeline .playground=${playground}>`. On the timeline ← and → go from run to run, + and − zoom, 0 shows all of
 * it, Home and End are its ends, Escape lets it go on.
 */
@customElement("gh-core-timeline")
export class GhCoreTimeline extends LitElement {
  static override styles = [base, buttons, coreTimelineStyles];

  @property({ attribute: false }) playground?: Playground;
  /** Changes when the colours have. */
  @property() theme = "";
  /** What is looked at; `null` is all of it. */
  @state() private window: TraceWindow | null = null;
  @state() private cursorMs: number | null = null;
  @query("canvas") private readonly canvas!: HTMLCanvasElement | null;
  readonly #schedule = new ScheduleController(this, () => this.playground?.bareHypervisor);
  readonly #resized = new ResizeObserver(() => this.#draw());
  #panFromPx: number | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.#draw();
  }

  protected override render(): TemplateResult {
    const schedule = this.#schedule.newest;
    return html`<section aria-labelledby="heading">
      <header>
        <h2 id="heading">The core of the type 1 hypervisor</h2>
        ${schedule ? this.#tools(schedule) : nothing}
      </header>
      ${schedule ? this.#content(schedule) : html`<p class="quiet">Its scheduler has not told yet who had the core.</p>`}
    </section>`;
  }

  #tools(schedule: HypervisorSchedule): TemplateResult {
    const { fromMs, toMs } = this.#window(schedule);
    const middle = this.cursorMs ?? (fromMs + toMs) / 2;
    return html`<div class="tools" role="group" aria-label="Timeline">
      <button @click=${() => this.#zoom(schedule, 1 / zoomStep, middle)}>Zoom in</button>
      <button ?disabled=${this.window === null} @click=${() => this.#zoom(schedule, zoomStep, middle)}>
        Zoom out
      </button>
      <button
        class="hold"
        aria-pressed=${this.#schedule.held}
        @click=${() => this.#hold(!this.#schedule.held)}
      >
        ${this.#schedule.held ? "Let it go on" : "Hold"}
      </button>
    </div>`;
  }

  #content(schedule: HypervisorSchedule): TemplateResult {
    const whole = wholeTrace(schedule);
    const { fromMs, toMs } = this.#window(schedule);
    const cursor = this.cursorMs;
    return html`${vcpuTable(vcpuShares(schedule, this.#schedule.before), (guest) => this.#color(guest))}
      <div
        class="trace"
        style="--rows: ${schedule.vcpus.length * rowPx}px; --row: ${rowPx}px; --axis: ${axisPx}px"
      >
        <ul aria-hidden="true">
          ${schedule.vcpus.map(({ guest }) => html`<li>${guest}</li>`)}
        </ul>
        <canvas
          role="slider"
          tabindex="0"
          aria-label="Who had the core, run by run"
          aria-describedby="keys"
          aria-valuemin="0"
          aria-valuemax=${Math.round(whole.toMs - whole.fromMs)}
          aria-valuenow=${Math.round((cursor ?? whole.toMs) - whole.fromMs)}
          aria-valuetext=${cursor === null ? "No moment chosen" : traceReading(schedule, cursor)}
          @keydown=${(event: KeyboardEvent) => this.#key(event, schedule)}
          @pointerdown=${(event: PointerEvent) => this.#press(event)}
          @pointermove=${(event: PointerEvent) => this.#point(event, schedule)}
          @pointerup=${() => (this.#panFromPx = null)}
          @pointerleave=${() => !this.#schedule.held && (this.cursorMs = null)}
          @wheel=${(event: WheelEvent) => this.#wheel(event, schedule)}
        ></canvas>
      </div>
      <p class="quiet">
        ${
          cursor === null
            ? `${((toMs - fromMs) / 1000).toFixed(1)} s by the clock; what other threads of the host took amid a run counts as wait above`
            : traceReading(schedule, cursor)
        }<span id="keys" hidden
          >Left and right arrows go from run to run, plus and minus zoom, 0 shows all.</span
        >
      </p>`;
  }

  #window(schedule: HypervisorSchedule): TraceWindow {
    return this.window ?? wholeTrace(schedule);
  }

  #color(guest: string): string {
    return colorOf(this.playground?.machines.find(({ name }) => name === guest)?.accent ?? null);
  }

  #hold(held: boolean): void {
    this.#schedule.held = held;
    if (held) return;
    this.window = null;
    this.cursorMs = null;
  }

  /** What is zoomed is to be looked at: it is held. */
  #zoom(schedule: HypervisorSchedule, factor: number, aboutMs: number): void {
    const whole = wholeTrace(schedule);
    const next = zoomed(this.#window(schedule), factor, aboutMs, whole);
    this.window = next.toMs - next.fromMs >= whole.toMs - whole.fromMs ? null : next;
    this.#schedule.held = true;
  }

  #key(event: KeyboardEvent, schedule: HypervisorSchedule): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const whole = wholeTrace(schedule);
    const at = this.cursorMs ?? whole.toMs;
    switch (event.key) {
      case "ArrowLeft":
      case "ArrowRight":
        this.#goTo(neighbour(schedule.runs, at, event.key === "ArrowRight"), schedule);
        break;
      case "Home":
        this.#goTo(neighbour(schedule.runs, whole.fromMs, true), schedule);
        break;
      case "End":
        this.#goTo(neighbour(schedule.runs, whole.toMs, false), schedule);
        break;
      case "+":
      case "=":
        this.#zoom(schedule, 1 / zoomStep, at);
        break;
      case "-":
        this.#zoom(schedule, zoomStep, at);
        break;
      case "0":
        this.window = null;
        break;
      case "Escape":
        this.#hold(false);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #goTo(atMs: number | null, schedule: HypervisorSchedule): void {
    if (atMs === null) return;
    this.#schedule.held = true;
    this.cursorMs = atMs;
    if (this.window) this.window = showing(this.window, atMs, wholeTrace(schedule));
  }

  #timeUnder({ offsetX }: MouseEvent, schedule: HypervisorSchedule): number {
    const { fromMs, toMs } = this.#window(schedule);
    return fromMs + (offsetX / (this.canvas?.clientWidth ?? 1)) * (toMs - fromMs);
  }

  #press(event: PointerEvent): void {
    if (this.window === null || event.button !== 0) return;
    this.#panFromPx = event.offsetX;
    this.canvas?.setPointerCapture(event.pointerId);
  }

  #point(event: PointerEvent, schedule: HypervisorSchedule): void {
    const atMs = this.#timeUnder(event, schedule);
    if (this.#panFromPx !== null && this.window) {
      const { fromMs, toMs } = this.window;
      const byMs = ((this.#panFromPx - event.offsetX) / (this.canvas?.clientWidth ?? 1)) * (toMs - fromMs);
      this.window = panned(this.window, byMs, wholeTrace(schedule));
      this.#panFromPx = event.offsetX;
    } else this.cursorMs = atMs;
  }

  /** With Ctrl, as a pinch on a touchpad comes: the wheel alone scrolls the view. */
  #wheel(event: WheelEvent, schedule: HypervisorSchedule): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.#zoom(schedule, event.deltaY > 0 ? zoomStep : 1 / zoomStep, this.#timeUnder(event, schedule));
  }

  #draw(): void {
    const schedule = this.#schedule.newest;
    if (!schedule || !this.canvas || this.canvas.clientWidth === 0) return;
    const style = getComputedStyle(this);
    const resolved = (css: string): string =>
      css.replace(/var\((--[\w-]+)\)/, (_, name: string) => style.getPropertyValue(name).trim());
    drawTrace(this.canvas, this.canvas.clientWidth, {
      rows: schedule.vcpus.map(({ guest }) => ({ guest, color: resolved(this.#color(guest)) })),
      runs: schedule.runs,
      window: this.#window(schedule),
      nowMs: schedule.atMs,
      cursorMs: this.cursorMs,
      ink: {
        text: resolved("var(--gh-text)"),
        quiet: resolved("var(--gh-quiet)"),
        line: resolved("var(--gh-border)"),
        font: resolved("var(--gh-font)"),
      },
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-core-timeline": GhCoreTimeline;
  }
}
