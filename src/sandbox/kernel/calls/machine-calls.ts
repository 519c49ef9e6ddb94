/**
 * Calls on time, priority and memory, and on what the machine is.
 */
import { checkpoint } from "../../abi/blocking.ts";
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type {
  CpuTimes,
  LimitedResource,
  ProcessCalls,
  ResourceLimit,
  SystemName,
} from "../../abi/process-calls.ts";
import { demandAddresses } from "../address-space-limit.ts";
import { watchCpuTime } from "../cpu-time-limit.ts";
import { shortName } from "../short-name.ts";
import { systemName } from "../system-name.ts";
import type { Task } from "../task.ts";
import { TraceFile } from "../trace/trace-file.ts";
import type { CallMachine } from "./call-machine.ts";
import type { CallPart } from "./call-names.ts";

/** `fs.nr_open`: what no limit of descriptors may go beyond. */
const mostOpenFiles = 1_048_576;

/** Whether one limit is higher than another. */
function exceeds(one: number | null, other: number | null): boolean {
  return other !== null && (one === null || one > other);
}

/** For one task. */
export class MachineCalls implements Pick<ProcessCalls, CallPart["machine"]> {
  readonly #task: Task;
  readonly #machine: CallMachine;

  constructor(task: Task, machine: CallMachine) {
    this.#task = task;
    this.#machine = machine;
  }

  traceChildren({ follow }: { readonly follow: boolean }): number {
    const { files } = this.#task;
    if (!files) throw new Errno("EBADF");
    return files.descriptors.add(new TraceFile(this.#task, this.#machine.nextAnonymousInode(), follow), true);
  }

  *sleep(ms: number): Blocking<number> {
    if (Number.isNaN(ms) || ms < 0) throw new Errno("EINVAL");
    const untilMs = this.#machine.nowMs() + ms;
    const reason = yield { kind: "wait", on: [], untilMs };
    return reason === "signal" ? Math.max(0, untilMs - this.#machine.nowMs()) : 0;
  }

  *yield(): Blocking<void> {
    this.#machine.yieldProcessor();
    yield checkpoint;
  }

  clock(which: "realtime" | "monotonic" | "process"): number {
    switch (which) {
      case "realtime":
        return this.#machine.epochMs();
      case "monotonic":
        return this.#machine.nowMs();
      case "process":
        this.#machine.settleAccounts();
        return this.#task.cpu.ranMs;
    }
  }

  times(): CpuTimes {
    this.#machine.settleAccounts();
    return { ownMs: this.#task.cpu.ranMs, childrenMs: this.#task.childrenCpuMs };
  }

  getpriority(pid = 0): number {
    return this.#find(pid).nice;
  }

  setpriority(nice: number, pid = 0): void {
    const target = this.#find(pid);
    const wanted = Math.max(-20, Math.min(19, Math.trunc(nice)));
    const { identity } = this.#task;
    const { uid, euid } = target.identity.credentials;
    const own = identity.credentials.euid === uid || identity.credentials.euid === euid;
    const capable = identity.capable("CAP_SYS_NICE", target.identity.userNamespace);
    if (!own && !capable) throw new Errno("EPERM");
    // CAP_SYS_NICE of the host is what counts for more than one's share (can_nice).
    if (wanted < target.nice && !identity.capable("CAP_SYS_NICE")) throw new Errno("EACCES");
    this.#machine.renice(target, wanted);
  }

  getResourceLimit(resource: LimitedResource): ResourceLimit {
    return this.#task.limits[resource];
  }

  setResourceLimit(resource: LimitedResource, limit: ResourceLimit): void {
    const task = this.#task;
    const before = task.limits[resource];
    if (exceeds(limit.soft, limit.hard)) throw new Errno("EINVAL");
    // Of the host: what a user namespace gives does not count.
    if (exceeds(limit.hard, before.hard) && !task.identity.capable("CAP_SYS_RESOURCE"))
      throw new Errno("EPERM");
    if (resource === "openFiles" && exceeds(limit.hard, mostOpenFiles)) throw new Errno("EPERM");
    task.limits = { ...task.limits, [resource]: { ...limit } };
    if (resource === "cpuSeconds") {
      task.cpuWatch?.[Symbol.dispose]();
      task.cpuWatch = watchCpuTime(task);
    }
    if (resource === "openFiles" && task.files) task.files.descriptors.limit = limit.soft ?? mostOpenFiles;
  }

  setName(name: string): void {
    this.#task.image = { ...this.#task.image, comm: shortName(name) };
  }

  *allocateMemory(bytes: number): Blocking<Uint8Array> {
    demandAddresses(this.#task, bytes);
    return yield* this.#task.memory.allocate(bytes);
  }

  freeMemory(memory: Uint8Array): void {
    this.#task.memory.free(memory);
  }

  *growMemory(bytes: number): Blocking<void> {
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw new Errno("EINVAL");
    demandAddresses(this.#task, bytes);
    yield* this.#task.memory.grow(bytes);
  }

  uname(): SystemName {
    const { hostname, domainname } = this.#task.namespaces.uts;
    return { ...systemName, nodename: hostname, domainname };
  }

  sysinfo(): ReturnType<ProcessCalls["sysinfo"]> {
    return this.#machine.sysinfo();
  }

  #find(pid: number): Task {
    const task = pid === 0 ? this.#task : this.#task.pidNamespace.task(pid);
    if (!task) throw new Errno("ESRCH");
    return task;
  }
}
