/** Who makes files before there is any task: the kernel itself, as the host's root. */
import type { Caller, Identity, JobPlace, MemoryAccount } from "../fs/caller.ts";

const nowhere: JobPlace = {
  session: 0,
  group: 0,
  deaf: () => true,
  orphanedGroup: true,
  signalGroup: () => undefined,
  hasGroup: () => false,
  isSessionLeader: false,
};

/** A caller that is no task. */
export class BootCaller implements Caller {
  readonly identity: Identity;
  readonly account: MemoryAccount;
  readonly job = nowhere;
  readonly nowMs: () => number;
  readonly epochMs: () => number;

  constructor(identity: Identity, account: MemoryAccount, clock: Pick<Caller, "nowMs" | "epochMs">) {
    this.identity = identity;
    this.account = account;
    this.nowMs = clock.nowMs;
    this.epochMs = clock.epochMs;
  }

  signalSelf(): void {}
}
