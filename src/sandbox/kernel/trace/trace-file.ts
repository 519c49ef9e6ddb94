/**
 * A descriptor on which a task reads the calls of its descendants, a line each. Keeps a bounded number of lines for a
 * reader that is slow, and tells how many it lost. What a task may not look into is not told to it (ptrace(2)).
 */
import { joinBytes } from "../../../base/join-bytes.ts";
import type { Blocking, Waitable } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { PollEvents } from "../../abi/file-calls.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";
import { OpenFile } from "../../fs/open-file.ts";
import { AnonymousNode } from "../io/anonymous-node.ts";
import { demandInspection } from "../procfs/proc-node.ts";
import type { Task } from "../task.ts";
import { sleepOn, WaitQueue } from "../wait-queue.ts";
import type { CallRecord, TraceRecord } from "./tracing.ts";

const mostLines = 4000;
const encoder = new TextEncoder();

/** Lines `PID NAME TOOK RESULT WORDS`, parted by tabs; TOOK in µs, and empty for a call that does not return. */
export class TraceFile extends OpenFile {
  readonly description = "anon_inode:[trace]";
  readonly #node: AnonymousNode;
  readonly #watching: Disposable;
  readonly #added = new WaitQueue();
  readonly #lines: string[] = [];
  /** Calls of exec that have not failed: their program's next call says that they have succeeded. */
  readonly #execs = new Map<number, CallRecord>();
  /** As the tracer numbers them, by the host's numbers. */
  readonly #pids = new Map<number, number>();
  #lost = 0;

  /** `follow`: whether children of children are traced too. */
  constructor(tracer: Task, inode: number, follow: boolean) {
    super({ access: "read", append: false, nonBlocking: false });
    this.#node = new AnonymousNode("fifo", inode, tracer);
    this.#watching = tracer.machine.tracing.add({
      wants: (task) => {
        if (!task || !descends(task, tracer, follow) || !mayInspect(tracer, task)) return false;
        this.#pids.set(task.pid.host, task.pid.in(tracer.pidNamespace));
        return true;
      },
      began: (record) => this.#began(record),
      ended: (record) => this.#ended(record),
    });
  }

  stat(caller: Caller): Stat {
    return this.#node.stat(caller);
  }

  override *read(maxBytes: number, _caller: Caller): Blocking<Uint8Array> {
    while (this.#lines.length === 0) {
      if (this.status.nonBlocking) throw new Errno("EAGAIN");
      yield* sleepOn(this.#added);
    }
    const taken: Uint8Array[] = [];
    let room = maxBytes;
    for (let line = this.#lines[0]; line !== undefined; line = this.#lines[0]) {
      const bytes = encoder.encode(line);
      if (bytes.length > room) break;
      taken.push(bytes);
      room -= bytes.length;
      this.#lines.shift();
    }
    if (taken.length === 0) throw new Errno("EINVAL");
    return joinBytes(taken);
  }

  override ready(): PollEvents {
    return { readable: this.#lines.length > 0 };
  }

  override get changes(): Waitable {
    return this.#added;
  }

  protected override released(): void {
    this.#watching[Symbol.dispose]();
  }

  #began(record: TraceRecord): void {
    if (record.kind !== "call") return;
    const exec = this.#execs.get(record.pid);
    if (exec) {
      this.#execs.delete(record.pid);
      this.#add(exec, "0");
    }
    if (record.name === "execve") this.#execs.set(record.pid, record);
    else if (record.name === "exit_group") {
      this.#add(record, "?");
      this.#pids.delete(record.pid);
    }
  }

  #ended(record: CallRecord): void {
    this.#execs.delete(record.pid);
    this.#add(record, record.result ?? "?");
  }

  #add({ pid, name, words, tookMs }: CallRecord, result: string): void {
    if (this.#lines.length >= mostLines) {
      this.#lost += 1;
      return;
    }
    const lost = this.#lost;
    this.#lost = 0;
    if (lost > 0) this.#lines.push(`0\t\t\t\t${lost}\n`);
    const own = this.#pids.get(pid) ?? 0;
    const took = tookMs === null ? "" : String(Math.round(tookMs * 1000));
    this.#lines.push(`${own}\t${name}\t${took}\t${result}\t${words}\n`);
    this.#added.wakeAll();
  }
}

function descends(task: Task, from: Task, follow: boolean): boolean {
  for (let at = task.parent; at; at = at.parent) {
    if (at === from) return true;
    if (!follow) return false;
  }
  return false;
}

function mayInspect(tracer: Task, task: Task): boolean {
  try {
    demandInspection(tracer, task);
    return true;
  } catch {
    return false;
  }
}
