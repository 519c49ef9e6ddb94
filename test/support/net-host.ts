/**
 * Tasks in net namespaces, with the real calls on the network over real files.
 */
import { NetNamespace } from "../../src/sandbox/kernel/net/net-namespace.ts";
import { TaskNetworkCalls } from "../../src/sandbox/kernel/net/task-network-calls.ts";
import { Errno } from "../../src/sandbox/abi/errno.ts";
import { IoHost, type IoTask } from "./io-host.ts";

/** A host whose tasks are named by the pid they are asked for with. */
export class NetHost {
  readonly io = new IoHost();
  readonly #namespaces = new Map<number, NetNamespace>();
  #nextByte = 1;
  #nextInode = 5000;

  /** A new, empty namespace. Its hardware addresses count up. */
  namespace(owner: object | null = null): NetNamespace {
    return new NetNamespace(owner, (bytes) => bytes.fill(this.#nextByte++));
  }

  /** A task of root in a namespace. */
  task(pid: number, namespace = this.namespace()): NetTask {
    const task = this.io.task({ session: pid });
    this.#namespaces.set(pid, namespace);
    const network = new TaskNetworkCalls(task.calls.files, {
      namespace,
      namespaceOf: (other) => {
        const found = this.#namespaces.get(other);
        if (!found) throw new Errno("ESRCH");
        return found;
      },
      namespaceAt: () => {
        throw new Errno("EINVAL");
      },
      nextInode: () => this.#nextInode++,
      holderOf: () => pid,
    });
    return Object.assign(task, { network, namespace });
  }

  /** Two tasks whose namespaces are joined by a cable, 10.0.0.1/24 and 10.0.0.2/24, all up. */
  cabled(): readonly [NetTask, NetTask] {
    const [one, other] = [this.task(101), this.task(102)];
    one.network.addVeth("eth0", "eth0", 102);
    one.network.addAddress("eth0", "10.0.0.1/24");
    other.network.addAddress("eth0", "10.0.0.2/24");
    for (const { network } of [one, other])
      for (const name of ["lo", "eth0"]) network.setLink(name, { up: true });
    return [one, other];
  }
}

/** A task with the calls on its network. */
export type NetTask = IoTask & { readonly network: TaskNetworkCalls; readonly namespace: NetNamespace };
