/**
 * Files with the real devices, FIFOs and terminals behind them, and tasks that have the calls on those.
 */
import { ControllingTerminals } from "../../src/sandbox/kernel/io/controlling-terminals.ts";
import { FileLocks } from "../../src/sandbox/kernel/io/file-locks.ts";
import { IoCalls } from "../../src/sandbox/kernel/io/io-calls.ts";
import { KernelSpecialFiles, standardDevices } from "../../src/sandbox/kernel/io/special-files.ts";
import { KernelLog } from "../../src/sandbox/kernel/kernel-log.ts";
import { TaskTerminalCalls } from "../../src/sandbox/kernel/io/task-terminal-calls.ts";
import { FakeCaller, FakeJobs } from "./fake-caller.ts";
import { FileHost, HostTask } from "./file-host.ts";

/** A host with `/dev` filled and a devpts at `/dev/pts`. */
export class IoHost {
  readonly jobs = new FakeJobs();
  readonly controlling = new ControllingTerminals(this.jobs);
  readonly log = new KernelLog(() => 1500);
  /** Its "random" bytes are all 7. */
  readonly specials = new KernelSpecialFiles(this.controlling, this.log, (bytes) => void bytes.fill(7));
  readonly files = new FileHost();
  #nextInode = 1000;

  constructor() {
    this.files.specials = this.specials;
    this.files.vfs.register(this.specials.devptsType(this.files.vfs));
    const { calls } = this.task();
    calls.umask(0);
    calls.mkdir("/dev");
    for (const { name, number, mode } of standardDevices)
      calls.mknod(`/dev/${name}`, "character", mode, number);
    calls.mkdir("/dev/pts");
    calls.mount("devpts", "/dev/pts", "devpts", {}, "gid=5,mode=620,ptmxmode=666");
  }

  /** A task of root, the leader of a session unless `group` says otherwise. */
  task(place: { session?: number; group?: number } = {}): IoTask {
    return new IoTask(this, place, () => this.#nextInode++);
  }
}

/** The calls of one task. */
export class IoTask {
  readonly caller: FakeCaller;
  readonly calls: HostTask;
  readonly io: IoCalls;
  readonly terminals: TaskTerminalCalls;

  constructor(host: IoHost, place: { session?: number; group?: number }, nextInode: () => number) {
    this.caller = new FakeCaller(host.jobs, place);
    const context = { ...host.files.task().files, caller: this.caller };
    for (const capability of context.caller.identity.capabilities) this.caller.capabilities.add(capability);
    for (const capability of ["CAP_SYS_ADMIN", "CAP_MKNOD"] as const)
      this.caller.capabilities.add(capability);
    this.calls = new HostTask(context);
    this.io = new IoCalls(context, { locks: new FileLocks(), nextAnonymousInode: nextInode }, 1);
    this.terminals = new TaskTerminalCalls(context, host.controlling, {
      toKernel: (group) => (host.jobs.isGroup(group) ? group : null),
      fromKernel: (group) => group,
    });
  }
}
