/**
 * A PID namespace: numbers for tasks, groups and sessions, its own and, in every namespace above it, another
 * (pid_namespaces(7)). Knows tasks only as what a number stands for.
 */
import { Errno } from "../../abi/errno.ts";
import type { ProcessGroup, Session } from "../process-group.ts";
import type { Task } from "../task.ts";
import { Namespace } from "./namespace.ts";
import type { UserNamespace } from "./user-namespace.ts";

/** Largest number + 1, as on a 64-bit Linux. */
export const pidMax = 4194304;
/** Where counting goes on after `pidMax`: the first ones are for daemons (RESERVED_PIDS). */
const afterWrap = 300;
/** MAX_PID_NS_LEVEL. */
const deepest = 32;

/** Numbers of one level. */
export class PidNamespace extends Namespace {
  readonly kind = "pid";
  readonly parent: PidNamespace | null;
  readonly level: number;
  /** Its PID 1: `null` before the first fork into it. */
  init: Task | null = null;
  /** Its init has ended: nothing can be made in it any more. */
  dead = false;
  readonly #pids = new Map<number, Pid>();
  #last = 0;

  constructor(number: number, owner: UserNamespace, parent: PidNamespace | null) {
    if (parent && parent.level + 1 > deepest) throw new Errno("ENOSPC");
    super(number, owner.hold());
    this.parent = parent?.hold() ?? null;
    this.level = parent ? parent.level + 1 : 0;
  }

  /** The number given last, as /proc/loadavg tells it. */
  get last(): number {
    return this.#last;
  }

  find(number: number): Pid | null {
    return this.#pids.get(number) ?? null;
  }

  /** The task with a number here; `null` when there is none. */
  task(number: number): Task | null {
    return this.#pids.get(number)?.task ?? null;
  }

  /** All tasks that have a number here, by number. */
  tasks(): readonly Task[] {
    const numbers = [...this.#pids.keys()].toSorted((one, other) => one - other);
    return numbers.flatMap((number) => this.task(number) ?? []);
  }

  /** Whether `other` is this namespace or one below it. */
  contains(other: PidNamespace): boolean {
    let at: PidNamespace | null = other;
    while (at && at.level > this.level) at = at.parent;
    return at === this;
  }

  /** Gives a number, here only; a `Pid` calls it on every level. */
  take(pid: Pid): number {
    if (this.dead) throw new Errno("ENOMEM", "the namespace's init has ended");
    let next = this.#last;
    do {
      next = next + 1 < pidMax ? next + 1 : afterWrap;
      if (next === this.#last) throw new Errno("EAGAIN");
    } while (this.#pids.has(next));
    this.#last = next;
    this.#pids.set(next, pid);
    return next;
  }

  giveBack(number: number): void {
    this.#pids.delete(number);
  }

  protected override released(): void {
    this.parent?.drop();
    super.released();
  }
}

/** The numbers of one task in all namespaces that see it; a group or session named after it keeps them taken. */
export class Pid {
  /** The one it was made in: its `getpid`. */
  readonly namespace: PidNamespace;
  task: Task | null = null;
  group: ProcessGroup | null = null;
  session: Session | null = null;
  readonly #numbers = new Map<PidNamespace, number>();

  constructor(namespace: PidNamespace) {
    this.namespace = namespace.hold();
    try {
      for (let at: PidNamespace | null = namespace; at; at = at.parent) this.#numbers.set(at, at.take(this));
    } catch (error) {
      this.#giveBack();
      throw error;
    }
  }

  /** Its number in `namespace`; 0 where it is not seen. */
  in(namespace: PidNamespace): number {
    return this.#numbers.get(namespace) ?? 0;
  }

  /** Its number on the host, which names it within the kernel. */
  get host(): number {
    let root = this.namespace;
    while (root.parent) root = root.parent;
    return this.in(root);
  }

  /** Its numbers from `namespace` down to its own: the NSpid line of /proc/PID/status. */
  from(namespace: PidNamespace): readonly number[] {
    const numbers: number[] = [];
    for (let at: PidNamespace | null = this.namespace; at; at = at.parent) {
      numbers.unshift(this.in(at));
      if (at === namespace) return numbers;
    }
    return [];
  }

  /** Frees the numbers when nothing goes by them any more. */
  collect(): void {
    if (this.task || this.group || this.session) return;
    this.#giveBack();
  }

  #giveBack(): void {
    for (const [namespace, number] of this.#numbers) namespace.giveBack(number);
    if (this.#numbers.size > 0) this.namespace.drop();
    this.#numbers.clear();
  }
}
