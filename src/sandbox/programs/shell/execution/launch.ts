/**
 * Becomes another program: looks it up in `PATH`, execs it, and says why it could not. Runs in the process that is to be
 * replaced.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { type Errno, isErrno } from "../../../abi/errno.ts";
import type { Program, Syscalls } from "../../../abi/program.ts";

/** What is to be run, and how its failing is told. */
export interface Launch {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Directories to search, as in `PATH`; relevant for names without a slash. */
  readonly path: string;
  /** The shell: runs text files that no `#!` gives to another. */
  readonly program: Program;
}

/** Where programs are looked for when there is no `PATH` (and by `command -p`). */
export const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Execs; comes back only with the status of a script run in place, or a refusal: its message and status. */
export function* launch(
  sys: Syscalls,
  { argv, env, path, program }: Launch,
): Blocking<number | { readonly message: string; readonly status: 126 | 127 }> {
  const [name = ""] = argv;
  let refusal: Errno | null = null;
  for (const file of candidates(name, path)) {
    try {
      yield* sys.exec(file, { argv, env });
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code === "ENOEXEC") {
        if (!(yield* isText(sys, file)))
          return { message: `${name}: ${error.why ?? error.message}`, status: 126 };
        return yield* program(sys, { argv: ["sh", file, ...argv.slice(1)], env });
      }
      // What is there but may not be run is told only when nothing else is found.
      if (error.code !== "ENOENT" && error.code !== "ENOTDIR") refusal ??= error;
    }
  }
  if (!refusal) return { message: `${name}: not found`, status: 127 };
  return { message: `${name}: ${refusal.message}`, status: 126 };
}

/** The files that a command's name may mean, in order. */
function candidates(name: string, path: string): readonly string[] {
  if (name === "") return [];
  if (name.includes("/")) return [name];
  return path.split(":").map((directory) => (directory === "" ? name : `${directory}/${name}`));
}

/** The file that running `name` would run; `null` when there is none. */
export function findProgram(sys: Syscalls, name: string, path: string): string | null {
  for (const file of candidates(name, path)) {
    try {
      if (sys.stat(file).type !== "file") continue;
      sys.access(file, 1);
      return file;
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
  return null;
}

/** As bash decides whether a file may be a script: no NUL in its first line. */
function* isText(sys: Syscalls, path: string): Blocking<boolean> {
  try {
    const fd = yield* sys.open(path, { access: "read", closeOnExec: true });
    try {
      const head = yield* sys.read(fd, 128);
      const newline = head.indexOf(10);
      return !head.subarray(0, newline < 0 ? head.length : newline).includes(0);
    } finally {
      sys.close(fd);
    }
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}
