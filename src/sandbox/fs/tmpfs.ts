/**
 * tmpfs (tmpfs(5)): files in memory with limits on pages and inodes. Also what devtmpfs is made of. Its files are in
 * `tmpfs-directory.ts` and `tmpfs-leaves.ts`.
 */
import { Errno } from "../abi/errno.ts";
import type { StatFs } from "../abi/stat.ts";
import type { Caller, MemoryAccount } from "./caller.ts";
import { FileSystem, numberOption, parseMountOptions } from "./file-system.ts";
import type { PageBudget } from "./page-store.ts";
import { pageBytes } from "./stat-of.ts";
import { TmpfsDirectory, type TmpfsNode } from "./tmpfs-directory.ts";

/** What an inode with its name takes of the kernel's memory, about as in Linux. Bytes. */
const inodeBytes = 1024;

/** Where a tmpfs is made. */
export interface TmpfsMaking {
  readonly device: number;
  readonly owner: object | null;
  /** The host's memory: a tmpfs is at most half of it unless told. Bytes. */
  readonly memoryBytes: number;
  /** `size=1m,mode=755,nr_inodes=100,uid=0,gid=0`. */
  readonly options: string;
  readonly caller: Caller;
  /** Default: `tmpfs`. */
  readonly type?: string;
}

interface Limits {
  /** `null`: as many as there is memory (`size=0`). */
  pages: number | null;
  inodes: number | null;
}

/** A file system in memory. */
export class Tmpfs extends FileSystem implements PageBudget {
  readonly type: string;
  readonly rootInode: TmpfsDirectory;
  readonly #memoryBytes: number;
  readonly #limits: Limits;
  #shown: string;
  #pages = 0;
  /** With who paid for each. */
  readonly #inodes = new Map<TmpfsNode, MemoryAccount>();
  #nextNumber = 1;

  constructor(making: TmpfsMaking) {
    super(making.device, making.owner);
    this.type = making.type ?? "tmpfs";
    this.#memoryBytes = making.memoryBytes;
    const half = Math.floor(making.memoryBytes / 2 / pageBytes);
    this.#limits = { pages: half, inodes: half };
    const parsed = parseMountOptions(making.options);
    this.#shown = this.#limit(parsed, null);
    const { credentials, idMap } = making.caller.identity;
    const own = (kind: "uid" | "gid", whose: number): number => {
      const text = parsed.get(kind);
      if (text === undefined) return whose;
      const id = idMap.toKernel(kind, numberOption(text));
      if (id === null) throw new Errno("EINVAL");
      return id;
    };
    const mode = parsed.get("mode");
    const owner = { uid: own("uid", credentials.euid), gid: own("gid", credentials.egid) };
    this.rootInode = new TmpfsDirectory(
      this,
      { mode: mode === undefined ? 0o1777 : numberOption(mode, 8), ...owner },
      making.caller,
    );
  }

  override get options(): string {
    return this.#shown;
  }

  override remount(options: string, _caller: Caller): void {
    this.#shown = this.#limit(parseMountOptions(options), this.#shown) || this.#shown;
  }

  statfs(): StatFs {
    const { pages, inodes } = this.#limits;
    return {
      type: this.type,
      blockSize: pageBytes,
      blocks: pages ?? 0,
      blocksFree: pages === null ? 0 : Math.max(0, pages - this.#pages),
      files: inodes ?? 0,
      filesFree: inodes === null ? 0 : Math.max(0, inodes - this.#inodes.size),
      nameMax: 255,
    };
  }

  take(): boolean {
    if (this.#limits.pages !== null && this.#pages >= this.#limits.pages) return false;
    this.#pages += 1;
    return true;
  }

  give(pages: number): void {
    this.#pages -= pages;
  }

  /** Takes an inode of the budget and its memory of the caller's; ENOSPC, ENOMEM. Tells its number. */
  admit(node: TmpfsNode, caller: Caller): number {
    if (this.#limits.inodes !== null && this.#inodes.size >= this.#limits.inodes) throw new Errno("ENOSPC");
    if (!caller.account.tryCharge(inodeBytes, "kernel")) throw new Errno("ENOMEM");
    this.#inodes.set(node, caller.account);
    return this.#nextNumber++;
  }

  dismiss(node: TmpfsNode): void {
    this.#inodes.get(node)?.uncharge(inodeBytes, "kernel");
    this.#inodes.delete(node);
  }

  protected override released(): void {
    for (const node of this.#inodes.keys()) {
      node.release();
      this.dismiss(node);
    }
  }

  /** Sets the limits and tells how they are shown. */
  #limit(parsed: Map<string, string | null>, before: string | null): string {
    const shown: string[] = [];
    const size = parsed.get("size");
    const blocks = parsed.get("nr_blocks");
    const inodes = parsed.get("nr_inodes");
    const limits = { ...this.#limits };
    if (size !== undefined) limits.pages = Math.ceil(this.#bytesOption(size) / pageBytes) || null;
    else if (blocks !== undefined) limits.pages = this.#bytesOption(blocks) || null;
    if (inodes !== undefined) limits.inodes = this.#bytesOption(inodes) || null;
    const known = /^(?:size|nr_blocks|nr_inodes|mode|uid|gid|huge|inode32|inode64|noswap)$/;
    for (const name of parsed.keys()) if (!known.test(name)) throw new Errno("EINVAL");
    if (before !== null) {
      if (limits.pages !== null && limits.pages < this.#pages) throw new Errno("EINVAL");
      if (limits.inodes !== null && limits.inodes < this.#inodes.size) throw new Errno("EINVAL");
    }
    Object.assign(this.#limits, limits);
    if ((size ?? blocks) !== undefined) {
      shown.push(`size=${limits.pages === null ? 0 : (limits.pages * pageBytes) / 1024}k`);
    }
    if (inodes !== undefined) shown.push(`nr_inodes=${limits.inodes ?? 0}`);
    const mode = parsed.get("mode");
    if (before === null && mode !== undefined) shown.push(`mode=${numberOption(mode, 8).toString(8)}`);
    for (const id of ["uid", "gid"] as const) {
      const given = parsed.get(id);
      if (before === null && typeof given === "string" && given !== "0") shown.push(`${id}=${given}`);
    }
    return shown.join(",");
  }

  #bytesOption(text: string | null): number {
    const match = /^(\d+)([kmgKMG%]?)$/.exec(text ?? "");
    if (!match) throw new Errno("EINVAL");
    const [, digits = "", unit = ""] = match;
    const number = Number(digits);
    switch (unit.toLowerCase()) {
      case "k":
        return number * 1024;
      case "m":
        return number * 1024 ** 2;
      case "g":
        return number * 1024 ** 3;
      case "%":
        return Math.floor((this.#memoryBytes * number) / 100);
      default:
        return number;
    }
  }
}
