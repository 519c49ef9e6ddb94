/** What a sandbox's cgroup has counted, out of the text of its files: what was held back, refused or killed. Pure. */

/** One count. */
export interface CgroupEvent {
  /** The file it stands in. */
  readonly file: EventFile;
  /** Its row there. */
  readonly key: string;
  /** As shown, with its unit. */
  readonly count: string;
  readonly meaning: string;
}

/** Files with such counts. */
export const eventFiles = ["cpu.stat", "memory.events", "pids.events"] as const;
type EventFile = (typeof eventFiles)[number];

const rows: readonly (readonly [file: EventFile, key: string, meaning: string])[] = [
  ["cpu.stat", "nr_periods", "periods of cpu.max in which it wanted to run"],
  ["cpu.stat", "nr_throttled", "of them, in which its quota was spent before their end"],
  ["cpu.stat", "throttled_usec", "time its processes waited for the next period"],
  ["memory.events", "high", "times it was slowed down at memory.high"],
  ["memory.events", "max", "times it came to memory.max"],
  ["memory.events", "oom", "times nothing could be freed there"],
  ["memory.events", "oom_kill", "processes killed for it"],
  ["pids.events", "max", "forks refused at pids.max"],
];

/** The counts that `files` have; a controller that is off has none. */
export function cgroupEvents(
  files: readonly { readonly name: string; readonly text: string }[],
): readonly CgroupEvent[] {
  return rows.flatMap(([file, key, meaning]): readonly CgroupEvent[] => {
    const text = files.find(({ name }) => name === file)?.text;
    const count = text === undefined ? null : flatKeyed(text, key);
    return count === null ? [] : [{ file, key, count: shown(key, count), meaning }];
  });
}

/** A value of a flat keyed file: `KEY VALUE` on each line (cgroup-v2.rst). */
function flatKeyed(text: string, key: string): number | null {
  for (const line of text.split("\n")) {
    const [name, value] = line.split(" ");
    if (name === key && value !== undefined && /^\d+$/.test(value)) return Number(value);
  }
  return null;
}

function shown(key: string, count: number): string {
  return key.endsWith("_usec") ? `${(count / 1e6).toFixed(2)} s` : String(count);
}
