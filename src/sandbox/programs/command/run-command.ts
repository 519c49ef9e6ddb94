/**
 * Running other programs: the search in PATH (execvp(3)), the statuses 126 and 127, and a child that is waited for.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno, isErrno } from "../../abi/errno.ts";
import type { ChildStatus } from "../../abi/process-calls.ts";
import type { Syscalls } from "../../abi/program.ts";
import { signalNumber } from "../../abi/signals.ts";
import { reasonOf } from "./command.ts";
import { writeAll } from "./output.ts";
import { encodeText } from "./text-encoding.ts";

/** Where programs are looked for when PATH is not set. */
export const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Replaces the program by one that is looked for in PATH. Comes back only by throwing. */
function* execSearching(
  sys: Syscalls,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Blocking<never> {
  const name = argv[0] ?? "";
  if (name.includes("/")) return yield* execFile(sys, name, argv, env);
  let refusal = new Errno("ENOENT");
  for (const folder of name === "" ? [] : (env["PATH"] ?? defaultPath).split(":")) {
    try {
      return yield* execFile(sys, `${folder === "" ? "." : folder}/${name}`, argv, env);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      if (isErrno(thrown, "EACCES")) refusal = thrown;
      else if (!isErrno(thrown, "ENOENT") && !isErrno(thrown, "ENOTDIR")) throw thrown;
    }
  }
  throw refusal;
}

/** As `execSearching`, but a refusal is told on standard error and answered with 126 or 127. */
export function* execOrComplain(
  sys: Syscalls,
  caller: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Blocking<number> {
  try {
    return yield* execSearching(sys, argv, env);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    const message = `${caller}: ${argv[0] ?? ""}: ${reasonOf(thrown)}\n`;
    yield* writeAll(sys, 2, encodeText(message));
    return isErrno(thrown, "ENOENT") ? 127 : 126;
  }
}

/** Starts a program as a child; its pid. A refused exec is the child's own complaint. */
export function startCommand(
  sys: Syscalls,
  caller: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  prepare?: (child: Syscalls) => void,
): number {
  return sys.fork(function* child(own) {
    prepare?.(own);
    return yield* execOrComplain(own, caller, argv, env);
  });
}

/** Waits for the end of one child, however often signals come. */
export function* waitFor(sys: Syscalls, pid: number): Blocking<ChildStatus> {
  for (;;) {
    try {
      const waited = yield* sys.wait(pid);
      if (waited) return waited.status;
    } catch (thrown) {
      if (!isErrno(thrown, "EINTR")) throw thrown;
    }
  }
}

/** The exit status a shell would give: 128 and the signal's number for one that was killed. */
export function exitCodeOf(status: ChildStatus): number {
  switch (status.kind) {
    case "exited":
      return status.code;
    case "signaled":
    case "stopped":
      return 128 + signalNumber(status.signal);
    case "continued":
      return 0;
    default:
      throw new Error(`no such status: ${JSON.stringify(status satisfies never)}`);
  }
}

/** `/bin/sh -c` of a line. */
export function shellCommand(line: string): readonly string[] {
  return ["/bin/sh", "-c", line];
}

function* execFile(
  sys: Syscalls,
  path: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Blocking<never> {
  try {
    return yield* sys.exec(path, { argv, env });
  } catch (thrown) {
    // A script without `#!` is the shell's (execvp(3)); whatever else is not understood stays refused.
    if (!isErrno(thrown, "ENOEXEC") || !(yield* looksLikeText(sys, path))) throw thrown;
    return yield* sys.exec("/bin/sh", { argv: ["sh", path, ...argv.slice(1)], env });
  }
}

function* looksLikeText(sys: Syscalls, path: string): Blocking<boolean> {
  const fd = yield* sys.open(path, { access: "read", closeOnExec: true });
  try {
    const bytes = yield* sys.read(fd, 256);
    return bytes.length > 0 && !bytes.includes(0) && bytes[0] !== 0x7f;
  } finally {
    sys.close(fd);
  }
}
