/**
 * The host's own system in the page: boots the shared kernel when it is first needed, drives it beside the frames, and
 * holds its root console. A page that has no sandboxes pays nothing for it.
 */
import { abortable } from "../base/abort.ts";
import { Disposables, toDisposable } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { report } from "../base/report.ts";
import type { OutputSink, TerminalLine } from "../protocol/terminal-line.ts";
import type { SandboxImage } from "../sandbox/image/image.ts";
import type { ImageSource, SandboxChange } from "../sandbox/runtime/engine.ts";
import type { SandboxHost } from "../sandbox/runtime/sandbox-host.ts";
import { execution, type ExecutionResult } from "./execution.ts";
import { KernelDriver, type DriverScope } from "./kernel-driver.ts";
import type { WaitOptions } from "./machine-console.ts";
import type { makeSandboxHost } from "./make-sandbox-host.ts";

/** What the host's system is built from. */
export interface HostSystemParts {
  readonly images: ImageSource;
  /** The host's own image. */
  readonly loadHostImage: () => Promise<SandboxImage>;
  /** Fetches the code of sandboxes: much, and not needed by a page that has none. */
  readonly loadMaker: () => Promise<MakeSandboxHost>;
  readonly memoryBytes: number;
  readonly scope: DriverScope;
}

/** Boots a host. */
export type MakeSandboxHost = typeof makeSandboxHost;

/** Where the host's system is. */
export type HostSystemState =
  | { readonly kind: "off" }
  | { readonly kind: "booting" }
  | { readonly kind: "up"; readonly host: SandboxHost }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "panicked"; readonly why: string };

/** Boots at most one kernel at a time; after a panic the next boot is a new one. */
export class HostSystem implements Disposable {
  readonly console: TerminalLine;
  readonly #line: HostLine;
  readonly #parts: HostSystemParts;
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  readonly #onDidChangeSandboxes = this.#life.add(new Emitter<SandboxChange>());
  #state: HostSystemState = { kind: "off" };
  #booting: Promise<SandboxHost> | null = null;
  #driver: KernelDriver | null = null;

  /** Fires when the state or the list of sandboxes changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;
  /** Fires before that when a sandbox was added or removed. With the host all go, and are not told of one by one. */
  readonly onDidChangeSandboxes: Evt<SandboxChange> = this.#onDidChangeSandboxes;

  /** Whether a machine that is no sandbox has a name: then no sandbox may take it. */
  isTaken: (name: string) => boolean = () => false;

  constructor(parts: HostSystemParts) {
    this.#parts = parts;
    this.#line = this.#life.add(new HostLine(() => this.boot()));
    this.console = this.#line;
  }

  get state(): HostSystemState {
    return this.#state;
  }

  /** The running host; `null` unless it is up. */
  get host(): SandboxHost | null {
    return this.#state.kind === "up" ? this.#state.host : null;
  }

  /** The part of a core that the kernel may have, and what it had. */
  get capacity(): KernelDriver["governor"]["use"] | null {
    return this.#driver?.governor.use ?? null;
  }

  /** The booted host. Fails as loading its image does. */
  boot(): Promise<SandboxHost> {
    this.#booting ??= this.#boot().catch((error: unknown) => {
      this.#booting = null;
      this.#change({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
      throw error;
    });
    return this.#booting;
  }

  /** Runs a command by a shell of the host's root, beside its console. Boots the host if need be; fails with `host-down`. */
  execute(command: string, options: WaitOptions = {}): Promise<ExecutionResult> {
    return execution(command, options, async (text, signal) => {
      const host = await abortable(this.boot(), signal);
      return await host.execute(text, signal);
    });
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  async #boot(): Promise<SandboxHost> {
    this.#change({ kind: "booting" });
    const { loadHostImage, images, loadMaker, memoryBytes, scope } = this.#parts;
    const [image, makeHost] = await Promise.all([loadHostImage(), loadMaker()]);
    const life = this.#life.add(new Disposables());
    // The kernel wants to run from its first moment on, and can be driven from its last line of construction on.
    let driver: KernelDriver | null = null;
    const host = life.add(
      makeHost({
        host: {
          nowMs: () => scope.nowMs(),
          epochMs: () => Date.now(),
          random: fillRandom,
          report,
        },
        image,
        images,
        memoryBytes,
        wanted: () => driver?.wanted(),
        isTaken: (name) => this.isTaken(name),
      }),
    );
    const { kernel } = host;
    driver = life.add(
      new KernelDriver({ run: (budgetMs) => kernel.run(budgetMs), nowMs: () => kernel.nowMs }, scope),
    );
    this.#driver = driver;
    life.add(
      host.engine.onDidChange.listen((change) => {
        this.#onDidChangeSandboxes.fire(change);
        this.#onDidChange.fire();
      }),
    );
    life.add(
      kernel.onDidChangeState.listen((state) => {
        if (state.kind === "running") return;
        this.#booting = null;
        this.#driver = null;
        this.#line.disconnect();
        this.#change({
          kind: "panicked",
          why: state.kind === "panicked" ? state.why : `The host was told to ${state.how}.`,
        });
        // Not amid the kernel's own work.
        queueMicrotask(() => this.#life.release(life));
      }),
    );
    driver.wanted();
    this.#line.connect(host.console);
    this.#change({ kind: "up", host });
    return host;
  }

  #change(state: HostSystemState): void {
    this.#state = state;
    this.#onDidChange.fire();
  }
}

/** Longer requests are refused by the browser. */
const mostRandomBytes = 65_536;

function fillRandom(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.byteLength; at += mostRandomBytes) {
    const part = bytes.subarray(at, at + mostRandomBytes);
    // A view of memory that is shared or grows cannot be filled directly.
    part.set(crypto.getRandomValues(new Uint8Array(part.byteLength)));
  }
}

/** The host's console, which outlives every host: whoever looks at it or types boots one. */
class HostLine implements TerminalLine, Disposable {
  readonly #boot: () => Promise<unknown>;
  readonly #life = new Disposables();
  readonly #onDidDisconnect = this.#life.add(new Emitter<void>());
  readonly #sinks = new Set<{ readonly sink: OutputSink }>();
  #connected: { readonly line: TerminalLine; readonly life: Disposables; shown: boolean } | null = null;
  #size: Parameters<TerminalLine["resize"]>[0] | null = null;
  readonly onDidDisconnect: Evt<void> = this.#onDidDisconnect;

  constructor(boot: () => Promise<unknown>) {
    this.#boot = boot;
  }

  get recent(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#connected?.line.recent ?? [];
  }

  /** From now on it is the console of this host. */
  connect(line: TerminalLine): void {
    const life = new Disposables();
    this.#connected = { line, life, shown: false };
    if (this.#size) line.resize(this.#size);
    life.add(line.onDidDisconnect.listen(() => this.#onDidDisconnect.fire()));
    if (this.#sinks.size > 0) this.#show();
  }

  /** The host is gone; those who look wait for the next one. */
  disconnect(): void {
    this.#connected?.life[Symbol.dispose]();
    this.#connected = null;
    this.#onDidDisconnect.fire();
  }

  attach(sink: OutputSink): Disposable {
    const entry = { sink };
    this.#sinks.add(entry);
    if (this.#connected) this.#show();
    else this.#boot().catch(leaveToState);
    return toDisposable(() => this.#sinks.delete(entry));
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#connected) this.#connected.line.send(bytes);
    else void this.#boot().then(() => this.#connected?.line.send(bytes), leaveToState);
  }

  resize(size: Parameters<TerminalLine["resize"]>[0]): void {
    this.#size = size;
    this.#connected?.line.resize(size);
  }

  [Symbol.dispose](): void {
    this.#connected?.life[Symbol.dispose]();
    this.#life[Symbol.dispose]();
  }

  /** The root shell begins when somebody first looks. */
  #show(): void {
    const connected = this.#connected;
    if (!connected || connected.shown) return;
    connected.shown = true;
    connected.life.add(
      connected.line.attach(async (bytes) => {
        await Promise.all(Array.from(this.#sinks, ({ sink }) => Promise.resolve(sink(bytes))));
      }),
    );
  }
}

/** Why no host boots is told by its state. */
function leaveToState(): void {}
