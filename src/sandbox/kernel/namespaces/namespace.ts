/**
 * What all kinds of namespaces share: a number that names them in /proc/PID/ns, an owner, and a count of who uses them.
 * Knows nothing of what a namespace holds apart.
 */
import type { NamespaceKind } from "../../abi/process-calls.ts";
import type { UserNamespace } from "./user-namespace.ts";

/** Numbers of the namespaces that Linux makes at boot (linux/proc_ns.h; mnt and net as a 6.12 takes them first). */
export const initialNumbers: Readonly<Record<NamespaceKind, number>> = {
  cgroup: 4026531835,
  pid: 4026531836,
  user: 4026531837,
  uts: 4026531838,
  ipc: 4026531839,
  net: 4026531840,
  mnt: 4026531841,
};

/** The kinds, in the order of /proc/PID/ns. */
export const namespaceKinds: readonly NamespaceKind[] = ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"];

/** Gives new namespaces their numbers, counting up. */
export class NamespaceNumbers {
  #next = 4026532177;

  take(): number {
    return this.#next++;
  }
}

/** A namespace. A new one has one use; it is over when the last use is dropped. */
export abstract class Namespace {
  abstract readonly kind: NamespaceKind;
  /** The inode number of its file. */
  readonly number: number;
  /** The user namespace that owns it; `null` for the first user namespace. */
  readonly owner: UserNamespace | null;
  #uses = 1;

  constructor(number: number, owner: UserNamespace | null) {
    this.number = number;
    this.owner = owner;
  }

  /** How many tasks, open files, mounts and other namespaces hold it. */
  get uses(): number {
    return this.#uses;
  }

  /** What its link says: `pid:[4026531836]`. */
  get label(): string {
    return `${this.kind}:[${this.number}]`;
  }

  hold(): this {
    this.#uses += 1;
    return this;
  }

  drop(): void {
    this.#uses -= 1;
    if (this.#uses === 0) this.released();
  }

  /** The last use is gone. */
  protected released(): void {
    this.owner?.drop();
  }
}
