/**
 * The first task of a kernel: PID 1 of the host, born of nobody, in the first namespaces of all kinds, on a root file system
 * with what every host has mounted.
 */
import type { Vfs } from "../fs/vfs.ts";
import { DescriptorTable } from "../fs/descriptor-table.ts";
import { Tmpfs } from "../fs/tmpfs.ts";
import { BootCaller } from "./boot-caller.ts";
import type { CgroupTree } from "./cgroup/cgroup-tree.ts";
import type { KernelSpecialFiles } from "./io/special-files.ts";
import type { KernelOptions } from "./kernel.ts";
import { mountHost } from "./mount-host.ts";
import { CgroupNamespace } from "./namespaces/cgroup-namespace.ts";
import { IpcNamespace } from "./namespaces/ipc-namespace.ts";
import { MountNamespaceNode } from "./namespaces/mount-namespace-node.ts";
import { initialNumbers } from "./namespaces/namespace.ts";
import { NamespaceSet } from "./namespaces/namespace-set.ts";
import { NetNamespaceNode } from "./namespaces/net-namespace-node.ts";
import { Pid, type PidNamespace } from "./namespaces/pid-namespace.ts";
import type { UserNamespace } from "./namespaces/user-namespace.ts";
import { UtsNamespace } from "./namespaces/uts-namespace.ts";
import type { NetNamespace } from "./net/net-namespace.ts";
import { ProcessGroup, Session } from "./process-group.ts";
import { SignalState } from "./signal-state.ts";
import type { Task } from "./task.ts";
import type { TaskBirths } from "./task-births.ts";
import { TaskFiles } from "./task-files.ts";
import { TaskIdentity } from "./task-identity.ts";
import type { TaskMachine } from "./task-parts.ts";

/** The kernel it is born in. */
export interface FirstTaskKernel extends TaskMachine {
  readonly vfs: Vfs;
  readonly cgroups: CgroupTree;
  readonly births: TaskBirths;
  readonly specials: KernelSpecialFiles;
  readonly pids: PidNamespace;
  readonly memoryBytes: number;
}

/** What else it begins with. */
export interface FirstTaskGiven {
  readonly users: UserNamespace;
  readonly network: NetNamespace;
  readonly hostname: string;
  readonly root: KernelOptions["root"];
}

/** Makes it; it has no program yet. */
export function firstTask(kernel: FirstTaskKernel, { users, network, hostname, root }: FirstTaskGiven): Task {
  const { vfs, cgroups, births, specials, pids, memoryBytes } = kernel;
  const identity = TaskIdentity.root(users);
  const caller = new BootCaller(identity, cgroups.root.account, kernel);
  const rootfs = new Tmpfs({
    device: vfs.nextDevice(),
    owner: null,
    memoryBytes,
    options: "",
    caller,
    type: "rootfs",
  });
  const mounts = vfs.boot(rootfs, root(vfs, caller), "root");
  const pid = new Pid(pids);
  const members = {
    cgroup: new CgroupNamespace(initialNumbers.cgroup, users, cgroups.root),
    ipc: new IpcNamespace(initialNumbers.ipc, users),
    mnt: new MountNamespaceNode(initialNumbers.mnt, users, mounts),
    net: new NetNamespaceNode(initialNumbers.net, users, network),
    pid: pids,
    uts: new UtsNamespace(initialNumbers.uts, users, { hostname, domainname: "(none)" }),
  };
  const task = births.add({
    machine: kernel,
    pid,
    parent: null,
    processGroup: new ProcessGroup(pid, new Session(pid)),
    identity,
    namespaces: new NamespaceSet(members),
    signals: new SignalState(),
    cgroup: cgroups.root,
    nice: 0,
    image: { comm: "init", argv: ["init"], env: {}, executable: null },
  });
  const paths = vfs.newPathState(vfs.topOf(mounts));
  task.files = new TaskFiles(task, { vfs, specials }, new DescriptorTable(), paths);
  const sys = births.syscallsOf(task);
  sys.setLink("lo", { up: true });
  mountHost(sys, new Set(Array.from(vfs.types, ({ name }) => name)));
  return task;
}
