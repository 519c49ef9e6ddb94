/**
 * The routes of a namespace: those that were added, and those that interfaces' addresses bring.
 */
import { Errno } from "../../abi/errno.ts";
import { contains, type InetPrefix, isLoopback, networkOf } from "./inet-address.ts";
import type { NetLink } from "./net-link.ts";

/** One route; the default has length 0. */
export interface RouteEntry {
  readonly destination: InetPrefix;
  readonly gateway: number | null;
  readonly link: NetLink;
}

/** Routes by longest prefix. */
export class RouteTable {
  readonly #added: RouteEntry[] = [];

  /** EEXIST. */
  add(entry: RouteEntry, links: readonly NetLink[]): void {
    const destination = networkOf(entry.destination);
    if (destination.address !== entry.destination.address) throw new Errno("EINVAL");
    if (this.all(links).some((other) => same(other.destination, destination))) throw new Errno("EEXIST");
    this.#added.push({ ...entry, destination });
  }

  /** ESRCH. */
  delete(destination: InetPrefix): void {
    const at = this.#added.findIndex((entry) => same(entry.destination, destination));
    if (at < 0) throw new Errno("ESRCH");
    this.#added.splice(at, 1);
  }

  /** An interface went down: what led over it is gone. */
  forget(link: NetLink): void {
    for (let at = this.#added.length - 1; at >= 0; at -= 1) {
      if (this.#added[at]?.link === link) this.#added.splice(at, 1);
    }
  }

  /** All of them, the default first, then by destination. */
  all(links: readonly NetLink[]): readonly RouteEntry[] {
    const all = [...this.#added];
    for (const link of links) {
      if (!link.up) continue;
      for (const prefix of link.addresses) {
        // A single address is only local, and the loopback's network is no matter of routes.
        if (prefix.length === 32 || isLoopback(prefix.address)) continue;
        const destination = networkOf(prefix);
        if (!all.some((other) => other.link === link && same(other.destination, destination))) {
          all.push({ destination, gateway: null, link });
        }
      }
    }
    return all.toSorted(
      ({ destination: one }, { destination: other }) =>
        Math.sign(one.length) - Math.sign(other.length) ||
        one.address - other.address ||
        one.length - other.length,
    );
  }

  lookup(address: number, links: readonly NetLink[]): RouteEntry | null {
    let best: RouteEntry | null = null;
    for (const entry of this.all(links)) {
      if (!contains(entry.destination, address)) continue;
      if (!best || entry.destination.length > best.destination.length) best = entry;
    }
    return best;
  }
}

function same(one: InetPrefix, other: InetPrefix): boolean {
  return one.address === other.address && one.length === other.length;
}
