/**
 * Systems of the field whose machines share the host's kernel, and systems that are images themselves. Data.
 */
import type { FieldPlace } from "./field-place.ts";

const simulated =
  "It is the computer's real Linux kernel that is shared; here a simulated one is, and programs are WebAssembly or built in, not x86.";

export const sharedKernelPlaces: readonly FieldPlace[] = [
  {
    id: "lxc",
    name: "LXC, Incus",
    kernel: "shared",
    content: "system",
    arrangement: "system-sandbox",
    text: "System containers: an init, services, accounts, a login; handled like small machines that live long. Incus manages them, and virtual machines too.",
    differs: [simulated, "Its containers come from distributions' images; ours from a small one of our own."],
  },
  {
    id: "docker",
    name: "Docker",
    kernel: "shared",
    content: "system",
    arrangement: "system-sandbox",
    text: "Containers for one service each, made from layered images and thrown away freely. A daemon that is root on the host does the work.",
    differs: [
      simulated,
      "Its containers seldom have an init: the service is PID 1. Ours has one by default; a new sandbox can be given another command.",
      "It fetches images from registries; here you drop an archive from 'docker save' on the page.",
    ],
  },
  {
    id: "podman",
    name: "Podman",
    kernel: "shared",
    content: "system",
    arrangement: "system-sandbox",
    text: "The same images and nearly the same commands as Docker, with no daemon: a container is a child of who started it, and that can be an ordinary user, who is root inside by a user namespace.",
    differs: [
      simulated,
      "Like Podman's without root, our sandboxes' root is an ordinary number on the host.",
      "Pods, groups that share namespaces, can be had here only with the host.",
    ],
  },
  {
    id: "flatpak",
    name: "Flatpak",
    kernel: "shared",
    content: "application",
    arrangement: "portal-application",
    text: "Desktop applications on runtimes that they share. The sandbox hides the user's files; portals let single ones in after the user has chosen them.",
    differs: [
      simulated,
      "Its portals are dialogs of the desktop over D-Bus; ours is one folder of granted documents.",
      "Its applications have windows.",
    ],
  },
  {
    id: "snap",
    name: "Snap",
    kernel: "shared",
    content: "application",
    arrangement: "confined-application",
    text: "Applications and services as compressed, read-only images with what they need, confined by rules and by interfaces that can be connected.",
    differs: [
      simulated,
      "Its rules are AppArmor's and seccomp's; ours are masked mounts and namespaces that come to much the same.",
      "It updates by itself from one store.",
    ],
  },
  {
    id: "appimage",
    name: "AppImage",
    kernel: "shared",
    content: "application",
    arrangement: "unconfined-application",
    text: "One file that holds an application and what it needs; made executable, it runs. It is a way to bring along, not to hold back: nothing confines it.",
    differs: [
      simulated,
      "Ours can be held by a cgroup's limits, as all sandboxes are; an AppImage is limited by nothing but its user.",
    ],
  },
  {
    id: "gvisor",
    name: "gVisor",
    kernel: "shared",
    content: "application",
    arrangement: "system-sandbox",
    text: "Between a container and the host's kernel it puts a second kernel, written as an ordinary program, which answers the container's system calls itself.",
    differs: [
      "It is our host kernel's nearest relative: a Linux-like kernel as a program. Each of its sandboxes has one of its own; ours all share one.",
    ],
  },
  {
    id: "silverblue",
    name: "Fedora Silverblue, Kinoite",
    kernel: "shared",
    content: "image-system",
    arrangement: "read-only-system",
    text: "Desktop systems whose /usr is a read-only tree that is replaced as a whole and takes effect at the next boot; the old one stays to go back to. Applications are Flatpaks, tools live in containers.",
    differs: [
      "They are hosts that boot on hardware; what we show is only how a system behaves whose root nobody can write.",
    ],
  },
  {
    id: "vanilla",
    name: "Vanilla OS",
    kernel: "shared",
    content: "image-system",
    arrangement: "read-only-system",
    text: "Two root partitions, one in use and one to be upgraded; a change is made to the other one and takes effect by swapping them. Packages of other systems run in containers.",
    differs: ["Ours has one root and no upgrade: another image means another sandbox."],
  },
  {
    id: "nixos",
    name: "NixOS",
    kernel: "shared",
    content: "image-system",
    arrangement: "read-only-system",
    text: "A system that is built from one description. All programs lie in a read-only store under names that hold a hash; a new system is a new set of links into it, and the old one can be booted.",
    differs: [
      "It is not one image but a store; its root can be written where the description does not own it.",
      "Our layers are known by their hash as well, and shared by what needs them.",
    ],
  },
  {
    id: "bootc",
    name: "bootc",
    kernel: "shared",
    content: "image-system",
    arrangement: "read-only-system",
    text: "A whole bootable system, kernel included, as a container image: built with a Containerfile, kept in a registry, and installed and upgraded from there.",
    differs: ["Our images for sandboxes have no kernel in them; those for guests are no container images."],
  },
];
