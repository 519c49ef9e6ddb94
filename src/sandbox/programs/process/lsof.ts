/** lsof(8): open files of processes, as `/proc/PID/fd` tells of them. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { tableLines } from "../command/columns.ts";
import { program } from "../command/command.ts";
import { readTextFileIfAny } from "../command/input.ts";
import { flag, value } from "../command/options.ts";
import { listProcesses, type ProcessEntry } from "./process-entry.ts";

/** One open file. */
interface OpenedFile {
  readonly fd: string;
  readonly type: string;
  readonly device: string;
  readonly size: string;
  readonly node: string;
  readonly name: string;
}

const typeNames: Readonly<Record<string, string>> = {
  file: "REG",
  directory: "DIR",
  character: "CHR",
  block: "BLK",
  fifo: "FIFO",
  socket: "sock",
  symlink: "LINK",
};

export const lsof = program(
  {
    usage: "[OPTION]... [FILE]...",
    about: "List open files, or who has FILEs open.",
    options: {
      pids: value("-p", "of these processes, with commas between"),
      user: value("-u", "of processes of this user"),
      command: value("-c", "of processes whose name begins so"),
      terse: flag("-t", "print pids only"),
      together: flag("-a", "all of the conditions must hold, as they always must here"),
      numeric: flag("-n", "accepted: addresses are never looked up"),
      ports: flag("-P", "accepted: ports are never looked up"),
    },
  },
  function* (command, { options, operands }) {
    const { sys, out } = command;
    const accounts = yield* readAccounts(sys);
    const pids = options.pids?.split(",").map(Number);
    const wanted = new Set<string>();
    for (const path of operands) {
      try {
        wanted.add(identity(sys, path));
      } catch (thrown) {
        yield* command.refused(thrown, `status error on ${path}`);
      }
    }
    const rows: string[][] = [];
    for (const entry of yield* listProcesses(sys)) {
      const user = accounts.userName(entry.euid) ?? String(entry.euid);
      if (pids && !pids.includes(entry.pid)) continue;
      if (options.user !== null && options.user !== user && options.user !== String(entry.euid)) continue;
      if (options.command !== null && !entry.comm.startsWith(options.command)) continue;
      for (const { path, ...file } of yield* openFiles(sys, entry)) {
        if (operands.length > 0 && !wanted.has(identityIfAny(sys, path) ?? "")) continue;
        const { fd, type, device, size, node, name } = file;
        rows.push([entry.comm.slice(0, 9), String(entry.pid), user, fd, type, device, size, node, name]);
      }
    }
    if (rows.length === 0) return 1;
    if (options.terse) {
      for (const pid of new Set(rows.map(([, of = ""]) => of))) yield* out.line(pid);
      return command.status;
    }
    const heads = "COMMAND PID USER FD TYPE DEVICE SIZE/OFF NODE NAME".split(" ");
    const right = new Set(["PID", "FD", "TYPE", "DEVICE", "SIZE/OFF", "NODE"]);
    for (const line of tableLines(
      heads.map((head) => ({ head, right: right.has(head) })),
      rows,
    ))
      yield* out.line(line);
    return command.status;
  },
);

function* openFiles(
  sys: Syscalls,
  { pid }: ProcessEntry,
): Blocking<readonly (OpenedFile & { readonly path: string })[]> {
  const files: (OpenedFile & { readonly path: string })[] = [];
  const places: [string, string][] = [
    ["cwd", `/proc/${pid}/cwd`],
    ["rtd", `/proc/${pid}/root`],
    ["txt", `/proc/${pid}/exe`],
  ];
  try {
    const folder = yield* sys.open(`/proc/${pid}/fd`, { access: "read", directory: true, closeOnExec: true });
    const names = sys.readDirectory(folder).map(({ name }) => name);
    sys.close(folder);
    for (const name of names
      .filter((one) => /^\d+$/u.test(one))
      .toSorted((one, other) => Number(one) - Number(other)))
      places.push([`${name}${yield* access(sys, pid, name)}`, `/proc/${pid}/fd/${name}`]);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
  }
  for (const [fd, path] of places) {
    try {
      const name = sys.readlink(path);
      const { type, device, size, inode, rdev } = sys.stat(path);
      const number = rdev ? `${rdev.major},${rdev.minor}` : `0,${device}`;
      files.push({
        fd,
        path,
        name,
        type: typeNames[type] ?? type,
        device: number,
        size: rdev ? "0t0" : String(size),
        node: String(inode),
      });
    } catch (thrown) {
      // It is gone, or another's.
      if (!isErrno(thrown)) throw thrown;
    }
  }
  return files;
}

/** `r`, `w` or `u`, by the flags it was opened with. */
function* access(sys: Syscalls, pid: number, fd: string): Blocking<string> {
  const text = (yield* readTextFileIfAny(sys, `/proc/${pid}/fdinfo/${fd}`)) ?? "";
  const flags = Number.parseInt(/^flags:\s*(\d+)$/mu.exec(text)?.[1] ?? "0", 8);
  return "rwu "[flags & 3] ?? " ";
}

/** What two names of one file have in common. */
function identity(sys: Syscalls, path: string): string {
  const { device, inode } = sys.stat(path);
  return `${device}:${inode}`;
}

function identityIfAny(sys: Syscalls, path: string): string | null {
  try {
    return identity(sys, path);
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}
