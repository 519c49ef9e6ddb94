/**
 * The monitor's history as files: one row per sample and machine, units in the column names.
 */
import type { MonitorSample } from "./sample.ts";

const columns = [
  "time",
  "host_cores",
  "host_cpu_cores",
  "page_cpu_cores",
  "host_memory_bytes",
  "image_layers_bytes",
  "machine",
  "name",
  "kind",
  "state",
  "cpu_cores",
  "steal_cores",
  "throttled_cores",
  "governed_cores",
  "host_throttled_share",
  "instructions_per_second",
  "memory_reserved_bytes",
  "memory_used_bytes",
  "memory_touched_bytes",
  "balloon_bytes",
  "cpu_pressure_some_avg10_percent",
  "host_overhead_cores",
  "host_watching_cores",
  "workers_memory_bytes",
  "page_heap_growth_bytes",
  "browser_memory_bytes",
  "browser_memory_time",
  "memory_pressure_some_avg10_percent",
  "host_showing_cores",
] as const;

/** RFC 4180 CSV with a header. What is not known is empty. `names` gives a machine's name by its id. */
export function toCsv(samples: readonly MonitorSample[], names: ReadonlyMap<string, string>): string {
  const rows = samples.flatMap(({ atMs, host, machines }) =>
    machines.map((machine) => [
      new Date(atMs).toISOString(),
      host.cores,
      host.cpuCores,
      host.pageCores,
      host.memoryBytes,
      host.layerBytes,
      machine.id,
      names.get(machine.id) ?? "",
      machine.kind,
      machine.state,
      machine.cpuCores,
      machine.stealCores,
      machine.throttledCores,
      machine.governedCores,
      machine.hostThrottledShare,
      machine.instructionsPerSecond,
      machine.memoryReservedBytes,
      machine.memoryUsedBytes,
      machine.memoryKinds?.kind === "guest" ? machine.memoryKinds.touchedBytes : null,
      machine.memoryKinds?.kind === "guest" ? machine.memoryKinds.balloonBytes : null,
      machine.pressure.cpu?.some.avg10 ?? null,
      host.overheadCores,
      host.watchingCores,
      host.memoryBeside?.workersBytes ?? null,
      host.memoryBeside?.pageHeapBytes ?? null,
      host.browserMemory?.bytes ?? null,
      host.browserMemory ? new Date(host.browserMemory.atMs).toISOString() : null,
      machine.pressure.memory?.some.avg10 ?? null,
      host.showingCores,
    ]),
  );
  return [columns, ...rows].map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
}

/** The samples as JSON with the machines' names beside them. */
export function toJson(samples: readonly MonitorSample[], names: ReadonlyMap<string, string>): string {
  return JSON.stringify(
    { format: "guesthouse-monitor-1", names: Object.fromEntries(names), samples },
    null,
    1,
  );
}

function csvField(value: string | number | null): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
