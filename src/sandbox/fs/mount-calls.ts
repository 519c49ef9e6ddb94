/**
 * mount(2) and umount(2) at places that were walked to, for the mount namespace of the task.
 */
import { Errno } from "../abi/errno.ts";
import type { MountFlags } from "../abi/file-calls.ts";
import type { FileContext } from "./file-context.ts";
import { descend, type Location, sameLocation } from "./location.ts";
import type { Mount, MountRestrictions } from "./mount.ts";
import { copyMount, subtree } from "./mount-namespace.ts";
import { resolve } from "./path-walk.ts";
import { originOf } from "./starting-points.ts";

/** mount(2). EPERM, EINVAL, EBUSY, ENODEV, ENOTDIR, ELOOP. */
export function mountAt(
  context: FileContext,
  source: string,
  target: Location,
  type: string,
  flags: MountFlags,
  options: string,
): void {
  demandAdmin(context);
  const isAttaching = !flags.remount && (flags.bind === true || flags.move === true || !flags.private);
  if (isAttaching && target.mount.namespace !== context.mounts) throw new Errno("EINVAL");
  if (flags.remount) remount(context, target, flags, options);
  else if (flags.bind) bind(context, source, target, flags);
  else if (flags.move) move(context, source, target);
  // There are only private mounts: to make one private changes nothing.
  else if (flags.private) demandMountRoot(context, target);
  else mountNew(context, source, target, type, flags, options);
}

/** umount2(2). EPERM, EINVAL, EBUSY. */
export function unmountAt(
  context: FileContext,
  target: Location,
  flags: { readonly detach?: boolean; readonly force?: boolean },
): void {
  demandAdmin(context);
  const { mount } = target;
  demandMountRoot(context, target);
  if (mount.locked || !mount.parent) throw new Errno("EINVAL");
  if (flags.force && !context.caller.identity.capable("CAP_SYS_ADMIN", null)) throw new Errno("EPERM");
  if (flags.detach) {
    context.mounts.unmountTree(mount);
    return;
  }
  // A task's own root stays; Linux makes it read-only instead.
  if (mount === context.paths.root.mount) {
    makeReadOnly(mount, true);
    return;
  }
  if (mount.hasChildren || mount.users > 0) throw new Errno("EBUSY");
  context.mounts.unmountTree(mount);
}

function mountNew(
  context: FileContext,
  source: string,
  target: Location,
  typeName: string,
  flags: MountFlags,
  options: string,
): void {
  const { vfs, mounts } = context;
  const type = vfs.type(typeName);
  const owner = mounts.owner;
  if (owner !== null && !type.mountableInUserNamespace) throw new Errno("EPERM");
  const readOnly = flags.readOnly === true;
  const fs = type.make({ source, options, readOnly, owner, context });
  const isNew = !fs.isMounted;
  const mount = vfs.newMount({ fs, root: fs.root, source: source || "none" }, restrictionsOf(flags));
  try {
    if (target.mount.fs === fs && target.dentry === target.mount.root) throw new Errno("EBUSY");
    mounts.attach(mount, target);
    // One that others have mounted stays as it is for them.
    if (readOnly && isNew) fs.readOnly = true;
  } catch (thrown) {
    mount.belongTo(null);
    throw thrown;
  }
}

function bind(context: FileContext, source: string, target: Location, flags: MountFlags): void {
  if (source === "") throw new Errno("EINVAL");
  const from = resolve(originOf(context), source);
  const { vfs, mounts } = context;
  // A namespace's file is in no tree, and can be kept by a bind mount all the same.
  const isLoose = from.mount.namespace === null && from.mount.fs.label !== null;
  if (from.mount.namespace !== mounts && !isLoose) throw new Errno("EINVAL");
  const below = [...from.mount.children].filter((child) => child.mountpoint?.isWithin(from.dentry));
  if (!flags.recursive && below.some((child) => child.locked)) throw new Errno("EINVAL");
  const top = copyMount(vfs, from.mount, false, from.dentry);
  top.locked = false;
  if (flags.recursive) for (const child of below) copyOnto(context, child, top);
  try {
    mounts.attach(top, target);
  } catch (thrown) {
    for (const part of [...subtree(top)].toReversed()) {
      part.detach();
      part.belongTo(null);
    }
    throw thrown;
  }
}

function copyOnto(context: FileContext, mount: Mount, parent: Mount): void {
  const copy = copyMount(context.vfs, mount);
  copy.attach(parent, mount.mountpoint);
  for (const child of mount.children) copyOnto(context, child, copy);
}

function move(context: FileContext, source: string, target: Location): void {
  if (source === "") throw new Errno("EINVAL");
  const from = resolve(originOf(context), source);
  const { mount } = from;
  demandMountRoot(context, from);
  if (mount.locked || !mount.parent) throw new Errno("EINVAL");
  if ((mount.root.inode.type === "directory") !== (target.dentry.inode.type === "directory")) {
    throw new Errno("EINVAL");
  }
  for (let at: Mount | null = descend(target).mount; at; at = at.parent)
    if (at === mount) throw new Errno("ELOOP");
  mount.detach();
  context.mounts.attach(mount, target);
}

function remount(context: FileContext, target: Location, flags: MountFlags, options: string): void {
  demandMountRoot(context, target);
  const { mount } = target;
  const wanted = restrictionsOf(flags);
  const kept = mount.lockedRestrictions;
  const lifts = (["readOnly", "noExec", "noSuid", "noDev"] as const).some(
    (name) => kept[name] && !wanted[name],
  );
  if (lifts) throw new Errno("EPERM");
  if (!flags.bind) {
    if (!context.caller.identity.capable("CAP_SYS_ADMIN", mount.fs.owner)) throw new Errno("EPERM");
    mount.fs.remount(options, context.caller);
    makeReadOnly(mount, wanted.readOnly);
  } else if (wanted.readOnly && !mount.readOnly && mount.writers > 0) throw new Errno("EBUSY");
  mount.restrictions = wanted;
}

function makeReadOnly(mount: Mount, readOnly: boolean): void {
  if (readOnly && !mount.fs.readOnly && mount.fs.writers + mount.fs.orphans > 0) throw new Errno("EBUSY");
  mount.fs.readOnly = readOnly;
}

/** EPERM without CAP_SYS_ADMIN over the mount namespace. */
export function demandAdmin({ caller, mounts }: FileContext): void {
  if (!caller.identity.capable("CAP_SYS_ADMIN", mounts.owner)) throw new Errno("EPERM");
}

/** EINVAL unless it is the top of a mount in the task's namespace. */
function demandMountRoot({ mounts }: FileContext, at: Location): void {
  if (!sameLocation(at, { mount: at.mount, dentry: at.mount.root })) throw new Errno("EINVAL");
  if (at.mount.namespace !== mounts) throw new Errno("EINVAL");
}

function restrictionsOf(flags: MountFlags): MountRestrictions {
  return {
    readOnly: flags.readOnly ?? false,
    noExec: flags.noExec ?? false,
    noSuid: flags.noSuid ?? false,
    noDev: flags.noDev ?? false,
  };
}
