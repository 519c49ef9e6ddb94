/**
 * One end of a connection that carries bytes both ways: what stream sockets of both families are inside. Knows no
 * addresses.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno, type ErrnoCode, isErrno } from "../../abi/errno.ts";
import type { PollEvents } from "../../abi/file-calls.ts";
import type { Caller } from "../../fs/caller.ts";
import { ByteQueue } from "../io/byte-queue.ts";
import { sleepOn, type WaitQueue } from "../wait-queue.ts";
import { socketCapacityBytes } from "./socket.ts";

/** A write waits for room for so much, or for all it has. */
const leastRoomBytes = 4096;

/** How a family's connections differ. */
export interface StreamManner {
  /** Whether a peer's close is only noticed by the answer to the next write, as over a network. */
  readonly distant: boolean;
  /** Bytes left for the other end. */
  sent(bytes: number): void;
}

/** An end; it is woken and asked by `changed` of the socket it belongs to. */
export class StreamEnd {
  readonly #changed: WaitQueue;
  readonly #manner: StreamManner;
  readonly #received = new ByteQueue("sock");
  #peer: StreamEnd | null = null;
  #readShut = false;
  #writeShut = false;
  /** The other end will send no more. */
  #ended = false;
  /** What came back instead of an answer; told once. */
  #error: ErrnoCode | null = null;

  constructor(changed: WaitQueue, manner: StreamManner) {
    this.#changed = changed;
    this.#manner = manner;
  }

  static join(one: StreamEnd, other: StreamEnd): void {
    one.#peer = other;
    other.#peer = one;
  }

  get receivedBytes(): number {
    return this.#received.size;
  }

  /** What the other end has not read. */
  get sentBytes(): number {
    return this.#peer?.receivedBytes ?? 0;
  }

  /** Whether the other end sends no more, and whether this one said it would not. */
  get ended(): boolean {
    return this.#ended;
  }

  get writeShut(): boolean {
    return this.#writeShut;
  }

  *read(maxBytes: number, nonBlocking: boolean): Blocking<Uint8Array> {
    if (maxBytes === 0) return new Uint8Array(0);
    while (this.#received.size === 0) {
      if (this.#error) throw new Errno(this.#takeError(this.#error));
      if (this.#ended || this.#readShut) return new Uint8Array(0);
      if (nonBlocking) throw new Errno("EAGAIN");
      yield* sleepOn(this.#changed);
    }
    const taken = this.#received.take(maxBytes);
    if (this.#received.size <= socketCapacityBytes / 2) this.#tellPeer();
    return taken;
  }

  *write(bytes: Uint8Array, nonBlocking: boolean, caller: Caller): Blocking<number> {
    let written = 0;
    while (written < bytes.length) {
      if (this.#error) throw new Errno(this.#takeError(this.#error));
      const peer = this.#peer;
      if (this.#writeShut || !peer || (peer.#readShut && !this.#manner.distant)) {
        if (this.#resets(peer)) return bytes.length;
        caller.signalSelf("SIGPIPE");
        if (written > 0) return written;
        throw new Errno("EPIPE");
      }
      const left = bytes.length - written;
      const room = socketCapacityBytes - peer.receivedBytes;
      if (room >= Math.min(left, leastRoomBytes)) {
        written += yield* this.#send(peer, bytes.subarray(written, written + room), caller);
      } else if (nonBlocking) {
        if (written > 0) return written;
        throw new Errno("EAGAIN");
      } else {
        try {
          yield* sleepOn(this.#changed);
        } catch (error) {
          if (written > 0 && isErrno(error, "EINTR")) return written;
          throw error;
        }
      }
    }
    return written;
  }

  shutdown(how: "read" | "write" | "both"): void {
    if (how !== "write") this.#readShut = true;
    if (how !== "read" && !this.#writeShut) {
      this.#writeShut = true;
      if (this.#peer) this.#peer.#ended = true;
    }
    this.#changed.wakeAll();
    this.#tellPeer();
  }

  /** The other end hears of bytes that were never read, and of a connection that was never `accepted`. */
  close(accepted = true): void {
    const peer = this.#peer;
    const unread = this.#received.size > 0 || !accepted;
    this.#received.clear();
    this.#peer = null;
    if (!peer) return;
    peer.#peer = null;
    peer.#ended = true;
    if (unread) {
      peer.#error = "ECONNRESET";
      peer.#writeShut = true;
    }
    peer.#changed.wakeAll();
  }

  ready(): PollEvents {
    const peer = this.#peer;
    const over = this.#ended && (this.#writeShut || (!peer && !this.#manner.distant));
    return {
      readable: this.#received.size > 0 || this.#ended || this.#readShut || this.#error !== null,
      writable: !peer || this.#writeShut || socketCapacityBytes - peer.receivedBytes >= leastRoomBytes,
      error: this.#error !== null,
      hangUp: over,
    };
  }

  /** The first bytes to a peer that has gone are lost, and its answer to them ends the connection. */
  #resets(peer: StreamEnd | null): boolean {
    if (peer || this.#writeShut || !this.#manner.distant) return false;
    this.#writeShut = true;
    return true;
  }

  *#send(peer: StreamEnd, bytes: Uint8Array, caller: Caller): Blocking<number> {
    const { account } = caller;
    if (!account.tryCharge(bytes.length, "sock")) {
      yield* account.charge(bytes.length, "sock");
      // Much can have happened meanwhile: ask again.
      const usable = this.#peer === peer && !this.#writeShut;
      if (!usable || socketCapacityBytes - peer.receivedBytes < bytes.length) {
        account.uncharge(bytes.length, "sock");
        return 0;
      }
    }
    peer.#received.append(bytes, account);
    peer.#changed.wakeAll();
    this.#manner.sent(bytes.length);
    return bytes.length;
  }

  #tellPeer(): void {
    const peer = this.#peer;
    if (peer) peer.#changed.wakeAll();
  }

  #takeError(error: ErrnoCode): ErrnoCode {
    this.#error = null;
    return error;
  }
}
