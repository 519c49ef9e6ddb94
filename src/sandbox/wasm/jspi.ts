/**
 * JavaScript Promise Integration: what lets a WebAssembly program wait. Not every host has it.
 */

/** The two halves of JSPI. */
export interface Jspi {
  /** An import that may answer with a promise, for which the program then waits. */
  readonly suspending: (call: (...given: (number | bigint)[]) => number | Promise<number>) => object;
  /** An export that answers with a promise and within which imports may wait. */
  readonly promising: (start: (...given: readonly unknown[]) => unknown) => () => Promise<unknown>;
}

/** Whether the host has it: Chrome and Edge 137, Firefox 153. */
export function hasJspi(): boolean {
  return typeof WebAssembly.Suspending === "function" && typeof WebAssembly.promising === "function";
}

/** Throws where there is none: ask `hasJspi` first. */
export function jspi(): Jspi {
  const { Suspending, promising } = WebAssembly;
  if (!Suspending || !promising) throw new Error("this host has no JSPI");
  return { suspending: (call) => new Suspending(call), promising: (start) => promising(start) };
}
