/**
 * What all sockets are as open files (socket(7)): a namespace, an inode, and refusals for what a kind cannot do.
 */
import type { Blocking, Waitable } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { SocketAddress, SocketReport } from "../../abi/network-calls.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";
import { OpenFile } from "../../fs/open-file.ts";
import { AnonymousNode } from "../io/anonymous-node.ts";
import { WaitQueue } from "../wait-queue.ts";
import type { NetNamespace } from "./net-namespace.ts";

/** What a new socket is made of. */
export interface SocketMaking {
  readonly namespace: NetNamespace;
  readonly maker: Caller;
  /** Numbers what has no name, in the whole kernel. */
  readonly nextInode: () => number;
}

/** A message with its sender; `null` when that has no name. */
export interface Message {
  readonly bytes: Uint8Array;
  readonly from: SocketAddress | null;
}

/** How much may wait at a socket to be read (`net.core.rmem_default`), in bytes. */
export const socketCapacityBytes = 212_992;

/** Base of all sockets. */
export abstract class Socket extends OpenFile {
  abstract readonly family: "inet" | "unix";
  abstract readonly type: "stream" | "datagram";
  readonly namespace: NetNamespace;
  /** Tells when `ready` may have changed. */
  readonly changed = new WaitQueue();
  protected readonly making: SocketMaking;
  readonly #node: AnonymousNode;

  constructor(making: SocketMaking) {
    super({ access: "both", append: false, nonBlocking: false });
    this.making = making;
    this.namespace = making.namespace;
    this.#node = new AnonymousNode("socket", making.nextInode(), making.maker);
    this.namespace.sockets.add(this);
  }

  get description(): string {
    return this.#node.description;
  }

  get inode(): number {
    return this.#node.inode;
  }

  /** Who made it: the kernel's id. */
  get uid(): number {
    return this.#node.uid;
  }

  abstract get localAddress(): SocketAddress;
  abstract get peerAddress(): SocketAddress | null;
  abstract get state(): SocketReport["state"];
  abstract get receiveQueueBytes(): number;
  abstract get sendQueueBytes(): number;
  /** Gives up its name and what waits in it. */
  protected abstract close(): void;

  stat(caller: Caller): Stat {
    return this.#node.stat(caller);
  }

  listen(_backlog: number): void {
    throw new Errno("EOPNOTSUPP");
  }

  // oxlint-disable-next-line require-yield -- those that wait override it
  *accept(): Blocking<Socket> {
    throw new Errno("EOPNOTSUPP");
  }

  abstract receive(maxBytes: number): Blocking<Message>;

  abstract shutdown(how: "read" | "write" | "both"): void;

  override *read(maxBytes: number, _caller: Caller): Blocking<Uint8Array> {
    const { bytes } = yield* this.receive(maxBytes);
    return bytes;
  }

  override get changes(): Waitable {
    return this.changed;
  }

  protected override released(): void {
    this.namespace.sockets.delete(this);
    this.close();
  }
}
