/**
 * Lines of a crontab(5): when a command is due. Parses and compares; knows nothing of running. Times are UTC.
 */

/** One line. */
export interface CronEntry {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** With both restricted, either is enough. */
  readonly eitherDay: boolean;
  readonly command: string;
}

const names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const shorthands: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/** The entries of a table and its variables; lines that cannot be understood are told apart. */
export function parseCronTable(text: string): {
  readonly entries: readonly CronEntry[];
  readonly variables: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
} {
  const entries: CronEntry[] = [];
  const variables: Record<string, string> = {};
  const problems: string[] = [];
  for (const whole of text.split("\n")) {
    const line = whole.trim();
    if (line === "" || line.startsWith("#")) continue;
    const assignment = /^([A-Za-z_]\w*)\s*=\s*"?(.*?)"?$/u.exec(line);
    if (assignment) {
      variables[assignment[1] ?? ""] = assignment[2] ?? "";
      continue;
    }
    const expanded = line.replace(/^@\w+/u, (word) => shorthands[word] ?? word);
    const [, minute = "", hour = "", day = "", month = "", weekday = "", command = ""] =
      /^(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(.+)$/u.exec(expanded) ?? [];
    const sets = [
      numbersOf(minute, 0, 59),
      numbersOf(hour, 0, 23),
      numbersOf(day, 1, 31),
      numbersOf(month, 1, 12, names, 1),
      numbersOf(weekday, 0, 7, dayNames, 0),
    ];
    const [minutes, hours, days, months, weekdays] = sets;
    if (!minutes || !hours || !days || !months || !weekdays) {
      problems.push(line);
      continue;
    }
    const folded = new Set([...weekdays].map((number) => number % 7));
    const eitherDay = !day.startsWith("*") && !weekday.startsWith("*");
    entries.push({ minutes, hours, days, months, weekdays: folded, eitherDay, command });
  }
  return { entries, variables, problems };
}

/** Whether an entry is due in the minute of `timeMs`. */
export function isDue(entry: CronEntry, timeMs: number): boolean {
  const date = new Date(timeMs);
  const onDay = entry.days.has(date.getUTCDate());
  const onWeekday = entry.weekdays.has(date.getUTCDay());
  return (
    entry.minutes.has(date.getUTCMinutes()) &&
    entry.hours.has(date.getUTCHours()) &&
    entry.months.has(date.getUTCMonth() + 1) &&
    (entry.eitherDay ? onDay || onWeekday : onDay && onWeekday)
  );
}

/** `1,3-5,*\/10`; `null` where it is no such list. */
function numbersOf(
  text: string,
  least: number,
  most: number,
  words: readonly string[] = [],
  firstWord = 0,
): ReadonlySet<number> | null {
  const numbers = new Set<number>();
  const numberOf = (word: string): number => {
    const at = words.indexOf(word.toLowerCase());
    return at < 0 ? Number(word) : at + firstWord;
  };
  for (const part of text.split(",")) {
    const [, from = "", to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/u.exec(part) ?? [];
    const first = from === "*" ? least : numberOf(from);
    const last =
      from === "*" || (to === undefined && step !== undefined)
        ? most
        : to === undefined
          ? first
          : numberOf(to);
    const width = Number(step ?? 1);
    if (from === "" || Number.isNaN(first + last) || first < least || last > most || width < 1) return null;
    for (let number = first; number <= last; number += width) numbers.add(number);
  }
  return numbers;
}
