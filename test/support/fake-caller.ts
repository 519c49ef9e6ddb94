/**
 * A task's view for files, without a kernel: remembers the signals it was sent and what it was charged.
 */
import type { Blocking } from "../../src/sandbox/abi/blocking.ts";
import type { Capability } from "../../src/sandbox/abi/process-calls.ts";
import type { Signal } from "../../src/sandbox/abi/signals.ts";
import type { Caller, IdMap, MemoryAccount, MemoryKind } from "../../src/sandbox/fs/caller.ts";
import { sleepOn, WaitQueue } from "../../src/sandbox/kernel/wait-queue.ts";

/** Counts bytes by kind; over `limitBytes` a charge waits until there is room. */
class FakeAccount implements MemoryAccount {
  limitBytes = Infinity;
  readonly #released = new WaitQueue();
  readonly #charged = new Map<MemoryKind, number>();

  get totalBytes(): number {
    let total = 0;
    for (const bytes of this.#charged.values()) total += bytes;
    return total;
  }

  chargedBytes(kind: MemoryKind): number {
    return this.#charged.get(kind) ?? 0;
  }

  *charge(bytes: number, kind: MemoryKind): Blocking<void> {
    while (!this.tryCharge(bytes, kind)) yield* sleepOn(this.#released);
  }

  tryCharge(bytes: number, kind: MemoryKind): boolean {
    if (this.totalBytes + bytes > this.limitBytes) return false;
    this.#charged.set(kind, this.chargedBytes(kind) + bytes);
    return true;
  }

  uncharge(bytes: number, kind: MemoryKind): void {
    const left = this.chargedBytes(kind) - bytes;
    if (left < 0) throw new Error(`more ${kind} given back than was charged`);
    this.#charged.set(kind, left);
    this.#released.wakeAll();
  }
}

const sameIds: IdMap = {
  toKernel: (_kind, id) => id,
  fromKernel: (_kind, id) => id,
  maps: () => true,
};

/** Groups of the sessions a test is about, and the signals they were sent. */
export class FakeJobs {
  /** Every signal sent, as `group 5 SIGINT`, `leader 1 SIGHUP` or `self SIGPIPE`. */
  readonly sent: string[] = [];
  readonly #sessions = new Map<number, number>();

  addGroup(group: number, session: number): void {
    this.#sessions.set(group, session);
  }

  hasGroup(session: number, group: number): boolean {
    return this.#sessions.get(group) === session;
  }

  isGroup(group: number): boolean {
    return this.#sessions.has(group);
  }

  signalGroup(group: number, signal: Signal): void {
    this.sent.push(`group ${group} ${signal}`);
  }

  signalLeader(session: number, signal: Signal): void {
    this.sent.push(`leader ${session} ${signal}`);
  }

  takeSent(): string[] {
    return this.sent.splice(0);
  }
}

/** Root, unless told otherwise. Times stand still until the test moves `clock`. */
export class FakeCaller implements Caller {
  readonly account = new FakeAccount();
  readonly clock = { nowMs: 0, epochMs: 1_700_000_000_000 };
  readonly jobs: FakeJobs;
  readonly deafTo = new Set<Signal>();
  readonly capabilities = new Set<Capability>();
  uid = 0;
  gid = 0;
  session: number;
  group: number;
  orphanedGroup = false;

  constructor(jobs = new FakeJobs(), place: { session?: number; group?: number } = {}) {
    this.jobs = jobs;
    this.session = place.session ?? 1;
    this.group = place.group ?? this.session;
    jobs.addGroup(this.group, this.session);
  }

  get identity(): Caller["identity"] {
    const { uid, gid } = this;
    return {
      credentials: { uid, euid: uid, suid: uid, gid, egid: gid, sgid: gid, groups: [] },
      capabilities: this.capabilities,
      idMap: sameIds,
      capable: (capability) => uid === 0 || this.capabilities.has(capability),
    };
  }

  get job(): Caller["job"] {
    return {
      session: this.session,
      group: this.group,
      deaf: (signal) => this.deafTo.has(signal),
      orphanedGroup: this.orphanedGroup,
      signalGroup: (group, signal) => this.jobs.signalGroup(group, signal),
      hasGroup: (session, group) => this.jobs.hasGroup(session, group),
      isSessionLeader: this.session === this.group,
    };
  }

  readonly nowMs = (): number => this.clock.nowMs;

  readonly epochMs = (): number => this.clock.epochMs;

  signalSelf(signal: Signal): void {
    this.jobs.sent.push(`self ${signal}`);
  }
}
