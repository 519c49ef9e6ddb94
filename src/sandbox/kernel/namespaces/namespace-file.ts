/**
 * The files of namespaces (`/proc/PID/ns/…`, nsfs): open, bound or linked to, they keep a namespace alive, and setns(2)
 * takes them.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";
import type { FileSystem } from "../../fs/file-system.ts";
import { Inode } from "../../fs/inode.ts";
import type { InodeRecord } from "../../fs/inode.ts";
import type { Location } from "../../fs/location.ts";
import { OpenFile } from "../../fs/open-file.ts";
import type { Opening } from "../../fs/opening.ts";
import { statOf } from "../../fs/stat-of.ts";
import type { Vfs } from "../../fs/vfs.ts";
import type { Namespace } from "./namespace.ts";

/** The inode that stands for a namespace. */
export class NamespaceInode extends Inode {
  readonly type = "file";
  readonly fs: FileSystem;
  readonly namespace: Namespace;
  readonly #epochMs: number;

  constructor(fs: FileSystem, namespace: Namespace, epochMs: number) {
    super();
    this.fs = fs;
    this.namespace = namespace;
    this.#epochMs = epochMs;
  }

  get number(): number {
    return this.namespace.number;
  }

  get record(): InodeRecord {
    const at = this.#epochMs;
    return { mode: 0o444, uid: 0, gid: 0, links: 1, accessedMs: at, modifiedMs: at, changedMs: at };
  }

  change(): void {
    throw new Errno("EPERM");
  }

  override hold(): void {
    this.namespace.hold();
  }

  override drop(): void {
    this.namespace.drop();
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  *open({ status }: Opening): Blocking<OpenFile> {
    if (status.access === "write" || status.access === "both") throw new Errno("EACCES");
    return new NamespaceFile(status, this);
  }
}

/** An open one; its place keeps the namespace. */
export class NamespaceFile extends OpenFile {
  readonly #inode: NamespaceInode;

  constructor(status: OpenFile["status"], inode: NamespaceInode) {
    super(status);
    this.#inode = inode;
  }

  get namespace(): Namespace {
    return this.#inode.namespace;
  }

  get description(): string {
    return this.namespace.label;
  }

  stat(caller: Caller): Stat {
    return statOf(this.#inode, caller);
  }
}

/** Where the link `/proc/PID/ns/…` leads. */
export function locationOfNamespace(vfs: Vfs, namespace: Namespace, epochMs: number): Location {
  return vfs.anonymous((fs) => new NamespaceInode(fs, namespace, epochMs), "nsfs", namespace.label);
}
