/** Who takes most of the host at one moment: three of CPU, three of memory, in words with figures. Pure. */
import { html, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import type { MonitorSample } from "../../monitor/sample.ts";
import { formatFineMiB } from "../format.ts";
import { colorOf } from "./chart-layers.ts";
import type { KnownMachine } from "./known-machines.ts";

/** One that takes something. */
export interface Taker {
  readonly name: string;
  /** A CSS colour. */
  readonly color: string;
  /** In words, with its unit. */
  readonly figure: string;
}

/** The most, most first. */
export interface MostTaken {
  readonly cpu: readonly Taker[];
  readonly memory: readonly Taker[];
}

const shownTakers = 3;
/** Less shows as nothing. */
const leastCores = 0.005;

/** The machines, the page and the layers that sandboxes share, as far as they take anything. */
export function mostTaken(
  { host, machines: parts }: MonitorSample,
  machines: readonly KnownMachine[],
): MostTaken {
  const known = new Map(machines.map((machine) => [machine.id, machine]));
  const looks = parts.map((part) => {
    const { name = part.id, accent = null } = known.get(part.id) ?? {};
    return { part, name, color: colorOf(accent) };
  });
  const cpu = [
    ...looks.map(({ part, ...look }) => ({ ...look, amount: part.cpuCores ?? 0 })),
    { name: "this page", color: "var(--gh-page)", amount: host.pageCores ?? 0 },
  ];
  const memory = [
    ...looks.map(({ part, ...look }) => ({ ...look, amount: part.memoryReservedBytes })),
    { name: "image layers", color: "var(--gh-layers)", amount: host.layerBytes },
  ];
  return {
    cpu: most(cpu, leastCores, (cores) => cores.toFixed(2)),
    memory: most(memory, 1, (bytes) => `${formatFineMiB(bytes)} MiB`),
  };
}

interface Candidate {
  readonly name: string;
  readonly color: string;
  readonly amount: number;
}

function most(all: readonly Candidate[], least: number, words: (amount: number) => string): readonly Taker[] {
  return all
    .filter(({ amount }) => amount >= least)
    .toSorted((a, b) => b.amount - a.amount)
    .slice(0, shownTakers)
    .map(({ name, color, amount }) => ({ name, color, figure: words(amount) }));
}

/** Both lists, under a heading. */
export function mostTakenTemplate(moment: MonitorSample, machines: readonly KnownMachine[]): TemplateResult {
  const { cpu, memory } = mostTaken(moment, machines);
  const { cores, memoryBytes } = moment.host;
  return html`<div class="takers" role="group" aria-labelledby="takers">
    <h2 id="takers">Who is taking my machine</h2>
    <p>Of ${cores} cores: ${takers(cpu)}</p>
    <p>Of ${formatFineMiB(memoryBytes)} MiB: ${takers(memory)}</p>
  </div>`;
}

function takers(list: readonly Taker[]): TemplateResult {
  if (list.length === 0) return html`nobody takes any`;
  return html`${list.map(
    ({ name, color, figure }, index) =>
      html`${index === 0 ? "" : ", "}<span
          ><i style=${styleMap({ background: color })}></i>${name} <b>${figure}</b></span
        >`,
  )}`;
}
