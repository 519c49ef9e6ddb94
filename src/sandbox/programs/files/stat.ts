/** stat(1): all that is known of files. */
import type { Stat } from "../../abi/stat.ts";
import { typeBits } from "../../abi/stat.ts";
import { readAccounts, type Accounts } from "../accounts/account-files.ts";
import { program, type Command } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { unescaped } from "../text/escapes.ts";
import { modeText } from "./file-mode.ts";
import { baseName } from "./path-text.ts";

const kinds: Readonly<Record<Stat["type"], string>> = {
  file: "regular file",
  directory: "directory",
  symlink: "symbolic link",
  fifo: "fifo",
  socket: "socket",
  character: "character special file",
  block: "block special file",
};

export const stat = program(
  {
    usage: "[OPTION]... FILE...",
    about:
      "Print what is known of FILEs. Formats: %n %N %s %b %B %f %F %a %A %u %U %g %G %i %h %d %m %o %t %T %x %X %y %Y %z %Z",
    options: {
      follow: flag("-L, --dereference", "what links point to"),
      system: flag("-f, --file-system", "of the file system instead"),
      format: value("-c, --format=FORMAT", "in this format"),
      print: value("--printf=FORMAT", "the same with escapes and no newline"),
      terse: flag("-t, --terse", "in one line"),
    },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) throw new UsageError("missing operand");
    const accounts = yield* readAccounts(command.sys);
    const pattern = options.print === null ? options.format : unescaped(options.print, "printf").text;
    const end = options.print === null ? "\n" : "";
    for (const path of operands) {
      try {
        if (options.system) yield* command.out.print(systemText(command, path, pattern) + end);
        else {
          const file = options.follow ? command.sys.stat(path) : command.sys.lstat(path);
          const target = file.type === "symlink" ? command.sys.readlink(path) : null;
          const terse = "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o";
          const chosen = pattern ?? (options.terse ? terse : longFormat(file));
          yield* command.out.print(formatted(chosen, path, target, file, accounts) + end);
        }
      } catch (thrown) {
        yield* command.refused(thrown, path);
      }
    }
  },
);

function longFormat({ rdev }: Stat): string {
  const device = rdev ? "\tDevice type: %t,%T" : "";
  return [
    "  File: %N",
    "  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F",
    `Device: %Hd,%Ld\tInode: %-10i  Links: %h${device}`,
    "Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)",
    "Access: %x",
    "Modify: %y",
    "Change: %z",
    " Birth: -",
  ].join("\n");
}

function formatted(
  pattern: string,
  path: string,
  target: string | null,
  file: Stat,
  accounts: Accounts,
): string {
  const mode = typeBits[file.type] | file.mode;
  const seconds = (ms: number): string => String(Math.floor(ms / 1000));
  const values: Readonly<Record<string, string>> = {
    n: path,
    N: target === null ? path : `${path} -> ${target}`,
    s: String(file.size),
    b: String(file.blocks),
    B: "512",
    o: String(file.blockSize),
    f: mode.toString(16),
    F: file.type === "file" && file.size === 0 ? "regular empty file" : kinds[file.type],
    a: file.mode.toString(8),
    A: modeText(file.type, file.mode),
    u: String(file.uid),
    U: accounts.userName(file.uid) ?? "UNKNOWN",
    g: String(file.gid),
    G: accounts.groupName(file.gid) ?? "UNKNOWN",
    i: String(file.inode),
    h: String(file.links),
    d: String(file.device),
    D: file.device.toString(16),
    Hd: String(file.device >> 8),
    Ld: String(file.device & 0xff),
    t: (file.rdev?.major ?? 0).toString(16),
    T: (file.rdev?.minor ?? 0).toString(16),
    x: timeText(file.accessedMs),
    X: seconds(file.accessedMs),
    y: timeText(file.modifiedMs),
    Y: seconds(file.modifiedMs),
    z: timeText(file.changedMs),
    Z: seconds(file.changedMs),
    w: "-",
    W: "0",
    m: "/",
    "%": "%",
  };
  return filled(pattern, values);
}

/** Replaces `%-10s` and the like. */
function filled(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(
    /%([-0]*)(\d*)(?:\.(\d+))?([HL]d|[a-zA-Z%])/gu,
    (whole, flags: string, width: string, precision: string | undefined, letter: string) => {
      const text = values[letter];
      if (text === undefined) return whole;
      const cut = precision === undefined ? text : text.slice(0, Number(precision));
      const size = Number(width || 0);
      return flags.includes("-") ? cut.padEnd(size) : cut.padStart(size, flags.includes("0") ? "0" : " ");
    },
  );
}

function timeText(ms: number): string {
  const iso = new Date(ms).toISOString();
  const nanoseconds = String(Math.floor((((ms % 1000) + 1000) % 1000) * 1e6)).padStart(9, "0");
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}.${nanoseconds} +0000`;
}

function systemText({ sys }: Command, path: string, pattern: string | null): string {
  const system = sys.statfs(path);
  const values = {
    n: path,
    T: system.type,
    l: String(system.nameMax),
    s: String(system.blockSize),
    S: String(system.blockSize),
    b: String(system.blocks),
    f: String(system.blocksFree),
    a: String(system.blocksFree),
    c: String(system.files),
    d: String(system.filesFree),
    i: "0",
    "%": "%",
  };
  const long = [
    '  File: "%n"',
    "    ID: 0        Namelen: %-7l Type: %T",
    "Block size: %-10s Fundamental block size: %S",
    "Blocks: Total: %-10b Free: %-10f Available: %a",
    "Inodes: Total: %-10c Free: %d",
  ].join("\n");
  return filled(pattern ?? long, { ...values, n: pattern === null ? baseName(path) : path });
}
