/** The texts of `/proc/PID/mounts` and `/proc/PID/mountinfo`: the table of mounts, as the task's root shows it. */
import * as table from "../../fs/mount-table.ts";
import type { Task } from "../task.ts";

/** What `task` sees mounted: a line each, in the order of the mounts' numbers. */
export function mountsText({ files }: Task): string {
  return files ? table.mountsText(table.mountTable(files.mounts, files.paths.root)) : "";
}

/** The same with numbers, parents and roots. */
export function mountInfoText({ files }: Task): string {
  return files ? table.mountInfoText(table.mountTable(files.mounts, files.paths.root)) : "";
}
