/**
 * All system calls of one task, put together from the parts that implement them. Around each call: it is counted, signals
 * are delivered at its return, and what a signal interrupted begins again where Linux would (signal(7)).
 */
import { checkpoint } from "../abi/blocking.ts";
import type { Blocking } from "../abi/blocking.ts";
import { isErrno } from "../abi/errno.ts";
import type { FileCalls } from "../abi/file-calls.ts";
import type { IpcCalls } from "../abi/ipc-calls.ts";
import type { NetworkCalls } from "../abi/network-calls.ts";
import type { ProcessCalls } from "../abi/process-calls.ts";
import type { Syscalls } from "../abi/program.ts";
import type { TerminalCalls } from "../abi/terminal-calls.ts";
import { callNames } from "./calls/call-names.ts";
import type { CallPart } from "./calls/call-names.ts";
import { ProgramOver } from "./generator-execution.ts";
import type { Task } from "./task.ts";

/** Who implements which calls, for one task. */
export interface CallParts {
  readonly files: Omit<FileCalls, "pipe" | "poll" | "flock">;
  readonly io: Pick<FileCalls, "pipe" | "poll" | "flock">;
  readonly life: Pick<ProcessCalls, CallPart["life"]>;
  readonly signals: Pick<ProcessCalls, CallPart["signals"]>;
  readonly identity: Pick<ProcessCalls, CallPart["identity"]>;
  readonly machine: Pick<ProcessCalls, CallPart["machine"]>;
  readonly namespaces: Pick<ProcessCalls, CallPart["namespaces"]>;
  readonly ipc: IpcCalls;
  readonly terminals: TerminalCalls;
  readonly network: NetworkCalls;
}

/** What is thrown through a program whose task is over. */
function over(task: Task): ProgramOver {
  return new ProgramOver(task.end?.kind === "exited" ? task.end.code : 0);
}

function enter(task: Task): void {
  if (task.isDead) throw over(task);
  task.syscalls += 1;
  task.callsInARow += 1;
  task.machine.counts.syscalls += 1;
}

// The methods are added to the prototype below: one function per call, not one per call and task.
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- `callNames` is checked to have all of them
export interface TaskSyscalls extends Syscalls {}

/** The calls as a program has them. */
export class TaskSyscalls {
  readonly task: Task;
  readonly parts: CallParts;

  constructor(task: Task, parts: CallParts) {
    this.task = task;
    this.parts = parts;
  }
}

function plain(part: keyof CallParts, name: string) {
  return function call(this: TaskSyscalls, ...given: readonly unknown[]): unknown {
    const { task } = this;
    enter(task);
    const provider = this.parts[part];
    const { tracing } = task.machine;
    const watched = tracing.armed ? tracing.called(task, name, given) : null;
    let answer: unknown;
    try {
      answer = Reflect.apply(Reflect.get(provider, name), provider, given);
    } catch (error) {
      watched?.threw(error);
      throw error;
    }
    watched?.returned(answer);
    if (task.attention && task.attendInCall()) throw over(task);
    return answer;
  };
}

function blocking(part: keyof CallParts, name: string, restarts: boolean) {
  return function* call(this: TaskSyscalls, ...given: readonly unknown[]): Blocking<unknown> {
    const { task } = this;
    enter(task);
    if (task.exitCode !== null) throw new ProgramOver(task.exitCode);
    const provider = this.parts[part];
    const { tracing } = task.machine;
    const watched = tracing.armed ? tracing.called(task, name, given) : null;
    for (;;) {
      let answer: unknown;
      let refusal: unknown = null;
      task.interruption = null;
      try {
        const running: Blocking<unknown> = Reflect.apply(Reflect.get(provider, name), provider, given);
        answer = yield* running;
      } catch (error) {
        refusal = error;
      }
      if (refusal instanceof ProgramOver) throw refusal;
      if (refusal === null) watched?.returned(answer);
      const stopsFirst = task.attention;
      yield checkpoint;
      if (refusal === null) return answer;
      if (!isErrno(refusal, "EINTR") || !restarts) {
        watched?.threw(refusal);
        throw refusal;
      }
      // Without a handler it was a stop that came and went, as for a background job that reads its terminal.
      if (!(task.interruption as Task["interruption"])?.restart && (task.interruption || !stopsFirst)) {
        watched?.threw(refusal);
        throw refusal;
      }
    }
  };
}

for (const [part, names] of Object.entries(callNames)) {
  for (const [name, kind] of Object.entries(names)) {
    const method =
      kind === "plain"
        ? plain(part as keyof CallParts, name)
        : blocking(part as keyof CallParts, name, kind === "restarts");
    Object.defineProperty(TaskSyscalls.prototype, name, { value: method });
  }
}
