/**
 * Who may put tasks where and which controllers may be turned on: the rules of cgroups(7) and of the kernel's
 * cgroup-v2.rst, with their errors. Pure questions; nothing is changed here.
 */
import { Errno } from "../../abi/errno.ts";
import type { Cgroup, Controller } from "./cgroup.ts";

/** Controllers that can hold tasks and groups side by side. */
const threaded: ReadonlySet<Controller> = new Set(["cpu", "pids"]);

/** What `cgroup.type` says. */
export type CgroupType = "domain" | "domain threaded" | "domain invalid";

function someDomainController(cgroup: Cgroup): boolean {
  for (const controller of cgroup.subtreeControl) if (!threaded.has(controller)) return true;
  return false;
}

/** Tasks beside children that a threaded controller divides between: a thread root, in Linux's words. */
function isThreadRoot(cgroup: Cgroup): boolean {
  return cgroup.parent !== null && cgroup.members.size > 0 && cgroup.subtreeControl.size > 0;
}

function canBeThreadRoot(cgroup: Cgroup): boolean {
  if (!cgroup.parent) return true;
  for (const child of cgroup.children.values()) if (child.populated) return false;
  return !someDomainController(cgroup);
}

/** The type of a cgroup. There are no threads here, so none is `threaded`. */
export function typeOf(cgroup: Cgroup): CgroupType {
  if (isThreadRoot(cgroup)) return "domain threaded";
  for (let at = cgroup.parent; at; at = at.parent) if (isThreadRoot(at)) return "domain invalid";
  return "domain";
}

/** Whether tasks may come into `cgroup`: EOPNOTSUPP, EBUSY ("no internal processes"), ENODEV. */
export function demandRoomForTasks(cgroup: Cgroup): void {
  if (cgroup.removed) throw new Errno("ENODEV");
  if (typeOf(cgroup) === "domain invalid") throw new Errno("EOPNOTSUPP");
  if (!canBeThreadRoot(cgroup) && cgroup.subtreeControl.size > 0) throw new Errno("EBUSY");
}

/** The least cgroup that holds both. */
export function commonAncestor(one: Cgroup, other: Cgroup): Cgroup {
  let at = one;
  while (at.parent && !other.isWithin(at)) at = at.parent;
  return at;
}

/** A change of `cgroup.subtree_control`, checked. */
export interface ControlChange {
  readonly on: ReadonlySet<Controller>;
  readonly off: ReadonlySet<Controller>;
}

/** What of the asked change is one, or why it cannot be: ENOENT, EBUSY, EOPNOTSUPP. */
export function controlChange(
  cgroup: Cgroup,
  asked: { readonly on: Iterable<Controller>; readonly off: Iterable<Controller> },
): ControlChange {
  const on = new Set<Controller>();
  const off = new Set<Controller>();
  for (const controller of asked.on) {
    if (cgroup.subtreeControl.has(controller)) continue;
    if (!cgroup.controllers.has(controller)) throw new Errno("ENOENT");
    on.add(controller);
  }
  for (const controller of asked.off) {
    if (!cgroup.subtreeControl.has(controller)) continue;
    for (const child of cgroup.children.values())
      if (child.subtreeControl.has(controller)) throw new Errno("EBUSY");
    off.add(controller);
  }
  demandEnabling(cgroup, on);
  return { on, off };
}

function demandEnabling(cgroup: Cgroup, on: ReadonlySet<Controller>): void {
  if (on.size === 0 || !cgroup.parent) return;
  const domain = [...on].some((controller) => !threaded.has(controller));
  if (domain && isThreadRoot(cgroup)) throw new Errno("EOPNOTSUPP");
  if (!domain && canBeThreadRoot(cgroup)) return;
  if (cgroup.members.size > 0) throw new Errno("EBUSY");
}

/** A cgroup's path as a task of a cgroup namespace with `root` sees it: `/`, `/a`, `/../b` (cgroup_namespaces(7)). */
export function pathSeen(cgroup: Cgroup, root: Cgroup): string {
  const common = commonAncestor(cgroup, root);
  const ups = Array.from({ length: root.depth - common.depth }, () => "..");
  const downs: string[] = [];
  for (let at = cgroup; at !== common && at.parent; at = at.parent) downs.unshift(at.name);
  return `/${[...ups, ...downs].join("/")}`;
}

/** The text of `/proc/PID/cgroup` for a task that is in `cgroup`, for a reader of a namespace with `root`. */
export function procCgroup(cgroup: Cgroup, root: Cgroup): string {
  return `0::${pathSeen(cgroup, root)}${cgroup.removed ? " (deleted)" : ""}\n`;
}
