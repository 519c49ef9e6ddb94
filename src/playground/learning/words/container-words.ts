/**
 * Words for containers and for what they are made from. Data.
 */
import type { Word } from "./word.ts";

export const containerWords: readonly Word[] = [
  {
    id: "container",
    term: "Container",
    also: ["sandbox"],
    text: "Processes of the host's kernel, kept apart by namespaces and held back by cgroups, with files of their own. There is no second kernel, so it starts at once and costs little; the price is that it has to fit the host's kernel. Called sandbox here.",
    show: { target: { kind: "machine", of: "system-sandbox", part: "console" }, title: "a sandbox" },
    see: ["host-kernel", "namespace", "cgroup", "guest"],
  },
  {
    id: "system-sandbox",
    term: "System container",
    also: ["system sandbox"],
    text: "A container with a whole system in it: an init, services, accounts, a shell; everything but the kernel. LXC and Incus make them.",
    show: { target: { kind: "machine", of: "system-sandbox", part: "console" }, title: "one" },
    see: ["container", "application-sandbox", "init"],
  },
  {
    id: "application-sandbox",
    term: "Application container",
    also: ["application sandbox"],
    text: "A container without a system: one application with the parts it depends on. How tightly it is held differs: Flatpak by portals, Snap by confinement, AppImage not at all.",
    show: { target: { kind: "machine", of: "portal-application", part: "console" }, title: "one" },
    see: ["system-sandbox", "portal", "runtime"],
  },
  {
    id: "portal",
    term: "Portal",
    text: "A door in an application's sandbox through which it gets, one at a time, what the user grants: this file, that folder. Around it the user's files are not to be seen.",
    show: {
      target: { kind: "machine", of: "portal-application", part: "details", section: "mounts" },
      title: "what is mounted in one",
    },
    see: ["application-sandbox", "pass-through"],
  },
  {
    id: "namespace",
    term: "Namespace",
    text: "The kernel's way to give processes their own view of one kind of thing: process numbers, mounts, host name, network, users, cgroups, IPC. What is not in one's namespace has no name there, and what has no name cannot be touched.",
    show: {
      target: { kind: "machine", of: "system-sandbox", part: "details", section: "namespaces" },
      title: "a sandbox's namespaces",
    },
    see: ["container", "cgroup", "user-namespace"],
  },
  {
    id: "user-namespace",
    term: "User namespace",
    text: "A namespace in which users have other numbers: root inside is an ordinary number outside. So a container's root may do much in there and nothing out here.",
    show: {
      target: { kind: "machine", of: "system-sandbox", part: "details", section: "namespaces" },
      title: "how its ids are mapped",
    },
    see: ["namespace", "capability"],
  },
  {
    id: "capability",
    term: "Capability",
    text: "One piece of root's power: to mount, to set the clock, to kill any process. Being root means having them all. A container's processes have few, or have them only over what their own user namespace owns, so that being root in it is not being root.",
    show: {
      target: { kind: "machine", of: "system-sandbox", part: "details", section: "config" },
      title: "those of a sandbox",
    },
    see: ["user-namespace", "isolation"],
  },
  {
    id: "cgroup",
    term: "Cgroup",
    also: ["control group"],
    text: "A group of processes that the kernel accounts for and limits together: processor time, memory, number of processes. Its settings are files that can be read and written.",
    show: {
      target: { kind: "machine", of: "system-sandbox", part: "details", section: "limits" },
      title: "a sandbox's cgroup files",
    },
    see: ["namespace", "cpu-cap", "oom-kill"],
  },
  {
    id: "oom-kill",
    term: "OOM kill",
    also: ["out of memory"],
    text: "When a group of processes needs more memory than its limit and nothing can be taken back, the kernel ends one of them. Only the group is affected, and that is what the limit is for.",
    show: {
      target: { kind: "machine", of: "system-sandbox", part: "details", section: "limits" },
      title: "the limit it is measured by",
    },
    see: ["cgroup"],
  },
  {
    id: "image",
    term: "Image",
    text: "What a machine is made from; it never changes. A guest's is a kernel with its first files, or a disk; a container's is a stack of layers with a note of what to run.",
    show: { target: { kind: "dialog", dialog: "sandbox" }, title: "the images there are" },
    see: ["layer", "snapshot"],
  },
  {
    id: "layer",
    term: "Layer",
    text: "A part of an image: an archive of files, known by the hash of its content. Images and containers that need the same layer share the one copy.",
    show: { target: { kind: "box", box: "layer" }, title: "who shares which layer" },
    see: ["image", "overlay"],
  },
  {
    id: "overlay",
    term: "Overlay",
    text: "A file system that shows several layers as one, the upper hiding the lower. Only the uppermost is written: a file is copied up when it is first changed, and one that is deleted is covered by a whiteout.",
    show: {
      target: { kind: "machine", of: "system-sandbox", part: "details", section: "files" },
      title: "what a sandbox has changed",
    },
    see: ["layer", "snapshot"],
  },
  {
    id: "volume",
    term: "Volume",
    also: ["bind mount"],
    text: "A directory of the host that is shown inside a container. It outlives the container, and what is done to it in there is done to the host's.",
    show: {
      target: { kind: "machine", of: "system-sandbox", part: "details", section: "mounts" },
      title: "what is mounted in a sandbox",
    },
    see: ["pass-through", "overlay"],
  },
  {
    id: "runtime",
    term: "Runtime",
    text: "Two things share the word. To Flatpak it is the set of libraries that applications stand on, shared by them. To Docker and Podman it is the program that makes a container from a configuration.",
    show: {
      target: { kind: "machine", of: "portal-application", part: "details", section: "config" },
      title: "a configuration",
    },
    see: ["layer", "application-sandbox"],
  },
  {
    id: "bridge",
    term: "Bridge",
    text: "A network switch in software: what is plugged into it can reach each other. Hypervisors plug guests in, container engines their containers.",
    show: { target: { kind: "host-console" }, title: "the host's interfaces (ip link)" },
    see: ["veth"],
  },
  {
    id: "veth",
    term: "Veth pair",
    text: "A virtual cable with two ends. One lies in a container's network namespace as its eth0, the other on the host, where it can be put into a bridge.",
    show: { target: { kind: "host-console" }, title: "the host's end (ip link)" },
    see: ["bridge", "namespace"],
  },
  {
    id: "immutable-system",
    term: "Immutable system",
    also: ["image-based system"],
    text: "An operating system whose main part cannot be written while it runs, and is upgraded by replacing the whole image. Applications and changes go elsewhere: into containers, home folders, a layer on top.",
    show: {
      target: { kind: "machine", of: "read-only-system", part: "console" },
      title: "a sandbox with a read-only root",
    },
    see: ["image", "overlay", "application-sandbox"],
  },
];
