/**
 * Makes room in a cgroup that reached its memory limit, by killing in it and nowhere else: who holds most, or the whole
 * group where `memory.oom.group` says so (the kernel's mm/oom_kill.c).
 */
import type { Blocking, Waitable } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { CpuGroup } from "../scheduler/cpu-group.ts";
import type { Scheduler } from "../scheduler/scheduler.ts";
import type { Cgroup } from "./cgroup.ts";
import type { CgroupMember } from "./cgroup-member.ts";
import type { MemoryControl } from "./memory-control.ts";

/** How long, in ms, a killed task may take to give back its memory before another is looked for. */
const patienceMs = 1000;
const never = -1000;

/** What the killer is given. */
export interface OomHost {
  readonly nowMs: () => number;
  readonly scheduler: Scheduler;
  /** The member whose task has the processor: who asks for memory. */
  readonly charger: () => CgroupMember | null;
  /** For the log of the kernel: who died of which cgroup's limit. */
  readonly killed: (victim: CgroupMember, limiting: Cgroup) => void;
}

/** The OOM killer of one kernel. */
export class OomKiller {
  readonly #host: OomHost;
  /** Since when, in ms, a victim is dying. */
  readonly #dying = new WeakMap<CgroupMember, number>();

  constructor(host: OomHost) {
    this.#host = host;
  }

  /** Frees memory in `control` for a charge of `bytes`. Returns when it is worth trying again; ENOMEM when nobody may die. */
  *makeRoom(control: MemoryControl, bytes: number): Blocking<void> {
    const charger = this.#host.charger();
    if (yield* this.#waitForDying(control, charger)) return;
    control.tell("oom");
    const hopeless = control.max !== null && bytes > control.max;
    const victim = hopeless ? killable(charger) : this.#worst(control, charger, bytes);
    if (!victim) throw new Errno("ENOMEM");
    this.#kill(victim, control);
    // Who asked may have to die itself: the kernel ends it here.
    if (charger && this.#dying.has(charger)) yield { kind: "wait", on: [], uninterruptible: true };
  }

  /** Kills one in `control` to come under its limit: `memory.max` was set below what is used. Whether anybody could be. */
  *shrink(control: MemoryControl): Blocking<boolean> {
    const charger = this.#host.charger();
    if (yield* this.#waitForDying(control, charger)) return true;
    control.tell("oom");
    const victim = this.#worst(control, null, 0);
    if (!victim) return false;
    this.#kill(victim, control);
    if (charger && this.#dying.has(charger)) yield { kind: "wait", on: [], uninterruptible: true };
    return true;
  }

  /** Someone in there is on its way out already. */
  *#waitForDying(control: MemoryControl, charger: CgroupMember | null): Blocking<boolean> {
    for (const member of control.cgroup.subtreeMembers()) {
      const sinceMs = this.#dying.get(member);
      if (sinceMs === undefined || member.isDead || member === charger) continue;
      const untilMs = sinceMs + patienceMs;
      if (this.#host.nowMs() >= untilMs) continue;
      const stall = new MemoryStall(charger?.group ?? null, this.#host.nowMs);
      yield { kind: "wait", on: [control.released, stall], untilMs, uninterruptible: true };
      return true;
    }
    return false;
  }

  #worst(control: MemoryControl, charger: CgroupMember | null, bytes: number): CgroupMember | null {
    let worst: CgroupMember | null = null;
    let most = -Infinity;
    const limit = control.max ?? control.bytes;
    for (const member of control.cgroup.subtreeMembers()) {
      if (!killable(member) || this.#dying.has(member)) continue;
      // Who asks counts as if it had it: in Linux it would have grown page by page to this.
      const held = member.memory.bytes + (member === charger ? bytes : 0);
      const points = held + (member.oomScoreAdjust * limit) / 1000;
      if (points <= most) continue;
      worst = member;
      most = points;
    }
    return worst;
  }

  #kill(victim: CgroupMember, control: MemoryControl): void {
    const group = groupOf(victim, control);
    if (!group) {
      this.#killOne(victim, control);
      return;
    }
    group.memory?.tell("oom_group_kill");
    for (const member of Array.from(group.subtreeMembers()))
      if (killable(member)) this.#killOne(member, control);
  }

  #killOne(victim: CgroupMember, control: MemoryControl): void {
    if (victim.isDead) return;
    this.#dying.set(victim, this.#host.nowMs());
    control.cgroup.tree.placeOf(victim)?.account.tell("oom_kill");
    this.#host.killed(victim, control.cgroup);
    victim.post("SIGKILL", true);
  }
}

/**
 * Counts a task as stalled for as long as it is enrolled: the end of a wait is told to what is waited for, even when the
 * task is killed in it.
 */
class MemoryStall implements Waitable {
  readonly #group: CpuGroup | null;
  readonly #nowMs: () => number;

  constructor(group: CpuGroup | null, nowMs: () => number) {
    this.#group = group;
    this.#nowMs = nowMs;
  }

  enroll(): Disposable {
    this.#count(1);
    return { [Symbol.dispose]: () => this.#count(-1) };
  }

  #count(difference: 1 | -1): void {
    for (let at = this.#group; at; at = at.parent) at.stall(difference, this.#nowMs());
  }
}

function killable(member: CgroupMember | null): CgroupMember | null {
  if (!member || member.isDead || member.isGlobalInit || member.oomScoreAdjust === never) return null;
  return member;
}

/** The highest cgroup, from the victim's up to the one whose limit it is, that dies as a whole. */
function groupOf(victim: CgroupMember, { cgroup: limiting }: MemoryControl): Cgroup | null {
  let group: Cgroup | null = null;
  for (let at = limiting.tree.placeOf(victim); at; at = at.parent) {
    if (at.memory?.oomGroup) group = at;
    if (at === limiting) break;
  }
  return group;
}
