/**
 * A sandbox as a machine: gives the sandbox of `sandbox/runtime` an identity on the screen and a console for scripts.
 */
import { abortable } from "../base/abort.ts";
import type { Clock } from "../base/clock.ts";
import { deferred } from "../base/deferred.ts";
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { MachineReading } from "../monitor/sample.ts";
import { signalNumber } from "../sandbox/abi/signals.ts";
import type { CgroupUsage } from "../sandbox/runtime/engine-kernel.ts";
import type { SandboxState } from "../sandbox/runtime/sandbox-parts.ts";
import type { Sandbox } from "../sandbox/runtime/sandbox.ts";
import { execution, type ExecutionResult } from "./execution.ts";
import { MachineConsole, type WaitOptions } from "./machine-console.ts";
import { ceilings, checkLimitNames, type MachineLimits } from "./machine-limits.ts";
import type { Machine, MachineId, MachineVerb, NamedLine } from "./machine.ts";

/** What the playground gives a sandbox beside the sandbox itself. */
export interface SandboxMachineParts {
  readonly id: MachineId;
  readonly accent: number;
  readonly clock: Clock;
}

const fits: Readonly<Record<MachineVerb, readonly SandboxState[]>> = {
  start: ["created", "exited"],
  pause: ["running"],
  resume: ["paused"],
  shutdown: ["running", "paused"],
  reboot: ["running"],
  reset: ["running", "paused"],
  destroy: ["running", "paused"],
  remove: ["created", "exited"],
};

const states: ReadonlySet<string> = new Set<SandboxState>(["created", "running", "paused", "exited"]);

/** A sandbox of the playground. */
export class SandboxMachine implements Machine, Disposable {
  readonly kind = "sandbox";
  readonly id: MachineId;
  readonly accent: number;
  readonly console: MachineConsole;
  readonly lines: readonly [NamedLine];
  /** What it is, with all that is particular to sandboxes. */
  readonly sandbox: Sandbox;
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  #stopping: Promise<void> | null = null;
  readonly onDidChange: Evt<void> = this.#onDidChange;
  pauseWhenHidden = false;

  constructor(sandbox: Sandbox, { id, accent, clock }: SandboxMachineParts) {
    this.id = id;
    this.accent = accent;
    this.sandbox = sandbox;
    this.console = this.#life.add(new MachineConsole(sandbox.line, clock));
    this.lines = [{ id: "console", title: "Console", line: sandbox.line }];
    this.#life.add(sandbox.onDidChange.listen(() => this.#onDidChange.fire()));
  }

  get name(): string {
    return this.sandbox.name;
  }

  get state(): SandboxState {
    return this.sandbox.state;
  }

  get system(): string {
    return this.sandbox.image.title;
  }

  get memoryMiB(): number | null {
    // While it runs, whoever may write memory.max can change it.
    return this.sandbox.limits.memoryMiB;
  }

  get endReason(): string | null {
    return this.state === "exited" ? endWords(this.sandbox) : null;
  }

  get limits(): MachineLimits {
    const { cpus, ...others } = this.sandbox.limits;
    return { cpuCap: cpus, ...others };
  }

  get isActive(): boolean {
    return this.state === "running" || this.state === "paused";
  }

  can(verb: MachineVerb): boolean {
    return fits[verb].includes(this.state) && !(verb === "shutdown" && this.#stopping !== null);
  }

  start(): Promise<void> {
    return this.sandbox.start();
  }
  pause(): Promise<void> {
    return this.sandbox.pause();
  }
  resume(): Promise<void> {
    return this.sandbox.resume();
  }
  async shutdown(): Promise<void> {
    this.#require("shutdown");
    this.#stopping = this.sandbox.stop();
    this.#onDidChange.fire();
    try {
      await this.#stopping;
    } finally {
      this.#stopping = null;
      this.#onDidChange.fire();
    }
  }
  async reboot(): Promise<void> {
    this.#require("reboot");
    await this.shutdown();
    await this.sandbox.start();
  }
  async reset(): Promise<void> {
    this.#require("reset");
    await this.sandbox.kill();
    await this.sandbox.start();
  }
  destroy(): Promise<void> {
    return this.sandbox.kill();
  }
  remove(): Promise<void> {
    return this.sandbox.delete();
  }

  async setLimits(changes: Partial<MachineLimits>): Promise<void> {
    checkLimitNames(changes);
    const { cpuCap, ...others } = changes;
    await this.sandbox.setLimits({ ...others, ...(cpuCap === undefined ? {} : { cpus: cpuCap }) });
  }

  execute(command: string, options: WaitOptions = {}): Promise<ExecutionResult> {
    return execution(command, options, (text, signal) => this.sandbox.execute(text, signal));
  }

  async waitForState(state: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    if (!states.has(state)) {
      throw new Failure("unknown-state", `A sandbox is never ${state}. It can be ${[...states].join(", ")}.`);
    }
    if (this.state === state) return;
    const reached = deferred<void>();
    using listening = this.#onDidChange.listen(() => {
      if (this.state === state) reached.resolve();
    });
    void listening;
    await (signal ? abortable(reached.promise, signal) : reached.promise);
  }

  /** What the monitor is told of it. */
  read(): MachineReading {
    const { usage } = this.sandbox;
    const limits = usage
      ? { cpuCores: usage.cpuMaxCores, memoryBytes: usage.memoryMaxBytes }
      : ceilings(this.limits);
    return {
      id: this.id,
      kind: this.kind,
      state: this.state,
      active: this.isActive,
      totals: usage && {
        atMs: Date.now(),
        cpuMs: usage.cpuMs,
        stealMs: usage.waitedMs,
        throttledMs: usage.throttledMs,
        governedMs: null,
        hostThrottledMs: null,
        instructions: null,
        watchingMs: null,
      },
      memoryReservedBytes: usage?.memoryBytes ?? 0,
      memoryUsedBytes: usage?.memoryBytes ?? 0,
      memoryKinds: memoryKindsOf(usage),
      kernelPressure: usage?.pressure ?? null,
      limits,
    };
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #require(verb: MachineVerb): void {
    if (this.can(verb)) return;
    throw new Failure("wrong-state", `${this.name} is ${this.state}: it cannot ${verb} now.`);
  }
}

/** One without a cgroup is charged nothing, and that is known. */
function memoryKindsOf(usage: CgroupUsage | null): MachineReading["memoryKinds"] {
  if (!usage) return { kind: "sandbox", chargedBytes: 0, kernelBytes: 0, chargedByKind: {} };
  const { memoryBytes, memoryByKind } = usage;
  const { kernel, sock, pipe } = memoryByKind;
  return {
    kind: "sandbox",
    chargedBytes: memoryBytes,
    kernelBytes: kernel + sock + pipe,
    chargedByKind: memoryByKind,
  };
}

function endWords({ end, lastUsage, hostDown }: Sandbox): string | null {
  if (hostDown !== null) return hostDown;
  if (!end) return "It could not be started.";
  if (end.kind === "exited") return `Its first process ended with status ${end.code}.`;
  if (end.kind !== "signaled") return null;
  const number = 128 + signalNumber(end.signal);
  if (end.signal === "SIGKILL" && (lastUsage?.oomKills ?? 0) > 0) {
    return `Killed by the kernel: it was over its memory limit, memory.max (status ${number}).`;
  }
  // What reboot(2) in a pid namespace does to its init (reboot(2)).
  if (end.signal === "SIGINT") return "It was switched off from inside.";
  return `Its first process was ended by ${end.signal} (status ${number}).`;
}
