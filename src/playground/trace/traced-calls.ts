/** What a program did in one run, as rows: its system calls, and what its memory was charged between them. Pure. */
import type { CallRecord, TraceRecord } from "../../sandbox/kernel/trace/tracing.ts";
import type { SandboxRun } from "./sandbox-measures.ts";
import type { TracedCall } from "./trace-report.ts";

const mostRows = 40;
const bytesPerKib = 1024;
/** So many calls of one name after the other are shown each by itself. */
const mostAlike = 3;

/** Of a command what its program does from its exec on; of a key all there is. What is alike is put together. */
export function rowsOf(run: SandboxRun | undefined): readonly TracedCall[] {
  if (!run) return [];
  const from = run.typed
    ? 0
    : run.records.findLastIndex((record) => isCall(record) && record.name === "execve");
  const first = run.records[Math.max(0, from)];
  // The runtime and the shell come before a program, and are none of it.
  const beganMs = run.typed ? run.fromMs : (first?.atMs ?? run.fromMs);
  const own = run.records
    .slice(Math.max(0, from))
    .filter(
      (record) =>
        (isCall(record) && (run.typed !== null || (first && isCall(first) && record.pid === first.pid))) ||
        record.kind === "charged",
    );
  return alike(own)
    .slice(0, mostRows)
    .map((records, index, all) => rowOf(records, beganMs, index === all.length - 1));
}

function isCall(record: TraceRecord): record is CallRecord {
  return record.kind === "call";
}

/** Neighbours of one name, where they are many; charges of one kind always. */
function alike(records: readonly TraceRecord[]): readonly (readonly TraceRecord[])[] {
  const groups: TraceRecord[][] = [];
  for (const record of records) {
    const last = groups.at(-1);
    if (last?.[0] && nameOf(last[0]) === nameOf(record)) last.push(record);
    else groups.push([record]);
  }
  return groups.flatMap((group) =>
    group[0]?.kind === "call" && group.length <= mostAlike ? group.map((record) => [record]) : [group],
  );
}

function nameOf(record: TraceRecord): string {
  switch (record.kind) {
    case "call":
      return record.name;
    case "charged":
      return `charged ${record.what}`;
    case "switched":
      return "switched";
    default:
      return record satisfies never;
  }
}

function rowOf(records: readonly TraceRecord[], fromMs: number, isLast: boolean): TracedCall {
  const [first] = records;
  const atUs = ((first?.atMs ?? fromMs) - fromMs) * 1000;
  if (first?.kind === "call") {
    const calls = records.filter(isCall);
    const took = calls.reduce<number | null>(
      (sum, { tookMs }) => (sum === null || tookMs === null ? null : sum + tookMs),
      0,
    );
    // A successful exec does not return; that the program goes on says that it was one.
    const result = first.result ?? (first.name === "execve" && !isLast ? "0" : "?");
    return {
      atUs,
      process: first.comm,
      call: calls.length === 1 ? `${first.name}(${first.words})` : `${first.name}, ${calls.length} times`,
      result: calls.length === 1 ? result : "",
      tookUs: took === null ? null : took * 1000,
    };
  }
  const bytes = records.reduce((sum, record) => sum + (record.kind === "charged" ? record.bytes : 0), 0);
  const what = first?.kind === "charged" ? first.what : "";
  return {
    atUs,
    process: "",
    call: `memory.current grows (${what})`,
    result: `${Math.round(bytes / bytesPerKib)} KiB`,
    tookUs: null,
  };
}
