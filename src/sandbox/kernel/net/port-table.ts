/**
 * Which socket has which port of a namespace, for one protocol. Knows nothing of what they do with it.
 */
import { Errno } from "../../abi/errno.ts";
import { anyAddress } from "./inet-address.ts";

/** Ports that are given out by themselves (`ip_local_port_range`). */
const firstEphemeral = 32_768;
const lastEphemeral = 60_999;

interface Holder<S> {
  readonly address: number;
  readonly socket: S;
}

/** Bound sockets by port. */
export class PortTable<S extends object = object> {
  readonly #ports = new Map<number, Holder<S>[]>();
  #nextEphemeral = firstEphemeral;

  /** Gives `port`, or a free one for 0; tells which. EADDRINUSE. */
  bind(address: number, port: number, socket: S): number {
    const given = port === 0 ? this.#free(address) : port;
    if (!this.#isFree(address, given)) throw new Errno("EADDRINUSE");
    const holders = this.#ports.get(given) ?? [];
    holders.push({ address, socket });
    this.#ports.set(given, holders);
    return given;
  }

  release(port: number, socket: S): void {
    const rest = (this.#ports.get(port) ?? []).filter((holder) => holder.socket !== socket);
    if (rest.length > 0) this.#ports.set(port, rest);
    else this.#ports.delete(port);
  }

  /** Who is bound to just this address, else who is bound to any. */
  find(address: number, port: number): S | null {
    const holders = this.#ports.get(port) ?? [];
    const found =
      holders.find((holder) => holder.address === address) ??
      holders.find((holder) => holder.address === anyAddress);
    return found?.socket ?? null;
  }

  #isFree(address: number, port: number): boolean {
    return (this.#ports.get(port) ?? []).every(
      (holder) => holder.address !== address && holder.address !== anyAddress && address !== anyAddress,
    );
  }

  #free(address: number): number {
    for (let tried = firstEphemeral; tried <= lastEphemeral; tried += 1) {
      const port = this.#nextEphemeral;
      this.#nextEphemeral = port === lastEphemeral ? firstEphemeral : port + 1;
      if (this.#isFree(address, port)) return port;
    }
    throw new Errno("EADDRINUSE");
  }
}
