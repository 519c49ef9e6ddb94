/**
 * AF_UNIX sockets (unix(7)): streams and datagrams between tasks of one kernel, by name or as a pair.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { SocketAddress, SocketReport } from "../../abi/network-calls.ts";
import type { Caller } from "../../fs/caller.ts";
import { sleepOn } from "../wait-queue.ts";
import { DatagramSocket } from "./datagram-socket.ts";
import { type Socket, type SocketMaking, socketCapacityBytes } from "./socket.ts";
import type { StreamManner } from "./stream-end.ts";
import { StreamSocket } from "./stream-socket.ts";
import { UnixBinding, type UnixName } from "./unix-name.ts";

/** Messages that may wait at a socket (`net.unix.max_dgram_qlen`); one more is taken. */
const mostMessages = 10;

const local: StreamManner = { distant: false, sent: () => undefined };

/** A local stream. */
export class UnixStreamSocket extends StreamSocket {
  readonly family = "unix";
  readonly #binding = new UnixBinding(this);
  protected readonly manner = local;
  protected readonly unconnected = { read: "EINVAL", write: "ENOTCONN" } as const;
  /** What the other end was bound to when it connected. */
  #peerPath: string | null = null;
  /** An accepted one has its listener's name. */
  #path: string | null = null;

  get localAddress(): SocketAddress {
    return { family: "unix", path: this.#path ?? this.#binding.path };
  }

  get peerAddress(): SocketAddress | null {
    return this.#peerPath === null ? null : { family: "unix", path: this.#peerPath };
  }

  bind(name: UnixName): void {
    this.#binding.bind(name);
  }

  override listen(backlog: number): void {
    if (this.#binding.path === "") throw new Errno("EINVAL");
    super.listen(backlog);
  }

  /** Connects to what a name stands for; waits for room in its backlog. ECONNREFUSED, EISCONN, EPROTOTYPE, EAGAIN. */
  *connect(target: Socket | null): Blocking<void> {
    if (this.stage === "connected") throw new Errno("EISCONN");
    if (this.stage === "listening") throw new Errno("EINVAL");
    if (!target) throw new Errno("ECONNREFUSED");
    if (!(target instanceof UnixStreamSocket)) throw new Errno("EPROTOTYPE");
    while (target.hasBacklogRoom === false) {
      if (this.status.nonBlocking) throw new Errno("EAGAIN");
      yield* sleepOn(target.backlogChanged);
    }
    if (target.hasBacklogRoom === null) throw new Errno("ECONNREFUSED");
    const accepted = new UnixStreamSocket(target.making);
    StreamSocket.join(this, accepted);
    accepted.#path = target.#binding.path;
    accepted.#peerPath = this.#binding.path;
    this.#peerPath = target.#binding.path;
    target.enqueue(accepted);
  }

  static pair(making: SocketMaking): readonly [UnixStreamSocket, UnixStreamSocket] {
    const [one, other] = [new UnixStreamSocket(making), new UnixStreamSocket(making)];
    StreamSocket.join(one, other);
    one.#peerPath = other.#peerPath = "";
    return [one, other];
  }

  protected override close(): void {
    this.#binding.release();
    super.close();
  }
}

/** Local datagrams: never lost, the sender waits. */
export class UnixDatagramSocket extends DatagramSocket {
  readonly family = "unix";
  readonly #binding = new UnixBinding(this);
  #peer: UnixDatagramSocket | null = null;
  #closed = false;

  get localAddress(): SocketAddress {
    return { family: "unix", path: this.#binding.path };
  }

  get peerAddress(): SocketAddress | null {
    return this.#peer ? this.#peer.localAddress : null;
  }

  get state(): SocketReport["state"] {
    return this.#peer ? "connected" : "unconnected";
  }

  bind(name: UnixName): void {
    this.#binding.bind(name);
  }

  /** Says where `write` goes. ECONNREFUSED, EPROTOTYPE, EPERM. */
  connect(target: Socket | null): void {
    this.#peer = this.#demandTarget(target);
  }

  /** ECONNREFUSED, EPROTOTYPE, EMSGSIZE, EAGAIN, EPERM for one that is connected to another. */
  *sendTo(bytes: Uint8Array, target: Socket | null, caller: Caller): Blocking<number> {
    this.demandWritable(caller);
    if (bytes.length > socketCapacityBytes) throw new Errno("EMSGSIZE");
    const to = this.#demandTarget(target);
    while (to.waiting > mostMessages) {
      if (this.status.nonBlocking) throw new Errno("EAGAIN");
      yield* sleepOn(to.drained);
      if (to.#closed) throw new Errno("ECONNREFUSED");
    }
    const { path } = this.#binding;
    yield* to.deliver(bytes, path === "" ? null : { family: "unix", path }, caller);
    return bytes.length;
  }

  override *write(bytes: Uint8Array, caller: Caller): Blocking<number> {
    if (!this.#peer) throw new Errno("ENOTCONN");
    return yield* this.sendTo(bytes, this.#peer, caller);
  }

  static pair(making: SocketMaking): readonly [UnixDatagramSocket, UnixDatagramSocket] {
    const [one, other] = [new UnixDatagramSocket(making), new UnixDatagramSocket(making)];
    one.#peer = other;
    other.#peer = one;
    return [one, other];
  }

  protected override close(): void {
    this.#closed = true;
    this.#binding.release();
    super.close();
  }

  #demandTarget(target: Socket | null): UnixDatagramSocket {
    if (!target) throw new Errno("ECONNREFUSED");
    if (!(target instanceof UnixDatagramSocket)) throw new Errno("EPROTOTYPE");
    if (target.#closed) throw new Errno("ECONNREFUSED");
    if (target.readShut) throw new Errno("EPIPE");
    if (target.#peer && target.#peer !== this) throw new Errno("EPERM");
    return target;
  }
}
