/**
 * The layouts of ls(1): long, in columns, with commas, one to a line. Knows nothing of options and of reading.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Accounts } from "../accounts/account-files.ts";
import { nameColumns, tableLines } from "../command/columns.ts";
import type { Command } from "../command/command.ts";
import { humanSize } from "../command/quantities.ts";
import { colored, indicator, listedTime, quoted, type Listed } from "./listed-file.ts";
import { modeText } from "./file-mode.ts";

/** How to list. */
export interface ListSettings {
  readonly long: boolean;
  readonly layout: "long" | "columns" | "lines" | "commas";
  readonly across: boolean;
  readonly dots: "none" | "almost" | "all";
  readonly follow: boolean;
  readonly owner: boolean;
  readonly group: boolean;
  readonly numeric: boolean;
  readonly human: boolean;
  readonly inode: boolean;
  readonly blocks: boolean;
  readonly indicator: "none" | "slash" | "all";
  readonly color: boolean;
  readonly quote: "none" | "shell" | "always";
  readonly time: "changedMs" | "accessedMs" | "modifiedMs";
  readonly timeStyle: string;
  readonly recursive: boolean;
  readonly width: number;
  readonly nowMs: number;
  readonly accounts: Accounts | null;
  readonly compare: ((a: Listed, b: Listed) => number) | null;
}

/** Prints entries in the layout that was chosen. */
export function* showList(
  { out }: Command,
  entries: readonly Listed[],
  settings: ListSettings,
): Blocking<void> {
  const nameOf = (entry: Listed): string => {
    const text = quoted(entry.name, settings.quote);
    return (settings.color ? colored(text, entry.stat) : text) + indicator(entry.stat, settings.indicator);
  };
  if (settings.layout === "long") {
    for (const line of longLines(entries, settings, nameOf)) yield* out.line(line);
    return;
  }
  const widest = (of: (entry: Listed) => string): number =>
    Math.max(0, ...entries.map((entry) => of(entry).length));
  const inodeWidth = settings.inode ? widest(({ stat }) => String(stat.inode)) : 0;
  const blockWidth = settings.blocks ? widest((entry) => blocksOf(entry, settings)) : 0;
  const cells = entries.map(
    (entry) =>
      (settings.inode ? `${String(entry.stat.inode).padStart(inodeWidth)} ` : "") +
      (settings.blocks ? `${blocksOf(entry, settings).padStart(blockWidth)} ` : "") +
      nameOf(entry),
  );
  if (settings.layout === "commas") yield* out.line(cells.join(", "));
  else if (settings.layout === "columns" && !settings.color) {
    for (const line of nameColumns(cells, settings.width)) yield* out.line(line);
  } else if (settings.layout === "columns") {
    // Laid out by the bare names; colours take no room.
    const bare = entries.map(
      (entry) => quoted(entry.name, settings.quote) + indicator(entry.stat, settings.indicator),
    );
    const byBare = new Map(bare.map((text, at) => [text, cells[at] ?? text]));
    for (const line of nameColumns(bare, settings.width)) {
      yield* out.line(line.replaceAll(/\S+(?: \S+)*/gu, (text) => byBare.get(text) ?? text));
    }
  } else for (const cell of cells) yield* out.line(cell);
}

function longLines(
  entries: readonly Listed[],
  settings: ListSettings,
  nameOf: (entry: Listed) => string,
): readonly string[] {
  const widest = (of: (entry: Listed) => number | undefined): number =>
    Math.max(0, ...entries.map((entry) => String(of(entry) ?? "").length));
  const majorWidth = widest(({ stat }) => stat.rdev?.major);
  const minorWidth = widest(({ stat }) => stat.rdev?.minor);
  const rows = entries.map((entry) => {
    const { stat } = entry;
    const owner = settings.accounts?.userName(stat.uid) ?? String(stat.uid);
    const group = settings.accounts?.groupName(stat.gid) ?? String(stat.gid);
    const size = stat.rdev
      ? `${String(stat.rdev.major).padStart(majorWidth)}, ${String(stat.rdev.minor).padStart(minorWidth)}`
      : settings.human
        ? humanSize(stat.size)
        : String(stat.size);
    return [
      ...(settings.inode ? [String(stat.inode)] : []),
      ...(settings.blocks ? [blocksOf(entry, settings)] : []),
      modeText(stat.type, stat.mode),
      String(stat.links),
      ...(settings.owner ? [owner] : []),
      ...(settings.group ? [group] : []),
      size,
      listedTime(stat[settings.time], settings.nowMs, settings.timeStyle),
      nameOf(entry) + (entry.target === null ? "" : ` -> ${quoted(entry.target, settings.quote)}`),
    ];
  });
  const right = { head: "", right: true };
  const left = { head: "" };
  const names = settings.numeric ? right : left;
  return tableLines(
    [
      ...(settings.inode ? [right] : []),
      ...(settings.blocks ? [right] : []),
      left,
      right,
      ...(settings.owner ? [names] : []),
      ...(settings.group ? [names] : []),
      right,
      left,
      left,
    ],
    rows,
  );
}

function blocksOf({ stat }: Listed, { human }: ListSettings): string {
  return human ? humanSize(stat.blocks * 512) : String(Math.ceil(stat.blocks / 2));
}
