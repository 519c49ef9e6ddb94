/**
 * Symbolic links, and the magic ones of procfs which lead to a place instead of naming it. Does not walk paths.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { Caller } from "./caller.ts";
import { Inode } from "./inode.ts";
import type { Location } from "./location.ts";
import type { OpenFile } from "./open-file.ts";
import type { Opening } from "./opening.ts";

const encoder = new TextEncoder();

/** A symbolic link. */
export abstract class LinkInode extends Inode {
  readonly type = "symlink";

  /** What readlink(2) answers, to this caller; `root` is where the caller's paths begin. */
  abstract target(caller: Caller, root: Location): string;

  /** What it says to everyone; `null` where that depends on who reads. */
  get text(): string | null {
    return null;
  }

  /** Where it leads without a path; `null` for an ordinary link, which is followed by its text. */
  follow(_caller: Caller): Location | null {
    return null;
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  *open(_opening: Opening): Blocking<OpenFile> {
    throw new Errno("ELOOP");
  }
}

/** st_size of a link with this text. */
export function linkSize(target: string): number {
  return encoder.encode(target).byteLength;
}
