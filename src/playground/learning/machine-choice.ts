/**
 * Which machines are meant, said in data: by name, kind, state or what they are. Pure.
 */
import { guestStates } from "../../guest/lifecycle.ts";
import type { JsonPlace } from "../json-place.ts";
import { given } from "../json-place.ts";
import type { MachineFacts } from "./machine-facts.ts";

/** Every field that is there must be so. */
export interface MachineChoice {
  readonly name?: string;
  readonly kind?: "guest" | "sandbox";
  readonly state?: string;
  readonly hypervisor?: "type1" | "type2";
  readonly sandboxKind?: "system" | "application";
  readonly confinement?: "portal" | "confined" | "none";
  readonly readOnly?: boolean;
}

/** A sandbox has, beside those that a guest has too, two of its own. */
const states = [...guestStates, "created", "exited"] as const;

/** Those of `machines` that are meant, in their order. */
export function chosen<F extends MachineFacts>(machines: readonly F[], choice: MachineChoice): readonly F[] {
  return machines.filter(
    (machine) =>
      fits(choice.name, machine.name) &&
      fits(choice.kind, machine.kind) &&
      fits(choice.state, machine.state) &&
      fits(choice.hypervisor, machine.hypervisor) &&
      fits(choice.sandboxKind, machine.sandboxKind) &&
      fits(choice.confinement, machine.confinement) &&
      fits(choice.readOnly, machine.readOnly),
  );
}

/** Reads a choice out of JSON. */
export function readMachineChoice<Code extends string>(place: JsonPlace<Code>): MachineChoice {
  const fields = place.object([
    "name",
    "kind",
    "state",
    "hypervisor",
    "sandboxKind",
    "confinement",
    "readOnly",
  ]);
  return given({
    name: fields.name.optional((name) => name.text({ most: 63 })),
    kind: fields.kind.optional((kind) => kind.oneOf(["guest", "sandbox"])),
    state: fields.state.optional((state) => state.oneOf(states)),
    hypervisor: fields.hypervisor.optional((hypervisor) => hypervisor.oneOf(["type1", "type2"])),
    sandboxKind: fields.sandboxKind.optional((kind) => kind.oneOf(["system", "application"])),
    confinement: fields.confinement.optional((held) => held.oneOf(["portal", "confined", "none"])),
    readOnly: fields.readOnly.optional((readOnly) => readOnly.flag()),
  });
}

function fits<T>(wanted: T | undefined, is: T | null): boolean {
  return wanted === undefined || wanted === is;
}
