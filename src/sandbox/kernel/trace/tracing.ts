/**
 * Who watches the tasks of a kernel, and what they are told: system calls as they begin and end, the processor as it
 * changes hands, memory as it is charged. While nobody watches, it costs a look at one field.
 */
import { toDisposable } from "../../../base/disposable.ts";
import { isErrno } from "../../abi/errno.ts";
import type { MemoryKind } from "../../fs/caller.ts";
import type { Cgroup } from "../cgroup/cgroup.ts";
import type { Task } from "../task.ts";
import { argumentWords, errorWords, linuxName, resultWords } from "./call-words.ts";

/** A system call. Its end is filled in when it comes; exit(2) and a successful exec(2) have none. */
export interface CallRecord {
  readonly kind: "call";
  /** On the kernel's clock, in ms since boot. */
  readonly atMs: number;
  /** As the host numbers it. */
  readonly pid: number;
  readonly comm: string;
  /** Linux's name of the call that does this (syscalls(2)). */
  readonly name: string;
  /** As strace(1) would show them: short, and made of what the program gave. */
  words: string;
  /** What it answered, or the error's name; `null` while it is under way. */
  result: string | null;
  /** From call to return, waiting included, in ms. */
  tookMs: number | null;
}

/** What a watcher is told. */
export type TraceRecord =
  | CallRecord
  /** The processor was given to a task. */
  | { readonly kind: "switched"; readonly atMs: number; readonly pid: number; readonly comm: string }
  /** Memory was charged to a cgroup; its path from the root. */
  | {
      readonly kind: "charged";
      readonly atMs: number;
      readonly cgroup: string;
      readonly bytes: number;
      readonly what: MemoryKind;
    };

/** Somebody who watches. */
export interface TraceWatcher {
  /** Whether what this task does, or what is charged in this cgroup, is of interest. */
  wants(task: Task | null, cgroup: Cgroup): boolean;
  /** Something happened; a call has begun. */
  began(record: TraceRecord): void;
  /** A call has ended: `record` has been told as begun. */
  ended?(record: CallRecord): void;
}

/** A call under way that somebody watches. */
export interface WatchedCall {
  returned(answer: unknown): void;
  threw(error: unknown): void;
}

/** The watchers of one kernel. */
export class Tracing {
  readonly #watchers = new Set<TraceWatcher>();
  readonly #nowMs: () => number;
  /** Whether anybody watches: whoever has something to tell looks here first. */
  armed = false;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Tells `watcher` from now on, until the result is disposed. */
  add(watcher: TraceWatcher): Disposable {
    this.#watchers.add(watcher);
    this.armed = true;
    return toDisposable(() => {
      this.#watchers.delete(watcher);
      this.armed = this.#watchers.size > 0;
    });
  }

  /** A task makes a call; `null` when nobody wants to know. */
  called(task: Task, name: string, given: readonly unknown[]): WatchedCall | null {
    const watchers = this.#interested(task, task.cgroup);
    if (watchers.length === 0) return null;
    const record: CallRecord = {
      kind: "call",
      atMs: this.#nowMs(),
      pid: task.pid.host,
      comm: task.image.comm,
      name: linuxName(name),
      words: argumentWords(name, given, null),
      result: null,
      tookMs: null,
    };
    for (const watcher of watchers) watcher.began(record);
    const end = (result: string): void => {
      record.result = result;
      record.tookMs = this.#nowMs() - record.atMs;
      for (const watcher of watchers) watcher.ended?.(record);
    };
    return {
      returned: (answer) => {
        record.words = argumentWords(name, given, answer);
        end(resultWords(answer));
      },
      threw: (error) => {
        if (isErrno(error)) end(errorWords(error.code));
      },
    };
  }

  /** The processor was given to a task. */
  switched(task: Task): void {
    const record: TraceRecord = {
      kind: "switched",
      atMs: this.#nowMs(),
      pid: task.pid.host,
      comm: task.image.comm,
    };
    for (const watcher of this.#interested(task, task.cgroup)) watcher.began(record);
  }

  /** Memory was charged. */
  charged(cgroup: Cgroup, bytes: number, what: MemoryKind): void {
    const watchers = this.#interested(null, cgroup);
    if (watchers.length === 0) return;
    const record: TraceRecord = { kind: "charged", atMs: this.#nowMs(), cgroup: pathOf(cgroup), bytes, what };
    for (const watcher of watchers) watcher.began(record);
  }

  #interested(task: Task | null, cgroup: Cgroup): readonly TraceWatcher[] {
    return [...this.#watchers].filter((watcher) => watcher.wants(task, cgroup));
  }
}

/** Whether `cgroup` is `above` or below it. */
export function isWithin(cgroup: Cgroup, above: Cgroup): boolean {
  for (let at: Cgroup | null = cgroup; at; at = at.parent) if (at === above) return true;
  return false;
}

function pathOf(cgroup: Cgroup): string {
  return cgroup.parent ? `${cgroup.parent.parent ? pathOf(cgroup.parent) : ""}/${cgroup.name}` : "/";
}
