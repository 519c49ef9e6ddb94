/**
 * A machine as the screen and scripts see it: a guest or a sandbox, where both are meant.
 */
import type { Evt } from "../base/event.ts";
import type { TerminalLine } from "../protocol/terminal-line.ts";
import type { ExecutionResult } from "./execution.ts";
import type { MachineConsole, WaitOptions } from "./machine-console.ts";
import type { MachineLimits } from "./machine-limits.ts";

declare const machineId: unique symbol;

/** Identifies a machine for as long as the page lives; never used twice. */
export type MachineId = string & { readonly [machineId]: true };

/** What can be asked of a machine. */
export type MachineVerb =
  | "start"
  | "pause"
  | "resume"
  | "shutdown"
  | "reboot"
  | "reset"
  | "destroy"
  | "remove";

/** A console with a title, for a tab. */
export interface NamedLine {
  readonly id: "console" | "serial";
  readonly title: string;
  readonly line: TerminalLine;
}

/** A machine of the playground. Each verb fails with `wrong-state` where `can` says no. */
export interface Machine {
  readonly id: MachineId;
  readonly kind: "guest" | "sandbox";
  readonly name: string;
  readonly state: string;
  /** What it runs, in a few words: "Linux 6.12.117". */
  readonly system: string;
  /** Which of the accent colours is its own: 0 to 7, by order of creation. */
  readonly accent: number;
  /** Memory given to it, in MiB: a guest's RAM, a sandbox's limit; `null` is no limit. */
  readonly memoryMiB: number | null;
  /** Why it is `crashed` or `exited`, in words that may come from the machine itself: plain text only. */
  readonly endReason: string | null;
  /** What it may take now; `setLimits` changes it. */
  readonly limits: MachineLimits;
  /** Whether it is paused while nobody sees the page. */
  pauseWhenHidden: boolean;
  readonly console: MachineConsole;
  /** Its consoles, the first being the one to show. */
  readonly lines: readonly [NamedLine, ...NamedLine[]];
  /** Fires when its state or anything above changed. */
  readonly onDidChange: Evt<void>;

  /** Whether it holds something of the host: a worker and memory, or processes. */
  readonly isActive: boolean;

  can(verb: MachineVerb): boolean;
  start(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  shutdown(): Promise<void>;
  reboot(): Promise<void>;
  reset(): Promise<void>;
  destroy(): Promise<void>;
  remove(): Promise<void>;
  /**
   * Changes what it may take: at once if it runs, and for its next starts. Fails with `unknown-limit`, `bad-limit`,
   * `bad-cpus`, `bad-weight`, `bad-memory`, `bad-pids` or, from the host's kernel, `kernel-refused`.
   */
  setLimits(changes: Partial<MachineLimits>): Promise<void>;
  /**
   * Runs a command by a shell beside what runs in the machine: its consoles show nothing of it, it reads nothing, and an
   * abort kills it. A guest that boots does it when its agent is up. Fails with `wrong-state` unless it runs,
   * `ended` when the machine ends first, `command-too-long` or `bad-command`.
   */
  execute(command: string, options?: WaitOptions): Promise<ExecutionResult>;
  /** Resolves when the machine is in `state`; rejects with the signal's reason when it aborts. */
  waitForState(state: string, options?: { readonly signal?: AbortSignal }): Promise<void>;
}
