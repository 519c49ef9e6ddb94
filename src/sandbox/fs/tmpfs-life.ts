/**
 * How long a file of a tmpfs lives: while it has a name or is open. Keeps what every one says of itself.
 */
import { AttributeStore } from "./attribute-store.ts";
import type { Caller } from "./caller.ts";
import type { AttributeKeeper, InodeChange, InodeRecord, NewInode } from "./inode.ts";
import type { Tmpfs } from "./tmpfs.ts";
import type { TmpfsNode } from "./tmpfs-directory.ts";

/** What is given to a new file. */
export type Owner = Pick<NewInode, "mode" | "uid" | "gid">;

/** The record of one file, its links and its holders. */
export class TmpfsLife implements AttributeKeeper {
  record: { -readonly [Key in keyof InodeRecord]: InodeRecord[Key] };
  readonly number: number;
  readonly #node: TmpfsNode;
  readonly #fs: Tmpfs;
  #attributes: AttributeStore | null = null;
  #holds = 0;

  constructor(node: TmpfsNode, fs: Tmpfs, made: Owner, links: number, caller: Caller) {
    this.#node = node;
    this.#fs = fs;
    this.number = fs.admit(node, caller);
    const now = caller.epochMs();
    this.record = {
      mode: made.mode,
      uid: made.uid,
      gid: made.gid,
      links,
      accessedMs: now,
      modifiedMs: now,
      changedMs: now,
    };
  }

  change(change: InodeChange, caller: Caller): void {
    Object.assign(this.record, change);
    this.record.changedMs = caller.epochMs();
  }

  names(): readonly string[] {
    return this.#attributes?.names() ?? [];
  }

  get(name: string): Uint8Array | null {
    return this.#attributes?.get(name) ?? null;
  }

  set(name: string, value: Uint8Array | null, caller: Caller): void {
    (this.#attributes ??= new AttributeStore()).set(name, value, caller);
    this.record.changedMs = caller.epochMs();
  }

  addLinks(count: number, caller: Caller): void {
    this.record.links += count;
    this.record.changedMs = caller.epochMs();
    if (this.record.links === 0 && this.#holds > 0) this.#fs.orphans += 1;
    this.#endIfUnused();
  }

  touch(caller: Caller): void {
    this.record.modifiedMs = this.record.changedMs = caller.epochMs();
  }

  hold(): void {
    this.#holds += 1;
  }

  drop(): void {
    this.#holds -= 1;
    if (this.record.links === 0 && this.#holds === 0) this.#fs.orphans -= 1;
    this.#endIfUnused();
  }

  #endIfUnused(): void {
    if (this.#holds === 0 && this.record.links === 0) {
      this.#attributes?.release();
      this.#node.release();
      this.#fs.dismiss(this.#node);
    }
  }
}
