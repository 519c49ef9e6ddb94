/** Puts the system calls of one task together from all the parts that implement them. */
import { Errno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { VfsCalls } from "../../fs/vfs-calls.ts";
import type { ControllingTerminals } from "../io/controlling-terminals.ts";
import type { FileLocks } from "../io/file-locks.ts";
import { IoCalls } from "../io/io-calls.ts";
import { TaskTerminalCalls } from "../io/task-terminal-calls.ts";
import { NamespaceFile } from "../namespaces/namespace-file.ts";
import { NetNamespaceNode } from "../namespaces/net-namespace-node.ts";
import type { PidNamespace } from "../namespaces/pid-namespace.ts";
import type { NetNamespace } from "../net/net-namespace.ts";
import { TaskNetworkCalls } from "../net/task-network-calls.ts";
import type { NetworkPlace } from "../net/task-network-calls.ts";
import type { Task } from "../task.ts";
import { TaskSyscalls } from "../task-syscalls.ts";
import type { CallMachine } from "./call-machine.ts";
import { IdentityCalls } from "./identity-calls.ts";
import { TaskIpcCalls } from "./ipc-calls.ts";
import { LifeCalls } from "./life-calls.ts";
import { MachineCalls } from "./machine-calls.ts";
import { NamespaceCalls } from "./namespace-calls.ts";
import { SignalCalls } from "./signal-calls.ts";

/** What the calls need of the kernel, all parts together. */
export interface CallWiring extends CallMachine {
  readonly terminals: ControllingTerminals;
  readonly locks: FileLocks;
  /** The host's, where the kernel's own numbers are. */
  readonly pids: PidNamespace;
  nextAnonymousInode(): number;
}

/** All calls of `task`, which has its files by now. */
export function wireCalls(task: Task, kernel: CallWiring): Syscalls {
  const { files } = task;
  if (!files) throw new Error(`task ${task.pid.host} has no files`);
  const groups = {
    toKernel: (group: number) => task.pidNamespace.find(group)?.group?.pid.host ?? null,
    fromKernel: (group: number) => kernel.pids.find(group)?.in(task.pidNamespace) ?? 0,
  };
  return new TaskSyscalls(task, {
    files: new VfsCalls(files),
    io: new IoCalls(files, kernel, task.pid.host),
    life: new LifeCalls(task, kernel),
    signals: new SignalCalls(task),
    identity: new IdentityCalls(task),
    machine: new MachineCalls(task, kernel),
    namespaces: new NamespaceCalls(task, kernel),
    ipc: new TaskIpcCalls(task, kernel),
    terminals: new TaskTerminalCalls(files, kernel.terminals, groups),
    network: new TaskNetworkCalls(files, networkPlace(task, kernel)),
  });
}

function networkPlace(task: Task, kernel: CallWiring): NetworkPlace {
  return {
    get namespace() {
      return task.namespaces.net.content;
    },
    namespaceOf: (pid) => {
      const other = task.pidNamespace.task(pid);
      if (!other || other.isDead) throw new Errno("ESRCH");
      return administered(task, other.namespaces.net);
    },
    namespaceAt: (file) => {
      const namespace = file instanceof NamespaceFile ? file.namespace : null;
      if (!(namespace instanceof NetNamespaceNode)) throw new Errno("EINVAL");
      return administered(task, namespace);
    },
    nextInode: () => kernel.nextAnonymousInode(),
    holderOf: (socket) => {
      for (const other of task.pidNamespace.tasks()) {
        const table = other.files?.descriptors;
        if (table?.numbers().some((fd) => table.get(fd) === socket)) return other.pid.in(task.pidNamespace);
      }
      return null;
    },
  };
}

/** EPERM unless `task` rules over that network. */
function administered(task: Task, { content, owner }: NetNamespaceNode): NetNamespace {
  if (!task.identity.capable("CAP_NET_ADMIN", owner)) throw new Errno("EPERM");
  return content;
}
