/**
 * The questions that `test` asks of a file's status: `-f`, `-d`, `-s`, …
 */
import type { Stat } from "../../../abi/stat.ts";
import { ShellFailure } from "../state/shell-failure.ts";

/** Whether `operator` holds of a file; `stat` null when there is none. */
export function fileTest(
  operator: string,
  stat: Stat | null,
  ids: { readonly euid: number; readonly egid: number },
): boolean {
  switch (operator) {
    case "-e":
    case "-a":
      return stat !== null;
    case "-f":
      return stat?.type === "file";
    case "-d":
      return stat?.type === "directory";
    case "-b":
      return stat?.type === "block";
    case "-c":
      return stat?.type === "character";
    case "-p":
      return stat?.type === "fifo";
    case "-S":
      return stat?.type === "socket";
    case "-s":
      return stat !== null && stat.size > 0;
    case "-u":
      return stat !== null && (stat.mode & 0o4000) !== 0;
    case "-g":
      return stat !== null && (stat.mode & 0o2000) !== 0;
    case "-k":
      return stat !== null && (stat.mode & 0o1000) !== 0;
    case "-O":
      return stat !== null && stat.uid === ids.euid;
    case "-G":
      return stat !== null && stat.gid === ids.egid;
    default:
      throw new ShellFailure(`${operator}: unknown operand`);
  }
}
