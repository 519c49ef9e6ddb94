/** The files of a sandbox's cgroup as they are, and writing them: all through the host's cgroup file system. */
import { isErrno } from "../../abi/errno.ts";
import { readFile, writeControl } from "../file-steps.ts";
import { cgroupRoot } from "../paths.ts";
import type { Inspection } from "./run-inspection.ts";

/** Files that are shown, those that can be written first. */
export const controlFiles = [
  "memory.max",
  "memory.high",
  "cpu.max",
  "cpu.weight",
  "pids.max",
  "memory.current",
  "memory.peak",
  "memory.events",
  "memory.stat",
  "cpu.stat",
  "cpu.pressure",
  "pids.current",
  "pids.events",
  "cgroup.events",
] as const;

/** The name of such a file. */
export type ControlFileName = (typeof controlFiles)[number];

/** A file and what is in it, without the last line's end. */
export interface ControlFileReport {
  readonly name: ControlFileName;
  readonly text: string;
  /** Whether it can be written. */
  readonly writable: boolean;
}

/** Those of `names` that the cgroup has. `cgroup` is from the root of the cgroup file system. */
export function readControlFiles(
  cgroup: string,
  names: readonly ControlFileName[] = controlFiles,
): Inspection<readonly ControlFileReport[]> {
  return function* read(sys) {
    const reports: ControlFileReport[] = [];
    for (const name of names) {
      const path = `${cgroupRoot}${cgroup}/${name}`;
      try {
        const text = yield* readFile(sys, path);
        reports.push({ name, text: text.replace(/\n$/, ""), writable: (sys.stat(path).mode & 0o200) !== 0 });
      } catch (error) {
        // A controller that is off has no files.
        if (!isErrno(error, "ENOENT")) throw error;
      }
    }
    return reports;
  };
}

/** `echo text > file`. Fails with the kernel's own refusal: EINVAL, EBUSY, ERANGE, … */
export function writeControlFile(cgroup: string, name: ControlFileName, text: string): Inspection<void> {
  return function* write(sys) {
    yield* writeControl(sys, `${cgroupRoot}${cgroup}/${name}`, `${text}\n`);
  };
}
