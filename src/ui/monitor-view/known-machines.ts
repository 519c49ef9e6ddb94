/**
 * The machines of a playground that the monitor may still tell of, the removed ones included: their names and colours
 * outlive them here for as long as the playground does.
 */
import type { MonitorSample } from "../../monitor/sample.ts";
import type { Machine } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";

/** What a row and a layer need to know of a machine. */
export interface KnownMachine {
  readonly id: string;
  readonly name: string;
  /** `null` if it was removed before anybody looked. */
  readonly accent: number | null;
  /** `null` as above. */
  readonly kind: Machine["kind"] | null;
  /** `removed` once it is. */
  readonly state: string;
}

const remembered = new WeakMap<Playground, Map<string, KnownMachine>>();

/** Those that are, and those that were in `samples`, in order of creation. */
export function knownMachines(
  playground: Playground,
  samples: readonly MonitorSample[],
): readonly KnownMachine[] {
  const memory = note(playground);
  const present = new Set<string>(playground.machines.map(({ id }) => id));
  const sampled = new Set<string>();
  for (const { machines } of samples) for (const { id } of machines) sampled.add(id);
  return Array.from(new Set([...sampled, ...present]), (id): KnownMachine => {
    const known = memory.get(id) ?? { id, name: id, accent: null, kind: null, state: "removed" };
    return present.has(id) ? known : { ...known, state: "removed" };
  });
}

/** Names by id, of all that were ever noted. */
export function machineNames(playground: Playground): ReadonlyMap<string, string> {
  return new Map(Array.from(note(playground).values(), ({ id, name }) => [id, name]));
}

/** Notes the machines as they are now. */
function note(playground: Playground): Map<string, KnownMachine> {
  const memory = remembered.get(playground) ?? new Map<string, KnownMachine>();
  remembered.set(playground, memory);
  for (const { id, name, accent, kind, state } of playground.machines)
    memory.set(id, { id, name, accent, kind, state });
  return memory;
}
