/** What a process sees mounted, out of `/proc/PID/mounts` (proc_pid_mounts(5)). */
import { readFile } from "../file-steps.ts";
import type { Inspection } from "./run-inspection.ts";

/** One mount. */
export interface MountReport {
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly options: string;
}

/** In the order of mounting. */
export function readMounts(pid: number): Inspection<readonly MountReport[]> {
  return function* read(sys) {
    const text = yield* readFile(sys, `/proc/${pid}/mounts`);
    return text
      .split("\n")
      .filter(Boolean)
      .map((line): MountReport => {
        const [source = "", target = "", type = "", options = ""] = line.split(" ").map(unescaped);
        return { source, target, type, options };
      });
  };
}

/** Blanks and backslashes are written as octal numbers. */
function unescaped(field: string): string {
  return field.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 8)),
  );
}
