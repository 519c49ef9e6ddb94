/**
 * One run of a sandbox, from its start to its end: under a shim, and under another one each time that what is in it
 * reboots. Knows the sandbox only as who is told.
 */
import { abortable } from "../../base/abort.ts";
import { deferred } from "../../base/deferred.ts";
import type { ChildStatus } from "../abi/process-calls.ts";
import type { Signal } from "../abi/signals.ts";
import type { EngineKernel } from "./engine-kernel.ts";
import { killAll, onHost, sendSignal } from "./host-steps.ts";
import { runShim } from "./shim-run.ts";
import type { ShimParts } from "./shim.ts";

/** What a run is made of, and whom it tells. */
export interface SandboxRunParts {
  readonly kernel: EngineKernel;
  readonly name: string;
  /** What the shim is to make, as it is configured now. */
  readonly shim: () => Omit<ShimParts, "tell">;
  /** Its first process is there, and runs. */
  readonly began: () => void;
  /** Its first process is over; its cgroup can still be read. */
  readonly over: () => void;
  /** It has ended; `null` where there never was a process. */
  readonly ended: (status: ChildStatus | null) => void;
}

/** A run. */
export class SandboxRun {
  readonly #parts: SandboxRunParts;
  readonly #ended = deferred<void>();
  #pid: number | null = null;
  #booting: Promise<void> = Promise.resolve();
  #endWanted = false;
  #isOver = false;

  constructor(parts: SandboxRunParts) {
    this.#parts = parts;
  }

  /** The host's pid of its first process; `null` while it has none. */
  get pid(): number | null {
    return this.#pid;
  }

  /** Resolves when it has ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Makes its first process and lets it run. Fails with `sandbox-failed`; then it has ended. */
  begin(): Promise<void> {
    this.#booting = this.#boot();
    return this.#booting;
  }

  /** No reboot keeps it from ending from here on. Resolves when a start under way is done. */
  async wantEnd(): Promise<void> {
    this.#endWanted = true;
    await Promise.allSettled([this.#booting]);
  }

  /** Sends a signal to its first process; `false` while it has none. */
  signal(signal: Signal): boolean {
    if (this.#pid === null) return false;
    this.#parts.kernel.spawn(sendSignal(this.#pid, signal), { name: "sandbox-signal" });
    return true;
  }

  /** Asks it to end by `signal`, and kills it when it has not after `graceMs`. Resolves when it has ended. */
  async stop(signal: Signal, graceMs: number): Promise<void> {
    if (!this.signal(signal)) return;
    await abortable(this.ended, AbortSignal.timeout(graceMs)).catch(() => this.kill());
  }

  /** Kills all of it (`cgroup.kill`). Resolves when it has ended. Fails with `sandbox-failed`. */
  async kill(): Promise<void> {
    await this.wantEnd();
    if (this.#pid === null) return;
    const { kernel, name, shim } = this.#parts;
    await onHost(kernel, name, "sandbox-kill", killAll(shim().config.linux.cgroupsPath));
    await this.ended;
  }

  async #boot(): Promise<void> {
    const { kernel, name, shim, began, over } = this.#parts;
    let pid: number;
    try {
      const run = runShim(kernel, name, shim(), over);
      void run.over.then((status) => this.#over(status));
      pid = await run.created;
    } catch (error) {
      this.#end(null);
      throw error;
    }
    this.#pid = pid;
    began();
  }

  /** Nothing of a run is left. A system that rebooted begins anew, as LXC has it; nobody sees it stop. */
  #over(status: ChildStatus | null): void {
    const { kernel, shim } = this.#parts;
    const ownPids = shim().config.linux.namespaces.some(({ type }) => type === "pid");
    if (!(ownPids && rebooted(status)) || this.#endWanted || kernel.down !== null) {
      this.#end(status);
      return;
    }
    this.#pid = null;
    this.#booting = this.#boot();
    // It has ended then, which is told like any end.
    this.#booting.catch(() => this.#end(null));
  }

  #end(status: ChildStatus | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#pid = null;
    this.#parts.ended(status);
    this.#ended.resolve();
  }
}

/**
 * Whether it asked to be restarted: reboot(2) ends the init of a pid namespace by SIGHUP, which nothing else can do to it
 * (pid_namespaces(7)).
 */
function rebooted(status: ChildStatus | null): boolean {
  return status?.kind === "signaled" && status.signal === "SIGHUP";
}
