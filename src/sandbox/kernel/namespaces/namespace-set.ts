/**
 * The namespaces of one task, counted: all but its user namespace (part of its identity) and its pid namespace (part of
 * its pid). A set is immutable; a change is a new set.
 */
import type { IpcNamespace } from "./ipc-namespace.ts";
import type { CgroupNamespace } from "./cgroup-namespace.ts";
import type { MountNamespaceNode } from "./mount-namespace-node.ts";
import type { NetNamespaceNode } from "./net-namespace-node.ts";
import type { PidNamespace } from "./pid-namespace.ts";
import type { UtsNamespace } from "./uts-namespace.ts";

/** One of each kind. `pid` is where children are born. */
export interface NamespaceMembers {
  readonly cgroup: CgroupNamespace;
  readonly ipc: IpcNamespace;
  readonly mnt: MountNamespaceNode;
  readonly net: NetNamespaceNode;
  readonly pid: PidNamespace;
  readonly uts: UtsNamespace;
}

/** Holds each of its members once. */
export class NamespaceSet implements NamespaceMembers, Disposable {
  readonly cgroup: CgroupNamespace;
  readonly ipc: IpcNamespace;
  readonly mnt: MountNamespaceNode;
  readonly net: NetNamespaceNode;
  readonly pid: PidNamespace;
  readonly uts: UtsNamespace;

  constructor(members: NamespaceMembers) {
    this.cgroup = members.cgroup.hold();
    this.ipc = members.ipc.hold();
    this.mnt = members.mnt.hold();
    this.net = members.net.hold();
    this.pid = members.pid.hold();
    this.uts = members.uts.hold();
  }

  /** Another set, with some members replaced. */
  with(change: Partial<NamespaceMembers>): NamespaceSet {
    const { cgroup, ipc, mnt, net, pid, uts } = this;
    return new NamespaceSet({ cgroup, ipc, mnt, net, pid, uts, ...change });
  }

  [Symbol.dispose](): void {
    for (const member of [this.cgroup, this.ipc, this.mnt, this.net, this.pid, this.uts]) member.drop();
  }
}
