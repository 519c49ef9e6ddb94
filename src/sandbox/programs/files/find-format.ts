/** What find(1) prints of a file, by `-ls` and `-printf`. */
import type { Syscalls } from "../../abi/program.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Accounts } from "../accounts/account-files.ts";
import { unescaped } from "../text/escapes.ts";
import { modeText, typeLetters } from "./file-mode.ts";
import { listedTime } from "./listed-file.ts";
import { baseName, directoryName } from "./path-text.ts";

/** A file that was come by. */
export interface Found {
  readonly path: string;
  readonly depth: number;
  readonly stat: Stat;
}

/** What else has to be known of it. */
export interface FoundWorld {
  readonly sys: Syscalls;
  readonly accounts: Accounts;
  /** Since the epoch. */
  readonly nowMs: number;
}

/** As `-ls` shows it. */
export function listing({ path, stat }: Found, { sys, accounts, nowMs }: FoundWorld): string {
  const target = stat.type === "symlink" ? ` -> ${sys.readlink(path)}` : "";
  const owner = accounts.userName(stat.uid) ?? String(stat.uid);
  const group = accounts.groupName(stat.gid) ?? String(stat.gid);
  const size = stat.rdev ? `${stat.rdev.major}, ${stat.rdev.minor}` : String(stat.size);
  const time = listedTime(stat.modifiedMs, nowMs, "locale");
  return `${String(stat.inode).padStart(9)} ${String(Math.ceil(stat.blocks / 2)).padStart(6)} ${modeText(stat.type, stat.mode)} ${String(stat.links).padStart(3)} ${owner.padEnd(8)} ${group.padEnd(8)} ${size.padStart(8)} ${time} ${path}${target}`;
}

/** As `-printf` with `text` shows it. */
export function formatted(text: string, { path, depth, stat }: Found, { sys, accounts }: FoundWorld): string {
  const letters: Readonly<Record<string, () => string>> = {
    p: () => path,
    f: () => baseName(path),
    h: () => (path.includes("/") ? directoryName(path) : "."),
    P: () =>
      path
        .split("/")
        .slice(-depth || path.split("/").length)
        .join("/"),
    d: () => String(depth),
    s: () => String(stat.size),
    k: () => String(Math.ceil(stat.blocks / 2)),
    b: () => String(stat.blocks),
    m: () => stat.mode.toString(8),
    M: () => modeText(stat.type, stat.mode),
    n: () => String(stat.links),
    i: () => String(stat.inode),
    u: () => accounts.userName(stat.uid) ?? String(stat.uid),
    U: () => String(stat.uid),
    g: () => accounts.groupName(stat.gid) ?? String(stat.gid),
    G: () => String(stat.gid),
    y: () => (stat.type === "file" ? "f" : typeLetters[stat.type]),
    l: () => (stat.type === "symlink" ? sys.readlink(path) : ""),
    t: () => new Date(stat.modifiedMs).toUTCString(),
    "%": () => "%",
  };
  return unescaped(text, "printf").text.replaceAll(
    /%(-?\d*)(T@|[a-zA-Z%])/gu,
    (whole, width: string, letter: string) => {
      const shown = letter === "T@" ? (stat.modifiedMs / 1000).toFixed(10) : letters[letter]?.();
      if (shown === undefined) return whole;
      return width.startsWith("-")
        ? shown.padEnd(Number(width.slice(1)))
        : shown.padStart(Number(width || 0));
    },
  );
}
