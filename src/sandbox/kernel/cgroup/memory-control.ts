/**
 * The memory controller of one cgroup: an account that charges up the tree, limits, and the events they cause. What to do
 * when a limit is reached is the OOM killer's matter.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { MemoryAccount, MemoryKind } from "../../fs/caller.ts";
import type { Tracing } from "../trace/tracing.ts";
import { WaitQueue } from "../wait-queue.ts";
import type { Cgroup } from "./cgroup.ts";
import { pageBytes } from "./control-numbers.ts";

/** Rows of `memory.events`. */
export type MemoryEvent = "low" | "high" | "max" | "oom" | "oom_kill" | "oom_group_kill";

/** Pages charged at once by Linux: what it makes a task over `memory.high` wait is per so many. */
const batchPages = 64;
const longestPenaltyMs = 2000;
const leastPenaltyMs = 10;

/** Makes room in `control` for `bytes`, by killing, or refuses with ENOMEM. */
export type MakeRoom = (control: MemoryControl, bytes: number) => Blocking<void>;

function noEvents(): Record<MemoryEvent, number> {
  return { low: 0, high: 0, max: 0, oom: 0, oom_kill: 0, oom_group_kill: 0 };
}

function noBytes(): Record<MemoryKind, number> {
  return { anon: 0, file: 0, shmem: 0, kernel: 0, sock: 0, pipe: 0 };
}

/** Memory of a cgroup and those below. Stays usable for what was charged to it when it is retired. */
export class MemoryControl implements MemoryAccount {
  readonly cgroup: Cgroup;
  readonly #makeRoom: MakeRoom;
  readonly #nowMs: () => number;
  readonly #tracing: Tracing | null;
  #parent: MemoryControl | null;
  #retired = false;
  #bytes = 0;
  #peakBytes = 0;
  readonly #kinds = noBytes();
  readonly events = noEvents();
  readonly localEvents = noEvents();
  /** Tells when some of it was given back. */
  readonly released = new WaitQueue();
  /** In bytes; `null` is no limit. */
  max: number | null = null;
  high: number | null = null;
  /** Accepted and kept: there is no reclaim that they could hold back. */
  min: number | null = 0;
  low: number | null = 0;
  swapMax: number | null = null;
  oomGroup = false;

  constructor(
    cgroup: Cgroup,
    parent: MemoryControl | null,
    given: { makeRoom: MakeRoom; nowMs: () => number; tracing: Tracing | null },
  ) {
    this.cgroup = cgroup;
    this.#parent = parent;
    this.#makeRoom = given.makeRoom;
    this.#nowMs = given.nowMs;
    this.#tracing = given.tracing;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get peakBytes(): number {
    return this.#peakBytes;
  }

  of(kind: MemoryKind): number {
    return this.#kinds[kind];
  }

  /** What is charged, each kind apart, in bytes. */
  byKind(): Readonly<Record<MemoryKind, number>> {
    return { ...this.#kinds };
  }

  /** The cgroup is gone, or its controller off: what is charged stays with those above. */
  retire(): void {
    this.#retired = true;
    this.released.wakeAll();
  }

  *charge(bytes: number, kind: MemoryKind): Blocking<void> {
    for (;;) {
      const over = this.#overWith(bytes);
      if (!over) break;
      over.tell("max");
      yield* this.#makeRoom(over, bytes);
    }
    this.#add(bytes, kind);
    const penaltyMs = this.#penaltyMs(bytes);
    if (penaltyMs <= leastPenaltyMs) return;
    const untilMs = this.#nowMs() + Math.min(penaltyMs, longestPenaltyMs);
    yield { kind: "wait", on: [], untilMs, uninterruptible: true };
  }

  tryCharge(bytes: number, kind: MemoryKind): boolean {
    const over = this.#overWith(bytes);
    if (over) over.tell("max");
    else this.#add(bytes, kind);
    return over === null;
  }

  uncharge(bytes: number, kind: MemoryKind): void {
    for (let at = MemoryControl.#counting(this); at; at = MemoryControl.#counting(at.#parent)) {
      at.#bytes -= bytes;
      at.#kinds[kind] -= bytes;
      at.released.wakeAll();
    }
  }

  /** Counts an event here and, but for the local file, above. */
  tell(event: MemoryEvent): void {
    this.localEvents[event] += 1;
    for (let at = MemoryControl.#counting(this); at; at = MemoryControl.#counting(at.#parent))
      at.events[event] += 1;
  }

  /** Whether `bytes` more would be over a limit here or above: the lowest. */
  #overWith(bytes: number): MemoryControl | null {
    for (let at = MemoryControl.#counting(this); at; at = MemoryControl.#counting(at.#parent))
      if (at.max !== null && at.#bytes + bytes > at.max) return at;
    return null;
  }

  #add(bytes: number, kind: MemoryKind): void {
    if (this.#tracing?.armed) this.#tracing.charged(this.cgroup, bytes, kind);
    for (let at = MemoryControl.#counting(this); at; at = MemoryControl.#counting(at.#parent)) {
      at.#bytes += bytes;
      if (at.#bytes > at.#peakBytes) at.#peakBytes = at.#bytes;
      at.#kinds[kind] += bytes;
    }
  }

  /** How long Linux makes a task wait that went over `memory.high` (calculate_high_delay). */
  #penaltyMs(bytes: number): number {
    let worst = 0;
    for (let at = MemoryControl.#counting(this); at; at = MemoryControl.#counting(at.#parent)) {
      if (at.high === null || at.#bytes <= at.high) continue;
      at.tell("high");
      worst = Math.max(worst, (at.#bytes - at.high) / Math.max(at.high, pageBytes));
    }
    return worst * worst * 64_000 * (bytes / pageBytes / batchPages);
  }

  /** The first, from `start` up, that counts: a retired one's charges are its parent's. */
  static #counting(start: MemoryControl | null): MemoryControl | null {
    let at = start;
    while (at && at.#retired) at = at.#parent;
    return at;
  }
}
