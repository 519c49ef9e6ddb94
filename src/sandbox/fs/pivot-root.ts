/**
 * pivot_root(2): the new root comes to where the task's root was, and the old one is put below it.
 */
import { Errno } from "../abi/errno.ts";
import type { FileContext } from "./file-context.ts";
import { descend, type Location, sameLocation } from "./location.ts";
import { demandAdmin } from "./mount-calls.ts";

/** EPERM, EINVAL, EBUSY, ENOENT. Tasks of any namespace whose root or working directory was the old root follow. */
export function pivotRoot(context: FileContext, newRoot: Location, oldPlace: Location): void {
  demandAdmin(context);
  const putOld = descend(oldPlace);
  const { mounts, paths, vfs } = context;
  const root = paths.root;
  const [rootMount, newMount] = [root.mount, newRoot.mount];
  if ([rootMount, newMount, putOld.mount].some((mount) => mount.namespace !== mounts)) {
    throw new Errno("EINVAL");
  }
  if (newMount.locked) throw new Errno("EINVAL");
  if (newRoot.dentry.deleted) throw new Errno("ENOENT");
  if (newMount === rootMount || putOld.mount === rootMount) throw new Errno("EBUSY");
  const isTop = ({ mount, dentry }: Location): boolean => dentry === mount.root && mount.parent !== null;
  if (!isTop(root) || !isTop(newRoot)) throw new Errno("EINVAL");
  if (!isBelow(putOld, newRoot) || !isBelow(newRoot, root)) throw new Errno("EINVAL");
  const { parent, mountpoint } = rootMount;
  newMount.detach();
  rootMount.detach();
  newMount.locked = rootMount.locked;
  rootMount.locked = false;
  newMount.attach(parent, mountpoint);
  rootMount.attach(putOld.mount, putOld.dentry);
  for (const state of vfs.pathStates) {
    if (sameLocation(state.root, root)) state.root = newRoot;
    if (sameLocation(state.cwd, root)) state.cwd = newRoot;
  }
}

function isBelow(at: Location, top: Location): boolean {
  let { mount, dentry } = at;
  while (mount !== top.mount) {
    if (!mount.parent || !mount.mountpoint) return false;
    dentry = mount.mountpoint;
    mount = mount.parent;
  }
  return dentry.isWithin(top.dentry);
}
