/** The directories of links of a task: `/proc/PID/fd`, `fdinfo` and `ns` (proc_pid_fd(5), namespaces(7)). */
import { Errno } from "../../abi/errno.ts";
import type { Caller } from "../../fs/caller.ts";
import type { Inode } from "../../fs/inode.ts";
import type { OpenFile } from "../../fs/open-file.ts";
import { describeLocation } from "../../fs/path-string.ts";
import { PseudoFile } from "../../fs/pseudo-file.ts";
import { PseudoDirectory, PseudoLink } from "../../fs/pseudo-nodes.ts";
import { locationOfNamespace } from "../namespaces/namespace-file.ts";
import type { Namespace } from "../namespaces/namespace.ts";
import { namespaceKinds } from "../namespaces/namespace.ts";
import type { Task } from "../task.ts";
import { demandInspection } from "./proc-node.ts";
import type { ProcMount } from "./proc-node.ts";

type Owner = () => { readonly uid: number; readonly gid: number };

/** `/proc/PID/fd`, or with `info` what is known of each (`fdinfo`). */
export function descriptorDirectory(
  mount: ProcMount,
  task: Task,
  owner: Owner,
  kind: "links" | "info",
): PseudoDirectory {
  const nodes = new Map<number, { readonly file: OpenFile; readonly node: Inode }>();
  const find = (name: string, caller: Caller): Inode | null => {
    demandInspection(caller, task);
    const fd = /^(0|[1-9]\d*)$/.test(name) ? Number(name) : -1;
    const file = openFile(task, fd);
    if (!file) {
      nodes.delete(fd);
      return null;
    }
    const known = nodes.get(fd);
    if (known?.file === file) return known.node;
    const node =
      kind === "links"
        ? link(mount, file, owner)
        : new PseudoFile(mount.fs, { read: () => infoText(file), owner });
    nodes.set(fd, { file, node });
    return node;
  };
  return new PseudoDirectory(mount.fs, {
    mode: kind === "links" ? 0o500 : 0o555,
    owner,
    names: (caller) => {
      demandInspection(caller, task);
      return (task.files?.descriptors.numbers() ?? []).map(String);
    },
    find,
  });
}

function openFile(task: Task, fd: number): OpenFile | null {
  const table = task.files?.descriptors;
  if (!table?.numbers().includes(fd)) return null;
  return table.get(fd);
}

function link({ fs, kernel }: ProcMount, file: OpenFile, owner: Owner): PseudoLink {
  const mode = (file.readable ? 0o500 : 0) | (file.writable ? 0o300 : 0);
  return new PseudoLink(fs, {
    mode: mode === 0 ? 0o100 : mode,
    owner,
    target: (_caller, root) => (file.place ? describeLocation(file.place.location, root) : file.description),
    follow: (caller) => kernel.vfs.locationOf(file, caller),
  });
}

function infoText(file: OpenFile): string {
  const { access, append, nonBlocking } = file.status;
  const bits =
    (access === "write" ? 1 : access === "both" ? 2 : 0) | (append ? 0o2000 : 0) | (nonBlocking ? 0o4000 : 0);
  let position = 0;
  try {
    position = file.seek(0, "current");
  } catch (error) {
    // Pipes and terminals have none.
    if (!(error instanceof Errno)) throw error;
  }
  const place = file.place?.location;
  const lines = [
    ["pos", `${position}`],
    ["flags", `0${(bits | 0o100000).toString(8)}`],
    ["mnt_id", `${place?.mount.id ?? 0}`],
    ["ino", `${place?.dentry.inode.number ?? 0}`],
  ];
  return lines.map(([name, value]) => `${name}:\t${value}\n`).join("");
}

/** `/proc/PID/ns`. */
export function namespaceDirectory(mount: ProcMount, task: Task, owner: Owner): PseudoDirectory {
  const { fs, kernel } = mount;
  const entry = (of: (live: Task) => Namespace): PseudoLink => {
    const now = (caller: Caller): Namespace => {
      demandInspection(caller, task);
      if (task.isDead) throw new Errno("ENOENT");
      return of(task);
    };
    return new PseudoLink(fs, {
      owner,
      target: (caller) => now(caller).label,
      follow: (caller) => locationOfNamespace(kernel.vfs, now(caller), kernel.epochMs()),
    });
  };
  const directory = new PseudoDirectory(fs, { mode: 0o511, owner });
  for (const kind of namespaceKinds) {
    directory.set(
      kind,
      entry((live) => {
        if (kind === "pid") return live.pidNamespace;
        return kind === "user" ? live.identity.userNamespace : live.namespaces[kind];
      }),
    );
    if (kind !== "pid") continue;
    directory.set(
      "pid_for_children",
      entry((live) => {
        // Before its first child is born there is nothing to enter.
        if (live.namespaces.pid !== live.pidNamespace && !live.namespaces.pid.init) throw new Errno("ENOENT");
        return live.namespaces.pid;
      }),
    );
  }
  return directory;
}
