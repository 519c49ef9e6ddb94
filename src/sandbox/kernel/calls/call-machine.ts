/**
 * What the calls on processes need of the kernel beyond their task. The kernel implements it.
 */
import type { ProcessCalls } from "../../abi/process-calls.ts";
import type { TaskBirths } from "../task-births.ts";
import type { NamespaceMaker } from "../namespaces/namespace-maker.ts";
import type { ProgramLoader } from "../exec/program-loader.ts";
import type { ProcessTree } from "../process-tree.ts";
import type { Task } from "../task.ts";

/** The kernel, as calls see it. */
export interface CallMachine {
  readonly nowMs: () => number;
  readonly epochMs: () => number;
  /** A number for what has no name. */
  nextAnonymousInode(): number;
  readonly tree: ProcessTree;
  readonly births: TaskBirths;
  readonly programs: ProgramLoader;
  readonly namespaces: NamespaceMaker;
  /** Brings CPU accounts up to now. */
  settleAccounts(): void;
  /** The caller gives the processor away at its next checkpoint. */
  yieldProcessor(): void;
  renice(task: Task, nice: number): void;
  sysinfo(): ReturnType<ProcessCalls["sysinfo"]>;
  /** The host's kernel halts or restarts. */
  halt(how: "restart" | "halt" | "poweroff"): void;
}
