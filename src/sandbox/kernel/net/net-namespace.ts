/**
 * A net namespace: interfaces, routes, ports and names of its own, alone with a loopback that is down at first
 * (network_namespaces(7)). Knows no tasks; who may change what is asked by the calls.
 */
import { Errno } from "../../abi/errno.ts";
import type { Route } from "../../abi/network-calls.ts";
import {
  contains,
  formatAddress,
  formatPrefix,
  isLoopback,
  loopbackAddress,
  parseAddress,
  parsePrefix,
} from "./inet-address.ts";
import { randomHardwareAddress } from "./hardware-address.ts";
import type { InetDatagramSocket, InetStreamSocket } from "./inet-sockets.ts";
import { NetLink, sourceFor } from "./net-link.ts";
import { PortTable } from "./port-table.ts";
import { RouteTable, type RouteEntry } from "./route-table.ts";
import type { Socket } from "./socket.ts";

const loopbackMtu = 65_536;
const ethernetMtu = 1500;
const nameMaxBytes = 15;

/**
 * Where packets to an address end up. `silent`: they are lost without a word. `unresolved`: nobody on the link has the
 * next address, which is known only after some time.
 */
export type Reach =
  | { readonly kind: "delivered"; readonly to: NetNamespace; readonly by: NetLink; readonly source: number }
  | { readonly kind: "no-route" | "unresolved" | "silent" };

/** A namespace of the network. */
export class NetNamespace implements Disposable {
  /** The user namespace it belongs to; `null` is the host's. */
  readonly owner: object | null;
  readonly streams = new PortTable<InetStreamSocket>();
  readonly datagrams = new PortTable<InetDatagramSocket>();
  /** Abstract names of AF_UNIX sockets, without their NUL. */
  readonly names = new Map<string, Socket>();
  /** All sockets made here that are open. */
  readonly sockets = new Set<Socket>();
  readonly #links = new Map<string, NetLink>();
  readonly #routes = new RouteTable();
  readonly #random: (bytes: Uint8Array) => void;
  #nextIndex = 1;

  /** `random` makes hardware addresses. */
  constructor(owner: object | null, random: (bytes: Uint8Array) => void) {
    this.owner = owner;
    this.#random = random;
    this.#add({ name: "lo", kind: "loopback", hardwareAddress: "00:00:00:00:00:00", mtu: loopbackMtu });
  }

  /** By index. */
  get links(): readonly NetLink[] {
    return Array.from(this.#links.values()).toSorted((one, other) => one.index - other.index);
  }

  get routeEntries(): readonly RouteEntry[] {
    return this.#routes.all(this.links);
  }

  /** ENODEV. */
  link(name: string): NetLink {
    const link = this.#links.get(name);
    if (!link) throw new Errno("ENODEV");
    return link;
  }

  /** A cable between this namespace and `other` (or itself). EEXIST, EINVAL. */
  addVeth(name: string, peerName: string, other: NetNamespace): NetLink {
    this.#demandFree(name);
    other.#demandFree(peerName);
    if (other === this && name === peerName) throw new Errno("EEXIST");
    const end = { kind: "veth", mtu: ethernetMtu } as const;
    // Linux makes the peer first, so that it has the lower index.
    const peer = other.#add({ ...end, name: peerName, hardwareAddress: randomHardwareAddress(this.#random) });
    const link = this.#add({ ...end, name, hardwareAddress: randomHardwareAddress(this.#random) });
    NetLink.join(link, peer);
    return link;
  }

  /** Takes both ends of a cable away. EOPNOTSUPP for the loopback. */
  deleteLink(name: string): void {
    const link = this.link(name);
    if (link.kind === "loopback") throw new Errno("EOPNOTSUPP");
    for (const end of [link, link.peer]) {
      if (!end) continue;
      end.up = false;
      end.namespace.#links.delete(end.name);
      end.namespace.#routes.forget(end);
    }
  }

  /** EBUSY to rename one that is up, EEXIST, EINVAL. */
  changeLink(
    name: string,
    change: { readonly up?: boolean; readonly mtu?: number; readonly newName?: string },
  ): void {
    const link = this.link(name);
    const { up, mtu, newName } = change;
    if (newName !== undefined && newName !== name) {
      if (link.up && up !== false) throw new Errno("EBUSY");
      this.#demandFree(newName);
      this.#links.delete(name);
      link.name = newName;
      this.#links.set(newName, link);
    }
    if (mtu !== undefined) {
      if (mtu < 68 || mtu > 65_536) throw new Errno("EINVAL");
      link.mtu = mtu;
    }
    if (up === undefined || up === link.up) return;
    link.up = up;
    if (!up) this.#routes.forget(link);
    else if (link.kind === "loopback" && link.addresses.length === 0) {
      link.addresses.push({ address: loopbackAddress, length: 8 });
    }
  }

  /**
   * An interface goes to another namespace: down, without its addresses and routes, with another index where its own is
   * taken. EINVAL for the loopback, EEXIST.
   */
  moveLink(name: string, to: NetNamespace): void {
    const link = this.link(name);
    if (link.kind === "loopback") throw new Errno("EINVAL");
    if (to === this) return;
    to.#demandFree(name);
    this.changeLink(name, { up: false });
    link.addresses.length = 0;
    this.#links.delete(name);
    if (to.links.some(({ index }) => index === link.index)) link.index = to.#nextIndex++;
    to.#nextIndex = Math.max(to.#nextIndex, link.index + 1);
    link.namespace = to;
    to.#links.set(name, link);
  }

  /** EEXIST, EINVAL. */
  addAddress(name: string, cidr: string): void {
    const link = this.link(name);
    const prefix = parsePrefix(cidr);
    if (
      link.addresses.some(({ address, length }) => address === prefix.address && length === prefix.length)
    ) {
      throw new Errno("EEXIST");
    }
    link.addresses.push(prefix);
  }

  /** EADDRNOTAVAIL. */
  deleteAddress(name: string, cidr: string): void {
    const link = this.link(name);
    const { address, length } = parsePrefix(cidr);
    const at = link.addresses.findIndex((one) => one.address === address && one.length === length);
    if (at < 0) throw new Errno("EADDRNOTAVAIL");
    link.addresses.splice(at, 1);
  }

  /** As `ip route` lists them: the default first; those that addresses bring are among them. */
  routes(): readonly Route[] {
    return this.routeEntries.map(({ destination, gateway, link }) => ({
      destination: destination.length === 0 ? null : formatPrefix(destination),
      gateway: gateway === null ? null : formatAddress(gateway),
      link: link.name,
    }));
  }

  /** EEXIST, ENODEV, ENETDOWN, ENETUNREACH for a gateway that is not next to it. */
  addRoute(route: Route): void {
    const link = this.link(route.link);
    if (!link.up) throw new Errno("ENETDOWN");
    const destination =
      route.destination === null ? { address: 0, length: 0 } : parsePrefix(route.destination);
    const gateway = route.gateway === null ? null : parseAddress(route.gateway);
    if (gateway !== null && !link.addresses.some((prefix) => contains(prefix, gateway))) {
      throw new Errno("ENETUNREACH");
    }
    this.#routes.add({ destination, gateway, link }, this.links);
  }

  /** ESRCH. */
  deleteRoute(destination: string | null): void {
    this.#routes.delete(destination === null ? { address: 0, length: 0 } : parsePrefix(destination));
  }

  /** Whether a packet to `address` is for this namespace: an address of an interface that is up. */
  isLocal(address: number): boolean {
    return this.links.some(
      (link) =>
        link.up &&
        link.addresses.some(
          (prefix) => prefix.address === address || (isLoopback(prefix.address) && contains(prefix, address)),
        ),
    );
  }

  /** Where packets to `address` end up, and the address and interface they leave by. */
  reach(address: number): Reach {
    if (this.isLocal(address)) {
      const loopback = this.link("lo");
      // Even packets to an own address of a cable go over the loopback.
      if (!loopback.up) return { kind: "silent" };
      return {
        kind: "delivered",
        to: this,
        by: loopback,
        source: isLoopback(address) ? loopbackAddress : address,
      };
    }
    const route = this.#routes.lookup(address, this.links);
    if (!route) return { kind: "no-route" };
    const { link } = route;
    const next = route.gateway ?? address;
    const to = link.peer?.namespace;
    if (!to || !link.carrier || !to.isLocal(next)) return { kind: "unresolved" };
    // The neighbour forwards nothing, and answers only by a route of its own.
    const source = sourceFor(link, next);
    if (!to.isLocal(address) || source === null || to.#routes.lookup(source, to.links)?.link !== link.peer) {
      return { kind: "silent" };
    }
    return { kind: "delivered", to, by: link, source };
  }

  /** The last task has left, and nobody keeps it: cables out of it are gone. */
  [Symbol.dispose](): void {
    for (const { kind, name } of this.links)
      if (kind === "veth" && this.#links.has(name)) this.deleteLink(name);
  }

  #add(given: Pick<NetLink, "name" | "kind" | "hardwareAddress" | "mtu">): NetLink {
    const link = new NetLink(this, this.#nextIndex++, given);
    this.#links.set(given.name, link);
    return link;
  }

  #demandFree(name: string): void {
    if (name === "" || name.length > nameMaxBytes || name === "." || name === ".." || /[/:\s]/.test(name)) {
      throw new Errno("EINVAL");
    }
    if (this.#links.has(name)) throw new Errno("EEXIST");
  }
}
