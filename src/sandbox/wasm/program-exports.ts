/**
 * What a program that this kernel can run exports (images/userland/README.md), checked before it is begun and typed
 * after.
 */
import { Errno } from "../abi/errno.ts";
import { jspi } from "./jspi.ts";

/** The exports of an instance. */
export interface ProgramExports {
  readonly fuel: WebAssembly.Global;
  /** Runs the program to its end. */
  start(): Promise<unknown>;
  /** Throws the exception that takes the instance back to where it called vfork. */
  vforkReturn(pid: number): void;
}

const wanted: readonly (readonly [name: string, kind: string, what: string])[] = [
  ["_start", "function", "it is no command but a library"],
  ["fuel", "global", "it was not metered, so nothing could take the processor from it"],
  ["tick", "function", "it was not metered, so nothing could take the processor from it"],
  ["pages", "function", "it takes memory without asking"],
  ["grow", "function", "it takes memory without asking"],
];
const modules: ReadonlySet<string> = new Set(["wasi_snapshot_preview1", "kernel"]);

/** Refuses a module that is no program for this kernel: ENOEXEC, with the reason. */
export function demandProgram(module: WebAssembly.Module): void {
  const found = new Map(WebAssembly.Module.exports(module).map(({ name, kind }) => [name, kind]));
  for (const [name, kind, what] of wanted) {
    if (found.get(name) !== kind) throw new Errno("ENOEXEC", `a WebAssembly module, but ${what}`);
  }
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (modules.has(from) && kind === "function") continue;
    if (from === "env" && name === "memory" && kind === "memory") continue;
    throw new Errno(
      "ENOEXEC",
      `a WebAssembly module that asks for ${from}.${name}, which is no system call here`,
    );
  }
}

/** The exports of an instance whose module was not refused. */
export function programExports({ exports }: WebAssembly.Instance): ProgramExports {
  const { fuel, _start: start, vfork_return: vforkReturn } = exports;
  if (!(fuel instanceof WebAssembly.Global) || !isCode(start)) {
    throw new Error("a module without the exports it was seen to have");
  }
  return {
    fuel,
    start: jspi().promising(start),
    vforkReturn: (pid) => {
      if (isCode(vforkReturn)) vforkReturn(pid);
    },
  };
}

function isCode(value: unknown): value is (...given: readonly unknown[]) => unknown {
  return typeof value === "function";
}
