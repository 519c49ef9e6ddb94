/**
 * The host, always in sight: cores and memory by machine, what is free, and how many kernels run.
 */
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { MachinesController } from "../controllers/machines-controller.ts";
import { formatCount } from "../format.ts";
import "../quantity/gh-quantity.ts";
import { base } from "../styles/shared.ts";
import "./gh-stacked-bar.ts";
import { budgetHow, cpuFigure, memoryFigure, type HostFigure, type HostSize } from "./host-figures.ts";

const executing = new Set(["running", "shutting-down"]);

const kernelsHow =
  "Kernels that run now: the host's, and one more in each running guest; a guest that is starting, paused or off " +
  "runs none. Sandboxes bring none: they all share the host's, whose part a simulated kernel in this page plays.";

/** A landmark region named "Host". */
@customElement("gh-host-bar")
export class GhHostBar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        border-bottom: 1px solid var(--gh-border);
        background: var(--gh-surface);
        font-size: var(--gh-text-m);
      }
      section {
        display: flex;
        align-items: center;
        gap: 28px;
        height: 38px;
        padding: 0 14px;
      }
      h2 {
        margin: 0;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
        font-weight: 600;
      }
      .resource {
        display: flex;
        flex: 1 1 0;
        align-items: center;
        gap: 10px;
        min-width: 0;
      }
      .resource > span {
        color: var(--gh-quiet);
      }
      gh-stacked-bar {
        flex: 1;
      }
      .free {
        color: var(--gh-quiet);
      }
      .kernels {
        white-space: nowrap;
      }
      @media (max-width: 1100px) {
        section {
          gap: 18px;
        }
        .free,
        h2 {
          display: none;
        }
      }
      @media (max-width: 720px) {
        section {
          display: grid;
          grid-template-columns: 1fr 1fr;
          gap: 5px 14px;
          height: auto;
          padding: 7px 12px 8px;
          font-size: var(--gh-text-s);
        }
        .resource {
          flex-wrap: wrap;
          gap: 3px 6px;
        }
        .resource > span {
          display: none;
        }
        gh-stacked-bar {
          flex: 1 0 100%;
        }
        gh-quantity {
          --gh-quantity-width: 0 !important;
        }
        .kernels {
          grid-column: 1 / -1;
          color: var(--gh-quiet);
        }
      }
    `,
  ];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  constructor() {
    super();
    void new EvtController(this, () => this.playground?.monitor.onDidSample);
    void new EvtController(this, () => this.playground?.hostSystem.onDidChange);
    void new MachinesController(this, () => this.playground);
  }

  protected override render(): TemplateResult | typeof nothing {
    const playground = this.playground;
    if (!playground) return nothing;
    const { machines, capacity } = playground;
    const sample = playground.monitor.latest();
    const guests = machines.filter(({ kind }) => kind === "guest");
    const sandboxes = machines.length - guests.length;
    const size = hostSize(playground);
    const kernels = 1 + guests.filter(({ state }) => executing.has(state)).length;
    const budget = budgetHow(capacity.memoryMiB, capacity.deviceMemoryGiB);
    return html`<section aria-labelledby="heading">
      <h2 id="heading">Host</h2>
      ${resource("Cores", "CPU by machine", `of ${formatCount(capacity.cores, "core")}`, 3, cpuFigure(sample, machines, size))}
      ${resource("Memory", "Memory by machine", `of ${capacity.memoryMiB} MiB`, 4, memoryFigure(sample, machines, size, budget))}
      <gh-quantity
        class="kernels"
        reachable
        label="Kernels"
        value=${formatCount(kernels, "kernel")}
        rest="· ${formatCount(guests.length, "guest")} · ${counted(sandboxes)}"
        how=${kernelsHow}
      ></gh-quantity>
    </section>`;
  }
}

function hostSize({ capacity: { cores, memoryMiB }, hostSystem }: Playground): HostSize {
  return { cores, memoryMiB, kernelShare: hostSystem.capacity?.capacity ?? null };
}

/** English has its own plural for this one. */
function counted(sandboxes: number): string {
  return `${sandboxes} sandbox${sandboxes === 1 ? "" : "es"}`;
}

function resource(
  title: string,
  label: string,
  of: string,
  digits: number,
  { used, free, parts, breakdown, how }: HostFigure,
): TemplateResult {
  const width = `--gh-quantity-width: ${digits}ch`;
  return html`<div class="resource">
    <span>${title}</span>
    <gh-stacked-bar .parts=${parts} label=${label} how=${breakdown}></gh-stacked-bar>
    <gh-quantity
      reachable
      style=${width}
      label="${title} used"
      value=${used}
      rest=${of}
      how=${how}
    ></gh-quantity>
    <gh-quantity
      class="free"
      style=${width}
      label="${title} free"
      value=${free}
      rest="free"
      how=${how}
    ></gh-quantity>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-host-bar": GhHostBar;
  }
}
