/**
 * Redirections: what they mean is found out first, in the shell; they are made in the process they are for, and can be
 * taken back where that is the shell itself.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { type Errno, isErrno } from "../../../abi/errno.ts";
import type { OpenFlags } from "../../../abi/file-calls.ts";
import type { Syscalls } from "../../../abi/program.ts";
import type { Expander } from "../expansion/expander.ts";
import type { Redirection } from "../parser/syntax-tree.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import { encodeText } from "../text/bytes.ts";
import { writeAll } from "../text/read-file.ts";

/** A redirection with its words expanded. */
export type Redirect =
  | { readonly kind: "open"; readonly fd: number; readonly path: string; readonly flags: OpenFlags }
  | { readonly kind: "duplicate"; readonly fd: number; readonly from: number }
  | { readonly kind: "close"; readonly fd: number }
  | { readonly kind: "text"; readonly fd: number; readonly bytes: Uint8Array };

/** How descriptors were: `saved` is a copy of `fd`, null where it was closed. */
export type SavedDescriptors = readonly { readonly fd: number; readonly saved: number | null }[];

/** What a pipe surely takes at once (PIPE_BUF). */
const pipeBufferBytes = 4096;

const openFlags = {
  read: { access: "read" },
  write: { access: "write", create: true, truncate: true },
  clobber: { access: "write", create: true, truncate: true },
  append: { access: "write", create: true, append: true },
  both: { access: "both", create: true },
} as const satisfies Record<string, OpenFlags>;

/** Expands the words of redirections. */
export function* expandRedirections(
  redirections: readonly Redirection[],
  expander: Expander,
  noClobber: boolean,
): Blocking<readonly Redirect[]> {
  const redirects: Redirect[] = [];
  for (const redirection of redirections) {
    switch (redirection.kind) {
      case "file": {
        const path = yield* expander.text(redirection.target);
        const flags = openFlags[redirection.how];
        const careful = noClobber && redirection.how === "write";
        redirects.push({
          kind: "open",
          fd: redirection.fd,
          path,
          flags: careful ? { ...flags, exclusive: true, truncate: false } : flags,
        });
        break;
      }
      case "duplicate":
        redirects.push(duplicate(redirection.fd, yield* expander.text(redirection.target)));
        break;
      case "output-and-errors": {
        const path = yield* expander.text(redirection.target);
        redirects.push(
          { kind: "open", fd: 1, path, flags: openFlags[redirection.append ? "append" : "write"] },
          { kind: "duplicate", fd: 2, from: 1 },
        );
        break;
      }
      case "here-document": {
        const text = yield* expander.text(redirection.document.body, "none");
        redirects.push({ kind: "text", fd: redirection.fd, bytes: encodeText(text) });
        break;
      }
      case "here-string": {
        const text = yield* expander.text(redirection.target);
        redirects.push({ kind: "text", fd: redirection.fd, bytes: encodeText(`${text}\n`) });
        break;
      }
    }
  }
  return redirects;
}

function duplicate(fd: number, target: string): Redirect {
  if (target === "-") return { kind: "close", fd };
  if (!/^\d+$/.test(target)) throw new ShellFailure("syntax error: bad fd number");
  return { kind: "duplicate", fd, from: Number(target) };
}

/** Makes redirections for good. */
export function* applyRedirects(sys: Syscalls, redirects: readonly Redirect[]): Blocking<void> {
  for (const redirect of redirects) yield* applyOne(sys, redirect);
}

/** Makes redirections in the shell itself, to be taken back by `restoreDescriptors`. */
export function* pushRedirects(sys: Syscalls, redirects: readonly Redirect[]): Blocking<SavedDescriptors> {
  const saved: { fd: number; saved: number | null }[] = [];
  try {
    for (const redirect of redirects) {
      if (!saved.some((each) => each.fd === redirect.fd))
        saved.push({ fd: redirect.fd, saved: save(sys, redirect.fd) });
      yield* applyOne(sys, redirect);
    }
  } catch (error) {
    restoreDescriptors(sys, saved);
    throw error;
  }
  return saved;
}

/** Puts descriptors back. */
export function restoreDescriptors(sys: Syscalls, saved: SavedDescriptors): void {
  for (const each of saved.toReversed()) {
    if (each.saved === null) closeQuietly(sys, each.fd);
    else {
      sys.dup2(each.saved, each.fd);
      sys.close(each.saved);
    }
  }
}

function save(sys: Syscalls, fd: number): number | null {
  try {
    return sys.dup(fd, 10, true);
  } catch (error) {
    if (isErrno(error, "EBADF")) return null;
    throw error;
  }
}

function* applyOne(sys: Syscalls, redirect: Redirect): Blocking<void> {
  switch (redirect.kind) {
    case "close":
      closeQuietly(sys, redirect.fd);
      break;
    case "duplicate":
      try {
        sys.dup2(redirect.from, redirect.fd);
      } catch (error) {
        if (isErrno(error)) throw new ShellFailure(`${redirect.from}: ${error.message}`, 1);
        throw error;
      }
      break;
    case "open":
      move(sys, yield* openFor(sys, redirect), redirect.fd);
      break;
    case "text":
      move(sys, yield* openText(sys, redirect.bytes), redirect.fd);
      break;
  }
}

function* openFor(sys: Syscalls, redirect: Extract<Redirect, { kind: "open" }>): Blocking<number> {
  const { path, flags } = redirect;
  try {
    try {
      return yield* sys.open(path, flags, 0o666);
    } catch (error) {
      // `set -C` keeps regular files; a device or FIFO may be written.
      if (!flags.exclusive || !isErrno(error, "EEXIST") || sys.stat(path).type === "file") throw error;
      return yield* sys.open(path, { access: "write" });
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new ShellFailure(refusal(path, flags.create ?? false, error), 1);
  }
}

function refusal(path: string, creates: boolean, error: Errno): string {
  if (error.code !== "ENOENT") return `can't ${creates ? "create" : "open"} ${path}: ${error.message}`;
  return creates ? `can't create ${path}: nonexistent directory` : `can't open ${path}: no such file`;
}

/** A pipe that gives `bytes`; a child writes what the pipe might not take. */
function* openText(sys: Syscalls, bytes: Uint8Array): Blocking<number> {
  const pipe = sys.pipe();
  if (bytes.length <= pipeBufferBytes) yield* writeAll(sys, pipe.write, bytes);
  else {
    sys.fork(function* (child): Blocking<number> {
      for (const signal of ["SIGINT", "SIGQUIT", "SIGHUP", "SIGTSTP"] as const)
        child.sigaction(signal, "ignore");
      child.sigaction("SIGPIPE", "default");
      child.close(pipe.read);
      yield* writeAll(child, pipe.write, bytes);
      return 0;
    });
  }
  sys.close(pipe.write);
  return pipe.read;
}

function move(sys: Syscalls, from: number, to: number): void {
  if (from === to) return;
  sys.dup2(from, to);
  sys.close(from);
}

/** Closes what may be closed already. */
export function closeQuietly(sys: Syscalls, fd: number): void {
  try {
    sys.close(fd);
  } catch (error) {
    if (!isErrno(error, "EBADF")) throw error;
  }
}
