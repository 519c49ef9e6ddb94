/**
 * What it means for a task that its program ended by throwing: traps, as the signals a processor's faults become.
 */
import { ProgramOver } from "../kernel/generator-execution.ts";
import type { ExecutionOutcome } from "../kernel/runnable.ts";

const arithmetic = /divi|remainder|unrepresentable/i;

/** How a program ended that threw `thrown`. */
export function endOf(thrown: unknown): ExecutionOutcome {
  if (thrown instanceof ProgramOver) return { kind: "exited", code: thrown.code };
  if (thrown instanceof WebAssembly.RuntimeError) {
    const { message } = thrown;
    if (message === "unreachable") return { kind: "faulted", signal: "SIGILL", why: message };
    return { kind: "faulted", signal: arithmetic.test(message) ? "SIGFPE" : "SIGSEGV", why: message };
  }
  // The engine's own stack is full.
  if (thrown instanceof RangeError) return { kind: "faulted", signal: "SIGSEGV", why: thrown.message };
  if (thrown instanceof WebAssembly.Exception) {
    return { kind: "faulted", signal: "SIGABRT", why: "longjmp to a function that has returned" };
  }
  const why = thrown instanceof Error ? (thrown.stack ?? String(thrown)) : String(thrown);
  return { kind: "faulted", signal: "SIGSEGV", why };
}
