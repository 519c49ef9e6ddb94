/**
 * Names what kept a machine from being built, from what was thrown.
 */
import { Failure } from "../../src/base/failure.ts";

/** The failure for a guest of `memoryMiB`: a browser that is short of memory throws one of two kinds of errors. */
export function buildFailure(thrown: unknown, memoryMiB: number): Failure<"out-of-memory" | "boot-failed"> {
  if (thrown instanceof Failure) return new Failure("boot-failed", thrown.message);
  if (thrown instanceof RangeError || thrown instanceof WebAssembly.RuntimeError) {
    return new Failure(
      "out-of-memory",
      `The browser did not give the ${memoryMiB} MiB that the guest needs. End other guests or give it less.`,
      { cause: thrown },
    );
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new Failure("boot-failed", `The virtual hardware could not be built: ${reason}`, { cause: thrown });
}
