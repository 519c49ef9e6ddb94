/**
 * Small steps on files that the runtime takes again and again, over system calls.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno, isErrno } from "../abi/errno.ts";
import type { OpenFlags } from "../abi/file-calls.ts";
import type { Syscalls } from "../abi/program.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `mkdir -p`. Most often all of it but the last is there. */
export function makeDirectories(sys: Syscalls, path: string, mode = 0o755): void {
  try {
    sys.mkdir(path, mode);
  } catch (error) {
    if (isErrno(error, "EEXIST")) return;
    const above = path.slice(0, path.lastIndexOf("/"));
    if (isErrno(error, "ENOENT") && above !== "") {
      makeDirectories(sys, above, mode);
      sys.mkdir(path, mode);
      return;
    }
    // A read-only file system says so before it says that the directory is there (mkdir(2)).
    if (!isErrno(error) || !isDirectory(sys, path)) throw error;
  }
}

function isDirectory(sys: Syscalls, path: string): boolean {
  try {
    return sys.stat(path).type === "directory";
  } catch (error) {
    if (error instanceof Errno) return false;
    throw error;
  }
}

/** Writes a file as one `write`, as `echo text > path` does. */
export function* writeFile(
  sys: Syscalls,
  path: string,
  text: string,
  flags: OpenFlags = { access: "write", create: true, truncate: true },
  mode = 0o644,
): Blocking<void> {
  const fd = yield* sys.open(path, flags, mode);
  try {
    const bytes = encoder.encode(text);
    for (let at = 0; at < bytes.byteLength;) at += yield* sys.write(fd, bytes.subarray(at));
  } finally {
    sys.close(fd);
  }
}

/** Writes to a file that the kernel provides: it is there already, or it is an error. */
export function* writeControl(sys: Syscalls, path: string, text: string): Blocking<void> {
  yield* writeFile(sys, path, text, { access: "write" });
}

/** The whole of a file as text. */
export function* readFile(sys: Syscalls, path: string): Blocking<string> {
  const fd = yield* sys.open(path, { access: "read" });
  try {
    return yield* readAll(sys, fd);
  } finally {
    sys.close(fd);
  }
}

/** What is left to read of `fd`, as text. */
export function* readAll(sys: Syscalls, fd: number): Blocking<string> {
  let text = "";
  for (;;) {
    const bytes = yield* sys.read(fd, 65_536);
    if (bytes.byteLength === 0) return text;
    text += decoder.decode(bytes);
  }
}

/** Tries `step` and lets the refusals in `accepted` pass. */
export function tolerating(accepted: readonly string[], step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!isErrno(error) || !accepted.includes(error.code)) throw error;
  }
}

/** `rm -r`: what is not there is fine. Does not cross into what is mounted below: that is EBUSY. */
export function* removeTree(sys: Syscalls, path: string): Blocking<void> {
  try {
    if (sys.lstat(path).type !== "directory") {
      sys.unlink(path);
      return;
    }
    const fd = yield* sys.open(path, { access: "read", directory: true, noFollow: true });
    const entries = sys.readDirectory(fd);
    sys.close(fd);
    for (const { name } of entries) {
      if (name !== "." && name !== "..") yield* removeTree(sys, `${path}/${name}`);
    }
    sys.rmdir(path);
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw error;
  }
}
