/**
 * Ready-made questions, each with what to look for in the answers. Data.
 */

/** A question. */
export interface ReadyQuestion {
  readonly command: string;
  readonly look: string;
}

/** From what a machine is to what it may do. */
export const readyQuestions: readonly ReadyQuestion[] = [
  {
    command: "uname -r",
    look: "Each guest has a kernel of its own; host and sandboxes answer with the same one.",
  },
  { command: "uname -a", look: "The same, with the machine that the kernel believes to run on." },
  { command: "hostname", look: "The name is a namespace's: each machine has its own." },
  {
    command: "cat /etc/os-release",
    look: "A system is more than its kernel: several systems on one kernel are possible.",
  },
  {
    command: "ps",
    look: "A sandbox sees its own processes and from 1 on; the host sees those of all sandboxes, of guests none.",
  },
  {
    command: "cat /proc/1/comm",
    look: "What each takes for its first process: a system's init, or just the application.",
  },
  {
    command: "id",
    look: "Root in a system, or so it seems, and a user in an application: compare with the next.",
  },
  {
    command: "cat /proc/self/uid_map",
    look: "What root inside is outside: 0 maps to 0 only where it is the real one.",
  },
  {
    command: "ls -l /proc/self/ns",
    look: "Equal numbers are shared namespaces. Guests have numbers of their own, from another kernel.",
  },
  { command: "mount", look: "What lies under each root: memory, an overlay of layers, or the host's own." },
  { command: "df", look: "What each can write to, and how much of it." },
  {
    command: "free",
    look: "A guest has the RAM it was given; a sandbox sees all of the host's, whatever its limit.",
  },
  {
    command: "cat /sys/fs/cgroup/memory.max",
    look: "The limit that a sandbox does not see in free. A guest has it as RAM instead.",
  },
  { command: "nproc", look: "Processors: of a guest a virtual one." },
  {
    command: "cat /proc/cpuinfo",
    look: "What the processor is said to be: an imitated one in guests, the host kernel's in sandboxes.",
  },
  { command: "cat /proc/uptime", look: "A kernel counts from its own start: one answer for each kernel." },
  {
    command: "cat /proc/loadavg",
    look: "How busy each kernel finds itself. A sandbox is told of the whole host.",
  },
  { command: "ip a", look: "Interfaces of each network namespace; a new one has only lo." },
  {
    command: "dmesg | tail -n 5",
    look: "A kernel's messages: a guest has its own, a sandbox may not read the host's.",
  },
  {
    command: "cat /proc/self/cgroup",
    look: "Where the host's kernel accounts for it; inside, a sandbox is at the root.",
  },
  {
    command: "grep Cap /proc/self/status",
    look: "Root's power, bit by bit: a system sandbox has all of it, but only over what its user namespace owns; an application none.",
  },
  {
    command: "ls /sys/bus/pci/devices",
    look: "Hardware, as far as the kernel knows of any: imitated devices in guests.",
  },
];
