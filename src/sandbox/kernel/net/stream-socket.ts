/**
 * A stream socket of either family: fresh, listening or connected (listen(2), accept(2)). How a peer is found, and what
 * names mean, is its family's matter.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { PollEvents } from "../../abi/file-calls.ts";
import type { SocketReport } from "../../abi/network-calls.ts";
import type { Caller } from "../../fs/caller.ts";
import { sleepOn, WaitQueue } from "../wait-queue.ts";
import { type Message, Socket } from "./socket.ts";
import { StreamEnd, type StreamManner } from "./stream-end.ts";

/** `net.core.somaxconn`. */
const mostBacklog = 4096;

type Stage =
  | { readonly kind: "fresh" }
  | { readonly kind: "listening"; backlog: number; readonly waiting: StreamSocket[] }
  | { readonly kind: "connected"; readonly end: StreamEnd };

/** Base of stream sockets. */
export abstract class StreamSocket extends Socket {
  readonly type = "stream";
  /** Tells who connects: there is room in the backlog again, or the listener is gone. */
  readonly backlogChanged = new WaitQueue();
  #stage: Stage = { kind: "fresh" };

  protected abstract readonly manner: StreamManner;
  /** What a call on an unconnected one is refused with. */
  protected abstract readonly unconnected: {
    readonly read: "ENOTCONN" | "EINVAL";
    readonly write: "EPIPE" | "ENOTCONN";
  };

  get stage(): Stage["kind"] {
    return this.#stage.kind;
  }

  get end(): StreamEnd | null {
    return this.#stage.kind === "connected" ? this.#stage.end : null;
  }

  get state(): SocketReport["state"] {
    return this.#stage.kind === "fresh" ? "unconnected" : this.#stage.kind;
  }

  /** Of a listener: how many connections wait to be accepted, and how many may. */
  get receiveQueueBytes(): number {
    return this.#stage.kind === "listening" ? this.#stage.waiting.length : (this.end?.receivedBytes ?? 0);
  }

  get sendQueueBytes(): number {
    return this.#stage.kind === "listening" ? this.#stage.backlog : (this.end?.sentBytes ?? 0);
  }

  /** Whether another connection may wait; `null` when it does not listen. */
  get hasBacklogRoom(): boolean | null {
    if (this.#stage.kind !== "listening") return null;
    return this.#stage.waiting.length <= this.#stage.backlog;
  }

  override listen(backlog: number): void {
    const most = Math.min(backlog < 0 ? mostBacklog : backlog, mostBacklog);
    if (this.#stage.kind === "connected") throw new Errno("EINVAL");
    if (this.#stage.kind === "listening") this.#stage.backlog = most;
    else this.#stage = { kind: "listening", backlog: most, waiting: [] };
  }

  override *accept(): Blocking<StreamSocket> {
    for (;;) {
      if (this.#stage.kind !== "listening") throw new Errno("EINVAL");
      const next = this.#stage.waiting.shift();
      if (next) {
        this.backlogChanged.wakeAll();
        return next;
      }
      if (this.status.nonBlocking) throw new Errno("EAGAIN");
      yield* sleepOn(this.changed);
    }
  }

  /** Connects two fresh sockets with each other. */
  static join(one: StreamSocket, other: StreamSocket): void {
    const ends = [
      new StreamEnd(one.changed, one.manner),
      new StreamEnd(other.changed, other.manner),
    ] as const;
    StreamEnd.join(...ends);
    one.#stage = { kind: "connected", end: ends[0] };
    other.#stage = { kind: "connected", end: ends[1] };
    one.changed.wakeAll();
    other.changed.wakeAll();
  }

  /** Puts the far end of a new connection into the backlog. */
  protected enqueue(accepted: StreamSocket): void {
    if (this.#stage.kind !== "listening") return;
    this.#stage.waiting.push(accepted);
    this.changed.wakeAll();
  }

  *receive(maxBytes: number): Blocking<Message> {
    const { end } = this;
    if (!end) throw new Errno(this.unconnected.read);
    return { bytes: yield* end.read(maxBytes, this.status.nonBlocking), from: null };
  }

  override *write(bytes: Uint8Array, caller: Caller): Blocking<number> {
    const { end } = this;
    if (end) return yield* end.write(bytes, this.status.nonBlocking, caller);
    if (this.unconnected.write === "EPIPE") caller.signalSelf("SIGPIPE");
    throw new Errno(this.unconnected.write);
  }

  shutdown(how: "read" | "write" | "both"): void {
    const { end } = this;
    if (!end) throw new Errno("ENOTCONN");
    end.shutdown(how);
  }

  override ready(): PollEvents {
    const stage = this.#stage;
    switch (stage.kind) {
      case "connected":
        return stage.end.ready();
      case "listening":
        return { readable: stage.waiting.length > 0 };
      case "fresh":
        return { writable: true, hangUp: true };
    }
  }

  protected close(): void {
    if (this.#stage.kind === "listening") {
      for (const one of this.#stage.waiting) {
        one.end?.close(false);
        one.drop();
      }
    } else this.end?.close();
    this.#stage = { kind: "fresh" };
    this.backlogChanged.wakeAll();
  }
}
