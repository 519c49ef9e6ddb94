/** The texts of `/proc/PID/mounts` and `/proc/PID/mountinfo` (proc_pid_mountinfo(5)). */
import type { Location } from "../../fs/location.ts";
import type { Mount } from "../../fs/mount.ts";
import { pathFrom, pathInFileSystem } from "../../fs/path-string.ts";
import type { Task } from "../task.ts";

/** What `task` sees mounted: a line each, in the order of the mounts' numbers. */
export function mountsText(task: Task): string {
  return lines(task, (mount, path) => {
    const first = mount.readOnly ? "ro" : "rw";
    const options = [first, ...restrictions(mount), ...own(mount)].join(",");
    return `${escape(mount.source)} ${path} ${mount.fs.type} ${options} 0 0`;
  });
}

/** The same with numbers, parents and roots. */
export function mountInfoText(task: Task): string {
  return lines(task, (mount, path) => {
    const { id, parent, fs, root, source } = mount;
    const flags = [mount.restrictions.readOnly ? "ro" : "rw", ...restrictions(mount)].join(",");
    const whole = [fs.readOnly ? "ro" : "rw", ...own(mount)].join(",");
    const inside = escape(fs.label ?? pathInFileSystem(root));
    return `${id} ${parent?.id ?? id} 0:${fs.device} ${inside} ${path} ${flags} - ${fs.type} ${escape(source)} ${whole}`;
  });
}

function lines(task: Task, line: (mount: Mount, path: string) => string): string {
  const { files } = task;
  if (!files) return "";
  const all: string[] = [];
  for (const mount of [...files.mounts.mounts].toSorted((one, other) => one.id - other.id)) {
    const at: Location = { mount, dentry: mount.root };
    const { path, reachable } = pathFrom(at, files.paths.root);
    // What lies outside of the task's root has no path for it.
    if (reachable) all.push(`${line(mount, escape(path))}\n`);
  }
  return all.join("");
}

function restrictions({ restrictions: { noSuid, noDev, noExec } }: Mount): readonly string[] {
  return [
    ...(noSuid ? ["nosuid"] : []),
    ...(noDev ? ["nodev"] : []),
    ...(noExec ? ["noexec"] : []),
    "relatime",
  ];
}

function own({ fs }: Mount): readonly string[] {
  return fs.options === "" ? [] : [fs.options];
}

/** Blanks, backslashes and hashes as octal. */
function escape(text: string): string {
  return text.replaceAll(/[ \t\n\\#]/g, (character) => {
    return `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
  });
}
