/**
 * The calls on the network of one task: from descriptors, paths and addresses as text to sockets and interfaces of its
 * net namespace, with what it takes to be allowed to.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type {
  Link,
  LinkChange,
  NetworkCalls,
  Route,
  SocketAddress,
  SocketReport,
} from "../../abi/network-calls.ts";
import type { FileContext } from "../../fs/file-context.ts";
import type { OpenFile } from "../../fs/open-file.ts";
import { bindUnixName, findUnixSocket } from "./bind-unix-name.ts";
import { parseAddress } from "./inet-address.ts";
import type { InetEndpoint } from "./inet-binding.ts";
import { InetDatagramSocket, InetStreamSocket } from "./inet-sockets.ts";
import type { NetNamespace } from "./net-namespace.ts";
import { ping } from "./ping.ts";
import { Socket, type SocketMaking } from "./socket.ts";
import { describeSocket } from "./socket-report.ts";
import { StreamSocket } from "./stream-socket.ts";
import { UnixDatagramSocket, UnixStreamSocket } from "./unix-sockets.ts";

/** What the calls have to know of the rest of the kernel. Read at each call: a task may change its namespace. */
export interface NetworkPlace {
  readonly namespace: NetNamespace;
  /** The net namespace of another process; ESRCH, EPERM. */
  namespaceOf(pid: number): NetNamespace;
  /** The net namespace whose file this is; EINVAL for another file, EPERM. */
  namespaceAt(file: OpenFile): NetNamespace;
  /** Numbers what has no name, in the whole kernel. */
  nextInode(): number;
  /** Who has it open, as the caller's pid namespace names it; `null` when nobody it sees. */
  holderOf(socket: Socket): number | null;
}

/** Ports below this one are for who may have them (capabilities(7)). */
const firstFreePort = 1024;

/** socket(7), and what ip(8) and ss(8) do by rtnetlink. */
export class TaskNetworkCalls implements NetworkCalls {
  readonly #context: FileContext;
  readonly #place: NetworkPlace;

  constructor(context: FileContext, place: NetworkPlace) {
    this.#context = context;
    this.#place = place;
  }

  socket(family: "inet" | "unix", type: "stream" | "datagram"): number {
    const making = this.#making();
    let socket: Socket;
    if (family === "inet") {
      socket = type === "stream" ? new InetStreamSocket(making) : new InetDatagramSocket(making);
    } else socket = type === "stream" ? new UnixStreamSocket(making) : new UnixDatagramSocket(making);
    return this.#context.descriptors.add(socket);
  }

  bind(fd: number, address: SocketAddress): void {
    const socket = this.#socket(fd);
    if (socket instanceof UnixStreamSocket || socket instanceof UnixDatagramSocket) {
      socket.bind(bindUnixName(this.#context, socket, demandPath(address)));
    } else if (socket instanceof InetStreamSocket || socket instanceof InetDatagramSocket) {
      const endpoint = demandEndpoint(address);
      this.#demandPort(socket, endpoint.port);
      socket.bind(endpoint);
    }
  }

  listen(fd: number, backlog: number): void {
    this.#socket(fd).listen(backlog);
  }

  *accept(fd: number): Blocking<{ readonly fd: number; readonly peer: SocketAddress }> {
    const listener = this.#socket(fd);
    const accepted = yield* listener.accept();
    const peer = accepted.peerAddress ?? { family: "unix", path: "" };
    return { fd: this.#context.descriptors.add(accepted), peer };
  }

  *connect(fd: number, address: SocketAddress): Blocking<void> {
    const socket = this.#socket(fd);
    if (socket instanceof InetStreamSocket)
      yield* socket.connect(demandEndpoint(address), this.#context.caller);
    else if (socket instanceof InetDatagramSocket) socket.connect(demandEndpoint(address));
    else {
      const target = findUnixSocket(this.#context, socket.namespace, demandPath(address));
      if (socket instanceof UnixStreamSocket) yield* socket.connect(target);
      else if (socket instanceof UnixDatagramSocket) socket.connect(target);
    }
  }

  socketPair(type: "stream" | "datagram"): readonly [number, number] {
    const making = this.#making();
    const [one, other] = type === "stream" ? UnixStreamSocket.pair(making) : UnixDatagramSocket.pair(making);
    const { descriptors } = this.#context;
    let first: number;
    try {
      first = descriptors.add(one);
    } catch (error) {
      other.drop();
      throw error;
    }
    try {
      return [first, descriptors.add(other)];
    } catch (error) {
      descriptors.close(first);
      throw error;
    }
  }

  *sendTo(fd: number, bytes: Uint8Array, to: SocketAddress): Blocking<number> {
    const socket = this.#socket(fd);
    const { caller } = this.#context;
    if (socket instanceof InetDatagramSocket) return yield* socket.sendTo(bytes, demandEndpoint(to), caller);
    if (socket instanceof UnixDatagramSocket) {
      const target = findUnixSocket(this.#context, socket.namespace, demandPath(to));
      return yield* socket.sendTo(bytes, target, caller);
    }
    if (socket instanceof StreamSocket && socket.family === "unix") {
      throw new Errno(socket.stage === "connected" ? "EISCONN" : "EOPNOTSUPP");
    }
    // TCP takes no notice of the address.
    return yield* socket.write(bytes, caller);
  }

  *receiveFrom(
    fd: number,
    maxBytes: number,
  ): Blocking<{ readonly bytes: Uint8Array; readonly from: SocketAddress | null }> {
    return yield* this.#socket(fd).receive(maxBytes);
  }

  shutdown(fd: number, how: "read" | "write" | "both"): void {
    this.#socket(fd).shutdown(how);
  }

  getsockname(fd: number): SocketAddress {
    return this.#socket(fd).localAddress;
  }

  getpeername(fd: number): SocketAddress {
    const address = this.#socket(fd).peerAddress;
    if (!address) throw new Errno("ENOTCONN");
    return address;
  }

  links(): readonly Link[] {
    return this.#place.namespace.links.map((link) => link.describe());
  }

  addVeth(name: string, peerName: string, peerNamespacePid?: number): void {
    const namespace = this.#administered();
    const other = peerNamespacePid === undefined ? namespace : this.#place.namespaceOf(peerNamespacePid);
    this.#demandAdmin(other);
    namespace.addVeth(name, peerName, other);
  }

  deleteLink(name: string): void {
    this.#administered().deleteLink(name);
  }

  setLink(name: string, { namespacePid, namespaceFd, ...change }: LinkChange): void {
    const from = this.#administered();
    const to =
      namespaceFd !== undefined
        ? this.#place.namespaceAt(this.#context.descriptors.get(namespaceFd))
        : namespacePid === undefined
          ? null
          : this.#place.namespaceOf(namespacePid);
    if (to) this.#demandAdmin(to);
    from.changeLink(name, change);
    if (to) from.moveLink(change.newName ?? name, to);
  }

  addAddress(link: string, cidr: string): void {
    this.#administered().addAddress(link, cidr);
  }

  deleteAddress(link: string, cidr: string): void {
    this.#administered().deleteAddress(link, cidr);
  }

  routes(): readonly Route[] {
    return this.#place.namespace.routes();
  }

  addRoute(route: Route): void {
    this.#administered().addRoute(route);
  }

  deleteRoute(destination: string | null): void {
    this.#administered().deleteRoute(destination);
  }

  sockets(): readonly SocketReport[] {
    return Array.from(this.#place.namespace.sockets, (socket) =>
      describeSocket(socket, this.#place.holderOf(socket)),
    );
  }

  *ping(address: string, timeoutMs: number): Blocking<number> {
    return yield* ping(this.#place.namespace, parseAddress(address), timeoutMs, this.#context.caller);
  }

  /** EBADF, ENOTSOCK. */
  #socket(fd: number): Socket {
    const file = this.#context.descriptors.get(fd);
    if (!(file instanceof Socket)) throw new Errno("ENOTSOCK");
    return file;
  }

  #making(): SocketMaking {
    const { namespace } = this.#place;
    return { namespace, maker: this.#context.caller, nextInode: () => this.#place.nextInode() };
  }

  #demandPort({ namespace }: Socket, port: number): void {
    if (port === 0 || port >= firstFreePort) return;
    const { identity } = this.#context.caller;
    if (!identity.capable("CAP_NET_BIND_SERVICE", namespace.owner)) throw new Errno("EACCES");
  }

  #administered(): NetNamespace {
    const { namespace } = this.#place;
    this.#demandAdmin(namespace);
    return namespace;
  }

  #demandAdmin({ owner }: NetNamespace): void {
    if (!this.#context.caller.identity.capable("CAP_NET_ADMIN", owner)) throw new Errno("EPERM");
  }
}

function demandPath(address: SocketAddress): string {
  if (address.family !== "unix") throw new Errno("EINVAL");
  return address.path;
}

function demandEndpoint(address: SocketAddress): InetEndpoint {
  if (address.family !== "inet") throw new Errno("EAFNOSUPPORT");
  const { port } = address;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Errno("EINVAL");
  return { address: parseAddress(address.address), port };
}
