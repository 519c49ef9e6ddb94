/**
 * The local end of an AF_INET socket: an address and a port, and how it comes by them (ip(7)).
 */
import { Errno } from "../../abi/errno.ts";
import type { SocketAddress } from "../../abi/network-calls.ts";
import { anyAddress, formatAddress } from "./inet-address.ts";
import type { PortTable } from "./port-table.ts";
import type { Socket } from "./socket.ts";

/** An address with its port. */
export interface InetEndpoint {
  readonly address: number;
  readonly port: number;
}

/** Any address, any port: what a socket has before it is bound. */
export const nowhere: InetEndpoint = { address: anyAddress, port: 0 };

/** As programs name it. */
export function describeEndpoint({ address, port }: InetEndpoint): SocketAddress {
  return { family: "inet", address: formatAddress(address), port };
}

/** The local name of a socket, and the port it holds for it. */
export class InetBinding<S extends Socket> {
  local: InetEndpoint = nowhere;
  readonly #socket: S;
  readonly #ports: PortTable<S>;
  #holds = false;

  constructor(socket: S, ports: PortTable<S>) {
    this.#socket = socket;
    this.#ports = ports;
  }

  get bound(): boolean {
    return this.#holds;
  }

  /** EINVAL when it is bound, EADDRNOTAVAIL, EADDRINUSE. */
  bind({ address, port }: InetEndpoint): void {
    if (this.#holds) throw new Errno("EINVAL");
    if (address !== anyAddress && !this.#socket.namespace.isLocal(address)) throw new Errno("EADDRNOTAVAIL");
    this.local = { address, port: this.#ports.bind(address, port, this.#socket) };
    this.#holds = true;
  }

  release(): void {
    if (this.#holds) this.#ports.release(this.local.port, this.#socket);
    this.#holds = false;
    this.local = nowhere;
  }
}
