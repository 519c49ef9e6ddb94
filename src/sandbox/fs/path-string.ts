/**
 * From a place back to a path, as getcwd(2) and the links in `/proc/PID` show it.
 */
import type { Dentry } from "./dentry.ts";
import { type Location, sameLocation } from "./location.ts";

/** A path with what is special about it. */
export interface PathString {
  readonly path: string;
  /** Whether the way up ended at `root`; if not, the path is from wherever it ended. */
  readonly reachable: boolean;
}

/** The names from `root` down to `at`. */
export function pathFrom(at: Location, root: Location): PathString {
  const names: string[] = [];
  let { mount, dentry } = at;
  let reachable = true;
  while (!sameLocation({ mount, dentry }, root)) {
    if (dentry === mount.root) {
      const { parent, mountpoint } = mount;
      if (!parent || !mountpoint) {
        reachable = false;
        break;
      }
      mount = parent;
      dentry = mountpoint;
      continue;
    }
    names.push(dentry.name);
    if (!dentry.parent) break;
    dentry = dentry.parent;
  }
  return { path: `/${names.reverse().join("/")}`, reachable };
}

/** As `/proc/PID/{cwd,exe,fd/N}` read: with ` (deleted)` for names that are gone. */
export function describeLocation(at: Location, root: Location): string {
  const { label } = at.mount.fs;
  if (label !== null && at.mount.namespace === null) return label;
  const { path } = pathFrom(at, root);
  return at.dentry.deleted ? `${path} (deleted)` : path;
}

/** The names from the top of the file system, for mountinfo's fourth field. */
export function pathInFileSystem(dentry: Dentry): string {
  const names: string[] = [];
  for (let at = dentry; at.parent; at = at.parent) names.push(at.name);
  const path = `/${names.reverse().join("/")}`;
  return dentry.deleted ? `${path}//deleted` : path;
}
