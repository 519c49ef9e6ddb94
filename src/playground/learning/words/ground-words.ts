/**
 * Words for what everything stands on: the host, its kernel, programs. Data.
 */
import type { Word } from "./word.ts";

export const groundWords: readonly Word[] = [
  {
    id: "hardware",
    term: "Hardware",
    text: "What can be touched: processor, memory, drives, network adapter, graphics card. Everything else has to share it.",
    show: { target: { kind: "host", part: "cores" }, title: "the cores of this computer" },
    see: ["host", "virtual-hardware"],
  },
  {
    id: "host",
    term: "Host",
    text: "The computer that machines run on; more exactly the operating system on it, which alone reaches the hardware. Here it is your browser and this page: what they can have is what all machines divide.",
    show: { target: { kind: "host", part: "memory" }, title: "the host's memory" },
    see: ["hardware", "guest", "host-kernel"],
  },
  {
    id: "kernel",
    term: "Kernel",
    text: "The part of an operating system that manages hardware and software: it decides which program runs, what memory it has, and what it may open. Some are one piece, some are spread out; Linux is one piece that can load modules.",
    show: { target: { kind: "host", part: "kernels" }, title: "how many kernels run now" },
    see: ["operating-system", "host-kernel", "system-call"],
  },
  {
    id: "host-kernel",
    term: "Host kernel",
    text: "The one kernel that all containers of a host share. Here a simulated, Linux-like kernel in this page plays it; it is booted when the first sandbox or the host's shell needs it.",
    show: { target: { kind: "host-console" }, title: "a root shell on it" },
    see: ["kernel", "container"],
  },
  {
    id: "operating-system",
    term: "Operating system",
    also: ["OS"],
    text: "A kernel together with the tools that let programs and people use it: libraries, a shell, services, settings. A guest brings all of it; a system container brings all but the kernel.",
    show: {
      target: { kind: "machine-box", of: "type-2-guest", box: "system" },
      title: "a guest's, above its kernel",
    },
    see: ["kernel", "system-sandbox"],
  },
  {
    id: "application",
    term: "Application",
    also: ["program"],
    text: "Any program that is run on a host or in a guest. A type 2 hypervisor is one too.",
    show: {
      target: { kind: "machine", of: "portal-application", part: "console" },
      title: "one in a sandbox of its own",
    },
    see: ["application-sandbox", "type-2"],
  },
  {
    id: "process",
    term: "Process",
    text: "A program as it runs, with its own memory and a number, its PID. The kernel gives processes the processor in turn. Those of a container are processes of the host's kernel; those of a guest are its own kernel's affair, and the host sees none of them.",
    show: {
      target: { kind: "machine", of: "system-sandbox", part: "details", section: "processes" },
      title: "the processes of a sandbox",
    },
    see: ["namespace", "init"],
  },
  {
    id: "init",
    term: "Init",
    also: ["PID 1"],
    text: "The first process of a system: it starts the others and takes in those that lost their parent. When it ends, the system ends. A system container has one; an application container's first process is the application.",
    show: {
      target: { kind: "machine", of: "system-sandbox", part: "details", section: "processes" },
      title: "a sandbox's PID 1",
    },
    see: ["process", "system-sandbox"],
  },
  {
    id: "system-call",
    term: "System call",
    text: "How a program asks its kernel for something: to open a file, to start a process, to send bytes. It is the border that a container's programs share with the host, and that a guest's programs share only with the guest's kernel.",
    show: { target: { kind: "box", box: "shared-kernel" }, title: "the kernel that sandboxes call" },
    see: ["kernel", "isolation"],
  },
  {
    id: "isolation",
    term: "Isolation",
    text: "How well machines are kept from seeing, disturbing and changing each other. A guest's border is virtual hardware, which offers little to attack; a container's is the whole of the kernel's system calls, minus what namespaces and limits take away.",
    show: { target: { kind: "view", view: "experiments" }, title: "what happens to the neighbours" },
    see: ["guest", "container", "namespace"],
  },
  {
    id: "snapshot",
    term: "Snapshot",
    text: "The state of a machine at one moment, kept to return to. Of a guest it can hold memory and processor too, so that it goes on where it was; of a container, as a rule, only the files it wrote.",
    show: { target: { kind: "machines" }, title: "the machines there are" },
    see: ["overlay", "image"],
  },
  {
    id: "scheduler",
    term: "Scheduler",
    text: "The part of a kernel or a hypervisor that decides who runs next, and for how long. Guests under type 2 are scheduled by the host's system without being known to it; type 1 schedules them itself.",
    show: { target: { kind: "view", view: "monitor" }, title: "who has the processor" },
    see: ["vcpu", "type-1", "steal", "weight"],
  },
];
