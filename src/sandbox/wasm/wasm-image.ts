/**
 * A program's file, compiled and looked over: what an instance is made from. One for all instances.
 */
import { Errno } from "../abi/errno.ts";
import { demandProgram } from "./program-exports.ts";

/** What instances are made from. */
export interface WasmImage {
  readonly module: WebAssembly.Module;
  /** The functions it imports. */
  readonly calls: readonly { readonly module: string; readonly name: string }[];
  /** Of its memory, at the start. */
  readonly initialPages: number;
}

/**
 * Compiles a program: some 10 ms for each MB, at once, because exec would otherwise have to let the processor go. ENOEXEC
 * with the reason for what is none.
 */
export function compileImage(bytes: Uint8Array<ArrayBuffer>): WasmImage {
  let module: WebAssembly.Module;
  try {
    module = new WebAssembly.Module(bytes);
  } catch (error) {
    throw new Errno("ENOEXEC", error instanceof Error ? error.message : String(error));
  }
  demandProgram(module);
  const calls = WebAssembly.Module.imports(module).filter(({ kind }) => kind === "function");
  return { module, calls, initialPages: initialPages(bytes) };
}

const importSection = 2;
const kinds = { table: 1, memory: 2, global: 3, tag: 4 };

/** The least pages of the memory that a valid module imports, which JavaScript does not tell; 0 without any. */
export function initialPages(bytes: Uint8Array): number {
  let at = 8;
  const byte = (): number => bytes[at++] ?? 0;
  const number = (): number => {
    let value = 0;
    for (let unit = 1; ; unit *= 0x80) {
      const next = byte();
      value += (next & 0x7f) * unit;
      if (next < 0x80) return value;
    }
  };
  const skip = (length: number): void => void (at += length);
  while (at < bytes.byteLength) {
    const id = byte();
    const length = number();
    if (id !== importSection) {
      skip(length);
      continue;
    }
    for (let left = number(); left > 0; left -= 1) {
      skip(number());
      skip(number());
      const kind = byte();
      if (kind === kinds.table || kind === kinds.tag) byte();
      if (kind === kinds.global) skip(2);
      else {
        const first = number();
        if (kind === kinds.memory) return number();
        if (kind === kinds.table) number();
        if (kind === kinds.table && (first & 1) !== 0) number();
      }
    }
    return 0;
  }
  return 0;
}
