/**
 * Calls on signals: kill and who may, actions, the mask, pause and alarm (signal(7), kill(2)).
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { ProcessCalls, SignalAction } from "../../abi/process-calls.ts";
import { isSignal } from "../../abi/signals.ts";
import type { Signal } from "../../abi/signals.ts";
import type { Task } from "../task.ts";
import { sleepOn } from "../wait-queue.ts";
import type { CallPart } from "./call-names.ts";

/** For one task. */
export class SignalCalls implements Pick<ProcessCalls, CallPart["signals"]> {
  readonly #task: Task;

  constructor(task: Task) {
    this.#task = task;
  }

  kill(pid: number, signal: Signal | null): void {
    const caller = this.#task;
    const namespace = caller.pidNamespace;
    if (signal !== null && !isSignal(signal)) throw new Errno("EINVAL");
    if (pid > 0) {
      const target = namespace.task(pid);
      if (!target) throw new Errno("ESRCH");
      send(caller, target, signal);
      return;
    }
    if (pid === -1) {
      const others = namespace.tasks().filter((task) => task !== caller && task.pid.in(namespace) > 1);
      sendAll(caller, others, signal, true);
      return;
    }
    const group = pid === 0 ? caller.processGroup : namespace.find(-pid)?.group;
    sendAll(caller, group ? [...group.members] : [], signal, false);
  }

  sigaction(signal: Signal, action?: SignalAction): SignalAction {
    const { signals } = this.#task;
    if (!isSignal(signal)) throw new Errno("EINVAL");
    const before = signals.action(signal);
    if (action !== undefined) signals.setAction(signal, action);
    return before;
  }

  sigmask(blocked?: ReadonlySet<Signal>): ReadonlySet<Signal> {
    const { signals } = this.#task;
    const before = signals.blocked;
    if (blocked) {
      signals.block(blocked);
      this.#task.notice();
    }
    return before;
  }

  *pause(): Blocking<never> {
    yield* sleepOn();
    throw new Errno("EINTR");
  }

  alarm(seconds: number): number {
    return this.#task.alarm.set(seconds);
  }
}

/** Whether `caller` may signal `target` (kill(2)). */
function mayKill(caller: Task, target: Task, signal: Signal | null): boolean {
  const { credentials } = caller.identity;
  const { uid, suid } = target.identity.credentials;
  if ([uid, suid].some((id) => id === credentials.euid || id === credentials.uid)) return true;
  if (caller.identity.capable("CAP_KILL", target.identity.userNamespace)) return true;
  return signal === "SIGCONT" && caller.processGroup.session === target.processGroup.session;
}

function send(caller: Task, target: Task, signal: Signal | null): void {
  if (!mayKill(caller, target, signal)) throw new Errno("EPERM");
  if (!signal) return;
  // An init's shield holds against its own namespace only.
  target.post(signal, target.pid.in(caller.pidNamespace) > 0 && caller.pidNamespace !== target.pidNamespace);
}

/** To several: EPERM only if none might be signalled; for kill(-1) the last other error counts. */
function sendAll(caller: Task, targets: readonly Task[], signal: Signal | null, everyone: boolean): void {
  let sent = false;
  for (const target of targets) {
    if (!mayKill(caller, target, signal)) continue;
    sent = true;
    send(caller, target, signal);
  }
  if (targets.length === 0) throw new Errno("ESRCH");
  if (!sent && !everyone) throw new Errno("EPERM");
}
