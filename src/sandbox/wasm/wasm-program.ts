/**
 * One instance of a WebAssembly program: its memory, its imports, and the calls that concern the instance itself (ticks,
 * memory, vfork, exec, exit). Knows nothing of promises or of who schedules.
 */
import { checkpoint } from "../abi/blocking.ts";
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { ProgramArguments, Syscalls } from "../abi/program.ts";
import type { ProgramStart } from "../kernel/exec/binary-format.ts";
import { ProgramOver } from "../kernel/generator-execution.ts";
import { BorrowedChild } from "./borrowed-child.ts";
import { allOf } from "./call-table.ts";
import type { CallTable, Calling } from "./call-table.ts";
import { descriptorCalls } from "./descriptor-calls.ts";
import { fileCalls } from "./file-calls.ts";
import { importsFor } from "./imports-for.ts";
import type { CallRunner } from "./imports-for.ts";
import type { LinearMemory } from "./linear-memory.ts";
import { pageBytes } from "./memory-frames.ts";
import type { MemoryFrames, MemoryTenant } from "./memory-frames.ts";
import { programExports } from "./program-exports.ts";
import type { ProgramExports } from "./program-exports.ts";
import { ProgramSignals } from "./program-signals.ts";
import { taskCalls } from "./task-calls.ts";
import { wasiCalls } from "./wasi-calls.ts";
import type { WasmImage } from "./wasm-image.ts";
import type { Runnable } from "./wasm-execution.ts";

/** Steps between two ticks: some tens of microseconds. */
const fuelPerTick = 10_000;

/** A program, from exec to its end. */
export class WasmProgram implements Runnable, Calling {
  readonly signals = new ProgramSignals(() => this.#refuel(0));
  readonly given: ProgramArguments;
  readonly #image: WasmImage;
  readonly #start: ProgramStart;
  readonly #frames: MemoryFrames;
  readonly #runner: () => CallRunner;
  #tenant: MemoryTenant | null = null;
  #exports: ProgramExports | null = null;
  #child: BorrowedChild | null = null;

  /** `runner` carries the calls out; it is asked for when the program starts. */
  constructor(image: WasmImage, start: ProgramStart, frames: MemoryFrames, runner: () => CallRunner) {
    this.#frames = frames;
    this.#image = image;
    this.#start = start;
    this.given = start.given;
    this.#runner = runner;
  }

  get sys(): Syscalls {
    return this.#child?.sys ?? this.#start.sys;
  }

  get memory(): LinearMemory {
    return this.#living.linear;
  }

  get borrows(): boolean {
    return this.#child !== null;
  }

  *prepare(): Blocking<void> {
    yield* this.#start.growMemory(this.#image.initialPages * pageBytes);
  }

  enter(): void {
    this.#tenant?.enter();
  }

  start(): Promise<unknown> {
    const { module, calls, initialPages } = this.#image;
    const tenant = this.#frames.rent(initialPages);
    this.#tenant = tenant;
    // Before the instance is made: that writes what the program brings.
    tenant.enter();
    const modules = [
      { name: "wasi_snapshot_preview1", sign: 1, calls: allOf(wasiCalls(this), this.#exitCalls()) },
      {
        name: "kernel",
        sign: -1,
        calls: allOf(fileCalls(this), descriptorCalls(this), taskCalls(this), this.#ownCalls()),
      },
    ] as const;
    const instance = new WebAssembly.Instance(module, {
      ...importsFor(calls, modules, this.#runner()),
      env: { memory: tenant.memory },
    });
    const exports = programExports(instance);
    this.#exports = exports;
    this.#refuel(fuelPerTick);
    return exports.start();
  }

  intercept(thrown: unknown): void {
    // The child was killed: its calls throw from now on.
    if (thrown instanceof ProgramOver && this.#child) this.#becomeParent(this.#child);
  }

  release(): void {
    this.#child?.desert();
    this.#child = null;
    this.#exports = null;
    this.#tenant?.[Symbol.dispose]();
    this.#tenant = null;
  }

  #ownCalls(): CallTable {
    return {
      plain: { pages: () => this.#living.pages },
      waiting: {
        tick: () => this.#tick(),
        grow: (pages: number) => this.#grow(pages >>> 0),
        vfork: () => this.#vfork(),
        execve: (path: number, length: number, argv: number, environment: number) =>
          this.#exec(path, length, argv, environment),
      },
    };
  }

  #exitCalls(): CallTable {
    return { plain: {}, waiting: { proc_exit: (code: number) => this.#exit(code & 0xff) } };
  }

  *#tick(): Blocking<number> {
    yield checkpoint;
    this.#refuel(fuelPerTick);
    return this.signals.take();
  }

  *#grow(pages: number): Blocking<number> {
    yield* this.#start.growMemory(pages * pageBytes);
    return this.#living.grow(pages);
  }

  *#vfork(): Blocking<number> {
    if (this.#child) throw new Errno("ENOSYS");
    this.#child = yield* BorrowedChild.begin(this.#start.sys);
    return 0;
  }

  *#exec(path: number, length: number, argv: number, environment: number): Blocking<number> {
    const file = this.memory.text(path, length);
    const given = {
      argv: this.memory.zeroEndedList(argv),
      env: environmentOf(this.memory.zeroEndedList(environment)),
    };
    const child = this.#child;
    if (!child) return yield* this.#start.sys.exec(file, given);
    yield* child.exec(file, given);
    return this.#becomeParent(child);
  }

  *#exit(code: number): Blocking<number> {
    const child = this.#child;
    if (!child) throw new ProgramOver(code);
    yield* child.exit(code);
    return this.#becomeParent(child);
  }

  /** The program goes on where it called vfork: what throws is its own longjmp. */
  #becomeParent(child: BorrowedChild): never {
    this.#child = null;
    this.#refuel(fuelPerTick);
    this.#exports?.vforkReturn(child.pid);
    throw new Error("vfork has not returned");
  }

  get #living(): MemoryTenant {
    if (!this.#tenant) throw new Error("the program is over");
    return this.#tenant;
  }

  #refuel(fuel: number): void {
    if (this.#exports) this.#exports.fuel.value = fuel;
  }
}

function environmentOf(strings: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    strings.map((text) => {
      const equals = text.indexOf("=");
      return equals < 0 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}
