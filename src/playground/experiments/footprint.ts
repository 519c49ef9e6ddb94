/**
 * What machines cost in memory and download as there are more of them, and from how many on which kind is cheaper.
 */
import { MIB } from "../../base/units.ts";
import { arrangementPlurals, isGuest, type Arrangement } from "./arrangement.ts";
import type { Experiment, Laboratory } from "./experiment.ts";
import type { Download, MachineRequest, TestMachine, TestReading } from "./experiment-host.ts";
import { downloadFigure, footprintFindings, memoryFigures, type MemoryPoint } from "./footprint-figures.ts";
import { guestMemoryField, machinesField, runsField } from "./fields.ts";

const kinds: readonly Arrangement[] = ["guest", "system-sandbox", "application-sandbox"];

/** A guest tells what it uses once a second: two reports after its prompt all is told. */
const settleMs = 2_200;
const lookMs = 500;
const longestWaitMs = 30_000;

/** Footprint. */
export const footprint: Experiment = {
  id: "footprint",
  title: "Footprint",
  question: "What does each more machine cost in memory and download, and from how many on is which cheaper?",
  fields: [
    machinesField(kinds),
    {
      kind: "number",
      id: "most",
      title: "Machines at most",
      unit: "",
      hint: "Measured at 1, 2, 4, 8 and so on up to this many.",
      least: 2,
      most: 64,
      initial: 8,
    },
    runsField(2, 10),
    guestMemoryField(),
  ],
  method: (settings) => [
    "As many machines of one kind as were set are added, each to its first prompt and then idle; the monitor's figures are read, machines removed down to the next smaller number, the figures read again, and so on.",
    "Memory of guests, two figures. Reserved: the emulator's WebAssembly memory, which is the RAM and the emulator's own. Touched: the pages of it that were ever written, which is about what it costs the device.",
    "Memory of sandboxes: what is charged to the cgroup of each (programs, files it wrote, kernel objects), and the image layers, once for all that share them (the host's own layer among them).",
    "Download: compressed sizes as fetched; images and layers from the catalog, the emulator and the kernel's code by the browser's own account of its transfers. All of it is fetched once, so each machine's part falls as there are more; what the page itself needs is left out.",
    "Not counted, as no browser tells it: JavaScript objects of the shared kernel beyond what it charges, compiled code of the emulator and of programs, each worker's own heap.",
    `Each number was measured in ${settings.number("runs")} run${settings.number("runs") === 1 ? "" : "s"}; several values at a place show as median with least to most.`,
  ],
  async run(lab, settings) {
    const chosen = settings.chosen("machines", kinds);
    const numbers = doublings(settings.number("most"));
    const points: MemoryPoint[] = [];
    const downloads = new Map<Arrangement, readonly Download[]>();
    const steps = Array.from({ length: settings.number("runs") }, (_, run) =>
      chosen.map((kind) => ({ run, kind })),
    ).flat();
    const report = (): void => {
      const memory = memoryFigures(points, chosen);
      const fetched = downloadFigure(downloads, numbers);
      lab.report({ figures: [...memory, fetched], findings: footprintFindings(memory, downloads) });
    };
    await lab.each(
      steps,
      ({ run, kind }) => `${arrangementPlurals[kind]}, run ${run + 1} of ${settings.number("runs")}`,
      async ({ kind }) => {
        const memoryMiB = isGuest(kind) ? settings.number("guestMiB") : undefined;
        await grow(lab, kind, memoryMiB, numbers, (point) => {
          points.push(point);
          report();
        });
        downloads.set(kind, await lab.host.downloads(kind));
        report();
      },
    );
  },
};

/** 1, 2, 4 and so on up to `most`, which is among them. */
function doublings(most: number): readonly number[] {
  const below = Array.from({ length: Math.ceil(Math.log2(most)) }, (_, index) => 2 ** index);
  return [...below, most];
}

/**
 * Adds machines up to the last of `numbers`, tells what they take together, and removes them down to each of the others:
 * so all wait at the same time for what a guest tells only after a while. Of those that do not fit it fails at the end.
 */
async function grow(
  lab: Laboratory,
  arrangement: Arrangement,
  memoryMiB: number | undefined,
  numbers: readonly number[],
  tell: (point: MemoryPoint) => void,
): Promise<void> {
  const request = { arrangement, ...(memoryMiB === undefined ? {} : { memoryMiB }) };
  const { machines, refusal } = await fill(lab, request, numbers.at(-1) ?? 0);
  const layersMiB = (await lab.host.layerBytes(arrangement)) / MIB;
  for (const count of numbers.filter((number) => number <= machines.length).toReversed()) {
    lab.tell(`measuring ${count}`);
    // oxlint-disable-next-line no-await-in-loop -- each number is measured before there are fewer
    await Promise.all(machines.splice(count).map((machine) => lab.remove(machine)));
    // oxlint-disable-next-line no-await-in-loop -- as above
    await lab.pause(settleMs);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await toldAll(lab, machines);
    tell(reading(arrangement, machines, layersMiB));
  }
  await Promise.all(machines.map((machine) => lab.remove(machine)));
  if (refusal !== null) throw refusal;
}

/** As many machines of `most` as there can be, and why there are no more. */
async function fill(
  lab: Laboratory,
  request: MachineRequest,
  most: number,
): Promise<{ readonly machines: TestMachine[]; readonly refusal: unknown }> {
  const machines: TestMachine[] = [];
  try {
    while (machines.length < most) {
      lab.tell(`${machines.length} of ${most} are there`);
      // oxlint-disable-next-line no-await-in-loop -- the next may be refused what this one takes
      machines.push(await lab.ready(request));
    }
    return { machines, refusal: null };
  } catch (error) {
    lab.signal.throwIfAborted();
    return { machines, refusal: error };
  }
}

/** Guests look their memory over bit by bit: waits until all know what they have touched, or as long as that may take. */
async function toldAll(lab: Laboratory, machines: readonly TestMachine[]): Promise<void> {
  const isTold = ({ memoryKinds }: TestReading): boolean =>
    memoryKinds !== null && (memoryKinds.kind === "sandbox" || memoryKinds.touchedBytes !== null);
  for (let waitedMs = 0; waitedMs < longestWaitMs; waitedMs += lookMs) {
    if (machines.every((machine) => isTold(machine.read()))) return;
    // oxlint-disable-next-line no-await-in-loop -- looks again
    await lab.pause(lookMs);
  }
}

function reading(kind: Arrangement, machines: readonly TestMachine[], layersMiB: number): MemoryPoint {
  const kindsOf = machines.map((machine) => machine.read().memoryKinds);
  const sum = (value: (kinds: (typeof kindsOf)[number]) => number | null): number | null =>
    kindsOf.reduce<number | null>((all, each) => {
      const part = value(each);
      return all === null || part === null ? null : all + part / MIB;
    }, 0);
  return {
    kind,
    count: machines.length,
    reservedMiB: sum((each) => (each?.kind === "guest" ? each.reservedBytes : null)),
    touchedMiB: sum((each) => (each?.kind === "guest" ? each.touchedBytes : null)),
    chargedMiB: sum((each) => (each?.kind === "sandbox" ? each.chargedBytes : null)),
    layersMiB,
  };
}
