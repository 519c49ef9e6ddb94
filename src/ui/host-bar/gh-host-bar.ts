/**
 * The host, always in sight: cores and memory by machine, what is free, what is promised to whom, and how many kernels
 * run. Limits are changed on the edges of what is promised.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { MachinesController } from "../controllers/machines-controller.ts";
import { formatCount } from "../format.ts";
import "../quantity/gh-quantity.ts";
import { base } from "../styles/shared.ts";
import type { Workspace } from "../workspace.ts";
import {
  coresBudget,
  isOvercommitted,
  limitWords,
  memoryBudget,
  promisedParts,
  withLimit,
  type Budget,
} from "./budget.ts";
import { overcommitWords, promisedCoresHow, promisedMemoryHow, touchedBytes } from "./figure-words.ts";
import "./gh-budget-bar.ts";
import "./gh-stacked-bar.ts";
import { hostBarStyles } from "./host-bar-styles.ts";
import { cpuFigure, memoryFigure, type HostFigure, type HostCores } from "./host-figures.ts";
import { othersName } from "../remaining-cores.ts";
import { LatestOnly } from "./latest-only.ts";

const executing = new Set(["running", "shutting-down"]);

const kernelsHow =
  "Kernels that run now: the host's, and one more in each running guest; a guest that is starting, paused or off " +
  "runs none. Sandboxes bring none: they all share the host's, whose part a simulated kernel in this page plays.";

/** More machines than this take a good part of a frame to draw: then changes are drawn this much later, in ms. */
const crowd = 40;
const crowdedUpdateMs = 1_000;

/** A landmark region named "Host". */
@customElement("gh-host-bar")
export class GhHostBar extends LitElement {
  static override styles = [base, hostBarStyles];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: commandsContext }) commands?: Commands;
  @consume({ context: workspaceContext }) workspace?: Workspace;

  /** Limits asked for and not yet so, by machine. */
  @state() private wished: Readonly<Record<Budget["resource"], ReadonlyMap<string, number | null>>> = {
    cores: new Map(),
    memory: new Map(),
  };
  /** The edge that the user is about: its limit is then told in words. */
  @state() private active: { readonly resource: Budget["resource"]; readonly id: string } | null = null;
  readonly #senders = new Map<string, LatestOnly<number | null>>();
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    void new EvtController(this, () => this.playground?.monitor.onDidSample);
    void new EvtController(
      this,
      () => this.playground?.hostSystem.onDidChange,
      () => this.#updateSoon(),
    );
    void new MachinesController(
      this,
      () => this.playground,
      () => this.#updateSoon(),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#soon);
    this.#soon = undefined;
  }

  /** Each change draws all machines anew: of many that come at once, once for a few of them. */
  #updateSoon(): void {
    const crowded = (this.playground?.machines.length ?? 0) > crowd;
    this.#soon ??= setTimeout(
      () => {
        this.#soon = undefined;
        this.requestUpdate();
      },
      crowded ? crowdedUpdateMs : 0,
    );
  }

  protected override render(): TemplateResult | typeof nothing {
    const playground = this.playground;
    if (!playground) return nothing;
    const { machines, capacity } = playground;
    const sample = playground.monitor.latest();
    const guests = machines.filter(({ kind }) => kind === "guest");
    const sandboxes = machines.length - guests.length;
    const kernels = 1 + guests.filter((guest) => executing.has(guest.state)).length;
    return html`<section aria-labelledby="heading">
      <h2 id="heading">Host</h2>
      ${this.#resource("Cores", `of ${formatCount(capacity.cores, "core")}`, cpuFigure(sample, machines, hostCores(playground)), coresBudget(machines, sample, capacity.cores))}
      ${this.#resource("Memory", `of ${capacity.memoryMiB} MiB`, memoryFigure(sample, machines, capacity), memoryBudget(machines, sample, capacity.memoryMiB))}
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

  #resource(
    title: string,
    of: string,
    { used, free, others, parts, breakdown, how, freeHow }: HostFigure,
    settled: Budget,
  ): TemplateResult {
    const { resource } = settled;
    const budget = [...this.wished[resource]].reduce((so, [id, limit]) => withLimit(so, id, limit), settled);
    const [digits, longest] = resource === "cores" ? [3, 36] : [4, 35];
    const width = `--gh-quantity-width: ${digits}ch; --gh-promised-width: ${longest}ch`;
    const promisedHow = resource === "cores" ? promisedCoresHow : promisedMemoryHow + this.#overcommit();
    return html`<div class="resource" style=${width}>
      <span class="title">${title}</span>
      <gh-stacked-bar
        .parts=${parts}
        label="${resource === "cores" ? "CPU" : "Memory"} by machine"
        how=${breakdown}
      ></gh-stacked-bar>
      <div class="figures">
        <gh-quantity reachable label="${title} used" value=${used} rest=${of} how=${how}></gh-quantity>
        <gh-quantity
          class="free"
          reachable
          label="${title} free"
          value=${free}
          rest="free"
          how=${freeHow}
        ></gh-quantity>
        ${others === null ? nothing : elsewhere(others)}
      </div>
      <gh-budget-bar
        .budget=${budget}
        how=${promisedHow}
        @gh-limit=${({ detail }: HTMLElementEventMap["gh-limit"]) =>
          this.#wish(resource, detail.machineId, detail.limit)}
        @gh-limit-active=${({ detail }: HTMLElementEventMap["gh-limit-active"]) =>
          (this.active = detail === null ? null : { resource, id: detail })}
        @gh-limit-panel=${({ detail }: HTMLElementEventMap["gh-limit-panel"]) => this.#showPanel(detail)}
      ></gh-budget-bar>
      <span class="promised" ?data-over=${isOvercommitted(budget)}
        >${this.#limitInHand(budget) ?? promised(budget)}</span
      >
    </div>`;
  }

  /** What overcommit does now, where it does something. */
  #overcommit(): string {
    const { overcommittedMiB = 0 } = this.playground?.capacity ?? {};
    const sample = this.playground?.monitor.latest();
    return overcommittedMiB > 0 ? ` ${overcommitWords(overcommittedMiB, touchedBytes(sample ?? null))}` : "";
  }

  #limitInHand(budget: Budget): string | null {
    const { active } = this;
    const slot = active?.resource === budget.resource && budget.slots.find(({ id }) => id === active.id);
    return slot ? limitWords(budget, slot, slot.limit) : null;
  }

  #showPanel(machineId: string): void {
    const machine = this.#machine(machineId);
    if (machine) this.workspace?.setInspected(machine, true);
  }

  #machine(id: string) {
    return this.playground?.machines.find((machine) => machine.id === id);
  }

  /** Shown at once; sent when what was asked for before has been taken. */
  #wish(resource: Budget["resource"], id: string, limit: number | null): void {
    const key = `${resource} ${id}`;
    const name = resource === "cores" ? "cpuCap" : "memoryMiB";
    let sender = this.#senders.get(key);
    if (!sender) {
      sender = new LatestOnly(async (figure) => {
        const machine = this.#machine(id);
        if (machine) await this.commands?.changeLimits(machine, { [name]: figure });
        if (sender?.isLast) this.#settle(resource, id);
      });
      this.#senders.set(key, sender);
    }
    this.wished = { ...this.wished, [resource]: new Map([...this.wished[resource], [id, limit]]) };
    sender.give(limit);
  }

  /** What was asked for is so, or was refused: the machine says which. */
  #settle(resource: Budget["resource"], id: string): void {
    this.#senders.delete(`${resource} ${id}`);
    const wished = new Map(this.wished[resource]);
    wished.delete(id);
    this.wished = { ...this.wished, [resource]: wished };
  }
}

function hostCores({ capacity: { cores }, hostSystem }: Playground): HostCores {
  return { cores, kernelShare: hostSystem.capacity?.capacity ?? null };
}

/** Else used and free would not add up, and nobody were told why. */
function elsewhere(others: string): TemplateResult {
  return html`<gh-quantity
    class="free"
    reachable
    label="Cores used elsewhere"
    value=${others}
    rest="elsewhere"
    how="${othersName}: what is left of the cores while machines wait for one."
  ></gh-quantity>`;
}

/** What it is of stands above it where there is little room. */
function promised(budget: Budget): TemplateResult {
  const { sum, of, over } = promisedParts(budget);
  const long = over === "" ? nothing : html`: over<span class="long">committed</span>`;
  return html`promised ${sum}<span class="of"> of ${of}</span>${long}`;
}

/** English has its own plural for this one. */
function counted(sandboxes: number): string {
  return `${sandboxes} sandbox${sandboxes === 1 ? "" : "es"}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-host-bar": GhHostBar;
  }
}
