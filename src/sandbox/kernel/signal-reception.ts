/**
 * What becomes of a signal that comes to a task: whether it is heard, what it does by default, and its handler (signal(7),
 * pid_namespaces(7)). Changes nothing of how the task runs.
 */
import type { Signal } from "../abi/signals.ts";
import { defaultAction, type SignalState } from "./signal-state.ts";
import type { Task } from "./task.ts";

/** Whether it is thrown away as it comes. `forced`: by the kernel or from a namespace above. */
export function unheard(task: Task, signal: Signal, forced: boolean): boolean {
  // What is blocked stays: its action may change before it is let through.
  if (task.signals.blocked.has(signal)) return false;
  return task.signals.ignores(signal) || shielded(task, signal, forced);
}

/** Whether a namespace's init is protected from it. */
export function shielded(task: Task, signal: Signal, forced: boolean): boolean {
  if (!task.isNamespaceInit) return false;
  if (task.signals.action(signal) !== "default") return false;
  if (task.isGlobalInit) return true;
  return !(forced && (signal === "SIGKILL" || signal === "SIGSTOP"));
}

/** What it does to a task that has no handler for it. */
export function defaultFate(task: Task, signal: Signal): "end" | "stop" | "nothing" {
  const action = defaultAction(signal);
  if (action === "terminate" || action === "core") {
    return task.isNamespaceInit && signal !== "SIGKILL" ? "nothing" : "end";
  }
  if (action !== "stop") return "nothing";
  if (task.isNamespaceInit && signal !== "SIGSTOP") return "nothing";
  return signal !== "SIGSTOP" && task.processGroup.orphaned() ? "nothing" : "stop";
}

/** Runs its handler, in the task; one that throws is the task's end. */
export function runHandler(
  task: Task,
  signal: Signal,
  action: Extract<ReturnType<SignalState["action"]>, object>,
): void {
  task.signals.take();
  if (action.resetHand) task.signals.setAction(signal, "default");
  task.interruption = { restart: (action.restart ?? false) && (task.interruption?.restart ?? true) };
  try {
    action.handler(signal);
  } catch (error) {
    task.machine.host.report(error);
    task.machine.events.exit(task, { kind: "signaled", signal: "SIGSEGV", coreDumped: false });
  }
}
