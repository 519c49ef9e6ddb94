/** date(1): the time, in a format, or of a text. There are no time zones here but UTC. */
import { CommandFailure, program } from "../command/command.ts";
import { flag, optional, UsageError, value } from "../command/options.ts";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

export const date = program(
  {
    usage: "[OPTION]... [+FORMAT]",
    about: "Print the time, as strftime(3) formats it.",
    options: {
      of: value("-d, --date=TEXT", "not now but TEXT: 2026-11-23 14:00, @1700000000, yesterday, +2 days"),
      reference: value("-r, --reference=FILE", "when FILE was changed"),
      email: flag("-R, --rfc-email", "Mon, 23 Nov 2026 14:11:17 +0000"),
      iso: optional("-I[WHAT], --iso-8601[=WHAT]", "date, hours, minutes, seconds or ns"),
      utc: flag("-u, --utc, --universal", "in UTC, as always here"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const [format, ...more] = operands;
    if (more[0] !== undefined) throw new UsageError(`extra operand '${more[0]}'`);
    if (format !== undefined && !format.startsWith("+")) throw new CommandFailure(`invalid date '${format}'`);
    const nowMs = sys.clock("realtime");
    const timeMs =
      options.reference === null
        ? options.of === null
          ? nowMs
          : parseTime(options.of, nowMs)
        : sys.stat(options.reference).modifiedMs;
    if (timeMs === null) throw new CommandFailure(`invalid date '${options.of ?? ""}'`);
    const isoFormats: Readonly<Record<string, string>> = {
      "": "%Y-%m-%d",
      date: "%Y-%m-%d",
      hours: "%Y-%m-%dT%H+00:00",
      minutes: "%Y-%m-%dT%H:%M+00:00",
      seconds: "%Y-%m-%dT%H:%M:%S+00:00",
      ns: "%Y-%m-%dT%H:%M:%S,%N+00:00",
    };
    const chosen = options.email
      ? "%a, %d %b %Y %H:%M:%S +0000"
      : options.iso === null
        ? (format?.slice(1) ?? "%a %b %e %H:%M:%S UTC %Y")
        : isoFormats[options.iso];
    if (chosen === undefined)
      throw new UsageError(`invalid argument '${options.iso ?? ""}' for '--iso-8601'`);
    yield* command.out.line(formatTime(chosen, timeMs));
  },
);

/** strftime(3), with GNU's flags `-`, `_`, `0` before the letter. */
export function formatTime(format: string, timeMs: number): string {
  const when = new Date(timeMs);
  const year = when.getUTCFullYear();
  const dayOfYear = Math.floor((timeMs - Date.UTC(year, 0, 1)) / 86_400_000);
  const hour = when.getUTCHours();
  const weekday = when.getUTCDay();
  const numbers: Readonly<Record<string, readonly [value: number, width: number, fill: string]>> = {
    d: [when.getUTCDate(), 2, "0"],
    e: [when.getUTCDate(), 2, " "],
    H: [hour, 2, "0"],
    k: [hour, 2, " "],
    I: [hour % 12 || 12, 2, "0"],
    l: [hour % 12 || 12, 2, " "],
    j: [dayOfYear + 1, 3, "0"],
    m: [when.getUTCMonth() + 1, 2, "0"],
    M: [when.getUTCMinutes(), 2, "0"],
    S: [when.getUTCSeconds(), 2, "0"],
    N: [Math.floor((((timeMs % 1000) + 1000) % 1000) * 1e6), 9, "0"],
    s: [Math.floor(timeMs / 1000), 1, "0"],
    u: [weekday || 7, 1, "0"],
    w: [weekday, 1, "0"],
    U: [Math.floor((dayOfYear + 7 - weekday) / 7), 2, "0"],
    W: [Math.floor((dayOfYear + 7 - ((weekday + 6) % 7)) / 7), 2, "0"],
    C: [Math.floor(year / 100), 2, "0"],
    y: [year % 100, 2, "0"],
    Y: [year, 1, "0"],
  };
  const texts: Readonly<Record<string, string>> = {
    a: (days[weekday] ?? "").slice(0, 3),
    A: days[weekday] ?? "",
    b: (months[when.getUTCMonth()] ?? "").slice(0, 3),
    h: (months[when.getUTCMonth()] ?? "").slice(0, 3),
    B: months[when.getUTCMonth()] ?? "",
    p: hour < 12 ? "AM" : "PM",
    P: hour < 12 ? "am" : "pm",
    Z: "UTC",
    z: "+0000",
    n: "\n",
    t: "\t",
    "%": "%",
  };
  const wholes: Readonly<Record<string, string>> = {
    c: "%a %b %e %H:%M:%S %Y",
    D: "%m/%d/%y",
    x: "%m/%d/%y",
    F: "%Y-%m-%d",
    r: "%I:%M:%S %p",
    R: "%H:%M",
    T: "%H:%M:%S",
    X: "%H:%M:%S",
  };
  return format.replaceAll(/%([-_0]?)(:?[a-zA-Z%])/gu, (whole, flags: string, letter: string) => {
    const nested = wholes[letter];
    if (nested !== undefined) return formatTime(nested, timeMs);
    const number = numbers[letter];
    if (number) {
      const [count, width, fill] = number;
      return String(count).padStart(
        flags === "-" ? 1 : width,
        flags === "_" ? " " : flags === "0" ? "0" : fill,
      );
    }
    return letter === ":z" ? "+00:00" : (texts[letter] ?? whole);
  });
}

/** ms since the epoch of what people write; `null` where it is no time. */
export function parseTime(text: string, nowMs: number): number | null {
  const trimmed = text.trim();
  const epoch = /^@(-?\d+(?:\.\d+)?)$/u.exec(trimmed)?.[1];
  if (epoch !== undefined) return Number(epoch) * 1000;
  const words: Readonly<Record<string, number>> = { "": 0, now: 0, today: 0, yesterday: -1, tomorrow: 1 };
  const dayOffset = words[trimmed];
  if (dayOffset !== undefined) return nowMs + dayOffset * 86_400_000;
  const relative = /^([+-]?\d+)\s*(second|sec|minute|min|hour|day|week)s?(\s+ago)?$/u.exec(trimmed);
  if (relative) {
    const unitMs = {
      second: 1000,
      sec: 1000,
      minute: 60_000,
      min: 60_000,
      hour: 3_600_000,
      day: 86_400_000,
      week: 604_800_000,
    };
    const unit = Object.entries(unitMs).find(([name]) => name === relative[2])?.[1] ?? 0;
    return nowMs + Number(relative[1]) * unit * (relative[3] === undefined ? 1 : -1);
  }
  const absolute =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d(?:\.\d+)?))?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/u.exec(
      trimmed,
    );
  if (!absolute) {
    const free = Date.parse(/UTC|GMT|Z$|[+-]\d{4}$/u.test(trimmed) ? trimmed : `${trimmed} UTC`);
    return Number.isNaN(free) ? null : free;
  }
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", zone = "Z"] = absolute;
  const [monthNumber, dayNumber] = [Number(month), Number(day)];
  if (monthNumber < 1 || monthNumber > 12 || dayNumber < 1 || dayNumber > 31 || Number(hour) > 23)
    return null;
  const offset = /^([+-])(\d\d):?(\d\d)$/u.exec(zone);
  const offsetMs = offset
    ? (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000
    : 0;
  return (
    Date.UTC(Number(year), monthNumber - 1, dayNumber, Number(hour), Number(minute)) +
    Number(second) * 1000 -
    offsetMs
  );
}
