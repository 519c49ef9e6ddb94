/**
 * What each machine takes of the host, over time. Reads the playground's monitor; measures nothing itself.
 */
import { consume } from "@lit/context";
import { LitElement, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { MonitorSample } from "../../monitor/sample.ts";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext, themeContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { base, buttons, scrollingView } from "../styles/shared.ts";
import type { Theme } from "../theme.ts";
import type { Workspace } from "../workspace.ts";
import { mostApart } from "./crowd.ts";
import { exportHistory } from "./export-history.ts";
import "./gh-core-timeline.ts";
import "./gh-kinds-table.ts";
import "./gh-machine-monitor.ts";
import "./gh-monitor-table.ts";
import { hostCharts } from "./host-charts.ts";
import { howMeasured, nothingMeasured } from "./monitor-notes.ts";
import { monitorToolbar } from "./monitor-toolbar.ts";
import { chartsStyles } from "./charts-styles.ts";
import { monitorStyles } from "./monitor-styles.ts";
import { momentReading } from "./moment-reading.ts";
import { mostTakenTemplate } from "./most-taken.ts";
import { PressureLook } from "./pressure-look.ts";
import { shownSpan, type ShownSpan } from "./shown-span.ts";
import { nearest, timeOfDay, timeSpans, within, type TimeSpan } from "./time-span.ts";

/** Rows that are added at a time. */
const moreRows = 100;

/** Machines may come many at once, and another set of areas is another plot: they are drawn together, this much later. */
const arrivalsMs = 500;

/**
 * Charts of CPU and memory with one crosshair, a table of figures, and the history as a file.
 *
 * @csspart charts - both charts
 * @csspart table - the table
 */
@customElement("gh-monitor-view")
export class GhMonitorView extends LitElement {
  static override styles = [base, scrollingView, buttons, chartsStyles, monitorStyles];

  @consume({ context: playgroundContext, subscribe: true })
  @property({ attribute: false })
  playground: Playground | null = null;

  @consume({ context: themeContext, subscribe: true })
  theme?: Theme;

  @consume({ context: workspaceContext, subscribe: true })
  @property({ attribute: false })
  workspace?: Workspace;

  @state() private span: TimeSpan = timeSpans[0];
  @state() private crosshair: number | null = null;
  /** Rows of the tables, at most. */
  @state() private rows = mostApart;
  @state() private highlight: string | null = null;
  /** The history as it was when the display was paused; `null` while it runs. */
  @state() private held: readonly MonitorSample[] | null = null;
  #shown: ShownSpan | null = null;
  readonly #pressureLook = new PressureLook();
  #stale = true;
  #seen = false;
  #soon: ReturnType<typeof setTimeout> | undefined;
  readonly #visibility = new IntersectionObserver((entries) => {
    this.#seen = entries.at(-1)?.isIntersecting ?? false;
    if (this.#seen && this.#stale) this.requestUpdate();
  });
  readonly #pageShown = (): void => {
    if (!document.hidden && this.#stale) this.requestUpdate();
  };

  constructor() {
    super();
    const changed = (): void => this.#changed();
    void new EvtController(
      this,
      () => this.playground?.monitor.onDidSample,
      () => this.#soon ?? changed(),
    );
    void new EvtController(
      this,
      () => this.playground?.onDidChangeMachines,
      () => (this.#soon ??= setTimeout(changed, arrivalsMs)),
    );
    void new EvtController(this, () => this.theme?.onDidChange);
    void new EvtController(this, () => this.workspace?.onDidChange);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stale = true;
    this.#visibility.observe(this);
    document.addEventListener("visibilitychange", this.#pageShown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#visibility.disconnect();
    clearTimeout(this.#soon);
    this.#soon = undefined;
    document.removeEventListener("visibilitychange", this.#pageShown);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.#stale || ["playground", "span", "held", "rows"].some((name) => changed.has(name))) this.#take();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.playground || !this.#shown) return nothing;
    const { samples, machines, listed } = this.#shown;
    if (samples.length === 0 || machines.length === 0) return nothingMeasured();
    const moment = this.#moment();
    return html`
      <div class="view">
        ${this.#toolbar()} ${moment ? mostTakenTemplate(moment, machines) : nothing}
        ${this.#charts(this.#shown)} ${this.#core()}
        <gh-monitor-table
          part="table"
          .crowd=${listed}
          .samples=${samples}
          .moment=${moment}
          .monitored=${this.workspace?.monitoredId ?? null}
          ?live=${this.crosshair === null && this.held === null}
          caption=${this.#caption()}
          @gh-highlight=${(event: HTMLElementEventMap["gh-highlight"]) =>
            (this.highlight = event.detail.machineId)}
          @gh-machine-monitor=${this.#monitor}
          @gh-more-rows=${() => (this.rows += moreRows)}
        ></gh-monitor-table>
        <gh-kinds-table .crowd=${listed} .moment=${moment}></gh-kinds-table>
        ${howMeasured()}
      </div>
    `;
  }

  #toolbar(): TemplateResult {
    return monitorToolbar({
      span: this.span,
      held: this.held !== null,
      show: (span) => (this.span = span),
      hold: () => (this.held = this.held ? null : (this.playground?.monitor.history() ?? null)),
      save: (format) => this.playground && exportHistory(this.playground, format),
    });
  }

  #charts({ cpu, memory, machines, samples }: ShownSpan): TemplateResult {
    const theme = this.theme?.resolved ?? "";
    const { crosshair, highlight } = this;
    const moment = this.#moment();
    const spanMs = this.span.ms;
    const monitored = machines.find(({ id }) => id === this.workspace?.monitoredId);
    const point = (atMs: number | null): void => void (this.crosshair = atMs);
    if (!monitored) {
      const reading = this.#reading();
      return hostCharts({ cpu, memory, moment, reading, spanMs, crosshair, highlight, theme, point });
    }
    return html`<gh-machine-monitor
      part="charts"
      .playground=${this.playground}
      .machine=${monitored}
      .samples=${samples}
      .moment=${moment}
      .crosshair=${crosshair}
      .spanMs=${spanMs}
      theme=${theme}
      @gh-crosshair=${({ detail }: HTMLElementEventMap["gh-crosshair"]) => point(detail.atMs)}
      @gh-machine-monitor=${this.#monitor}
    ></gh-machine-monitor>`;
  }

  /** Only where our own scheduler decides is there anything of its to show. */
  #core(): TemplateResult | typeof nothing {
    const bare = this.playground?.machines.some(
      (machine) => machine.kind === "guest" && machine.hypervisor === "type1" && machine.isActive,
    );
    if (!bare) return nothing;
    const theme = this.theme?.resolved ?? "";
    return html`<gh-core-timeline .playground=${this.playground} theme=${theme}></gh-core-timeline>`;
  }

  readonly #monitor = ({ detail }: HTMLElementEventMap["gh-machine-monitor"]): void => {
    const { workspace } = this;
    if (!workspace) return;
    const before = workspace.monitoredId;
    workspace.monitoredId = detail.machineId;
    // The button that was pressed may be gone: its machine's row has the keyboard then.
    if (before !== null) this.renderRoot.querySelector("gh-monitor-table")?.focusMachine(before);
  };

  #changed(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#stale = true;
    if (this.#seen && !document.hidden) this.requestUpdate();
  }

  /** Takes from the monitor what is to be shown. */
  #take(): void {
    if (!this.playground) return;
    const samples = within(this.held ?? this.playground.monitor.history(), this.span.ms);
    this.#shown = shownSpan(this.playground, samples, this.rows, this.workspace?.monitoredId ?? null);
    if (!this.held && this.#seen) this.#pressureLook.look(this.playground, performance.now());
    this.#stale = false;
    const oldest = samples[0];
    if (this.crosshair !== null && oldest && this.crosshair < oldest.atMs) this.crosshair = null;
  }

  #moment(): MonitorSample | null {
    const samples = this.#shown?.samples ?? [];
    return this.crosshair === null ? (samples.at(-1) ?? null) : nearest(samples, this.crosshair);
  }

  #caption(): string {
    const moment = this.#moment();
    if (!moment) return "";
    const which = this.crosshair === null ? (this.held ? "paused" : "newest sample") : "crosshair";
    return `Figures of ${timeOfDay(moment.atMs)} (${which}); mean and max over ${this.span.title}`;
  }

  #reading(): string {
    const moment = this.crosshair === null ? null : this.#moment();
    return moment && this.#shown ? momentReading(moment, this.#shown.drawn) : "";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-monitor-view": GhMonitorView;
  }
}
