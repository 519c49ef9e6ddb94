/**
 * One file as ls shows it: how it is sorted, quoted, coloured and dated. Knows nothing of layouts.
 */
import type { Stat } from "../../abi/stat.ts";
import { longDate } from "../process/process-columns.ts";

/** A file with what ls has to know of it. */
export interface Listed {
  readonly path: string;
  readonly name: string;
  readonly stat: Stat;
  /** What a symbolic link says. */
  readonly target: string | null;
  /** What it points to; `null` when that is missing. */
  readonly pointsTo: Stat | null;
}

/** How to sort. */
export interface ListOrder {
  readonly key: "none" | "name" | "size" | "time" | "version" | "extension";
  readonly time: "changedMs" | "accessedMs" | "modifiedMs";
  readonly reverse: boolean;
  readonly directoriesFirst: boolean;
}

/** The comparison for an order; `null` for none. Names decide between equals, by code points (the C locale). */
export function orderOf(order: ListOrder): ((a: Listed, b: Listed) => number) | null {
  if (order.key === "none") return null;
  const byName = (a: Listed, b: Listed): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const compare = {
    name: () => 0,
    size: (a: Listed, b: Listed) => b.stat.size - a.stat.size,
    time: (a: Listed, b: Listed) => b.stat[order.time] - a.stat[order.time],
    version: (a: Listed, b: Listed) => a.name.localeCompare(b.name, "en", { numeric: true }),
    extension: (a: Listed, b: Listed) => {
      const [left, right] = [extensionOf(a.name), extensionOf(b.name)];
      return left < right ? -1 : left > right ? 1 : 0;
    },
  }[order.key];
  const direction = order.reverse ? -1 : 1;
  return (a, b) => {
    const isFirst = order.directoriesFirst
      ? Number(b.stat.type === "directory") - Number(a.stat.type === "directory")
      : 0;
    return isFirst || direction * (compare(a, b) || byName(a, b));
  };
}

/** `Nov 23 14:09`, or with the year where it is half a year away (POSIX). UTC: there are no time zones here. */
export function listedTime(timeMs: number, nowMs: number, style: string): string {
  const iso = new Date(timeMs).toISOString();
  if (style === "full-iso") return `${iso.slice(0, 10)} ${iso.slice(11, 23)}000000 +0000`;
  if (style === "long-iso") return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
  const text = longDate(new Date(timeMs));
  // Files may be a little younger than the listing.
  const isRecent = timeMs <= nowMs + 60_000 && nowMs - timeMs < 15_778_476_000;
  if (style === "iso") return isRecent ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : `${iso.slice(0, 10)} `;
  return isRecent ? text.slice(4, 16) : `${text.slice(4, 10)}  ${text.slice(20)}`;
}

/** A name as a shell takes it back, where that is asked. */
export function quoted(name: string, style: "none" | "shell" | "always"): string {
  if (style === "always")
    return `"${name.replaceAll(/["\\]/gu, String.raw`\$&`).replaceAll("\n", String.raw`\n`)}"`;
  if (style === "none" || (name !== "" && /^[^\s'"$`\\!*?[\](){};&|<>~#^=]+$/u.test(name))) return name;
  return name.includes("'") && !/["$`\\!]/u.test(name)
    ? `"${name}"`
    : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}

/** The letter behind a name that tells its kind. */
export function indicator({ type, mode }: Stat, which: "none" | "slash" | "all"): string {
  if (type === "directory" && which !== "none") return "/";
  if (which !== "all") return "";
  const letters: Partial<Record<Stat["type"], string>> = { symlink: "@", fifo: "|", socket: "=" };
  return letters[type] ?? (type === "file" && (mode & 0o111) !== 0 ? "*" : "");
}

/** A name in the colours of GNU ls. */
export function colored(text: string, { type, mode }: Stat): string {
  const colour = {
    directory: (mode & 0o1002) === 0o1002 ? "30;42" : "1;34",
    symlink: "1;36",
    fifo: "33",
    socket: "1;35",
    character: "1;33",
    block: "1;33",
    file: (mode & 0o4000) !== 0 ? "37;41" : (mode & 0o111) !== 0 ? "1;32" : "",
  }[type];
  return colour === "" ? text : `\u001b[${colour}m${text}\u001b[m`;
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot);
}
