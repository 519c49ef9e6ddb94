/** What `strace -c` prints: time, calls and errors of each call. Pure. */
import type { TracedCallLine } from "./strace.ts";

interface Row {
  readonly name: string;
  calls: number;
  errors: number;
  us: number;
}

/** The table, by time; columns as strace has them. */
export function callSummary(calls: readonly TracedCallLine[]): string {
  const rows = new Map<string, Row>();
  for (const { name, tookUs, result } of calls) {
    const row = rows.get(name) ?? { name, calls: 0, errors: 0, us: 0 };
    rows.set(name, row);
    row.calls += 1;
    row.us += tookUs ?? 0;
    if (result.startsWith("-1 ")) row.errors += 1;
  }
  const sorted = [...rows.values()].toSorted((a, b) => b.us - a.us || b.calls - a.calls);
  const total: Row = { name: "total", calls: 0, errors: 0, us: 0 };
  for (const row of sorted) {
    total.calls += row.calls;
    total.errors += row.errors;
    total.us += row.us;
  }
  const rule = "------ ----------- ----------- --------- --------- ----------------\n";
  return (
    `% time     seconds  usecs/call     calls    errors syscall\n${rule}` +
    `${sorted.map((row) => line(row, total.us)).join("")}${rule}${line(total, total.us)}`
  );
}

function line({ name, calls, errors, us }: Row, totalUs: number): string {
  const share = totalUs === 0 ? 0 : (us / totalUs) * 100;
  return `${[
    share.toFixed(2).padStart(6),
    (us / 1e6).toFixed(6).padStart(11),
    String(calls === 0 ? 0 : Math.round(us / calls)).padStart(11),
    String(calls).padStart(9),
    (errors === 0 ? "" : String(errors)).padStart(9),
    name,
  ].join(" ")}\n`;
}
