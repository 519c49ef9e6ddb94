/**
 * A mounted file system as a whole ("superblock"): its type, its device number, who may rule over it, what it holds.
 * Lives as long as any mount shows it. Knows no paths.
 */
import { Errno } from "../abi/errno.ts";
import type { StatFs } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import { Dentry } from "./dentry.ts";
import type { DirectoryInode, Inode } from "./inode.ts";

/** Base of all file systems. */
export abstract class FileSystem {
  /** As in `/proc/filesystems`. */
  abstract readonly type: string;
  /** st_dev of its files. */
  readonly device: number;
  /** The user namespace it belongs to; `null` is the host's. Devices on it work only then. */
  readonly owner: object | null;
  /** The whole of it, whatever its mounts say. */
  readOnly = false;
  /** Files open for writing. */
  writers = 0;
  /** Files without a name that are still open: what is to be deleted keeps it from becoming read-only. */
  orphans = 0;
  #root: Dentry | null = null;
  #mounts = 0;

  constructor(device: number, owner: object | null) {
    this.device = device;
    this.owner = owner;
  }

  protected abstract readonly rootInode: DirectoryInode | Inode;

  /** The top of its only tree of names. */
  get root(): Dentry {
    return (this.#root ??= new Dentry(this.rootInode, null, ""));
  }

  abstract statfs(): StatFs;

  /** What links to its root read as instead of a path: `pipe:[123]`, `net:[4026531840]`. */
  get label(): string | null {
    return null;
  }

  /** As `/proc/mounts` shows them, without `rw` and what belongs to the mount. */
  get options(): string {
    return "";
  }

  /** mount(2) with `remount`: EINVAL for what cannot change. */
  remount(_options: string, _caller: Caller): void {}

  /** Whether any mount shows it. */
  get isMounted(): boolean {
    return this.#mounts > 0;
  }

  hold(): void {
    this.#mounts += 1;
  }

  drop(): void {
    this.#mounts -= 1;
    if (this.#mounts === 0) this.released();
  }

  /** No mount shows it any more, and nothing on it is open. */
  protected released(): void {}
}

/** Splits a mount's data string at its commas; a backslash takes the next character as it is. */
export function parseMountOptions(options: string): Map<string, string | null> {
  const parsed = new Map<string, string | null>();
  for (const option of options.match(/(?:\\.|[^,\\])+/gs) ?? []) {
    const equals = option.indexOf("=");
    if (equals < 0) parsed.set(option, null);
    else parsed.set(option.slice(0, equals), option.slice(equals + 1));
  }
  return parsed;
}

/** A number in an option, in `radix`; EINVAL. */
export function numberOption(text: string | null, radix: 8 | 10 = 10): number {
  if (text === null || !(radix === 8 ? /^[0-7]+$/ : /^\d+$/).test(text)) throw new Errno("EINVAL");
  return Number.parseInt(text, radix);
}
