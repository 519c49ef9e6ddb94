/**
 * Calls on namespaces: unshare, setns, the names of a UTS namespace, reboot (unshare(2), setns(2), reboot(2)).
 */
import { Errno } from "../../abi/errno.ts";
import type { NamespaceKind, ProcessCalls } from "../../abi/process-calls.ts";
import { CgroupNamespace } from "../namespaces/cgroup-namespace.ts";
import { IpcNamespace } from "../namespaces/ipc-namespace.ts";
import { MountNamespaceNode } from "../namespaces/mount-namespace-node.ts";
import type { Namespace } from "../namespaces/namespace.ts";
import { NamespaceFile } from "../namespaces/namespace-file.ts";
import type { NamespaceMembers } from "../namespaces/namespace-set.ts";
import { NetNamespaceNode } from "../namespaces/net-namespace-node.ts";
import { PidNamespace } from "../namespaces/pid-namespace.ts";
import { UserNamespace } from "../namespaces/user-namespace.ts";
import { UtsNamespace } from "../namespaces/uts-namespace.ts";
import type { Task } from "../task.ts";
import type { CallMachine } from "./call-machine.ts";
import type { CallPart } from "./call-names.ts";

/** Longest host or domain name (__NEW_UTS_LEN). */
const longestName = 64;

/** For one task. */
export class NamespaceCalls implements Pick<ProcessCalls, CallPart["namespaces"]> {
  readonly #task: Task;
  readonly #machine: CallMachine;

  constructor(task: Task, machine: CallMachine) {
    this.#task = task;
    this.#machine = machine;
  }

  sethostname(name: string): void {
    this.#namesOf().hostname = checkedName(name);
  }

  setdomainname(name: string): void {
    this.#namesOf().domainname = checkedName(name);
  }

  unshare(kinds: readonly NamespaceKind[]): void {
    const task = this.#task;
    const made = this.#machine.namespaces.make(task, kinds);
    this.#enter(made.members);
    for (const member of Object.values(made.members)) member.drop();
    if (made.identity !== task.identity) {
      task.identity = made.identity;
      // The task holds it now.
      made.identity.userNamespace.drop();
    }
    const paths = task.files?.paths;
    if (!paths || !made.members.mnt) return;
    paths.root = made.moved(paths.root);
    paths.cwd = made.moved(paths.cwd);
  }

  setns(fd: number, kind?: NamespaceKind): void {
    const file = this.#task.files?.descriptors.get(fd);
    if (!(file instanceof NamespaceFile)) throw new Errno("EINVAL");
    const { namespace } = file;
    if (kind !== undefined && namespace.kind !== kind) throw new Errno("EINVAL");
    if (namespace instanceof UserNamespace) this.#enterUser(namespace);
    else this.#enterOther(namespace);
  }

  reboot(how: "restart" | "halt" | "poweroff"): void {
    const { identity, pidNamespace } = this.#task;
    if (!identity.capable("CAP_SYS_BOOT", pidNamespace.owner)) throw new Errno("EPERM");
    const { init } = pidNamespace;
    if (pidNamespace.level === 0) this.#machine.halt(how);
    else if (init) {
      // Its parent sees how: SIGHUP for restart, SIGINT for the others (reboot(2)).
      const signal = how === "restart" ? "SIGHUP" : "SIGINT";
      this.#machine.tree.exit(init, { kind: "signaled", signal, coreDumped: false });
    }
  }

  #namesOf(): UtsNamespace {
    const { uts } = this.#task.namespaces;
    if (!this.#task.identity.capable("CAP_SYS_ADMIN", uts.owner)) throw new Errno("EPERM");
    return uts;
  }

  #enterUser(namespace: UserNamespace): void {
    const { identity } = this.#task;
    if (namespace === identity.userNamespace) throw new Errno("EINVAL");
    if (!identity.capable("CAP_SYS_ADMIN", namespace)) throw new Errno("EPERM");
    this.#task.identity = identity.inUserNamespace(namespace);
  }

  #enterOther(namespace: Namespace): void {
    const task = this.#task;
    const { identity } = task;
    const rules = (owner: UserNamespace | null): boolean => identity.capable("CAP_SYS_ADMIN", owner);
    if (!rules(namespace.owner) || !rules(identity.userNamespace)) throw new Errno("EPERM");
    if (namespace instanceof PidNamespace) {
      if (!task.pidNamespace.contains(namespace)) throw new Errno("EINVAL");
      this.#enter({ pid: namespace });
    } else if (namespace instanceof MountNamespaceNode) {
      if (!identity.capable("CAP_SYS_CHROOT", identity.userNamespace)) throw new Errno("EPERM");
      this.#enter({ mnt: namespace });
      const { files } = task;
      if (!files) return;
      const top = files.vfs.topOf(namespace.mounts);
      files.paths.root = top;
      files.paths.cwd = top;
    } else if (namespace instanceof UtsNamespace) this.#enter({ uts: namespace });
    else if (namespace instanceof IpcNamespace) this.#enter({ ipc: namespace });
    else if (namespace instanceof NetNamespaceNode) this.#enter({ net: namespace });
    else if (namespace instanceof CgroupNamespace) this.#enter({ cgroup: namespace });
    else throw new Errno("EINVAL");
  }

  #enter(members: Partial<NamespaceMembers>): void {
    const before = this.#task.namespaces;
    this.#task.namespaces = before.with(members);
    before[Symbol.dispose]();
  }
}

function checkedName(name: string): string {
  if (name.length > longestName) throw new Errno("EINVAL");
  return name;
}
