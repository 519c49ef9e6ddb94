/**
 * Systems of the field whose machines have a kernel of their own. Data.
 */
import type { FieldPlace } from "./field-place.ts";

const noTranslation =
  "It lets the processor run the guest's instructions directly; ours are translated one by one, and are slower by a factor, not by a few percent.";

export const ownKernelPlaces: readonly FieldPlace[] = [
  {
    id: "xen",
    name: "Xen",
    kernel: "type-1",
    content: "system",
    arrangement: "type-1-guest",
    text: "A small hypervisor right on the hardware. It schedules all guests itself; one of them, dom0, is privileged, has the drivers and manages the others.",
    differs: [
      noTranslation,
      "Ours has one core to give, inside a browser; Xen has the whole computer.",
      "There is no dom0 here: the page manages the guests.",
    ],
  },
  {
    id: "vmware-esxi",
    name: "VMware ESXi",
    kernel: "type-1",
    content: "system",
    arrangement: "type-1-guest",
    text: "A hypervisor that is installed instead of an operating system and is managed over the network.",
    differs: [
      noTranslation,
      "It moves running guests from host to host; ours has one host.",
      "Its guests see several processors; ours have one.",
    ],
  },
  {
    id: "hyper-v",
    name: "Hyper-V",
    kernel: "type-1",
    content: "system",
    arrangement: "type-1-guest",
    text: "Windows' hypervisor. Once it is switched on, it is below Windows itself, which then runs in the first partition and manages the others.",
    differs: [noTranslation, "Here no ordinary system runs beside the guests under the same scheduler."],
  },
  {
    id: "proxmox",
    name: "Proxmox VE",
    kernel: "type-1",
    content: "system",
    arrangement: "type-1-guest",
    text: "A Debian whose kernel is the hypervisor by its module KVM, with a web page to manage guests; it manages LXC containers on the same page, as we do.",
    differs: [
      noTranslation,
      "KVM's guests are scheduled by Linux among other processes; our type 1 scheduler knows nothing but guests.",
      "It has storage, backups and clusters; here all is gone with the page unless you keep it.",
    ],
  },
  {
    id: "kvm",
    name: "libvirt, QEMU, KVM",
    kernel: "type-1",
    content: "system",
    arrangement: "type-1-guest",
    text: "Three pieces: KVM in the Linux kernel runs the guest's instructions, QEMU imitates its devices as an ordinary process, libvirt manages them with the verbs that you find in our menus.",
    differs: [
      "Which type it is can be argued: the hypervisor is part of the kernel, the rest an application.",
      "QEMU without KVM translates instructions like v86 does, and is the nearest relative of our guests.",
      "Our virtio console and balloon speak the protocol that QEMU's do; the disk and the adapters are fewer.",
    ],
  },
  {
    id: "virtualbox",
    name: "VirtualBox",
    kernel: "type-2",
    content: "system",
    arrangement: "type-2-guest",
    text: "A hypervisor as an application with windows, on Linux, Windows or macOS. A module of its own in the host's kernel lets the processor run guests directly.",
    differs: [
      noTranslation,
      "It shows a screen with graphics; our guests have consoles.",
      "Ours needs nothing in the host's kernel: a guest is a worker of the browser.",
    ],
  },
  {
    id: "vmware-workstation",
    name: "VMware Workstation",
    kernel: "type-2",
    content: "system",
    arrangement: "type-2-guest",
    text: "VMware's hypervisor as an application on Linux or Windows; Fusion on macOS.",
    differs: [noTranslation, "It shares folders, the clipboard and USB devices with its guests."],
  },
  {
    id: "v86",
    name: "v86",
    kernel: "type-2",
    content: "system",
    arrangement: "type-2-guest",
    text: "A PC in a web page: it translates x86 instructions to WebAssembly while they run. It is the emulator under every guest here.",
    differs: [
      "It is what our guests run on, in a worker each; metering, limits, scheduling and the balloon's goal are ours.",
    ],
  },
  {
    id: "wsl2",
    name: "WSL 2",
    kernel: "type-2",
    content: "system",
    arrangement: "type-2-guest",
    text: "Linux on Windows: one light virtual machine with a real Linux kernel, started when needed and closely tied to Windows' files and windows.",
    differs: [
      "Below it is Hyper-V, a type 1; to its user it is an application that is opened and closed, hence its place here.",
      "All distributions share the one machine and its kernel, kept apart by namespaces: containers in a guest.",
    ],
  },
  {
    id: "kata",
    name: "Kata Containers",
    kernel: "type-1",
    content: "application",
    arrangement: "type-1-guest",
    text: "Looks like a container to Docker or Kubernetes, but each group gets a small virtual machine with a kernel of its own: the border of a guest at the handling of a container.",
    differs: [
      noTranslation,
      "Here you choose between the two: no sandbox is in a guest of its own, though a guest can run containers inside.",
    ],
  },
];
