/**
 * The files of the pids controller (cgroup-v2.rst, "PID").
 */
import { Errno } from "../../abi/errno.ts";
import { keyed } from "./control-file.ts";
import type { ControlFile } from "./control-file.ts";
import { limitText, wholeNumber } from "./control-numbers.ts";

/** PID_MAX_LIMIT + 1: as much is no number any more. */
const pidsMost = 4_194_304;

function max(text: string): number | null {
  if (text.trim() === "max") return null;
  const asked = wholeNumber(text, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (asked < 0 || asked > pidsMost) throw new Errno("EINVAL");
  return asked;
}

function below(name: string, file: Pick<ControlFile, "read" | "write">): ControlFile {
  return { name: `pids.${name}`, controller: "pids", found: "below root", ...file };
}

/** `pids.…`. */
export const pidsFiles: readonly ControlFile[] = [
  below("max", {
    read: ({ pids }) => limitText(pids.max),
    write: ({ pids }, text) => void (pids.max = max(text)),
  }),
  below("current", { read: ({ pids }) => `${pids.count}\n` }),
  below("peak", { read: ({ pids }) => `${pids.peak}\n` }),
  below("events", { read: ({ pids }) => keyed([["max", pids.refused]]) }),
  below("events.local", { read: ({ pids }) => keyed([["max", pids.refusedHere]]) }),
];
