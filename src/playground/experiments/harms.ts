/** What can go wrong in a machine, and what is typed to bring it about. Pure. */
import { assertNever } from "../../base/assert-never.ts";
import { isGuest, type Arrangement } from "./arrangement.ts";

/** A kind of harm. */
export type Harm = "spinner" | "fork-bomb" | "memory-hog" | "panic";

/** From the least to the worst. */
export const harms: readonly Harm[] = ["spinner", "fork-bomb", "memory-hog", "panic"];

/** Titles. */
export const harmTitles: Readonly<Record<Harm, string>> = {
  spinner: "Spinner",
  "fork-bomb": "Fork bomb",
  "memory-hog": "Memory hog",
  panic: "Kernel panic",
};

/** One line for the shell of a machine. */
export function harmfulLine(harm: Harm, arrangement: Arrangement): string {
  switch (harm) {
    case "spinner":
      return "while :; do :; done";
    case "fork-bomb":
      return "bomb() { bomb | bomb & }; bomb 2>/dev/null";
    case "memory-hog":
      return `while :; do ${memoryHog(arrangement)}; done > /dev/null 2>&1`;
    case "panic":
      return "echo c > /proc/sysrq-trigger";
    default:
      return assertNever(harm);
  }
}

/**
 * Takes memory until the kernel kills it. In a guest a process that keeps an endless line; in a sandbox a file in its
 * memory, as its userland reads no line that long.
 */
export function memoryHog(arrangement: Arrangement): string {
  return isGuest(arrangement) ? "tail -n 1 < /dev/zero" : "dd if=/dev/zero of=/root/full bs=65536";
}
