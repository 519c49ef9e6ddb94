/**
 * WebAssembly programs as one of the kernel's kinds of programs. Compiles each file once, for as long as it does not
 * change.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import { startsWith } from "../kernel/exec/file-head.ts";
import type {
  BinaryFormat,
  ExecutableFile,
  LoadedProgram,
  ProgramStart,
} from "../kernel/exec/binary-format.ts";
import type { Execution } from "../kernel/runnable.ts";
import { WaitQueue } from "../kernel/wait-queue.ts";
import { hasJspi } from "./jspi.ts";
import { WasmExecution } from "./wasm-execution.ts";
import { compileImage } from "./wasm-image.ts";
import type { WasmImage } from "./wasm-image.ts";
import { WasmProgram } from "./wasm-program.ts";

/** A file's program, or why it is none. */
interface Compiled {
  readonly modifiedMs: number;
  readonly size: number;
  readonly done: WaitQueue;
  result: WasmImage | Errno | null;
}

/** Modules whose memories may begin: the magic number and version 1. */
const magic = "\0asm\u0001\0\0\0";

/** Files by identity: each is compiled once, also when several tasks exec it at the same time. */
export class WasmFormat implements BinaryFormat {
  readonly name = "webassembly";
  readonly #compiled = new WeakMap<object, Compiled>();

  recognises(head: Uint8Array): boolean {
    return startsWith(head, magic);
  }

  *load(file: ExecutableFile): Blocking<LoadedProgram> {
    if (!hasJspi()) {
      throw new Errno(
        "ENOEXEC",
        "a WebAssembly program: it needs a browser in which WebAssembly can wait (JSPI: Chrome or Edge 137, Firefox 153)",
      );
    }
    const compiled = this.#compile(file);
    while (compiled.result === null) yield { kind: "wait", on: [compiled.done], uninterruptible: true };
    const { result } = compiled;
    if (result instanceof Errno) throw new Errno(result.code, result.why);
    return { begin: (start) => begin(result, start) };
  }

  #compile(file: ExecutableFile): Compiled {
    const { identity, modifiedMs, size } = file;
    const known = this.#compiled.get(identity);
    if (known && known.modifiedMs === modifiedMs && known.size === size) return known;
    const compiled: Compiled = { modifiedMs, size, done: new WaitQueue(), result: null };
    this.#compiled.set(identity, compiled);
    void finish(compiled, file.readAll());
    return compiled;
  }
}

async function finish(compiled: Compiled, bytes: Uint8Array): Promise<void> {
  try {
    compiled.result = await compileImage(new Uint8Array(bytes));
  } catch (error) {
    compiled.result = error instanceof Errno ? error : new Errno("ENOEXEC", String(error));
  }
  compiled.done.wakeAll();
}

function begin(image: WasmImage, start: ProgramStart): Execution {
  const program: WasmProgram = new WasmProgram(image, start, () => execution);
  const execution: WasmExecution = new WasmExecution(program);
  return execution;
}
