/**
 * The node of a file that has no name: a pipe or a socket, on a file system nobody mounts.
 */
import type { FileType, Stat } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";
import type { OpenedNode } from "./opened-node.ts";

/** Device numbers of the file systems for what has no name (`st_dev`). */
const devices = { fifo: 14, socket: 8 } as const;

/** A node that belongs to whoever made it. */
export class AnonymousNode implements OpenedNode {
  readonly description: string;
  readonly inode: number;
  readonly #type: keyof typeof devices;
  readonly #mode: number;
  /** Who made it: the kernel's id. */
  readonly uid: number;
  readonly #gid: number;
  readonly #madeMs: number;

  /** `inode` is unique among all such nodes of the kernel. */
  constructor(type: keyof typeof devices, inode: number, maker: Caller) {
    this.inode = inode;
    this.description = `${type === "fifo" ? "pipe" : "socket"}:[${inode}]`;
    this.#type = type;
    this.#mode = type === "fifo" ? 0o600 : 0o777;
    this.uid = maker.identity.credentials.euid;
    this.#gid = maker.identity.credentials.egid;
    this.#madeMs = maker.epochMs();
  }

  stat({ identity }: Caller): Stat {
    const type: FileType = this.#type;
    return {
      device: devices[this.#type],
      inode: this.inode,
      type,
      mode: this.#mode,
      links: 1,
      uid: identity.idMap.fromKernel("uid", this.uid),
      gid: identity.idMap.fromKernel("gid", this.#gid),
      rdev: null,
      size: 0,
      blocks: 0,
      blockSize: 4096,
      accessedMs: this.#madeMs,
      modifiedMs: this.#madeMs,
      changedMs: this.#madeMs,
    };
  }
}
