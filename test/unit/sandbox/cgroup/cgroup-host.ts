/**
 * A cgroup file system over a simulated scheduler, with tasks that only are there: what a shell would see of it.
 */
import type { CgroupMember, MemberPlace } from "../../../../src/sandbox/kernel/cgroup/cgroup-member.ts";
import { CgroupFileSystem } from "../../../../src/sandbox/kernel/cgroup/cgroup-file-system.ts";
import { CgroupTree } from "../../../../src/sandbox/kernel/cgroup/cgroup-tree.ts";
import type { Cgroup } from "../../../../src/sandbox/kernel/cgroup/cgroup.ts";
import type { Blocking } from "../../../../src/sandbox/abi/blocking.ts";
import { Errno } from "../../../../src/sandbox/abi/errno.ts";
import type { CpuAccount, RunOutcome, Slice } from "../../../../src/sandbox/kernel/runnable.ts";
import type { CpuGroup } from "../../../../src/sandbox/kernel/scheduler/cpu-group.ts";
import type { Caller } from "../../../../src/sandbox/fs/caller.ts";
import { FileHost, type HostTask, type TestIdentity } from "../../../support/file-host.ts";
import { Simulation } from "../scheduler/simulation.ts";

/** A task that holds memory, is scheduled, and dies of SIGKILL at once. */
export class TestMember implements CgroupMember {
  readonly cpu: CpuAccount = {
    ranMs: 0,
    waitedMs: 0,
    throttledMs: 0,
    voluntarySwitches: 0,
    involuntarySwitches: 0,
  };
  readonly host: CgroupHost;
  readonly pid: number;
  readonly charged: [object: Cgroup["account"], bytes: number][] = [];
  cgroup: MemberPlace;
  nice = 0;
  oomScoreAdjust = 0;
  isGlobalInit = false;
  isDead = false;
  behaviour: (slice: Slice) => RunOutcome = () => ({ kind: "preempted" });

  constructor(host: CgroupHost, pid: number, cgroup: Cgroup) {
    this.host = host;
    this.pid = pid;
    this.cgroup = cgroup;
  }

  get group(): CpuGroup {
    return this.cgroup.cpu;
  }

  get memory(): { readonly bytes: number } {
    return { bytes: this.charged.reduce((sum, [, bytes]) => sum + bytes, 0) };
  }

  get place(): Cgroup | null {
    return this.host.tree.placeOf(this);
  }

  run(slice: Slice): RunOutcome {
    return this.behaviour(slice);
  }

  /** Takes memory as the task on the processor: `killed` when it did not survive that. */
  take(bytes: number): "got" | "killed" | "waits" | { readonly refused: string } {
    const account = this.place?.account;
    if (!account) return "killed";
    let result = "waits" as ReturnType<TestMember["take"]>;
    this.host.on(this, () => {
      try {
        const step = account.charge(bytes, "anon").next("woken");
        result = step.done ? "got" : this.isDead ? "killed" : "waits";
      } catch (error) {
        if (!(error instanceof Errno)) throw error;
        result = { refused: error.code };
      }
    });
    if (result === "got") this.charged.push([account, bytes]);
    return result;
  }

  post(signal: "SIGKILL"): void {
    if (this.isDead || this.isGlobalInit) return;
    this.host.log.push(`${signal} ${this.pid}`);
    this.exit();
  }

  exit(): void {
    this.isDead = true;
    for (const [account, bytes] of this.charged.splice(0)) account.uncharge(bytes, "anon");
    const { place } = this;
    place?.ended(this);
    place?.reaped();
    this.host.simulation.scheduler.dequeue(this);
  }
}

/** A host with `/sys/fs/cgroup` mounted at `/cg`. */
export class CgroupHost {
  readonly simulation = new Simulation();
  readonly files = new FileHost();
  readonly log: string[] = [];
  readonly tree = new CgroupTree({
    scheduler: this.simulation.scheduler,
    nowMs: () => this.simulation.nowMs,
    oomKilled: ({ pid }: CgroupMember & { pid?: number }, limiting) =>
      this.log.push(`oom ${pid} in ${limiting.name}`),
  });
  readonly #members = new Map<number, TestMember>();
  readonly #as = new WeakMap<Caller, { readonly member: TestMember; readonly namespaceRoot: Cgroup }>();
  readonly fs = new CgroupFileSystem(
    this.tree,
    {
      memberOf: (caller) => this.#as.get(caller)?.member ?? null,
      find: (pid) => this.#members.get(pid) ?? null,
      pidOf: (member) => (member instanceof TestMember ? member.pid : 0),
      namespaceRoot: (caller) => this.#as.get(caller)?.namespaceRoot ?? this.tree.root,
    },
    { device: 99, epochMs: () => 0 },
  );
  readonly shell: HostTask;

  constructor(options = "") {
    this.files.vfs.register(this.fs);
    this.shell = this.as(this.member("", 1)).task;
    this.shell.mkdir("/cg");
    this.shell.mount("none", "/cg", "cgroup2", {}, options);
  }

  member(path: string, pid: number): TestMember {
    const cgroup = this.tree.find(path);
    if (!cgroup) throw new Error(`no cgroup ${path}`);
    const member = new TestMember(this, pid, cgroup);
    cgroup.join(member);
    this.#members.set(pid, member);
    return member;
  }

  /** The calls of a task, as `member`, seeing the tree from `namespaceRoot`. */
  as(
    member: TestMember,
    identity: TestIdentity = {},
    namespaceRoot = this.tree.root,
  ): { readonly task: HostTask } {
    const task = this.files.task(identity);
    this.#as.set(task.files.caller, { member, namespaceRoot });
    return { task };
  }

  /** Runs `code` while `member` has the processor. */
  on(member: TestMember, code: () => void): void {
    const { scheduler } = this.simulation;
    const { behaviour } = member;
    member.behaviour = () => {
      code();
      this.simulation.nowMs += 1;
      return { kind: "waiting", pause: { kind: "wait", on: [] } };
    };
    scheduler.enqueue(member);
    this.simulation.pass(1.5);
    member.behaviour = behaviour;
  }

  /** `echo text > path`: what it says when it fails. */
  echo(text: string, path: string, by = this.shell): string {
    return this.attempt(() => {
      const fd = run(by.open(`/cg/${path}`, { access: "write", truncate: true }));
      try {
        run(by.write(fd, new TextEncoder().encode(`${text}\n`)));
      } finally {
        by.close(fd);
      }
    });
  }

  cat(path: string, by = this.shell): string {
    try {
      return by.readFile(`/cg/${path}`);
    } catch (error) {
      if (error instanceof Errno) return error.code;
      throw error;
    }
  }

  mkdir(...paths: string[]): void {
    for (const path of paths) this.shell.mkdir(`/cg/${path}`);
  }

  /** `ok`, or the code of the refusal. */
  attempt(action: () => void): string {
    try {
      action();
      return "ok";
    } catch (error) {
      if (error instanceof Errno) return error.code;
      throw error;
    }
  }
}

function run<T>(blocking: Blocking<T>): T {
  const step = blocking.next("woken");
  if (!step.done) throw new Error("it waits");
  return step.value;
}
