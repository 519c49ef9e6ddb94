/**
 * Pathname expansion (POSIX 2.6.6): the files that a pattern matches, sorted.
 */
import { type Blocking, checkpoint } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Syscalls } from "../../../abi/program.ts";
import type { DirectoryEntry } from "../../../abi/stat.ts";
import { hasWildcard, Pattern, unescapePattern } from "./pattern.ts";

/** Paths that `pattern` matches; `null` when none does, or it is no pattern. */
export function* expandPathname(sys: Syscalls, pattern: string): Blocking<readonly string[] | null> {
  if (!hasWildcard(pattern)) return null;
  let paths = [""];
  for (const piece of pattern.split(/(\/+)/)) {
    if (piece === "") continue;
    const next: string[] = [];
    for (const path of paths) {
      if (piece.startsWith("/")) next.push(path + piece);
      else if (!hasWildcard(piece)) next.push(path + unescapePattern(piece));
      else yield* matchDirectory(sys, path, new Pattern(piece), next);
    }
    paths = next;
    if (paths.length === 0) return null;
  }
  // Only names that were matched in a directory are known to be there.
  const existing = paths.filter((path) => exists(sys, path));
  return existing.length > 0 ? existing.toSorted(compareNames) : null;
}

function* matchDirectory(sys: Syscalls, path: string, pattern: Pattern, into: string[]): Blocking<void> {
  yield checkpoint;
  for (const { name } of yield* listDirectory(sys, path === "" ? "." : path)) {
    if (name.startsWith(".") && !pattern.startsWithPeriod) continue;
    if (pattern.matches(name)) into.push(path + name);
  }
}

/** The entries of a directory; none where it cannot be read. */
export function* listDirectory(sys: Syscalls, path: string): Blocking<readonly DirectoryEntry[]> {
  try {
    const fd = yield* sys.open(path, { access: "read", directory: true, closeOnExec: true });
    try {
      return sys.readDirectory(fd);
    } finally {
      sys.close(fd);
    }
  } catch (error) {
    if (isErrno(error)) return [];
    throw error;
  }
}

function exists(sys: Syscalls, path: string): boolean {
  try {
    sys.lstat(path);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function compareNames(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
