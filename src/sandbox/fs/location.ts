/**
 * A place in the tree of a mount namespace: a name in a file system, seen through a mount. The same name under two
 * mounts is two places.
 */
import type { Dentry } from "./dentry.ts";
import type { Mount } from "./mount.ts";

/** A name seen through a mount. */
export interface Location {
  readonly mount: Mount;
  readonly dentry: Dentry;
}

/** Whether two are one place. */
export function sameLocation(one: Location, other: Location): boolean {
  return one.mount === other.mount && one.dentry === other.dentry;
}

/** The place seen from `at`: down onto what is mounted there. */
export function descend(at: Location): Location {
  let { mount, dentry } = at;
  for (let above = mount.mountedOn(dentry); above; above = mount.mountedOn(dentry)) {
    mount = above;
    dentry = above.root;
  }
  return mount === at.mount ? at : { mount, dentry };
}

/** Where `..` leads from `at` for a task with `root`; never out of it, but onto what is mounted over it. */
export function ascend(at: Location, root: Location): Location {
  let { mount, dentry } = at;
  for (;;) {
    if (mount === root.mount && dentry === root.dentry) return descend({ mount, dentry });
    if (dentry !== mount.root) break;
    const { parent, mountpoint } = mount;
    if (!parent || !mountpoint) return descend({ mount, dentry });
    mount = parent;
    dentry = mountpoint;
  }
  return descend({ mount, dentry: dentry.parent ?? dentry });
}
