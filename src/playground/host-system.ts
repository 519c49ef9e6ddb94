/**
 * The host's own system in the page: boots the shared kernel when it is first needed, drives it beside the frames, and
 * holds its root console. A page that has no sandboxes pays nothing for it.
 */
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { report } from "../base/report.ts";
import type { OutputSink, TerminalLine } from "../protocol/terminal-line.ts";
import type { SandboxImage } from "../sandbox/image/image.ts";
import type { ImageSource } from "../sandbox/runtime/engine.ts";
import type { SandboxHost } from "../sandbox/runtime/sandbox-host.ts";
import { KernelDriver, type DriverScope } from "./kernel-driver.ts";

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
export type MakeSandboxHost = typeof import("./make-sandbox-host.ts").makeSandboxHost;

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
  readonly #parts: HostSystemParts;
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  #state: HostSystemState = { kind: "off" };
  #booting: Promise<SandboxHost> | null = null;
  #driver: KernelDriver | null = null;

  /** Fires when the state or the list of sandboxes changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  constructor(parts: HostSystemParts) {
    this.#parts = parts;
    this.console = this.#life.add(new BootingLine(() => this.boot()));
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
          random: (bytes) => void fillRandom(bytes),
          report,
        },
        image,
        images,
        memoryBytes,
        wanted: () => driver?.wanted(),
      }),
    );
    const { kernel } = host;
    driver = life.add(
      new KernelDriver({ run: (budgetMs) => kernel.run(budgetMs), nowMs: () => kernel.nowMs }, scope),
    );
    this.#driver = driver;
    life.add(host.engine.onDidChange.listen(() => this.#onDidChange.fire()));
    life.add(
      kernel.onDidChangeState.listen((state) => {
        if (state.kind === "running") return;
        this.#booting = null;
        this.#driver = null;
        this.#change({
          kind: "panicked",
          why: state.kind === "panicked" ? state.why : `The host was told to ${state.how}.`,
        });
      }),
    );
    driver.wanted();
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

/** The host's console before there is a host: whoever looks at it or types boots one. */
class BootingLine implements TerminalLine, Disposable {
  readonly #boot: () => Promise<SandboxHost>;
  readonly #life = new Disposables();
  readonly #onDidDisconnect = this.#life.add(new Emitter<void>());
  #line: TerminalLine | null = null;
  #opening: Promise<TerminalLine> | null = null;
  #size: Parameters<TerminalLine["resize"]>[0] | null = null;
  readonly onDidDisconnect: Evt<void> = this.#onDidDisconnect;

  constructor(boot: () => Promise<SandboxHost>) {
    this.#boot = boot;
  }

  get recent(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#line?.recent ?? [];
  }

  attach(sink: OutputSink): Disposable {
    if (this.#line) return this.#line.attach(sink);
    const life = new Disposables();
    void this.#open().then(
      (line) => {
        if (life.disposed) return;
        // What was printed between the boot and this moment is shown, too.
        for (const bytes of line.recent) void sink(bytes);
        life.add(line.attach(sink));
      },
      () => undefined,
    );
    return life;
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#line) this.#line.send(bytes);
    else void this.#open().then((line) => line.send(bytes), report);
  }

  resize(size: Parameters<TerminalLine["resize"]>[0]): void {
    this.#size = size;
    this.#line?.resize(size);
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #open(): Promise<TerminalLine> {
    this.#opening ??= this.#boot().then(
      ({ console: line, kernel }) => {
        this.#line = line;
        if (this.#size) line.resize(this.#size);
        this.#life.add(line.onDidDisconnect.listen(() => this.#onDidDisconnect.fire()));
        this.#life.add(
          kernel.onDidChangeState.listen(() => {
            this.#line = null;
            this.#opening = null;
            this.#onDidDisconnect.fire();
          }),
        );
        return line;
      },
      (error: unknown) => {
        this.#opening = null;
        throw error;
      },
    );
    return this.#opening;
  }
}
