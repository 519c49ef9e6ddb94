/**
 * The files of the memory controller (cgroup-v2.rst, "Memory Interface Files"). There is no swap: what is charged stays.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { Cgroup } from "./cgroup.ts";
import { keyed } from "./control-file.ts";
import type { ControlFile } from "./control-file.ts";
import { byteLimit, limitText, wholeNumber } from "./control-numbers.ts";
import type { MemoryControl } from "./memory-control.ts";

/** The controller of a cgroup whose files are there. */
function control(cgroup: Cgroup): MemoryControl {
  if (!cgroup.memory) throw new Errno("ENODEV");
  return cgroup.memory;
}

function* writeMax(cgroup: Cgroup, text: string): Blocking<void> {
  const memory = control(cgroup);
  const max = byteLimit(text);
  memory.max = max;
  const { oomKiller } = cgroup.tree;
  while (memory.max !== null && memory.bytes > memory.max) if (!(yield* oomKiller.shrink(memory))) return;
}

function stat(cgroup: Cgroup): string {
  const memory = cgroup.account;
  const anon = memory.of("anon");
  const shmem = memory.of("shmem");
  const file = memory.of("file");
  // Pages of pipes are the kernel's, in Linux.
  const kernel = memory.of("kernel") + memory.of("pipe");
  return keyed([
    ["anon", anon],
    ["file", file + shmem],
    ["kernel", kernel],
    ["kernel_stack", 0],
    ["pagetables", 0],
    ["sec_pagetables", 0],
    ["percpu", 0],
    ["sock", memory.of("sock")],
    ["vmalloc", 0],
    ["shmem", shmem],
    ["file_mapped", 0],
    ["file_dirty", 0],
    ["file_writeback", 0],
    ["inactive_anon", anon + shmem],
    ["active_anon", 0],
    ["inactive_file", file],
    ["active_file", 0],
    ["unevictable", 0],
    ["slab_reclaimable", 0],
    ["slab_unreclaimable", kernel],
    ["slab", kernel],
  ]);
}

const eventOrder = ["low", "high", "max", "oom", "oom_kill", "oom_group_kill"] as const;

function below(name: string, file: Omit<ControlFile, "name" | "controller" | "found">): ControlFile {
  return { name: `memory.${name}`, controller: "memory", found: "below root", ...file };
}

function limitFile(name: string, limit: "high" | "low" | "min"): ControlFile {
  return below(name, {
    read: (cgroup) => limitText(control(cgroup)[limit]),
    write: (cgroup, text) => void (control(cgroup)[limit] = byteLimit(text)),
  });
}

function eventsFile(name: string, which: "events" | "localEvents"): ControlFile {
  return below(name, {
    read: (cgroup) => keyed(eventOrder.map((event) => [event, control(cgroup)[which][event]] as const)),
  });
}

/** `memory.…`. */
export const memoryFiles: readonly ControlFile[] = [
  below("current", { read: (cgroup) => `${control(cgroup).bytes}\n` }),
  below("peak", { read: (cgroup) => `${control(cgroup).peakBytes}\n` }),
  limitFile("min", "min"),
  limitFile("low", "low"),
  limitFile("high", "high"),
  below("max", { read: (cgroup) => limitText(control(cgroup).max), write: writeMax }),
  eventsFile("events", "events"),
  eventsFile("events.local", "localEvents"),
  { name: "memory.stat", controller: "memory", read: stat },
  below("oom.group", {
    delegable: true,
    read: (cgroup) => (control(cgroup).oomGroup ? "1\n" : "0\n"),
    write: (cgroup, text) => {
      const asked = wholeNumber(text, -(2 ** 31), 2 ** 31 - 1);
      if (asked !== 0 && asked !== 1) throw new Errno("EINVAL");
      control(cgroup).oomGroup = asked === 1;
    },
  }),
  below("swap.current", { read: () => "0\n" }),
  below("swap.max", {
    read: (cgroup) => limitText(control(cgroup).swapMax),
    write: (cgroup, text) => void (control(cgroup).swapMax = byteLimit(text)),
  }),
];
