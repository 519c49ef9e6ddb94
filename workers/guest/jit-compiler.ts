/**
 * Turns the WebAssembly that v86's just-in-time compiler emits into functions. v86 hands each unit to the browser
 * asynchronously and emits no other until it is back, which takes a turn of the event loop; compiling it where the
 * guest next stops for its timers, a fraction of a millisecond later, warms a guest up much sooner.
 */
import { jitTableOffset, type V86Exports } from "./v86-names.ts";

/** A unit v86 has emitted. Its bytes stay where they are until it is finished. */
interface Unit {
  readonly tableIndex: number;
  readonly start: number;
  readonly stateFlags: number;
  readonly address: number;
  readonly length: number;
}

export class JitCompiler {
  readonly #exports: V86Exports;
  readonly #table: WebAssembly.Table;
  readonly #imports: WebAssembly.Imports;
  #waiting: Unit | null = null;

  constructor(exports: V86Exports, table: WebAssembly.Table, imports: WebAssembly.ModuleImports) {
    this.#exports = exports;
    this.#table = table;
    this.#imports = { e: imports };
  }

  /** v86's `codegen_finalize`. It holds a lock meanwhile, so nothing can be finished here. */
  emit(tableIndex: number, start: number, stateFlags: number, address: number, length: number): void {
    this.#waiting = { tableIndex, start, stateFlags, address: address >>> 0, length: length >>> 0 };
  }

  /** Compiles the waiting unit, if there is one. Call where v86 holds no lock. */
  finish(): void {
    const unit = this.#waiting;
    if (!unit) return;
    this.#waiting = null;
    const bytes = new Uint8Array(this.#exports.memory.buffer, unit.address, unit.length);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), this.#imports);
    this.#table.set(unit.tableIndex + jitTableOffset, instance.exports["f"]);
    this.#exports.codegen_finalize_finished(unit.tableIndex, unit.start, unit.stateFlags);
  }
}
