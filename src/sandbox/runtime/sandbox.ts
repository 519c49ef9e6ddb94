/**
 * One sandbox as the page and the command line see it: its state, its console, its configuration and its verbs. Every
 * verb is done by processes of the host kernel; this only asks for them.
 */
import { Failure } from "../../base/failure.ts";
import type { CommandEnd } from "../../protocol/command-end.ts";
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import type { ChildStatus } from "../abi/process-calls.ts";
import type { Signal } from "../abi/signals.ts";
import type { SandboxImage } from "../image/image.ts";
import type { CgroupUsage, EngineTerminal, NetworkTraffic } from "./engine-kernel.ts";
import { freezeAll, onHost, removeBundle } from "./host-steps.ts";
import { execInside, execOnTerminal, type ExecOptions } from "./exec-inside.ts";
import type { OciConfig } from "./oci-config.ts";
import { cableOf, stopSignalOf } from "./config-for.ts";
import { changedLimits, limitsOf, type SandboxLimits } from "./live-limits.ts";
import { bundlePath } from "./paths.ts";
import type { SandboxKind, SandboxOptions } from "./sandbox-options.ts";
import type { SandboxParts, SandboxState, SandboxVerb } from "./sandbox-parts.ts";
import { SandboxLine } from "./sandbox-line.ts";
import { runCaptured } from "./run-captured.ts";
import { SandboxRun } from "./sandbox-run.ts";
import { SandboxStates } from "./sandbox-states.ts";

/** How long a sandbox has to comply with `stop`, in ms, as with `docker stop`. */
const stopGraceMs = 10_000;

/** A sandbox. */
export class Sandbox extends SandboxStates implements Disposable {
  readonly id: string;
  readonly name: string;
  readonly kind: SandboxKind;
  readonly image: SandboxImage;
  readonly options: SandboxOptions;
  readonly bundle: string;
  /** ms since the epoch. */
  readonly createdAtMs: number;
  readonly #parts: SandboxParts;
  readonly #terminal: EngineTerminal;
  readonly #line: SandboxLine;
  #config: OciConfig;
  #startedAtMs: number | null = null;
  #end: ChildStatus | null = null;
  #lastUsage: CgroupUsage | null = null;
  /** `null` while it does not run. */
  #run: SandboxRun | null = null;

  constructor(parts: SandboxParts) {
    super();
    this.#parts = parts;
    ({ id: this.id, name: this.name, kind: this.kind, image: this.image } = parts);
    ({ options: this.options, config: this.#config } = parts);
    this.bundle = bundlePath(parts.id);
    this.createdAtMs = parts.epochMs();
    this.#terminal = this.life.add(parts.kernel.openTerminal());
    this.#line = this.life.add(new SandboxLine(this.#terminal.line));
  }

  /** What it is made by; its limits can change, nothing else of it. */
  get config(): OciConfig {
    return this.#config;
  }

  /** What it may take: as its cgroup says while it runs, as it is configured while it does not. */
  get limits(): SandboxLimits {
    const usage = this.#parts.kernel.limits(this.config.linux.cgroupsPath);
    return limitsOf({ config: this.config, usage });
  }

  /** Its console. */
  get line(): TerminalLine {
    return this.#line;
  }

  /** The host's pid of its first process; `null` while it has none. */
  get pid(): number | null {
    return this.#run?.pid ?? null;
  }

  /** The host's end of its network cable; `null` where it has none. */
  get cable(): string | null {
    return cableOf(this.#config);
  }

  /** When it last began, in ms since the epoch. */
  get startedAtMs(): number | null {
    return this.#startedAtMs;
  }

  /** How it last ended; `null` before. */
  get end(): ChildStatus | null {
    return this.#end;
  }

  /** What it had used when it last ended; `null` before. */
  get lastUsage(): CgroupUsage | null {
    return this.#lastUsage;
  }

  /** What it uses; `null` while it does not run. */
  get usage(): CgroupUsage | null {
    return this.#parts.kernel.usage(this.config.linux.cgroupsPath);
  }

  /** Why the host's kernel does not run, and nothing on it; `null` while it does. */
  get hostDown(): string | null {
    return this.#parts.kernel.down;
  }

  /** What its network carried; `null` while it does not run, or where that network is the host's. */
  get traffic(): NetworkTraffic | null {
    const { pid } = this;
    return pid === null ? null : this.#parts.kernel.traffic(pid);
  }

  override can(verb: SandboxVerb): boolean {
    return super.can(verb) && !(verb === "start" && this.#run !== null);
  }

  /** Makes its first process and lets it begin. Fails with `wrong-state` or `sandbox-failed`. */
  async start(): Promise<void> {
    this.require("start");
    this.#run = this.#newRun();
    await this.#run.begin();
  }

  pause(): Promise<void> {
    return this.#freeze("pause", "running", "paused");
  }

  resume(): Promise<void> {
    return this.#freeze("resume", "paused", "running");
  }

  /**
   * Asks it to end with its image's stop signal; kills it when it has not after `graceMs`. Resolves when it has ended.
   */
  async stop(graceMs = stopGraceMs): Promise<void> {
    this.require("stop");
    const run = this.#run;
    await run?.wantEnd();
    if (this.state === "paused") await this.resume();
    await run?.stop(stopSignalOf(this.#config), graceMs);
  }

  /** Kills all of it at once (`cgroup.kill`). Resolves when it has ended. */
  async kill(): Promise<void> {
    this.require("kill");
    await this.#run?.kill();
  }

  /**
   * Changes what it may take: at once if it runs, and for its next starts. Fails with a `SandboxOptionsFailure`, or with
   * `kernel-refused` and Linux's own words; then what is written is what `limits` says.
   */
  async setLimits(changes: Partial<SandboxLimits>): Promise<void> {
    this.#config = await changedLimits(this.#parts.kernel, this, changes);
    this.changed();
  }

  /** Sends a signal to its first process. */
  signal(signal: Signal): void {
    if (this.#run?.signal(signal)) return;
    throw new Failure("wrong-state", `The sandbox ${this.name} does not run.`);
  }

  /** Runs a program beside what already runs in it. */
  exec(options: ExecOptions): { readonly terminal: EngineTerminal; readonly ended: Promise<ChildStatus> } {
    this.require("exec");
    return execOnTerminal(this.#parts.kernel, { pid: this.pid ?? 0, config: this.config }, options);
  }

  /**
   * Runs a command by a shell beside what already runs in it, without a terminal; an abort kills it. Fails with
   * `wrong-state`, and with `ended` when the sandbox ends first.
   */
  async execute(command: string, signal?: AbortSignal): Promise<CommandEnd> {
    this.require("exec");
    const [run, target] = [this.#run, { pid: this.pid ?? 0, config: this.config }];
    const program = execInside(target, { command: ["sh", "-c", command] });
    const end = await runCaptured(this.#parts.kernel, program, signal);
    if (this.#run === run) return end;
    throw new Failure("ended", `The sandbox ${this.name} ended before the command did.`);
  }

  /** Removes it and all it wrote. Fails with `wrong-state` while it runs. */
  async delete(): Promise<void> {
    this.require("delete");
    // With the kernel all its files are gone.
    if (this.hostDown === null)
      await onHost(this.#parts.kernel, this.name, "sandbox-delete", removeBundle(this.bundle));
    this[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.life[Symbol.dispose]();
    this.#parts.release();
  }

  async #freeze(verb: "pause" | "resume", from: SandboxState, to: SandboxState): Promise<void> {
    this.require(verb);
    const step = freezeAll(this.config.linux.cgroupsPath, to === "paused");
    await onHost(this.#parts.kernel, this.name, "sandbox-freeze", step);
    // It may have ended meanwhile.
    if (this.state === from) this.changed(to);
  }

  #newRun(): SandboxRun {
    const { layers, hostDirectories, kernel } = this.#parts;
    return new SandboxRun({
      kernel,
      name: this.name,
      shim: () => ({
        config: this.#config,
        bundle: this.bundle,
        layers,
        terminal: this.#terminal.path,
        hostDirectories,
        owner: this.#config.process.user,
      }),
      began: () => {
        this.#startedAtMs = this.#parts.epochMs();
        this.changed("running");
      },
      over: () => (this.#lastUsage = this.usage),
      ended: (status) => {
        this.#end = status;
        this.#run = null;
        this.#line.disconnect();
        this.changed("exited");
      },
    });
  }
}
