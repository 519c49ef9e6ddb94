/** `/proc/PID`: the files of one task (proc_pid(5)). What the longer ones say is in files of their own. */
import { Errno } from "../../abi/errno.ts";
import type { Caller } from "../../fs/caller.ts";
import type { Location } from "../../fs/location.ts";
import { describeLocation } from "../../fs/path-string.ts";
import { PseudoFile } from "../../fs/pseudo-file.ts";
import type { PseudoFileSource } from "../../fs/pseudo-file.ts";
import { PseudoDirectory, PseudoLink } from "../../fs/pseudo-nodes.ts";
import { procCgroup } from "../cgroup/cgroup-rules.ts";
import { netFiles } from "../net/proc-net.ts";
import { UserNamespace } from "../namespaces/user-namespace.ts";
import { shortName } from "../short-name.ts";
import type { Task } from "../task.ts";
import { limitsText } from "./limits-text.ts";
import { mountInfoText, mountsText } from "./mount-text.ts";
import { defaultPageBytes } from "./page-bytes.ts";
import { demandInspection, taskOf } from "./proc-node.ts";
import type { ProcMount } from "./proc-node.ts";
import { descriptorDirectory, namespaceDirectory } from "./task-links.ts";
import { statText } from "./task-stat.ts";
import { statusText } from "./task-status.ts";

/** The directory of `task`. */
export function taskDirectory(mount: ProcMount, task: Task): PseudoDirectory {
  const owner = ownerOf(task);
  const directory = new PseudoDirectory(mount.fs, { mode: 0o555, owner });
  addFiles(directory, mount, task);
  const link = (at: (live: Task) => Location | null | undefined): PseudoLink => placeLink(mount, task, at);
  directory
    .set(
      "cwd",
      link(({ files }) => files?.paths.cwd),
    )
    .set(
      "root",
      link(({ files }) => files?.paths.root),
    )
    .set(
      "exe",
      link(({ executing }) => executing),
    )
    .set("fd", descriptorDirectory(mount, task, owner, "links"))
    .set("fdinfo", descriptorDirectory(mount, task, owner, "info"))
    .set("net", netDirectory(mount, task))
    .set("ns", namespaceDirectory(mount, task, owner));
  const thread = new PseudoDirectory(mount.fs, { mode: 0o555, owner });
  addFiles(thread, mount, task);
  thread
    .set("fd", descriptorDirectory(mount, task, owner, "links"))
    .set("ns", namespaceDirectory(mount, task, owner));
  thread.set("children", new PseudoFile(mount.fs, { owner, read: () => childrenText(mount, task) }));
  const number = String(task.pid.in(mount.pids));
  return directory.set("task", new PseudoDirectory(mount.fs, { mode: 0o555, owner }, [[number, thread]]));
}

function addFiles(directory: PseudoDirectory, mount: ProcMount, task: Task): void {
  const { fs, kernel, pids } = mount;
  const owner = ownerOf(task);
  const file = (name: string, source: PseudoFileSource): void => {
    directory.set(name, new PseudoFile(fs, { owner, unwritable: "EINVAL", ...source }));
  };
  file("cgroup", {
    read: (caller) => procCgroup(task.cgroup, taskOf(caller)?.cgroupRoot ?? kernel.cgroups.root),
  });
  file("cmdline", { read: () => (task.isDead ? "" : task.image.argv.map((text) => `${text}\0`).join("")) });
  file("comm", {
    read: () => `${task.image.comm}\n`,
    write: (text, caller) => {
      if (caller !== task) throw new Errno("EINVAL");
      task.image = { ...task.image, comm: shortName(text.replace(/\n$/, "")) };
    },
  });
  file("environ", {
    mode: 0o400,
    read: (caller) => {
      demandInspection(caller, task);
      const env = task.isDead ? [] : Object.entries(task.image.env);
      return env.map(([name, value]) => `${name}=${value}\0`).join("");
    },
  });
  for (const kind of ["gid", "uid"] as const) {
    file(`${kind}_map`, {
      mode: 0o644,
      read: (caller) => task.identity.userNamespace.mapText(kind, readerOf(caller, task)),
      write: (text, caller) => task.identity.userNamespace.writeMap(kind, text, writerOf(caller)),
    });
  }
  file("limits", { read: () => limitsText(task) });
  file("maps", { read: () => "" });
  file("mountinfo", { read: () => mountInfoText(task) });
  file("mounts", { read: () => mountsText(task) });
  file("oom_score", { read: () => `${oomScore(task, kernel.memoryBytes)}\n` });
  file("oom_score_adj", {
    mode: 0o644,
    read: () => `${task.oomScoreAdjust}\n`,
    write: (text, caller) => setOomScoreAdjust(task, text, caller),
  });
  file("setgroups", {
    mode: 0o644,
    read: () => `${task.identity.userNamespace.setgroups}\n`,
    write: (text, caller) => task.identity.userNamespace.writeSetgroups(text, writerOf(caller)),
  });
  file("stat", { read: () => (kernel.scheduler.settleAccounts(), statText(task, pids, kernel)) });
  file("statm", { read: () => statmText(task) });
  file("status", { read: (caller) => statusText(task, pids, readerOf(caller, task)) });
  file("wchan", { read: () => "0" });
}

/** What of the network the task's namespace has. */
function netDirectory({ fs }: ProcMount, task: Task): PseudoDirectory {
  const directory = new PseudoDirectory(fs, { mode: 0o555 });
  for (const [name, text] of Object.entries(netFiles)) {
    directory.set(name, new PseudoFile(fs, { read: () => text(task.namespaces.net.content) }));
  }
  return directory;
}

function ownerOf(task: Task): () => { readonly uid: number; readonly gid: number } {
  return () => ({ uid: task.identity.credentials.euid, gid: task.identity.credentials.egid });
}

function placeLink(
  { fs }: ProcMount,
  task: Task,
  at: (live: Task) => Location | null | undefined,
): PseudoLink {
  const now = (caller: Caller): Location => {
    demandInspection(caller, task);
    const location = at(task);
    if (!location) throw new Errno("ENOENT");
    return location;
  };
  return new PseudoLink(fs, {
    owner: ownerOf(task),
    target: (caller, root) => describeLocation(now(caller), root),
    follow: now,
  });
}

function readerOf(caller: Caller, task: Task): UserNamespace {
  const { idMap } = caller.identity;
  return idMap instanceof UserNamespace ? idMap : task.identity.userNamespace;
}

function writerOf({ identity }: Caller): { identity: Caller["identity"]; namespace: UserNamespace } {
  const { idMap } = identity;
  if (!(idMap instanceof UserNamespace)) throw new Errno("EPERM");
  return { identity, namespace: idMap };
}

function childrenText({ pids }: ProcMount, task: Task): string {
  return Array.from(task.children, (child) => `${child.pid.in(pids)} `).join("");
}

function statmText({ memory: { bytes } }: Task): string {
  const pages = Math.ceil(bytes / defaultPageBytes);
  return `${pages} ${pages} 0 0 0 ${pages} 0\n`;
}

/** As Linux shows badness: two thirds of 1000 for nothing at all. */
function oomScore(task: Task, memoryBytes: number): number {
  if (task.oomScoreAdjust === -1000) return 0;
  const points = (task.memory.bytes / memoryBytes) * 1000 + task.oomScoreAdjust;
  return Math.max(0, Math.floor(((1000 + points) * 2) / 3));
}

function setOomScoreAdjust(task: Task, text: string, caller: Caller): void {
  const value = /^\s*(-?\d+)\s*$/.exec(text)?.[1];
  if (value === undefined) throw new Errno("EINVAL");
  const adjust = Number(value);
  if (adjust < -1000 || adjust > 1000) throw new Errno("EINVAL");
  if (adjust < task.oomScoreAdjust && !caller.identity.capable("CAP_SYS_RESOURCE")) throw new Errno("EACCES");
  task.oomScoreAdjust = adjust;
}
