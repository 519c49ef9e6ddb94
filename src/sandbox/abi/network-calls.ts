/**
 * System calls on the network: sockets, and the links, addresses and routes of the caller's net namespace (what Linux
 * does by rtnetlink, as plain calls).
 */
import type { Blocking } from "./blocking.ts";

/** Where a socket is: an IPv4 address with a port, or a path; a path that begins with NUL is an abstract name. */
export type SocketAddress =
  | { readonly family: "inet"; readonly address: string; readonly port: number }
  | { readonly family: "unix"; readonly path: string };

/** A network interface of the namespace (ip-link(8)). */
export interface Link {
  readonly index: number;
  readonly name: string;
  readonly kind: "loopback" | "veth" | "bridge";
  readonly up: boolean;
  /** Lower layer up: a veth whose peer is up, or attached to something. */
  readonly carrier: boolean;
  readonly mtu: number;
  /** `aa:bb:cc:dd:ee:ff`. */
  readonly hardwareAddress: string;
  /** `127.0.0.1/8`. */
  readonly addresses: readonly string[];
  /** Index of the other end of a veth, in the namespace that is in; `null` for the loopback. */
  readonly peerIndex: number | null;
  /** Whether that end is in the same namespace. */
  readonly peerHere: boolean;
  readonly received: { readonly bytes: number; readonly packets: number };
  readonly sent: { readonly bytes: number; readonly packets: number };
}

/** What is set of an interface, in this order. */
export interface LinkChange {
  readonly up?: boolean;
  readonly mtu?: number;
  readonly newName?: string;
  /** Moves it to the net namespace of this process, where it is down and has no addresses. */
  readonly namespacePid?: number;
  /** The same by a file of that namespace (IFLA_NET_NS_FD). EBADF, EINVAL for another file. */
  readonly namespaceFd?: number;
}

/** A route (ip-route(8)); `destination` null is the default route. */
export interface Route {
  readonly destination: string | null;
  readonly gateway: string | null;
  readonly link: string;
}

/** A socket as ss(8) shows it. */
export interface SocketReport {
  readonly family: "inet" | "unix";
  readonly type: "stream" | "datagram";
  readonly state: "listening" | "connected" | "unconnected";
  readonly local: string;
  readonly peer: string;
  readonly receiveQueueBytes: number;
  readonly sendQueueBytes: number;
  /** Its owner's pid in the caller's namespace; `null` when not visible. */
  readonly pid: number | null;
}

/** Calls on the network. Sockets are descriptors: `read`, `write`, `close`, `poll` work on them. */
export interface NetworkCalls {
  socket(family: "inet" | "unix", type: "stream" | "datagram"): number;
  bind(fd: number, address: SocketAddress): void;
  listen(fd: number, backlog: number): void;
  accept(fd: number): Blocking<{ readonly fd: number; readonly peer: SocketAddress }>;
  connect(fd: number, address: SocketAddress): Blocking<void>;
  socketPair(type: "stream" | "datagram"): readonly [number, number];
  sendTo(fd: number, bytes: Uint8Array, to: SocketAddress): Blocking<number>;
  receiveFrom(
    fd: number,
    maxBytes: number,
  ): Blocking<{ readonly bytes: Uint8Array; readonly from: SocketAddress | null }>;
  shutdown(fd: number, how: "read" | "write" | "both"): void;
  getsockname(fd: number): SocketAddress;
  getpeername(fd: number): SocketAddress;

  links(): readonly Link[];
  /** A pair of virtual cables' ends; `peerNamespacePid` puts the second into that process's namespace. */
  addVeth(name: string, peerName: string, peerNamespacePid?: number): void;
  deleteLink(name: string): void;
  /** ENODEV, EBUSY to rename one that is up; to another namespace EINVAL for the loopback, EEXIST, ESRCH. */
  setLink(name: string, change: LinkChange): void;
  addAddress(link: string, cidr: string): void;
  deleteAddress(link: string, cidr: string): void;
  routes(): readonly Route[];
  addRoute(route: Route): void;
  deleteRoute(destination: string | null): void;
  sockets(): readonly SocketReport[];
  /**
   * An ICMP echo and its answer: the time between, in ms. ENETUNREACH, EHOSTUNREACH (nobody has the address), ETIMEDOUT.
   */
  ping(address: string, timeoutMs: number): Blocking<number>;
}
