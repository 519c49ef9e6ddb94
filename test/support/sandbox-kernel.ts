/**
 * A whole kernel in virtual time for tests: a small root file system in memory, the given programs in `/bin`, no page.
 *
 *     const world = new SandboxWorld({ programs: { hello: function* (sys) { … return 0; } } });
 *     const run = await world.run("/bin/hello", ["hello", "x"]);   // or world.run(function* (sys) { … })
 *     expect(run).toEqual({ status: { kind: "exited", code: 0 }, out: "hi\n", err: "" });
 *
 * `run` lets the kernel work until that program has ended; virtual time moves on by itself, a little with every look at
 * the clock, and at once to the next timer when all sleep. `start` does not wait: `settle` runs until nothing is
 * runnable, `advance` moves the clock.
 */
import type { Program } from "../../src/sandbox/abi/program.ts";
import { programMagic } from "../../src/sandbox/abi/program.ts";
import type { Blocking } from "../../src/sandbox/abi/blocking.ts";
import { isErrno } from "../../src/sandbox/abi/errno.ts";
import type { Stat } from "../../src/sandbox/abi/stat.ts";
import type { Caller } from "../../src/sandbox/fs/caller.ts";
import { OpenFile } from "../../src/sandbox/fs/open-file.ts";
import { Tmpfs } from "../../src/sandbox/fs/tmpfs.ts";
import type { BinaryFormat } from "../../src/sandbox/kernel/exec/binary-format.ts";
import { Kernel } from "../../src/sandbox/kernel/kernel.ts";
import type { KernelOptions, SpawnOptions, Spawned } from "../../src/sandbox/kernel/kernel.ts";
import type { KernelHost } from "../../src/sandbox/kernel/kernel-host.ts";
import type { EndStatus } from "../../src/sandbox/kernel/task-state.ts";

/** Time that moves a little with every look at it, so that a busy program uses some. */
export class VirtualHost implements KernelHost {
  /** What a look at the clock takes, in ms. */
  readonly tickMs: number;
  readonly reported: unknown[] = [];
  #nowMs = 0;
  #chance = 1;

  constructor(tickMs = 0.001) {
    this.tickMs = tickMs;
  }

  nowMs(): number {
    this.#nowMs += this.tickMs;
    return this.#nowMs;
  }

  epochMs(): number {
    return 1_750_000_000_000 + this.#nowMs;
  }

  random(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index += 1) {
      this.#chance = (this.#chance * 1_103_515_245 + 12_345) % 2_147_483_648;
      bytes[index] = this.#chance >> 16;
    }
  }

  report(error: unknown): void {
    this.reported.push(error);
  }

  /** Sets the clock on to `atMs`. */
  moveTo(atMs: number): void {
    if (atMs > this.#nowMs) this.#nowMs = atMs;
  }
}

/** Keeps what is written to it. */
export class CaptureFile extends OpenFile {
  readonly description = "capture";
  readonly #pieces: Uint8Array[] = [];

  constructor() {
    super({ access: "write", append: false, nonBlocking: false });
  }

  get text(): string {
    return this.#pieces.map((piece) => new TextDecoder().decode(piece)).join("");
  }

  stat(): Stat {
    return {
      device: 0,
      inode: 1,
      type: "fifo",
      mode: 0o600,
      links: 1,
      uid: 0,
      gid: 0,
      rdev: null,
      size: 0,
      blocks: 0,
      blockSize: 4096,
      accessedMs: 0,
      modifiedMs: 0,
      changedMs: 0,
    };
  }

  // oxlint-disable-next-line require-yield -- there is always room
  override *write(bytes: Uint8Array, _caller: Caller): Blocking<number> {
    this.#pieces.push(bytes.slice());
    return bytes.length;
  }
}

/** What a world is made of. */
export interface WorldOptions {
  /** Each becomes `/bin/NAME`. */
  readonly programs?: Readonly<Record<string, Program>>;
  /** Files of the root, by absolute path; with `mode` 0o755 when they begin with `#!`, else 0o644. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly formats?: readonly BinaryFormat[];
  readonly memoryBytes?: number;
  readonly tickMs?: number;
  readonly kernel?: Partial<Pick<KernelOptions, "fileSystemTypes" | "hostname">>;
}

/** How a program ended and what it wrote. */
export interface Ran {
  readonly status: EndStatus;
  readonly out: string;
  readonly err: string;
}

/** A program that was started with its output kept. */
export interface Started extends Spawned {
  readonly out: CaptureFile;
  readonly err: CaptureFile;
}

const encoder = new TextEncoder();
/** Calls of the kernel's `run` after which a test is said to hang. */
const mostRuns = 10_000;

/** A kernel and its clock. */
export class SandboxWorld {
  readonly host: VirtualHost;
  readonly kernel: Kernel;

  constructor({
    programs = {},
    files = {},
    formats = [],
    tickMs,
    memoryBytes,
    kernel = {},
  }: WorldOptions = {}) {
    this.host = new VirtualHost(tickMs);
    const memory = memoryBytes ?? 256 * 1024 ** 2;
    this.kernel = new Kernel({
      host: this.host,
      memoryBytes: memory,
      programs: new Map(Object.entries(programs)),
      formats,
      root: (vfs, caller) =>
        new Tmpfs({
          device: vfs.nextDevice(),
          owner: null,
          memoryBytes: memory,
          options: "mode=755",
          caller,
        }),
      ...kernel,
    });
    this.call(function* prepare(sys) {
      for (const directory of ["/bin", "/etc", "/home", "/mnt", "/root", "/run", "/tmp", "/usr", "/var"]) {
        makeDirectory(sys, directory);
      }
      sys.chmod("/tmp", 0o1777);
      for (const name of Object.keys(programs)) {
        yield* write(sys, `/bin/${name}`, encoder.encode(`${programMagic}${name}\n`), 0o755);
      }
      for (const [path, content] of Object.entries(files)) {
        const parents = path.split("/").slice(1, -1);
        for (const [index] of parents.entries()) {
          makeDirectory(sys, `/${parents.slice(0, index + 1).join("/")}`);
        }
        const bytes = typeof content === "string" ? encoder.encode(content) : content;
        const executable = bytes[0] === 0x23 && bytes[1] === 0x21;
        yield* write(sys, path, bytes, executable ? 0o755 : 0o644);
      }
      return 0;
    });
  }

  /** Starts a file or a body, with `/dev/null`-less descriptors 1 and 2 that keep what is written. */
  start(run: SpawnOptions["run"], argv?: readonly string[], options: Partial<SpawnOptions> = {}): Started {
    const out = new CaptureFile();
    const err = new CaptureFile();
    const spawned = this.kernel.spawn({
      run,
      ...(argv && { argv }),
      env: { PATH: "/bin" },
      stdio: [new EmptyFile(), out, err],
      ...options,
    });
    return { ...spawned, out, err };
  }

  /** Starts it and lets the kernel work until it has ended. */
  async run(
    run: SpawnOptions["run"],
    argv?: readonly string[],
    options: Partial<SpawnOptions> = {},
  ): Promise<Ran> {
    const started = this.start(run, argv, options);
    await this.until(() => started.task.isDead);
    return { status: await started.exited, out: started.out.text, err: started.err.text };
  }

  /** As `run` for a body that never waits for WebAssembly: answers what it returns. */
  call<T>(body: (...given: Parameters<Program>) => Blocking<T>): T {
    const answers: T[] = [];
    const started = this.start(function* call(sys, given) {
      answers.push(yield* body(sys, given));
      return 0;
    });
    for (let runs = 0; !started.task.isDead; runs += 1) {
      if (runs > mostRuns) throw new Error("it goes on for ever");
      const next = this.kernel.run(16);
      if (next instanceof Promise) throw new Error("a task was not synchronous");
      if (!started.task.isDead) this.#follow(next);
    }
    const [answer] = answers;
    if (answers.length === 0) throw new Error(`the body ended early: ${started.err.text}`);
    return answer as T;
  }

  /** Runs until nothing is runnable; the clock moves only by what runs. */
  async settle(): Promise<void> {
    for (;;) {
      const next = await this.kernel.run(16);
      if (next.kind !== "now") return;
    }
  }

  /** Moves the clock on by `ms`, running what comes due on the way. */
  async advance(ms: number): Promise<void> {
    const endMs = this.kernel.nowMs + ms;
    for (;;) {
      const next = await this.kernel.run(Math.max(0.01, endMs - this.kernel.nowMs));
      if (this.kernel.nowMs >= endMs) return;
      if (next.kind === "woken") this.#moveTo(endMs);
      else if (next.kind === "at") this.#moveTo(Math.min(next.atMs, endMs));
    }
  }

  /** Works until `done`, setting the clock on where all sleep; throws when nothing can ever happen. */
  async until(done: () => boolean): Promise<void> {
    for (let runs = 0; !done(); runs += 1) {
      if (runs > mostRuns) throw new Error("it goes on for ever");
      const next = await this.kernel.run(16);
      if (!done()) this.#follow(next);
    }
  }

  /** `atMs` is on the kernel's clock, which began with it. */
  #moveTo(atMs: number): void {
    this.host.moveTo(this.host.nowMs() + Math.max(0, atMs - this.kernel.nowMs));
  }

  #follow(next: Awaited<ReturnType<Kernel["run"]>>): void {
    if (next.kind === "at") this.#moveTo(next.atMs);
    if (next.kind === "woken") throw new Error("everything waits for ever");
  }
}

/** At its end from the beginning. */
class EmptyFile extends CaptureFile {
  override get readable(): boolean {
    return true;
  }

  // oxlint-disable-next-line require-yield -- there is nothing to wait for
  override *read(): Blocking<Uint8Array> {
    return new Uint8Array();
  }
}

type Sys = Parameters<Program>[0];

function makeDirectory(sys: Sys, path: string): void {
  try {
    sys.mkdir(path, 0o755);
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
  }
}

function* write(sys: Sys, path: string, bytes: Uint8Array, mode: number): Blocking<void> {
  const fd = yield* sys.open(path, { access: "write", create: true, truncate: true }, mode);
  yield* sys.write(fd, bytes);
  sys.close(fd);
}
