/**
 * The name of a local socket (unix(7)): a file, or an abstract name of its net namespace. A file that a socket is bound
 * to is kept in use until the socket is closed.
 */
import { Errno } from "../../abi/errno.ts";
import type { OpenPlace } from "../../fs/open-place.ts";
import type { Socket } from "./socket.ts";

/** Longest path in a `sockaddr_un`, without its end. Bytes. */
export const unixPathMaxBytes = 107;

/** What a socket may be bound to. `place` is `null` for an abstract name, whose path begins with NUL. */
export interface UnixName {
  readonly path: string;
  readonly place: OpenPlace | null;
}

/** Binds at most one name to a socket. */
export class UnixBinding {
  readonly #socket: Socket;
  #name: UnixName | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Empty when there is none. */
  get path(): string {
    return this.#name?.path ?? "";
  }

  /** EINVAL when it has one, EADDRINUSE. */
  bind(name: UnixName): void {
    if (this.#name) throw new Errno("EINVAL");
    const { names } = this.#socket.namespace;
    if (name.place) name.place.inode.bound = this.#socket;
    else if (names.has(name.path)) throw new Errno("EADDRINUSE");
    else names.set(name.path, this.#socket);
    this.#name = name;
  }

  release(): void {
    const name = this.#name;
    if (!name) return;
    this.#name = null;
    if (!name.place) {
      this.#socket.namespace.names.delete(name.path);
      return;
    }
    if (name.place.inode.bound === this.#socket) name.place.inode.bound = null;
    name.place[Symbol.dispose]();
  }
}
