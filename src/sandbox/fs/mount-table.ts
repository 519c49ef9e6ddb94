/**
 * The mounts of a namespace as `/proc/PID/mounts` and `/proc/PID/mountinfo` show them (proc_pid_mountinfo(5)): those that
 * can be reached from a task's root.
 */
import type { Location } from "./location.ts";
import type { Mount } from "./mount.ts";
import type { MountNamespace } from "./mount-namespace.ts";
import { pathFrom, pathInFileSystem } from "./path-string.ts";

/** One mount, as it is shown. Paths are not escaped. */
export interface MountRow {
  readonly id: number;
  readonly parentId: number;
  /** Minor of st_dev; the major is 0. */
  readonly device: number;
  /** What of the file system is shown. */
  readonly root: string;
  readonly mountPoint: string;
  /** Of the mount: `rw,nosuid,relatime`. */
  readonly options: string;
  readonly type: string;
  readonly source: string;
  /** Of the file system: `rw,size=1024k`. */
  readonly superOptions: string;
}

/** By their numbers. */
export function mountTable(namespace: MountNamespace, root: Location): readonly MountRow[] {
  const rows: MountRow[] = [];
  for (const mount of namespace.mounts) {
    const { path, reachable } = pathFrom({ mount, dentry: mount.root }, root);
    // What lies outside of the task's root has no path for it.
    if (reachable) rows.push(rowOf(mount, path));
  }
  return rows.toSorted((one, other) => one.id - other.id);
}

/** The text of `/proc/PID/mounts`. */
export function mountsText(rows: readonly MountRow[]): string {
  return rows
    .map((row) => {
      const merged = [row.options, ...row.superOptions.split(",").slice(1)].join(",");
      const options = row.superOptions.startsWith("ro") ? merged.replace(/^rw/, "ro") : merged;
      return `${escaped(row.source)} ${escaped(row.mountPoint)} ${row.type} ${options} 0 0\n`;
    })
    .join("");
}

/** The text of `/proc/PID/mountinfo`. */
export function mountInfoText(rows: readonly MountRow[]): string {
  return rows
    .map(
      (row) =>
        `${row.id} ${row.parentId} 0:${row.device} ${escaped(row.root)} ${escaped(row.mountPoint)} ` +
        `${row.options} - ${row.type} ${escaped(row.source)} ${row.superOptions}\n`,
    )
    .join("");
}

function rowOf(mount: Mount, mountPoint: string): MountRow {
  const { restrictions, fs } = mount;
  const options = [
    restrictions.readOnly ? "ro" : "rw",
    ...(restrictions.noSuid ? ["nosuid"] : []),
    ...(restrictions.noDev ? ["nodev"] : []),
    ...(restrictions.noExec ? ["noexec"] : []),
    "relatime",
  ];
  return {
    id: mount.id,
    parentId: mount.parent?.id ?? mount.id,
    device: fs.device,
    root: fs.label ?? pathInFileSystem(mount.root),
    mountPoint,
    options: options.join(","),
    type: fs.type,
    source: mount.source,
    superOptions: [fs.readOnly ? "ro" : "rw", ...(fs.options === "" ? [] : [fs.options])].join(","),
  };
}

/** Spaces, tabs, newlines and backslashes in octal. */
function escaped(text: string): string {
  return text.replaceAll(
    /[ \t\n\\#]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
}
