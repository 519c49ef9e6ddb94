/**
 * The host kernel: boots from a root file system, starts programs in it for whoever embeds it, and runs its tasks a
 * budget at a time. Puts the parts together; knows neither page nor DOM.
 */
import { deferred } from "../../base/deferred.ts";
import type { Deferred } from "../../base/deferred.ts";
import { Emitter } from "../../base/event.ts";
import type { Evt } from "../../base/event.ts";
import type { Program, ProgramTable } from "../abi/program.ts";
import type { Caller } from "../fs/caller.ts";
import type { FileSystem } from "../fs/file-system.ts";
import type { OpenFile } from "../fs/open-file.ts";
import type { FileSystemType, Vfs } from "../fs/vfs.ts";
import type { BinaryFormat } from "./exec/binary-format.ts";
import { hostInit } from "./host-init.ts";
import type { PseudoTerminal } from "./io/pseudo-terminal.ts";
import type { KernelHost } from "./kernel-host.ts";
import { logLevels } from "./kernel-log.ts";
import { KernelParts } from "./kernel-parts.ts";
import type { CpuGroup } from "./scheduler/cpu-group.ts";
import type { NextRun } from "./scheduler/next-run.ts";
import { shortName } from "./short-name.ts";
import type { Task } from "./task.ts";
import type { EndStatus } from "./task-state.ts";

/** What a kernel boots with. */
export interface KernelOptions {
  readonly host: KernelHost;
  /** Makes the root file system: called once, before the first task. */
  readonly root: (vfs: Vfs, caller: Caller) => FileSystem;
  readonly programs: ProgramTable;
  /** Further kinds of programs (WebAssembly). */
  readonly formats?: readonly BinaryFormat[];
  /** Further types of file systems. */
  readonly fileSystemTypes?: (vfs: Vfs) => readonly FileSystemType[];
  /** Default: `host`. */
  readonly hostname?: string;
  /** Memory that the host is said to have, in bytes. Default: 2 GiB. */
  readonly memoryBytes?: number;
  /** Tasks are runnable though `run` said it had nothing to do: call it soon. */
  readonly wanted?: () => void;
}

/** What `spawn` starts. */
export interface SpawnOptions {
  /** A file to execute; or code. */
  readonly run: string | Program;
  /** Default: the file's path, or `kernel`. */
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default: `/`. */
  readonly cwd?: string;
  /** Descriptors 0, 1, 2, … (taken over); or a terminal that becomes all three and the controlling one. */
  readonly stdio?: readonly OpenFile[] | PseudoTerminal;
}

/** A program that was started from outside. */
export interface Spawned {
  readonly task: Task;
  readonly pid: number;
  readonly exited: Promise<EndStatus>;
}

/** What the kernel is doing. */
export type KernelState =
  | { readonly kind: "running" }
  | { readonly kind: "panicked"; readonly why: string }
  | { readonly kind: "down"; readonly how: "restart" | "halt" | "poweroff" };

/** What the kernel has done since boot. */
export interface KernelCounters {
  /** CPU time of all tasks, in ms. */
  readonly cpuMs: number;
  readonly contextSwitches: number;
  readonly syscalls: number;
  readonly forks: number;
  /** Now, zombies included. */
  readonly tasks: number;
}

/** A kernel. Disposing ends everything in it. */
export class Kernel implements Disposable {
  readonly parts: KernelParts;
  readonly init: Task;
  readonly #exits = new Map<Task, Deferred<EndStatus>>();
  readonly #onDidChangeState = new Emitter<KernelState>();
  #state: KernelState = { kind: "running" };

  readonly onDidChangeState: Evt<KernelState> = this.#onDidChangeState;

  constructor(options: KernelOptions) {
    this.parts = new KernelParts(options, {
      ended: (task, status) => {
        this.#exits.get(task)?.resolve(status);
        this.#exits.delete(task);
      },
      initEnded: (status) => {
        const code = status.kind === "exited" ? status.code << 8 : 0;
        this.panic(`Attempted to kill init! exitcode=0x${code.toString(16).padStart(8, "0")}`);
      },
      crashed: (why) => this.panic(why),
      halted: (how) => this.#down({ kind: "down", how }),
    });
    this.init = this.parts.bootInit(hostInit);
  }

  get state(): KernelState {
    return this.#state;
  }

  /** The kernel's clock: ms since boot. */
  get nowMs(): number {
    return this.parts.nowMs();
  }

  /** The group whose CPU time is everything's. */
  get rootGroup(): CpuGroup {
    return this.parts.scheduler.root;
  }

  get counters(): KernelCounters {
    const { scheduler, counts } = this.parts;
    const { switches, ranMs } = scheduler.totals;
    return { cpuMs: ranMs, contextSwitches: switches, ...counts, tasks: this.parts.tasks.size };
  }

  /**
   * Runs what is runnable for at most `budgetMs`, and tells when it wants to run again. A promise when a task is
   * WebAssembly; then nothing else may call it until that is settled.
   */
  run(budgetMs: number): NextRun | Promise<NextRun> {
    if (this.#state.kind !== "running") return { kind: "woken" };
    return this.parts.scheduler.run(budgetMs);
  }

  /** Starts a program as a child of the host's init, in a session of its own. */
  spawn({ run, argv, env = {}, cwd = "/", stdio = [] }: SpawnOptions): Spawned {
    if (this.#state.kind !== "running") throw new Error(`the kernel is ${this.#state.kind}`);
    const { births } = this.parts;
    const task = births.forkIdle(this.init, {});
    const args = argv ?? [typeof run === "string" ? run : "kernel"];
    const name = (args[0] ?? "").split("/").at(-1) ?? "";
    task.signals.resetHandlers();
    task.image = { comm: shortName(name), argv: args, env, executable: null };
    const terminal = Array.isArray(stdio) ? null : (stdio as PseudoTerminal);
    if (!terminal) for (const file of stdio as readonly OpenFile[]) task.files?.descriptors.add(file);
    const exit = deferred<EndStatus>();
    this.#exits.set(task, exit);
    births.beginWith(task, function* spawned(sys, given) {
      sys.setsid();
      if (terminal) {
        const fd = yield* sys.open(`/dev/pts/${terminal.number}`, { access: "both" });
        while (sys.descriptors().length < 3) sys.dup(fd);
      }
      if (cwd !== "/") sys.chdir(cwd);
      if (typeof run === "string") return yield* sys.exec(run, given);
      return yield* run(sys, given);
    });
    return { task, pid: task.pid.host, exited: exit.promise };
  }

  /** A terminal of the host's `/dev/pts`; whoever shows it disposes it. */
  openTerminal(): PseudoTerminal {
    return this.parts.openTerminal(this.init);
  }

  /** Ends everything: nothing can be trusted any more. */
  panic(why: string): void {
    this.parts.log.add(logLevels.emergency, `Kernel panic - not syncing: ${why}`);
    this.#down({ kind: "panicked", why });
  }

  [Symbol.dispose](): void {
    this.#down({ kind: "down", how: "halt" });
    this.#onDidChangeState[Symbol.dispose]();
  }

  #down(state: KernelState): void {
    if (this.#state.kind !== "running") return;
    this.#state = state;
    this.parts.endEverything();
    this.#onDidChangeState.fire(state);
  }
}
