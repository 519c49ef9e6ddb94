/**
 * Words for virtual machines. Data.
 */
import type { Word } from "./word.ts";

export const virtualMachineWords: readonly Word[] = [
  {
    id: "virtual-machine",
    term: "Virtual machine",
    also: ["VM"],
    text: "A computer made of virtual hardware, on which an operating system runs as if it had a real one. Here each is an x86 PC, imitated by the emulator v86 in a worker of its own.",
    show: { target: { kind: "machine", of: "type-2-guest", part: "console" }, title: "one that runs" },
    see: ["guest", "virtual-hardware", "hypervisor"],
  },
  {
    id: "guest",
    term: "Guest",
    text: "The system that runs on virtual hardware: on the host, but apart from it, with a kernel of its own. It can be nearly any system, whatever the host is. On this page the word never means a container.",
    show: { target: { kind: "machine", of: "type-2-guest", part: "console" }, title: "a guest's console" },
    see: ["host", "virtual-machine", "container"],
  },
  {
    id: "hypervisor",
    term: "Hypervisor",
    also: ["virtual machine monitor"],
    text: "What makes and manages virtual hardware, virtual networks and the guests on them, and divides the real hardware among them. There are two types, by what is below it.",
    show: { target: { kind: "dialog", dialog: "guest" }, title: "the choice for a new guest" },
    see: ["type-1", "type-2", "virtual-hardware"],
  },
  {
    id: "type-1",
    term: "Type 1 hypervisor",
    also: ["bare-metal hypervisor"],
    text: "A hypervisor right on the hardware, or one with the kernel: in effect it is the operating system, and it decides itself which guest runs. Here our own scheduler plays it, with one core to give to its guests.",
    show: {
      target: { kind: "machine-box", of: "type-1-guest", box: "hypervisor" },
      title: "it, under its guests",
    },
    see: ["type-2", "hypervisor", "scheduler"],
  },
  {
    id: "type-2",
    term: "Type 2 hypervisor",
    also: ["hosted hypervisor"],
    text: "A hypervisor that is an application on an ordinary operating system. That is one layer more and usually slower; the host's system decides when a guest runs, and knows nothing of guests. Here each such guest is a worker that the browser's system schedules.",
    show: { target: { kind: "machine-box", of: "type-2-guest", box: "hypervisor" }, title: "a guest's own" },
    see: ["type-1", "hypervisor", "application"],
  },
  {
    id: "virtual-hardware",
    term: "Virtual hardware",
    text: "Hardware imitated in software: a processor, memory, a disk, a network adapter. It is the base of a virtual machine, and the reason why any system that fits the imitated computer can run on it.",
    show: {
      target: { kind: "machine-box", of: "type-2-guest", box: "virtual-hardware" },
      title: "a guest's devices",
    },
    see: ["hardware", "full-virtualization", "paravirtualization"],
  },
  {
    id: "vcpu",
    term: "vCPU",
    also: ["virtual processor"],
    text: "A processor as a guest has it. The hypervisor gives it time on a real one, so it can be held back or wait while others run. A guest here has exactly one.",
    show: {
      target: { kind: "machine", of: "type-2-guest", part: "limits" },
      title: "what a guest's vCPU may take",
    },
    see: ["scheduler", "steal", "cpu-cap"],
  },
  {
    id: "firmware",
    term: "Firmware",
    also: ["BIOS", "UEFI"],
    text: "The first program a computer runs: it finds the devices and starts a boot loader or a kernel. A virtual machine has a virtual one. The guests here skip it: a small shim stands in and hands over to the kernel at once.",
    show: {
      target: { kind: "machine", of: "type-2-guest", part: "kernel-messages" },
      title: "what is printed first",
    },
    see: ["virtual-hardware", "kernel"],
  },
  {
    id: "full-virtualization",
    term: "Full virtualization",
    text: "The whole computer is imitated, so that a system made for real hardware runs unchanged and need not know. It is what dissimilar systems need. With help from the processor (Intel VT-x, AMD-V) it costs little; here there is none, each instruction is translated.",
    show: { target: { kind: "machine-box", of: "type-2-guest", box: "kernel" }, title: "a guest's kernel" },
    see: ["paravirtualization", "virtual-hardware"],
  },
  {
    id: "paravirtualization",
    term: "Paravirtualization",
    also: ["virtio"],
    text: "The guest knows that it is one, and uses devices that exist nowhere in metal and are cheap to imitate: virtio on KVM and here. The console and the balloon of our guests are such devices; the processor is not.",
    show: {
      target: { kind: "machine", of: "type-2-guest", part: "kernel-messages" },
      title: "a guest finding them",
    },
    see: ["full-virtualization", "balloon"],
  },
  {
    id: "pass-through",
    term: "Pass-through",
    text: "Handing a real thing of the host to a machine on purpose: a directory, a USB port, the graphics card. It is a hole in the isolation, made where it is wanted. A container's volume is one.",
    show: { target: { kind: "dialog", dialog: "sandbox" }, title: "what a new sandbox can be given" },
    see: ["volume", "isolation"],
  },
  {
    id: "balloon",
    term: "Balloon",
    text: "A device with which the hypervisor takes memory back from a running guest: its driver asks the guest's kernel for pages and leaves them unused. Here the browser gets nothing back before the guest ends, but the guest has to live with less.",
    show: {
      target: { kind: "machine", of: "type-2-guest", part: "limits" },
      title: "a guest's memory limit",
    },
    see: ["paravirtualization", "overcommit"],
  },
  {
    id: "overcommit",
    term: "Overcommit",
    text: "To promise machines more memory than there is, because few use all they were promised. It goes well until they do.",
    show: { target: { kind: "dialog", dialog: "guest" }, title: "the switch for it" },
    see: ["balloon", "host"],
  },
  {
    id: "steal",
    term: "Steal time",
    text: "Time in which a machine wanted to run and the processor was another's. The machine cannot tell it from being slow; its hypervisor can.",
    show: { target: { kind: "view", view: "monitor" }, title: "each machine's steal" },
    see: ["scheduler", "vcpu"],
  },
  {
    id: "cpu-cap",
    term: "CPU cap",
    also: ["quota"],
    text: "The most a machine gets of a processor, even while nobody else wants it. Of a container it is its cgroup's cpu.max.",
    show: { target: { kind: "machine", of: "type-2-guest", part: "limits" }, title: "a guest's cap" },
    see: ["weight", "cgroup"],
  },
  {
    id: "weight",
    term: "CPU weight",
    also: ["shares"],
    text: "A machine's part when processors are short, in proportion to the others. While there is enough for all it does nothing.",
    show: { target: { kind: "machine", of: "type-2-guest", part: "limits" }, title: "a guest's weight" },
    see: ["cpu-cap", "scheduler"],
  },
];
