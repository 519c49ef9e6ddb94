/**
 * One look at all processes, with what each used of the processor since the look before. Knows nothing of screens.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readTextFileIfAny } from "../command/input.ts";
import { uptimeLine } from "./free.ts";
import { listProcesses, type ProcessEntry } from "./process-entry.ts";
import { readMemory, readProcessorCount, readUptimeSeconds, type MemoryState } from "./system-state.ts";

/** A process with its share. */
export interface TopProcess {
  readonly entry: ProcessEntry;
  /** Percent of one processor. */
  readonly cpuPercent: number;
  readonly cgroup: string;
}

/** A look. */
export interface TopSample {
  readonly atSeconds: number;
  readonly processes: readonly TopProcess[];
  /** Percent of all processors. */
  readonly busyPercent: number;
  readonly memory: MemoryState;
  /** ` 14:11:17 up …`. */
  readonly title: string;
}

/** Looks; without `before` shares are since each process's start. */
export function* takeSample(sys: Syscalls, before: TopSample | null): Blocking<TopSample> {
  const atSeconds = yield* readUptimeSeconds(sys);
  const seen = new Map(
    before?.processes.map(({ entry }) => [`${entry.pid}:${entry.startSeconds}`, entry.cpuSeconds]),
  );
  const spanSeconds = before ? atSeconds - before.atSeconds : 0;
  const processes: TopProcess[] = [];
  for (const entry of yield* listProcesses(sys)) {
    const earlier = seen.get(`${entry.pid}:${entry.startSeconds}`);
    const aliveSeconds = Math.max(0.01, atSeconds - entry.startSeconds);
    const used =
      earlier === undefined || spanSeconds <= 0
        ? entry.cpuSeconds / aliveSeconds
        : (entry.cpuSeconds - earlier) / spanSeconds;
    const cgroup = (yield* readTextFileIfAny(sys, `/proc/${entry.pid}/cgroup`)) ?? "";
    processes.push({
      entry,
      cpuPercent: Math.max(0, 100 * used),
      cgroup: cgroup.trim().replace(/^0::/u, "") || "-",
    });
  }
  const processors = yield* readProcessorCount(sys);
  const busy = processes.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0) / processors;
  return {
    atSeconds,
    processes,
    busyPercent: Math.min(100, busy),
    memory: yield* readMemory(sys),
    title: yield* uptimeLine(sys),
  };
}
