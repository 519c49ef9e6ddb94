/** du(1) and df(1): how much files and file systems hold. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { tableLines } from "../command/columns.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { flag, value } from "../command/options.ts";
import { humanSize, integerArgument, sizeBytes } from "../command/quantities.ts";
import { readMounts, type MountEntry } from "../mounts/mount-table.ts";
import { joined } from "./path-text.ts";

export const du = program(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Print how much is allocated below FILEs, in KiB if nothing else is said.",
    options: {
      all: flag("-a, --all", "every file, not only directories"),
      apparent: flag("-b, --bytes", "sizes in bytes, not what is allocated"),
      total: flag("-c, --total", "a line with the sum"),
      depth: value("-d, --max-depth=N", "only so deep"),
      human: flag("-h, --human-readable", "sizes like 1.5K"),
      kibi: flag("-k", "in KiB"),
      mebi: flag("-m", "in MiB"),
      summarize: flag("-s, --summarize", "only the FILEs themselves"),
      oneSystem: flag("-x, --one-file-system", "stay on one file system"),
      follow: flag("-L, --dereference", "what links point to"),
      links: flag("-l, --count-links", "hard links as often as they come"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const seen = new Set<string>();
    const depthLimit = options.summarize
      ? 0
      : options.depth === null
        ? Infinity
        : integerArgument(options.depth, "maximum depth");
    const shown = (bytes: number): string =>
      options.apparent
        ? String(bytes)
        : options.human
          ? humanSize(bytes)
          : String(Math.ceil(bytes / (options.mebi ? 1024 ** 2 : 1024)));
    const measure = function* (path: string, depth: number, device: number | null): Blocking<number> {
      let bytes = 0;
      try {
        const stat = options.follow ? sys.stat(path) : sys.lstat(path);
        if (device !== null && options.oneSystem && stat.device !== device) return 0;
        const key = `${stat.device}:${stat.inode}`;
        if (!options.links && stat.links > 1 && stat.type !== "directory") {
          if (seen.has(key)) return 0;
          seen.add(key);
        }
        bytes = options.apparent ? stat.size : stat.blocks * 512;
        if (stat.type === "directory") {
          const fd = yield* sys.open(path, { access: "read", directory: true, closeOnExec: true });
          const names = sys.readDirectory(fd).map(({ name }) => name);
          sys.close(fd);
          for (const name of names) {
            if (name !== "." && name !== "..")
              bytes += yield* measure(joined(path, name), depth + 1, device ?? stat.device);
          }
        }
        if (depth <= depthLimit && (stat.type === "directory" || options.all || depth === 0)) {
          yield* command.out.line(`${shown(bytes)}\t${path}`);
        }
      } catch (thrown) {
        yield* command.refused(thrown, path);
      }
      return bytes;
    };
    let sum = 0;
    for (const path of operands.length > 0 ? operands : ["."]) sum += yield* measure(path, 0, null);
    if (options.total) yield* command.out.line(`${shown(sum)}\ttotal`);
  },
);

export const df = program(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Print how much file systems hold, in KiB if nothing else is said.",
    options: {
      all: flag("-a, --all", "those without blocks too"),
      human: flag("-h, --human-readable", "sizes like 1.5K"),
      inodes: flag("-i, --inodes", "numbers of inodes"),
      kibi: flag("-k", "in KiB"),
      mebi: flag("-m", "in MiB"),
      portable: flag("-P, --portability", "one line each, as always"),
      type: flag("-T, --print-type", "with the type"),
      only: value("-t, --type=TYPE", "only this type"),
      block: value("-B, --block-size=SIZE", "in units of SIZE"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const unit = options.block === null ? (options.mebi ? 1024 ** 2 : 1024) : sizeBytes(options.block);
    if (unit === null || unit <= 0)
      throw new CommandFailure(`invalid --block-size argument '${options.block ?? ""}'`);
    const mounts = yield* readMounts(sys);
    const chosen = operands.length > 0 ? yield* mountsOf(command, mounts, operands) : lastOfEach(mounts);
    const rows: string[][] = [];
    for (const { source, target, type } of chosen) {
      if (options.only !== null && type !== options.only) continue;
      let system: ReturnType<typeof sys.statfs>;
      try {
        system = sys.statfs(target);
      } catch (thrown) {
        yield* command.refused(thrown, target);
        continue;
      }
      if (system.blocks === 0 && !options.all && operands.length === 0) continue;
      const [total, free] = options.inodes
        ? [system.files, system.filesFree]
        : [system.blocks * system.blockSize, system.blocksFree * system.blockSize];
      const used = total - free;
      const show = (amount: number): string =>
        options.human
          ? humanSize(amount)
          : options.inodes
            ? String(amount)
            : String(Math.ceil(amount / unit));
      const percent = total === 0 ? "-" : `${Math.ceil((100 * used) / total)}%`;
      rows.push([
        source,
        ...(options.type ? [type] : []),
        show(total),
        show(used),
        show(free),
        percent,
        target,
      ]);
    }
    if (rows.length === 0 && command.status !== 0) return;
    const size = options.inodes
      ? "Inodes"
      : options.human
        ? "Size"
        : unit === 1024
          ? "1K-blocks"
          : options.mebi
            ? "1M-blocks"
            : `${options.block ?? ""}-blocks`;
    const [used, free, percent] = options.inodes
      ? ["IUsed", "IFree", "IUse%"]
      : ["Used", options.human ? "Avail" : "Available", "Use%"];
    const right = (head: string): { head: string; right: true } => ({ head, right: true });
    const columns = [
      { head: "Filesystem" },
      ...(options.type ? [{ head: "Type" }] : []),
      right(size),
      right(used ?? ""),
      right(free ?? ""),
      right(percent ?? ""),
      { head: "Mounted on" },
    ];
    // The first column is never narrower than fourteen (GNU).
    const lines = tableLines(columns, [...rows, ["".padEnd(14)]]).slice(0, -1);
    for (const line of lines) yield* command.out.line(line);
  },
);

/** What is mounted over is out of sight. */
function lastOfEach(mounts: readonly MountEntry[]): readonly MountEntry[] {
  return mounts.filter(
    (entry, at) => !mounts.some((later, laterAt) => laterAt > at && later.target === entry.target),
  );
}

function* mountsOf(
  command: Command,
  mounts: readonly MountEntry[],
  paths: readonly string[],
): Blocking<readonly MountEntry[]> {
  const found: MountEntry[] = [];
  for (const path of paths) {
    try {
      const { device } = command.sys.stat(path);
      const entry = lastOfEach(mounts).findLast(({ target }) => deviceOf(command, target) === device);
      if (entry) found.push(entry);
    } catch (thrown) {
      yield* command.refused(thrown, path);
    }
  }
  return found;
}

function deviceOf({ sys }: Command, path: string): number | null {
  try {
    return sys.stat(path).device;
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}
