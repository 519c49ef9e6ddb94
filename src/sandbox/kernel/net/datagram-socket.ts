/**
 * A datagram socket of either family: whole messages that wait, each with its sender. How a receiver is found, and what
 * names mean, is its family's matter.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno, type ErrnoCode } from "../../abi/errno.ts";
import type { PollEvents } from "../../abi/file-calls.ts";
import type { SocketAddress } from "../../abi/network-calls.ts";
import type { Caller, MemoryAccount } from "../../fs/caller.ts";
import { sleepOn, WaitQueue } from "../wait-queue.ts";
import { type Message, Socket, socketCapacityBytes } from "./socket.ts";

interface Waiting extends Message {
  readonly account: MemoryAccount;
  readonly chargedBytes: number;
}

/** What the kernel keeps beside a message's bytes, about as in Linux. */
const messageBytes = 256;

/** Base of datagram sockets. */
export abstract class DatagramSocket extends Socket {
  readonly type = "datagram";
  /** Tells senders: a message was read, or the socket is gone. */
  readonly drained = new WaitQueue();
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #readShut = false;
  #writeShut = false;
  #error: ErrnoCode | null = null;

  get receiveQueueBytes(): number {
    return this.#waitingBytes;
  }

  get sendQueueBytes(): number {
    return 0;
  }

  /** How many messages wait. */
  protected get waiting(): number {
    return this.#waiting.length;
  }

  protected get readShut(): boolean {
    return this.#readShut;
  }

  /** Something that came back for what was sent; told by the next call. */
  protected fail(error: ErrnoCode): void {
    this.#error = error;
    this.changed.wakeAll();
  }

  *receive(maxBytes: number): Blocking<Message> {
    for (;;) {
      this.throwError();
      const first = this.#waiting.shift();
      if (first) {
        this.#waitingBytes -= first.chargedBytes;
        first.account.uncharge(first.chargedBytes, "sock");
        this.drained.wakeAll();
        // What does not fit is lost, as recv(2) says.
        return { bytes: first.bytes.subarray(0, maxBytes), from: first.from };
      }
      if (this.#readShut) return { bytes: new Uint8Array(0), from: null };
      if (this.status.nonBlocking) throw new Errno("EAGAIN");
      yield* sleepOn(this.changed);
    }
  }

  shutdown(how: "read" | "write" | "both"): void {
    if (!this.peerAddress) throw new Errno("ENOTCONN");
    if (how !== "write") this.#readShut = true;
    if (how !== "read") this.#writeShut = true;
    this.changed.wakeAll();
  }

  override ready(): PollEvents {
    return {
      readable: this.#waiting.length > 0 || this.#readShut || this.#error !== null,
      writable: true,
      error: this.#error !== null,
      hangUp: this.#readShut && this.#writeShut,
    };
  }

  /** EPIPE (with SIGPIPE) after shutdown, and what came back for the last message. */
  protected demandWritable(caller: Caller): void {
    this.throwError();
    if (!this.#writeShut) return;
    caller.signalSelf("SIGPIPE");
    throw new Errno("EPIPE");
  }

  protected throwError(): void {
    const error = this.#error;
    this.#error = null;
    if (error) throw new Errno(error);
  }

  /** Takes a message in, at the sender's cost; lost when there is no room for it. */
  protected *deliver(bytes: Uint8Array, from: SocketAddress | null, { account }: Caller): Blocking<void> {
    const chargedBytes = bytes.length + messageBytes;
    if (this.#waitingBytes + chargedBytes > socketCapacityBytes + messageBytes) return;
    if (!account.tryCharge(chargedBytes, "sock")) yield* account.charge(chargedBytes, "sock");
    this.#waiting.push({ bytes: new Uint8Array(bytes), from, account, chargedBytes });
    this.#waitingBytes += chargedBytes;
    this.changed.wakeAll();
  }

  protected close(): void {
    for (const { account, chargedBytes } of this.#waiting.splice(0)) account.uncharge(chargedBytes, "sock");
    this.#waitingBytes = 0;
    this.drained.wakeAll();
  }
}
