/**
 * The whole system as `/proc` tells of it: memory, uptime, load. What cannot be read there is asked of sysinfo(2).
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readTextFileIfAny } from "../command/input.ts";
import { fieldsOf } from "./process-entry.ts";

/** Memory in bytes, by the names of free(1). */
export interface MemoryState {
  readonly total: number;
  readonly free: number;
  readonly used: number;
  readonly shared: number;
  readonly cached: number;
  readonly available: number;
  readonly swapTotal: number;
  readonly swapFree: number;
}

/** Reads `/proc/meminfo`. */
export function* readMemory(sys: Syscalls): Blocking<MemoryState> {
  const info = sys.sysinfo();
  const fields = fieldsOf((yield* readTextFileIfAny(sys, "/proc/meminfo")) ?? "");
  const bytes = (name: string, otherwise: number): number => {
    const text = fields.get(name);
    return text === undefined ? otherwise : Number.parseInt(text, 10) * 1024;
  };
  const total = bytes("MemTotal", info.memoryBytes);
  const free = bytes("MemFree", info.memoryFreeBytes);
  const cached = bytes("Cached", 0) + bytes("Buffers", 0) + bytes("SReclaimable", 0);
  const available = bytes("MemAvailable", free);
  return {
    total,
    free,
    cached,
    available,
    used: Math.max(0, total - available),
    shared: bytes("Shmem", 0),
    swapTotal: bytes("SwapTotal", 0),
    swapFree: bytes("SwapFree", 0),
  };
}

/** Seconds since boot, as processes' start times count. */
export function* readUptimeSeconds(sys: Syscalls): Blocking<number> {
  const text = yield* readTextFileIfAny(sys, "/proc/uptime");
  const seconds = Number.parseFloat(text ?? "");
  return Number.isFinite(seconds) ? seconds : sys.sysinfo().uptimeMs / 1000;
}

/** `0.00, 0.01, 0.05`. */
export function loadText(sys: Syscalls): string {
  return sys
    .sysinfo()
    .loads.map((load) => load.toFixed(2))
    .join(", ");
}

/** Processors that the kernel has: lines `processor` of `/proc/cpuinfo`, else one. */
export function* readProcessorCount(sys: Syscalls): Blocking<number> {
  const text = (yield* readTextFileIfAny(sys, "/proc/cpuinfo")) ?? "";
  return Math.max(1, text.split("\n").filter((line) => line.startsWith("processor")).length);
}
