/**
 * Signals as users and images name them: `SIGTERM`, `term`, `15`, `RTMIN+3`.
 */
import { isSignal, signalByNumber, type Signal } from "../abi/signals.ts";

/** The signal that `name` means; `null` when there is none. */
export function signalNamed(name: string): Signal | null {
  if (/^\d+$/.test(name)) return signalByNumber(Number(name));
  const upper = name.toUpperCase();
  const full = upper.startsWith("SIG") ? upper : `SIG${upper}`;
  return isSignal(full) ? full : null;
}

/** The signal an image wants to be stopped with. Real-time signals (systemd's `RTMIN+3`) do not exist here: SIGTERM. */
export function stopSignal(name: string): Signal {
  return signalNamed(name) ?? "SIGTERM";
}
