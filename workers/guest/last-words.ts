/**
 * Reads why a kernel went down from the last of its messages on the serial port. Pure. What it returns comes from
 * the guest: plain text, not to be trusted.
 */

import { plainLine } from "../../src/base/plain-line.ts";

/** What the kernel's messages say about its end. */
export type LastWords =
  /** `text` is the reason the kernel gave. */
  | { readonly kind: "panic"; readonly text: string }
  | { readonly kind: "restarting" }
  | { readonly kind: "powering-off" }
  | { readonly kind: "none"; readonly lastLine: string };

const panicWords = /(?<=Kernel panic - not syncing: ).*/;
const causeWords = /\b(?:BUG: |Oops: |kernel BUG at |Unable to handle kernel ).*/;
const restartingWords = /\breboot: Restarting system|\breboot: machine restart|\bsysrq: Resetting/;
const poweringOffWords = /\breboot: (?:Power down|System halted|Power off)/;
/** `[    1.234567] `, with a caller id when the kernel prints it. */
const stamp = /^(?:<\d+>)?\[\s*\d+\.\d+\](?:\[[^\]]*\])?\s?/;
const mostCharacters = 300;

/** The verdict of the latest message that gives one. */
export function lastWords(serialTail: string): LastWords {
  const lines = serialTail.split(/\r?\n/).map((line) => line.replace(stamp, "").trim());
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at] ?? "";
    const panic = panicWords.exec(line)?.[0];
    if (panic !== undefined && !line.startsWith("---[ end")) {
      const cause = lines.slice(0, at).findLast((before) => causeWords.test(before));
      const text = cause === undefined ? panic : `${panic} (${causeWords.exec(cause)?.[0] ?? cause})`;
      return { kind: "panic", text: plainLine(text, mostCharacters) };
    }
    if (restartingWords.test(line)) return { kind: "restarting" };
    if (poweringOffWords.test(line)) return { kind: "powering-off" };
  }
  // The last that shows: a line of nothing but escape characters says nothing.
  const plain = lines.map((line) => plainLine(line, mostCharacters));
  return { kind: "none", lastLine: plain.findLast((line) => line !== "") ?? "" };
}
