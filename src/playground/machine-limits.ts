/**
 * What a machine may take, in one shape for guests and sandboxes: checked here as far as kinds and names go; what the
 * figures may be each kind of machine says itself.
 */
import { Failure } from "../base/failure.ts";
import { MIB } from "../base/units.ts";
import type { MachineCeilings } from "../monitor/sample.ts";

/** All that can be changed while a machine runs. */
export interface MachineLimits {
  /** Cores it gets at most; `null` for no cap. A guest's CPU cap, a sandbox's `cpu.max`. */
  readonly cpuCap: number | null;
  /**
   * Its part when cores are short, in proportion to the others of its kind: 1 to 10000, usually 100. A sandbox's
   * `cpu.weight`.
   */
  readonly cpuWeight: number;
  /**
   * Memory it may use, in MiB; `null` for as much as there is. A guest's RAM less what its balloon shall take, a
   * sandbox's `memory.max`.
   */
  readonly memoryMiB: number | null;
  /** Processes it may have: a sandbox's `pids.max`. Always `null` in a guest, whose processes are its own kernel's. */
  readonly pidsLimit: number | null;
}

const names: readonly string[] = [
  "cpuCap",
  "cpuWeight",
  "memoryMiB",
  "pidsLimit",
] satisfies readonly (keyof MachineLimits)[];

/** Throws `unknown-limit` or `bad-limit` unless `changes`, which may come from a script, are limits. */
export function checkLimitNames(changes: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(changes)) {
    if (!names.includes(name)) {
      throw new Failure("unknown-limit", `There is no limit "${name}". There are: ${names.join(", ")}.`);
    }
    const mayBeNull = name !== "cpuWeight";
    if ((mayBeNull && value === null) || (typeof value === "number" && Number.isFinite(value))) continue;
    throw new Failure(
      "bad-limit",
      `${String(value)} cannot be ${name}: give a number${mayBeNull ? ", or null for no limit" : ""}.`,
    );
  }
}

/** The limits as the monitor writes them down. */
export function ceilings({ cpuCap, memoryMiB }: MachineLimits): MachineCeilings {
  return { cpuCores: cpuCap, memoryBytes: memoryMiB === null ? null : memoryMiB * MIB };
}
