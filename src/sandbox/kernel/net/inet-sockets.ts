/**
 * AF_INET sockets (ip(7), tcp(7), udp(7)): over the loopback, and over a cable to a namespace that is next to this one.
 * Bytes are handed over in the kernel; interfaces only count them.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { SocketAddress, SocketReport } from "../../abi/network-calls.ts";
import type { Caller } from "../../fs/caller.ts";
import { sleepOnUntil, WaitQueue } from "../wait-queue.ts";
import { DatagramSocket } from "./datagram-socket.ts";
import { anyAddress, loopbackAddress } from "./inet-address.ts";
import { describeEndpoint, InetBinding, type InetEndpoint, nowhere } from "./inet-binding.ts";
import type { NetLink } from "./net-link.ts";
import type { Reach } from "./net-namespace.ts";
import type { StreamManner } from "./stream-end.ts";
import { StreamSocket } from "./stream-socket.ts";

/** When nobody on the link answers for an address: three questions, a second apart. */
export const resolveMs = 3000;
/** When nobody answers at all: six repetitions of the first packet (`tcp_syn_retries`). */
const connectMs = 127_000;

const streamHeaderBytes = 52;
const datagramHeaderBytes = 28;
const longestDatagramBytes = 65_507;
/** Nothing ever tells: only the time ends such a wait. */
const never = new WaitQueue();

type Delivery = Extract<Reach, { kind: "delivered" }>;

/** A TCP socket. */
export class InetStreamSocket extends StreamSocket {
  readonly family = "inet";
  readonly #binding = new InetBinding<InetStreamSocket>(this, this.namespace.streams);
  protected readonly unconnected = { read: "ENOTCONN", write: "EPIPE" } as const;
  protected readonly manner: StreamManner = {
    distant: true,
    sent: (bytes) => this.#count(Math.ceil(bytes / this.#segmentBytes), bytes),
  };
  #peer: InetEndpoint | null = null;
  #by: NetLink | null = null;

  get local(): InetEndpoint {
    return this.#binding.local;
  }

  get peer(): InetEndpoint | null {
    return this.#peer;
  }

  get localAddress(): SocketAddress {
    return describeEndpoint(this.local);
  }

  get peerAddress(): SocketAddress | null {
    return this.#peer && this.stage === "connected" ? describeEndpoint(this.#peer) : null;
  }

  bind(to: InetEndpoint): void {
    this.#binding.bind(to);
  }

  override listen(backlog: number): void {
    if (!this.#binding.bound) this.#binding.bind(nowhere);
    super.listen(backlog);
  }

  /** ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, ETIMEDOUT, EISCONN. Without blocking, what would come late comes at once. */
  *connect({ address, port }: InetEndpoint, caller: Caller): Blocking<void> {
    if (this.stage !== "fresh") throw new Errno("EISCONN");
    const to: InetEndpoint = { address: address === anyAddress ? loopbackAddress : address, port };
    const delivery = yield* this.#reach(to.address, caller);
    const wasBound = this.#binding.bound;
    if (!wasBound) this.#binding.bind(nowhere);
    try {
      const listener = yield* this.#findListener(delivery, to, caller);
      this.#join(listener, delivery, to);
    } catch (error) {
      if (!wasBound) this.#binding.release();
      throw error;
    }
  }

  protected override close(): void {
    if (this.end) this.#count(1, 0);
    this.#binding.release();
    super.close();
  }

  *#reach(address: number, caller: Caller): Blocking<Delivery> {
    const reach = this.namespace.reach(address);
    switch (reach.kind) {
      case "delivered":
        return reach;
      case "no-route":
        throw new Errno("ENETUNREACH");
      case "unresolved":
        yield* this.#sleep(resolveMs, caller);
        throw new Errno("EHOSTUNREACH");
      case "silent":
        yield* this.#sleep(connectMs, caller);
        throw new Errno("ETIMEDOUT");
    }
  }

  *#sleep(ms: number, caller: Caller): Blocking<void> {
    if (!this.status.nonBlocking) yield* sleepOnUntil(caller.nowMs() + ms, never);
  }

  *#findListener(
    { to, by }: Delivery,
    { address, port }: InetEndpoint,
    caller: Caller,
  ): Blocking<InetStreamSocket> {
    const untilMs = caller.nowMs() + connectMs;
    by.count(1, streamHeaderBytes);
    for (;;) {
      const listener = to.streams.find(address, port);
      if (!listener || listener.hasBacklogRoom === null) throw new Errno("ECONNREFUSED");
      if (listener.hasBacklogRoom) return listener;
      // A full backlog does not answer; the question is repeated.
      if (this.status.nonBlocking) throw new Errno("ETIMEDOUT");
      const woken = yield* sleepOnUntil(untilMs, listener.backlogChanged);
      if (woken === "timeout") throw new Errno("ETIMEDOUT");
    }
  }

  #join(listener: InetStreamSocket, { by, source }: Delivery, to: InetEndpoint): void {
    const { address, port } = this.#binding.local;
    const from: InetEndpoint = { address: address === anyAddress ? source : address, port };
    const accepted = new InetStreamSocket(listener.making);
    StreamSocket.join(this, accepted);
    this.#binding.local = from;
    this.#peer = to;
    this.#by = by;
    accepted.#binding.local = to;
    accepted.#peer = from;
    accepted.#by = by.peer ?? by;
    accepted.#count(1, 0);
    this.#count(1, 0);
    listener.enqueue(accepted);
  }

  get #segmentBytes(): number {
    return (this.#by?.mtu ?? 1500) - streamHeaderBytes;
  }

  #count(packets: number, bytes: number): void {
    this.#by?.count(packets, bytes + packets * streamHeaderBytes);
  }
}

/** A UDP socket. */
export class InetDatagramSocket extends DatagramSocket {
  readonly family = "inet";
  readonly #binding = new InetBinding<InetDatagramSocket>(this, this.namespace.datagrams);
  #peer: InetEndpoint | null = null;

  get local(): InetEndpoint {
    return this.#binding.local;
  }

  get peer(): InetEndpoint | null {
    return this.#peer;
  }

  get localAddress(): SocketAddress {
    return describeEndpoint(this.local);
  }

  get peerAddress(): SocketAddress | null {
    return this.#peer ? describeEndpoint(this.#peer) : null;
  }

  get state(): SocketReport["state"] {
    return this.#peer ? "connected" : "unconnected";
  }

  bind(to: InetEndpoint): void {
    this.#binding.bind(to);
  }

  /** Says where `write` goes, and that nothing from elsewhere is wanted. ENETUNREACH. */
  connect({ address, port }: InetEndpoint): void {
    const to = { address: address === anyAddress ? loopbackAddress : address, port };
    const reach = this.namespace.reach(to.address);
    if (reach.kind === "no-route") throw new Errno("ENETUNREACH");
    this.#autobind();
    this.#peer = to;
    if (reach.kind === "delivered" && this.#binding.local.address === anyAddress) {
      this.#binding.local = { address: reach.source, port: this.#binding.local.port };
    }
  }

  /** ENETUNREACH, EMSGSIZE; ECONNREFUSED for the last message when connected. Others are lost without a word. */
  *sendTo(bytes: Uint8Array, { address, port }: InetEndpoint, caller: Caller): Blocking<number> {
    this.demandWritable(caller);
    if (bytes.length > longestDatagramBytes) throw new Errno("EMSGSIZE");
    const to = address === anyAddress ? loopbackAddress : address;
    const reach = this.namespace.reach(to);
    if (reach.kind === "no-route") throw new Errno("ENETUNREACH");
    this.#autobind();
    if (reach.kind !== "delivered") return bytes.length;
    reach.by.count(
      Math.ceil((bytes.length + datagramHeaderBytes) / reach.by.mtu),
      bytes.length + datagramHeaderBytes,
    );
    const { local } = this.#binding;
    const from: InetEndpoint = {
      address: local.address === anyAddress ? reach.source : local.address,
      port: local.port,
    };
    const target = reach.to.datagrams.find(to, port);
    if (target?.wants(from)) yield* target.deliver(bytes, describeEndpoint(from), caller);
    else if (this.#peer) this.fail("ECONNREFUSED");
    return bytes.length;
  }

  override *write(bytes: Uint8Array, caller: Caller): Blocking<number> {
    if (!this.#peer) throw new Errno("EDESTADDRREQ");
    return yield* this.sendTo(bytes, this.#peer, caller);
  }

  protected wants({ address, port }: InetEndpoint): boolean {
    return !this.#peer || (this.#peer.address === address && this.#peer.port === port);
  }

  protected override close(): void {
    this.#binding.release();
    super.close();
  }

  #autobind(): void {
    if (!this.#binding.bound) this.#binding.bind(nowhere);
  }
}
