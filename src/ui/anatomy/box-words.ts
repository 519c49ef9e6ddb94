/** What each kind of box is, in a sentence, for whoever has chosen one. */
import type { AnatomyBox } from "../../playground/anatomy/anatomy-box.ts";

/** Of this very box. */
export function boxSentence({ kind, title, machines, subject }: AnatomyBox): string {
  const [machine = "the machine"] = machines;
  switch (kind) {
    case "hardware":
      return "The real processors and memory. Everything on the page runs on them in the end.";
    case "host":
      return "The operating system of this computer and the browser on it. The page is a guest of theirs: it knows of them only what the browser tells.";
    case "hypervisor":
      return subject.of === "bare-hypervisor"
        ? "One worker that owns a core. Our own scheduler decides which of its guests runs: a hypervisor of type 1 is the scheduler."
        : `Makes virtual hardware for ${machine} alone, in a worker that the browser’s operating system schedules like any program.`;
    case "virtual-hardware":
      return `What ${machine}’s kernel takes for a computer: each device is a program of the emulator.`;
    case "kernel":
      return `A real Linux kernel, booted for ${machine} and nobody else. No other machine has any part in it.`;
    case "system":
      return `${machine}’s own copy of the userland, in its own memory.`;
    case "application":
      return subject.of === "host-system"
        ? "Programs of the host itself, in no sandbox: those that look after the sandboxes are among them."
        : `What ${machine} is there for: the programs that run in it.`;
    case "shared-kernel":
      return "The one kernel that all sandboxes run on: a simulation of Linux’s kernel in this page. It plays the part of the host’s.";
    case "layer":
      return `${title}: files that nobody can change, kept once for all that stand on them.`;
    case "namespaces":
      return `Walls, and no storey: what ${machine} sees of the shared kernel. Where a namespace is its own, it sees only its own processes, names, mounts or networks.`;
  }
}
