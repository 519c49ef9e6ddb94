/**
 * How layers come together: which files a name stands for, and which names there are. Whiteouts and opaque directories
 * end the search.
 */
import { Errno } from "../../abi/errno.ts";
import type { DirectoryEntry } from "../../abi/stat.ts";
import type { Caller } from "../caller.ts";
import { DirectoryInode, type Inode } from "../inode.ts";
import { isWhiteout } from "./overlay-node.ts";

/** The real files behind one name. */
export interface Merged {
  readonly upper: Inode | null;
  /** Topmost first; one at most unless they are directories. Empty when the upper one hides them. */
  readonly lowers: readonly Inode[];
}

/** What `name` stands for in directories that lie over each other; `null` for nothing. */
export function mergedLookup(
  upperDirectory: DirectoryInode | null,
  lowerDirectories: readonly DirectoryInode[],
  name: string,
  caller: Caller,
): Merged | null {
  const upper = upperDirectory?.lookup(name, caller) ?? null;
  if (isWhiteout(upper)) return null;
  if (upper && (!(upper instanceof DirectoryInode) || upper.opaque)) return { upper, lowers: [] };
  const lowers: Inode[] = [];
  for (const directory of lowerDirectories) {
    const lower = directory.lookup(name, caller);
    if (!lower) continue;
    if (isWhiteout(lower)) break;
    if (!(lower instanceof DirectoryInode)) {
      if (!upper && lowers.length === 0) lowers.push(lower);
      break;
    }
    lowers.push(lower);
    if (lower.opaque) break;
  }
  return upper || lowers.length > 0 ? { upper, lowers } : null;
}

/** The names of directories that lie over each other, each once. */
export function mergedEntries(
  upperDirectory: DirectoryInode | null,
  lowerDirectories: readonly DirectoryInode[],
  caller: Caller,
): readonly DirectoryEntry[] {
  const entries = new Map<string, DirectoryEntry | null>();
  for (const directory of [...(upperDirectory ? [upperDirectory] : []), ...lowerDirectories]) {
    for (const entry of directory.entries(caller)) {
      if (entries.has(entry.name)) continue;
      const hides = entry.type === "character" && isWhiteout(directory.lookup(entry.name, caller));
      entries.set(entry.name, hides ? null : entry);
    }
  }
  return [...entries.values()].filter((entry) => entry !== null);
}

/** ENOTEMPTY where they show any name. */
export function demandEmpty(
  upperDirectory: DirectoryInode | null,
  lowerDirectories: readonly DirectoryInode[],
  caller: Caller,
): void {
  if (mergedEntries(upperDirectory, lowerDirectories, caller).length > 0) throw new Errno("ENOTEMPTY");
}

/** Whiteouts are all that is left in the upper layer of a directory that shows nothing: away with them. */
export function removeWhiteouts(upperDirectory: DirectoryInode | null, caller: Caller): void {
  for (const { name } of upperDirectory?.entries(caller) ?? []) upperDirectory?.unlink(name, caller);
}
