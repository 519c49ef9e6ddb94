/**
 * A cgroup: a node of the tree with its members and what its controllers know of it. The rules of who may change what are
 * in `cgroup-rules.ts`, the files in `…-files.ts`.
 */
import { Errno } from "../../abi/errno.ts";
import { WaitQueue } from "../wait-queue.ts";
import type { CpuGroup } from "../scheduler/cpu-group.ts";
import { normalWeight } from "../scheduler/nice-weights.ts";
import type { CgroupMember, MemberPlace } from "./cgroup-member.ts";
import type { CgroupTree } from "./cgroup-tree.ts";
import { MemoryControl } from "./memory-control.ts";
import { PidsControl } from "./pids-control.ts";

/** The controllers, in the order the files show them. */
export const controllers = ["cpu", "memory", "pids"] as const;

/** A controller's name. */
export type Controller = (typeof controllers)[number];

/** One cgroup. */
export class Cgroup implements MemberPlace {
  readonly tree: CgroupTree;
  readonly parent: Cgroup | null;
  readonly name: string;
  /** The inode number of its directory; the root's is 1. */
  readonly id: number;
  readonly depth: number;
  readonly children = new Map<string, Cgroup>();
  /** Living tasks that are in it, not below. */
  readonly members = new Set<CgroupMember>();
  /** What its children may use: `cgroup.subtree_control`. */
  readonly subtreeControl = new Set<Controller>();
  readonly cpu: CpuGroup;
  readonly pids: PidsControl;
  /** Tells when `populated` or `frozen` changed. */
  readonly eventsChanged = new WaitQueue();
  /** `null`: no limit. */
  maxDepth: number | null = null;
  maxDescendants: number | null = null;
  #memory: MemoryControl | null = null;
  #freeze = false;
  #population = 0;
  #removed = false;
  #rejectionTold = false;

  constructor(tree: CgroupTree, parent: Cgroup | null, name: string) {
    this.tree = tree;
    this.parent = parent;
    this.name = name;
    this.id = tree.takeId();
    this.depth = parent ? parent.depth + 1 : 0;
    const { scheduler } = tree.host;
    this.cpu = parent ? scheduler.groups.add(parent.cpu) : scheduler.root;
    this.pids = new PidsControl(parent?.pids ?? null);
    parent?.children.set(name, this);
    for (const controller of this.controllers) this.#turn(controller, true);
  }

  /** What it may use: `cgroup.controllers`. */
  get controllers(): ReadonlySet<Controller> {
    return this.parent ? this.parent.subtreeControl : new Set(controllers);
  }

  /** Its own memory controller; `null` where that is off. */
  get memory(): MemoryControl | null {
    return this.#memory;
  }

  /** Who pays for what its tasks take: itself, or the nearest above with a memory controller. */
  get account(): MemoryControl {
    const account = this.#memory ?? this.parent?.account;
    if (!account) throw new Error("the root cgroup has no account");
    return account;
  }

  get removed(): boolean {
    return this.#removed;
  }

  get populated(): boolean {
    return this.#population > 0;
  }

  /** What was written to `cgroup.freeze`. */
  get freezes(): boolean {
    return this.#freeze;
  }

  /** Whether it or one above is to be frozen. */
  get frozen(): boolean {
    return this.#freeze || (this.parent?.frozen ?? false);
  }

  /** Whether no task in it or below can run any more. */
  get standsStill(): boolean {
    return this.frozen && !this.cpu.running;
  }

  /** All cgroups below it. */
  *descendants(): Generator<Cgroup> {
    for (const child of this.children.values()) {
      yield child;
      yield* child.descendants();
    }
  }

  *subtreeMembers(): Generator<CgroupMember> {
    yield* this.members;
    for (const child of this.children.values()) yield* child.subtreeMembers();
  }

  isWithin(other: Cgroup): boolean {
    return this === other || (this.parent?.isWithin(other) ?? false);
  }

  /** A new task begins here, as fork(2) has it: `admit` and `enter`. */
  join(member: CgroupMember): void {
    this.admit();
    this.enter(member);
  }

  /**
   * Counts a task that is about to be made, which is then either entered or, as one that has ended, `reaped`. EAGAIN over
   * `pids.max` here or above, ENODEV when it was removed.
   */
  admit(): void {
    if (this.#removed) throw new Errno("ENODEV");
    if (this.pids.fork()) return;
    // Once, as Linux: a fork bomb would fill the log.
    if (!this.#rejectionTold) this.tree.host.forkRejected(this);
    this.#rejectionTold = true;
    throw new Errno("EAGAIN");
  }

  /** A task that was admitted is there. */
  enter(member: CgroupMember): void {
    this.members.add(member);
    this.tree.place(member, this);
    member.cgroup = this;
    this.#populate(1);
    this.tree.host.scheduler.freeze(member, this.frozen);
  }

  /** A task has ended and is waited for. */
  leave(member: CgroupMember): void {
    if (!this.members.has(member)) return;
    this.ended(member);
    this.reaped();
  }

  /** A task has ended, but counts for `pids.max` until `reaped`. */
  ended(member: CgroupMember): void {
    if (!this.members.delete(member)) return;
    this.tree.unplace(member);
    this.#populate(-1);
  }

  /** A task that had ended here was waited for. */
  reaped(): void {
    this.pids.add(-1);
  }

  /** A task of another cgroup comes here. Limits do not matter; what it charged stays where it was charged. */
  moveHere(member: CgroupMember): void {
    const from = this.tree.placeOf(member);
    if (from === this || !from) return;
    this.tree.host.scheduler.change(member, () => {
      from.leave(member);
      this.pids.add(1);
      this.enter(member);
    });
  }

  setFreeze(freeze: boolean): void {
    if (this.#freeze === freeze) return;
    this.#freeze = freeze;
    const { scheduler } = this.tree.host;
    const groups = [this, ...this.descendants()];
    for (const group of groups) for (const member of group.members) scheduler.freeze(member, group.frozen);
    for (const group of groups) group.eventsChanged.wakeAll();
  }

  /** SIGKILL to all in it and below. */
  kill(): void {
    for (const member of Array.from(this.subtreeMembers())) member.post("SIGKILL", true);
  }

  /** Turns a controller on or off for its children. What may be is not looked at. */
  control(controller: Controller, on: boolean): void {
    if (on) this.subtreeControl.add(controller);
    else this.subtreeControl.delete(controller);
    for (const child of this.children.values()) child.#turn(controller, on);
  }

  /** It is empty, and gone. */
  remove(): void {
    this.#removed = true;
    this.parent?.children.delete(this.name);
    this.#memory?.retire();
    this.tree.host.scheduler.groups.remove(this.cpu);
  }

  #turn(controller: Controller, on: boolean): void {
    const { scheduler } = this.tree.host;
    switch (controller) {
      case "cpu":
        if (!this.parent) return;
        scheduler.groups.reweigh(this.cpu, normalWeight);
        scheduler.groups.limit(this.cpu, { quotaMs: null, periodMs: 100, burstMs: 0 });
        scheduler.groups.separate(this.cpu, on);
        return;
      case "memory":
        this.#memory?.retire();
        this.#memory = on ? new MemoryControl(this, this.parent?.account ?? null, this.tree.host) : null;
        return;
      case "pids":
        this.pids.enable(on);
    }
  }

  #populate(difference: 1 | -1): void {
    const before = this.populated;
    this.#population += difference;
    if (this.populated !== before) this.eventsChanged.wakeAll();
    if (this.parent) this.parent.#populate(difference);
  }
}
