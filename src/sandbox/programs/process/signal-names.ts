/**
 * Signals as people write and tools print them: `9`, `KILL`, `SIGKILL`, and the lists of `kill -l`.
 */
import { isSignal, signalByNumber, signalNumber, signalTable, type Signal } from "../../abi/signals.ts";

/** All signals, by number. */
export const allSignals: readonly Signal[] = Object.keys(signalTable)
  .filter(isSignal)
  .toSorted((a, b) => signalNumber(a) - signalNumber(b));

/** The signal of `9`, `KILL`, `sigkill`; `null` where there is none. */
export function parseSignal(text: string): Signal | null {
  if (/^\d+$/u.test(text)) return signalByNumber(Number(text));
  const upper = text.toUpperCase();
  const name = upper.startsWith("SIG") ? upper : `SIG${upper}`;
  if (isSignal(name)) return name;
  return { SIGPOLL: "SIGIO" as const, SIGIOT: "SIGABRT" as const, SIGCLD: "SIGCHLD" as const }[name] ?? null;
}

/** `KILL` of `SIGKILL`. */
export function shortSignalName(signal: Signal): string {
  return signal.slice(3);
}
