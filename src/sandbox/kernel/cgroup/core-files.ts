/**
 * The files every cgroup has, whatever its controllers (cgroup-v2.rst, "Core Interface Files").
 */
import { Errno } from "../../abi/errno.ts";
import { controllers } from "./cgroup.ts";
import type { Cgroup, Controller } from "./cgroup.ts";
import type { CgroupMember } from "./cgroup-member.ts";
import { commonAncestor, controlChange, demandRoomForTasks, typeOf } from "./cgroup-rules.ts";
import { keyed } from "./control-file.ts";
import type { CgroupAsker, ControlFile } from "./control-file.ts";
import { limitText, wholeNumber } from "./control-numbers.ts";

const mostInt = 2 ** 31 - 1;

function names(set: ReadonlySet<Controller>): string {
  const shown = controllers.filter((name) => set.has(name));
  // With none there is not even a newline.
  return shown.length > 0 ? `${shown.join(" ")}\n` : "";
}

function isController(name: string): name is Controller {
  return controllers.some((known) => known === name);
}

function writeSubtreeControl(cgroup: Cgroup, text: string): void {
  const on = new Set<Controller>();
  const off = new Set<Controller>();
  for (const token of text.trim().split(" ").filter(Boolean)) {
    const name = token.slice(1);
    if (!isController(name)) throw new Errno("EINVAL");
    if (!/^[+-]/.test(token)) throw new Errno("EINVAL");
    const [asked, other] = token.startsWith("+") ? [on, off] : [off, on];
    asked.add(name);
    other.delete(name);
  }
  const change = controlChange(cgroup, { on, off });
  for (const controller of change.on) cgroup.control(controller, true);
  for (const controller of change.off) cgroup.control(controller, false);
}

/** Whether `asker` may move `member` to `to`: EACCES, ENOENT, and what the place itself refuses. */
export function demandMove(member: CgroupMember, to: Cgroup, asker: CgroupAsker): void {
  const from = to.tree.placeOf(member);
  if (!from) throw new Errno("ESRCH");
  if (!asker.mayMoveIn(commonAncestor(from, to))) throw new Errno("EACCES");
  const { namespaceRoot } = asker;
  if (to.tree.nsdelegate && !(from.isWithin(namespaceRoot) && to.isWithin(namespaceRoot)))
    throw new Errno("ENOENT");
  demandRoomForTasks(to);
}

function writeProcs(cgroup: Cgroup, text: string, asker: CgroupAsker): void {
  let pid: number;
  try {
    pid = wholeNumber(text, 0, mostInt);
  } catch {
    // Out of range is no number of a task either.
    throw new Errno("EINVAL");
  }
  const member = pid === 0 ? asker.member : asker.find(pid);
  if (!member) throw new Errno("ESRCH");
  demandMove(member, cgroup, asker);
  cgroup.moveHere(member);
}

function onOrOff(text: string): boolean {
  return wholeNumber(text, 0, 1) === 1;
}

function limit(text: string): number | null {
  return text.trim() === "max" ? null : wholeNumber(text, 0, mostInt);
}

/** Living cgroups in and below it that have a controller. */
function withController(cgroup: Cgroup, controller: Controller): number {
  let count = cgroup.controllers.has(controller) ? 1 : 0;
  for (const below of cgroup.descendants()) if (below.controllers.has(controller)) count += 1;
  return count;
}

function stat(cgroup: Cgroup): string {
  let descendants = 0;
  for (const _ of cgroup.descendants()) descendants += 1;
  return keyed([
    ["nr_descendants", descendants],
    ...controllers.map((name) => [`nr_subsys_${name}`, withController(cgroup, name)] as const),
    ["nr_dying_descendants", 0],
    ...controllers.map((name) => [`nr_dying_subsys_${name}`, 0] as const),
  ]);
}

function writeType(cgroup: Cgroup, text: string): void {
  // There are no threads to be put into a threaded one.
  if (text.trim() !== "threaded") throw new Errno("EINVAL");
  throw new Errno("EOPNOTSUPP");
}

/** `cgroup.…`. */
export const coreFiles: readonly ControlFile[] = [
  { name: "cgroup.type", found: "below root", read: (cgroup) => `${typeOf(cgroup)}\n`, write: writeType },
  {
    name: "cgroup.procs",
    delegable: true,
    read: (cgroup, asker) =>
      Array.from(cgroup.members, (member) => asker.pidOf(member))
        .toSorted((one, other) => one - other)
        .map((pid) => `${pid}\n`)
        .join(""),
    write: writeProcs,
  },
  { name: "cgroup.controllers", read: (cgroup) => names(cgroup.controllers) },
  {
    name: "cgroup.subtree_control",
    delegable: true,
    read: (cgroup) => names(cgroup.subtreeControl),
    write: writeSubtreeControl,
  },
  {
    name: "cgroup.events",
    found: "below root",
    read: (cgroup) =>
      keyed([
        ["populated", cgroup.populated ? 1 : 0],
        ["frozen", cgroup.standsStill ? 1 : 0],
      ]),
    changes: (cgroup) => cgroup.eventsChanged,
  },
  {
    name: "cgroup.max.descendants",
    read: (cgroup) => limitText(cgroup.maxDescendants),
    write: (cgroup, text) => void (cgroup.maxDescendants = limit(text)),
  },
  {
    name: "cgroup.max.depth",
    read: (cgroup) => limitText(cgroup.maxDepth),
    write: (cgroup, text) => void (cgroup.maxDepth = limit(text)),
  },
  { name: "cgroup.stat", read: stat },
  {
    name: "cgroup.freeze",
    found: "below root",
    read: (cgroup) => (cgroup.freezes ? "1\n" : "0\n"),
    write: (cgroup, text) => cgroup.setFreeze(onOrOff(text)),
  },
  {
    name: "cgroup.kill",
    found: "below root",
    write: (cgroup, text) => {
      wholeNumber(text, 1, 1);
      cgroup.kill();
    },
  },
];
