/**
 * Decides how a guest ended from what stopped its processor, what its agent announced and its kernel's last words.
 * Pure.
 */
import { assertNever } from "../../src/base/assert-never.ts";
import type { GuestEvent } from "../../src/protocol/guest-api.ts";
import type { AnnouncedEnd } from "./guest-agent.ts";
import type { LastWords } from "./last-words.ts";

/** How a guest ended, as the page is told. */
export type Ending = Extract<GuestEvent, { kind: "powered-off" | "rebooted" | "crashed" }>;

/** What stopped the processor for good. */
export type Stop =
  /** HLT with interrupts off. */
  | { readonly kind: "halted" }
  /** The power switch: ACPI's S5. */
  | { readonly kind: "switched-off" }
  /** The reset line, by the keyboard controller or PCI. */
  | { readonly kind: "reset" }
  /** The emulator gave up. `reason` is its panic message, `null` if it left none. */
  | { readonly kind: "trapped"; readonly error: string; readonly reason: string | null };

/** What is known of the guest's intentions. */
export interface Evidence {
  readonly announced: AnnouncedEnd | null;
  readonly words: LastWords;
}

/** v86 does not emulate a fault while delivering a fault: it panics where a processor would shut down. */
const tripleFaultWords = /Unimplemented: #(?:GP|TS|NP|SS|DF) handler|call_interrupt_vector/;

/** How the guest ended. What it or the emulator said is plain text of bounded length, but not to be trusted. */
export function endingOf(stop: Stop, { announced, words }: Evidence): Ending {
  if (words.kind === "panic") return { kind: "crashed", crash: "kernel-panic", detail: words.text };
  const meantToRestart = announced === "reboot" || words.kind === "restarting";
  switch (stop.kind) {
    case "halted":
    case "switched-off":
      return { kind: "powered-off" };
    case "reset":
      if (meantToRestart) return { kind: "rebooted" };
      return { kind: "crashed", crash: "unexpected-reset", detail: lastLine(words) };
    case "trapped": {
      if (!stop.reason || !tripleFaultWords.test(stop.reason)) {
        return { kind: "crashed", crash: "emulator-trap", detail: stop.reason ?? stop.error };
      }
      // A triple fault is also a way to reset a PC (Linux: reboot=triple).
      if (meantToRestart) return { kind: "rebooted" };
      return { kind: "crashed", crash: "triple-fault", detail: lastLine(words) };
    }
    default:
      return assertNever(stop);
  }
}

function lastLine(words: LastWords): string {
  return words.kind === "none" ? words.lastLine : "";
}
