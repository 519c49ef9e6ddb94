/**
 * The one tree of cgroups of a kernel: makes and removes nodes, knows where each task is, and is what the controllers
 * share. Knows nothing of files.
 */
import { Errno } from "../../abi/errno.ts";
import type { Scheduler } from "../scheduler/scheduler.ts";
import type { Tracing } from "../trace/tracing.ts";
import { Cgroup } from "./cgroup.ts";
import type { CgroupMember } from "./cgroup-member.ts";
import type { MakeRoom } from "./memory-control.ts";
import { OomKiller } from "./oom-killer.ts";

/** What a tree is given. */
export interface CgroupTreeGiven {
  readonly scheduler: Scheduler;
  /** The scheduler's clock, in ms. */
  readonly nowMs: () => number;
  /** Told of every charge while anybody watches. */
  readonly tracing?: Tracing;
  /** The host's memory, in bytes: the limit of the root, which no file shows. `null`: as much as there is. */
  readonly memoryBytes?: number | null;
  /** For the kernel's log: `victim` was killed for the limit of `limiting`. */
  readonly oomKilled?: (victim: CgroupMember, limiting: Cgroup) => void;
  /** For the kernel's log: a fork in `cgroup` was over a limit of pids, for the first time. */
  readonly forkRejected?: (cgroup: Cgroup) => void;
}

/** What the nodes of a tree share. */
export interface CgroupHost {
  readonly scheduler: Scheduler;
  readonly nowMs: () => number;
  readonly makeRoom: MakeRoom;
  readonly tracing: Tracing | null;
  readonly forkRejected: (cgroup: Cgroup) => void;
}

/** The tree. */
export class CgroupTree {
  readonly host: CgroupHost;
  readonly root: Cgroup;
  readonly oomKiller: OomKiller;
  /** cgroup namespaces are borders of delegation (mount option of cgroup2). */
  nsdelegate = false;
  /** A cgroup was made or is gone; the file system follows. */
  watcher: { added(cgroup: Cgroup): void; removed(cgroup: Cgroup): void } | null = null;
  readonly #places = new WeakMap<object, { readonly member: CgroupMember; readonly cgroup: Cgroup }>();
  #nextId = 1;

  constructor(given: CgroupTreeGiven) {
    const { scheduler, nowMs } = given;
    this.oomKiller = new OomKiller({
      nowMs,
      scheduler,
      charger: () => {
        const { current } = scheduler;
        return current ? (this.#places.get(current)?.member ?? null) : null;
      },
      killed: given.oomKilled ?? (() => {}),
    });
    this.host = {
      scheduler,
      nowMs,
      makeRoom: (control, bytes) => this.oomKiller.makeRoom(control, bytes),
      tracing: given.tracing ?? null,
      forkRejected: given.forkRejected ?? (() => {}),
    };
    this.root = new Cgroup(this, null, "");
    this.root.account.max = given.memoryBytes ?? null;
  }

  takeId(): number {
    return this.#nextId++;
  }

  /** Where a living task is. */
  placeOf(member: CgroupMember): Cgroup | null {
    return this.#places.get(member)?.cgroup ?? null;
  }

  /** Only cgroups call it, of their own members. */
  place(member: CgroupMember, cgroup: Cgroup): void {
    this.#places.set(member, { member, cgroup });
  }

  unplace(member: CgroupMember): void {
    this.#places.delete(member);
  }

  /** The cgroup at a path from the root, such as `/a/b`; `null` when there is none. */
  find(path: string): Cgroup | null {
    let at: Cgroup | null = this.root;
    for (const name of path.split("/")) if (name !== "") at = at?.children.get(name) ?? null;
    return at;
  }

  /** mkdir(2): EAGAIN over `cgroup.max.…` here or above, EINVAL for a name with a newline, EEXIST, ENODEV. */
  make(parent: Cgroup, name: string): Cgroup {
    if (name.includes("\n")) throw new Errno("EINVAL");
    if (parent.removed) throw new Errno("ENODEV");
    if (parent.children.has(name)) throw new Errno("EEXIST");
    let level = 1;
    for (let at: Cgroup | null = parent; at; at = at.parent, level += 1) {
      const { maxDepth, maxDescendants } = at;
      const tooMany = maxDescendants !== null && countOf(at.descendants()) >= maxDescendants;
      if (tooMany || (maxDepth !== null && level > maxDepth)) throw new Errno("EAGAIN");
    }
    const made = new Cgroup(this, parent, name);
    this.watcher?.added(made);
    return made;
  }

  /** rmdir(2): EBUSY with tasks or children. */
  remove(cgroup: Cgroup): void {
    if (cgroup.removed) throw new Errno("ENODEV");
    if (!cgroup.parent || cgroup.populated || cgroup.children.size > 0) throw new Errno("EBUSY");
    cgroup.remove();
    this.watcher?.removed(cgroup);
  }
}

function countOf(items: Iterable<unknown>): number {
  let count = 0;
  for (const _ of items) count += 1;
  return count;
}
