/** What can be done to a machine on purpose: commands, how long they are watched, what they may cost. Pure. */
import { assertNever } from "../../base/assert-never.ts";

/** Kinds of attacks. */
export type AttackKind = "spin" | "memory" | "fork" | "disk" | "panic";

/** Whom they are done to. The host is the kernel that all sandboxes share. */
export type AttackedKind = "guest" | "sandbox" | "host";

/** One of them, on one machine. */
export interface Attack {
  readonly kind: AttackKind;
  readonly title: string;
  /** What is done, in a line. */
  readonly line: string;
  /** For its shell. */
  readonly command: string;
  /** It is stopped after so long, in ms. */
  readonly longestMs: number;
  /** Prints what it left of its course; `null` where its output says it. */
  readonly tell: string | null;
  /** Takes away what is left of it; `null` where nothing is. */
  readonly cleanUp: string | null;
  /** What is lost, to be asked about first; `null` where nothing is. */
  readonly loss: string | null;
}

const mebibyte = 1024 * 1024;
/** Processes of a fork bomb end by themselves, and only so many generations start others: nothing else is sure to end it. */
const forkedSeconds = 8;
const generations = 9;
const full = "/tmp/break-it";

/** Which can be done to whom, in the order in which they are offered. */
export function attacksOn(kind: AttackedKind): readonly AttackKind[] {
  return kind === "host" ? ["panic"] : ["spin", "memory", "fork", "disk", "panic"];
}

/** An attack on a machine. `memoryMiB` is what it may have; `null` is no limit. */
export function attackOn(kind: AttackKind, machine: AttackedKind, memoryMiB: number | null): Attack {
  switch (kind) {
    case "spin":
      return {
        kind,
        title: "Spin",
        line: "A loop that does nothing, for 6 s.",
        command: "while :; do :; done",
        longestMs: 6_000,
        tell: null,
        cleanUp: null,
        loss: null,
      };
    case "memory":
      return {
        kind,
        title: "Eat memory",
        line: "A program that wants more memory than there is.",
        command: machine === "guest" ? "tail -n 1 < /dev/zero" : hungry(memoryMiB),
        longestMs: 30_000,
        tell: null,
        cleanUp: null,
        loss: null,
      };
    case "fork":
      return {
        kind,
        title: "Fork bomb",
        line: `Every process starts two more, ${generations} times over: ${2 ** (generations + 1) - 1} want to be. Each ends after ${forkedSeconds} s.`,
        command: `bomb() { [ $1 -eq 0 ] || { bomb $(($1-1)) & bomb $(($1-1)) & }; sleep ${forkedSeconds}; wait; }; bomb ${generations} > /dev/null 2> ${full}`,
        longestMs: 30_000,
        tell: `wc -l < ${full}; sort ${full} | tail -n 1`,
        cleanUp: `rm -f ${full}`,
        loss: machine === "guest" ? "It may not answer for a while, and may run out of memory." : null,
      };
    case "disk":
      return {
        kind,
        title: "Fill the disk",
        line: `Writes to ${full} until there is no more room. Its files are in memory.`,
        command: `dd if=/dev/zero of=${full} bs=65536`,
        longestMs: 30_000,
        tell: null,
        cleanUp: `rm -f ${full}`,
        loss: null,
      };
    case "panic":
      return {
        kind,
        title: "Panic",
        line: panicLines[machine],
        command: "echo c > /proc/sysrq-trigger",
        longestMs: 8_000,
        tell: null,
        cleanUp: null,
        loss: panicLosses[machine],
      };
    default:
      return assertNever(kind);
  }
}

const panicLines: Readonly<Record<AttackedKind, string>> = {
  guest: "Root asks the guest's own kernel to crash.",
  sandbox: "The sandbox's root asks the kernel that all sandboxes share to crash.",
  host: "The host's own root asks the kernel that all sandboxes share to crash.",
};

const panicLosses: Readonly<Record<AttackedKind, string | null>> = {
  guest: "The guest ends with all that is in its memory. It can be started again.",
  sandbox: null,
  host: "Every sandbox ends, with all that was written in them.",
};

/** Lines of a hundred bytes, kept by a program that has to see the last before it can print: twice what it may have, little by little. */
function hungry(memoryMiB: number | null): string {
  const bytes = Math.min(2 * (memoryMiB ?? 128), 1024) * mebibyte;
  return `yes ${"memory-".repeat(14)} | head -c ${bytes} | tac > /dev/null`;
}
