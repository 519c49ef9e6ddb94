/**
 * A program's file, compiled and looked over: what an instance is made from. One for all instances.
 */
import { Errno } from "../abi/errno.ts";
import { demandProgram } from "./program-exports.ts";

/** Bytes of a page of WebAssembly. */
export const pageBytes = 65536;

/** What instances are made from. */
export interface WasmImage {
  readonly module: WebAssembly.Module;
  readonly imports: readonly { readonly module: string; readonly name: string }[];
  /** Of its memory, at the start. */
  readonly initialPages: number;
}

/** Compiles a program. ENOEXEC with the reason for what is none. */
export async function compileImage(bytes: Uint8Array<ArrayBuffer>): Promise<WasmImage> {
  let module: WebAssembly.Module;
  try {
    module = await WebAssembly.compile(bytes);
  } catch (error) {
    throw new Errno("ENOEXEC", error instanceof Error ? error.message : String(error));
  }
  demandProgram(module);
  return { module, imports: WebAssembly.Module.imports(module), initialPages: initialPages(bytes) };
}

const memorySection = 5;

/** The least pages of a valid module's memory, which JavaScript does not tell. */
export function initialPages(bytes: Uint8Array): number {
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.byteLength) {
    const id = number();
    const length = number();
    if (id !== memorySection) {
      at += length;
      continue;
    }
    // One memory: its flags, then its limits.
    number();
    number();
    return number();
  }
  return 0;
}
