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
import { hasJspi } from "./jspi.ts";
import { MemoryFrames } from "./memory-frames.ts";
import { WasmExecution } from "./wasm-execution.ts";
import { compileImage } from "./wasm-image.ts";
import type { WasmImage } from "./wasm-image.ts";
import { WasmProgram } from "./wasm-program.ts";

/** A file's program, of the content it had. */
interface Compiled {
  readonly modifiedMs: number;
  readonly size: number;
  readonly image: WasmImage;
}

/** Modules whose memories may begin: the magic number and version 1. */
const magic = "\0asm\u0001\0\0\0";

/** Keeps what it compiled with the file. */
export class WasmFormat implements BinaryFormat {
  readonly name = "webassembly";
  readonly magic = magic;
  readonly enabled = hasJspi();
  readonly #frames = new MemoryFrames();
  readonly #compiled = new WeakMap<object, Compiled>();

  recognises(head: Uint8Array): boolean {
    return startsWith(head, magic);
  }

  // oxlint-disable-next-line require-yield -- compiling does not wait
  *load(file: ExecutableFile): Blocking<LoadedProgram> {
    if (!this.enabled) {
      throw new Errno(
        "ENOEXEC",
        "a WebAssembly program: it needs a browser in which WebAssembly can wait (JSPI: Chrome or Edge 137, Firefox 153)",
      );
    }
    const image = this.#imageOf(file);
    return { begin: (start) => begin(image, start, this.#frames) };
  }

  #imageOf(file: ExecutableFile): WasmImage {
    const { identity, modifiedMs, size } = file;
    const known = this.#compiled.get(identity);
    if (known?.modifiedMs === modifiedMs && known.size === size) return known.image;
    const image = compileImage(new Uint8Array(file.readAll()));
    this.#compiled.set(identity, { modifiedMs, size, image });
    return image;
  }
}

function begin(image: WasmImage, start: ProgramStart, frames: MemoryFrames): Execution {
  const program: WasmProgram = new WasmProgram(image, start, frames, () => execution);
  const execution: WasmExecution = new WasmExecution(program);
  return execution;
}
