/**
 * Runs a WebAssembly program that was made for the kernel in the page (images/userland/README.md) without that kernel: it
 * reads zeros, what it prints is dropped but for its beginning, and it is never interrupted. For measuring what the
 * kernel costs; no program that wants files or other processes gets far.
 */
import { Failure } from "../../src/base/failure.ts";
import type { BareOutcome, BareRun } from "../../src/protocol/bare-program-api.ts";

/** So much fuel that a program ticks seldom: nobody waits for the processor. */
const fullTank = 0x7fffffff;
const keptOutputBytes = 4096;
/** WASI's `nosys`. */
const noSuchCall = 52;
const badDescriptor = 8;

/** Ends a program from within its own `proc_exit`. */
class Exited {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

type Calls = Readonly<Record<string, (...given: number[]) => number>>;

/** A program that can be run again and again. */
export class BareProgram {
  readonly #module: WebAssembly.Module;
  readonly #initialPages: number;

  constructor(module: WebAssembly.Module, initialPages: number) {
    this.#module = module;
    this.#initialPages = initialPages;
  }

  /** Fails with `bare-program` when a run traps. */
  run({ argv, inputBytes, times }: BareRun, nowMs: () => number): BareOutcome {
    const fromMs = nowMs();
    let last = { output: "", exitCode: 0 };
    for (let time = 0; time < times; time++) last = this.#runOnce(argv, inputBytes);
    return { tookMs: nowMs() - fromMs, ...last };
  }

  #runOnce(argv: readonly string[], inputBytes: number): { output: string; exitCode: number } {
    const memory = new WebAssembly.Memory({ initial: this.#initialPages });
    const world = new BareWorld(memory, argv, inputBytes);
    const instance = new WebAssembly.Instance(this.#module, world.imports(this.#module));
    const { _start: start, fuel } = instance.exports;
    if (typeof start !== "function" || !(fuel instanceof WebAssembly.Global))
      throw new Failure("bare-program", "The program is not one of the sandboxes' userland.");
    world.refuel = () => void (fuel.value = fullTank);
    world.refuel();
    try {
      start();
      return { output: world.output, exitCode: 0 };
    } catch (thrown) {
      if (thrown instanceof Exited) return { output: world.output, exitCode: thrown.code };
      throw new Failure("bare-program", `The program ended by a trap: ${String(thrown)}`, { cause: thrown });
    }
  }
}

/** What little there is around one run. */
class BareWorld {
  refuel: () => void = () => undefined;
  readonly #memory: WebAssembly.Memory;
  readonly #argv: readonly Uint8Array[];
  readonly #output: number[] = [];
  #inputLeft: number;

  constructor(memory: WebAssembly.Memory, argv: readonly string[], inputBytes: number) {
    this.#memory = memory;
    this.#argv = argv.map((word) => new TextEncoder().encode(`${word}\0`));
    this.#inputLeft = inputBytes;
  }

  get output(): string {
    return new TextDecoder().decode(Uint8Array.from(this.#output));
  }

  /** All that the module imports: what is not here is a call that does nothing and answers zero, or that there is none. */
  imports(module: WebAssembly.Module): WebAssembly.Imports {
    const calls: Readonly<Record<string, Calls>> = {
      wasi_snapshot_preview1: this.#wasi(),
      kernel: this.#kernel(),
    };
    const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {
      env: { memory: this.#memory },
    };
    for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
      if (kind !== "function") continue;
      const unknown = from === "kernel" ? () => 0 : () => noSuchCall;
      (imports[from] ??= {})[name] = calls[from]?.[name] ?? unknown;
    }
    return imports;
  }

  #kernel(): Calls {
    return {
      tick: () => {
        this.refuel();
        return 0;
      },
      pages: () => this.#memory.buffer.byteLength / 65_536,
      grow: (pages = 0) => {
        try {
          return this.#memory.grow(pages);
        } catch {
          return -1;
        }
      },
    };
  }

  #wasi(): Calls {
    return {
      args_sizes_get: (count = 0, bytes = 0) => {
        this.#setU32(count, this.#argv.length);
        return this.#setU32(
          bytes,
          this.#argv.reduce((sum, word) => sum + word.length, 0),
        );
      },
      args_get: (addresses = 0, bytes = 0) => {
        let at = bytes;
        for (const [index, word] of this.#argv.entries()) {
          this.#setU32(addresses + 4 * index, at);
          new Uint8Array(this.#memory.buffer).set(word, at);
          at += word.length;
        }
        return 0;
      },
      environ_sizes_get: (count = 0, bytes = 0) => this.#setU32(count, 0) + this.#setU32(bytes, 0),
      environ_get: () => 0,
      fd_close: () => 0,
      fd_read: (fd = 0, places = 0, count = 0, result = 0) => this.#read(fd, places, count, result),
      fd_write: (fd = 0, places = 0, count = 0, result = 0) => this.#write(fd, places, count, result),
      proc_exit: (code = 0) => {
        throw new Exited(code);
      },
    };
  }

  #read(fd: number, places: number, count: number, result: number): number {
    if (fd !== 0) return badDescriptor;
    let done = 0;
    for (const { address, length } of this.#places(places, count)) {
      const part = Math.min(length, this.#inputLeft);
      new Uint8Array(this.#memory.buffer, address, part).fill(0);
      this.#inputLeft -= part;
      done += part;
    }
    return this.#setU32(result, done);
  }

  #write(fd: number, places: number, count: number, result: number): number {
    if (fd !== 1 && fd !== 2) return badDescriptor;
    let done = 0;
    for (const { address, length } of this.#places(places, count)) {
      const room = Math.max(0, keptOutputBytes - this.#output.length);
      this.#output.push(...new Uint8Array(this.#memory.buffer, address, Math.min(length, room)));
      done += length;
    }
    return this.#setU32(result, done);
  }

  /** WASI's list of places in memory. */
  #places(address: number, count: number): readonly { readonly address: number; readonly length: number }[] {
    const view = new DataView(this.#memory.buffer);
    return Array.from({ length: count }, (_, index) => ({
      address: view.getUint32(address + 8 * index, true),
      length: view.getUint32(address + 8 * index + 4, true),
    }));
  }

  #setU32(address: number, value: number): 0 {
    new DataView(this.#memory.buffer).setUint32(address, value, true);
    return 0;
  }
}
