/**
 * Makes new namespaces for clone(2) and unshare(2), and decides who may (namespaces(7), user_namespaces(7)).
 */
import { Errno } from "../../abi/errno.ts";
import type { NamespaceKind } from "../../abi/process-calls.ts";
import type { Location } from "../../fs/location.ts";
import type { Vfs } from "../../fs/vfs.ts";
import type { NetNamespace } from "../net/net-namespace.ts";
import type { Task } from "../task.ts";
import type { TaskIdentity } from "../task-identity.ts";
import { CgroupNamespace } from "./cgroup-namespace.ts";
import { IpcNamespace } from "./ipc-namespace.ts";
import { MountNamespaceNode } from "./mount-namespace-node.ts";
import type { NamespaceNumbers } from "./namespace.ts";
import type { NamespaceMembers } from "./namespace-set.ts";
import { NetNamespaceNode } from "./net-namespace-node.ts";
import { PidNamespace } from "./pid-namespace.ts";
import { UserNamespace } from "./user-namespace.ts";
import { UtsNamespace } from "./uts-namespace.ts";

/** What other parts put into new namespaces. */
export interface NamespaceContents {
  readonly vfs: Vfs;
  /** A new network: `lo`, down. `owner` is `null` for the host's users. */
  network(owner: object | null): NetNamespace;
}

/** New namespaces, each with one use that is the receiver's. */
export interface MadeNamespaces {
  readonly identity: TaskIdentity;
  readonly members: Partial<{ -readonly [Kind in keyof NamespaceMembers]: NamespaceMembers[Kind] }>;
  /** Where a place of the old mount namespace is in the new one. */
  moved(at: Location): Location;
}

/** One per kernel. */
export class NamespaceMaker {
  readonly #numbers: NamespaceNumbers;
  readonly #contents: NamespaceContents;

  constructor(numbers: NamespaceNumbers, contents: NamespaceContents) {
    this.#numbers = numbers;
    this.#contents = contents;
  }

  /** New ones of `kinds` for `task` or its child. EPERM; EINVAL; ENOSPC when nested too deep. */
  make(task: Task, kinds: readonly NamespaceKind[]): MadeNamespaces {
    const wanted = new Set(kinds);
    const identity = wanted.delete("user") ? this.#withUserNamespace(task.identity) : task.identity;
    const owner = identity.userNamespace;
    if (wanted.size > 0 && !identity.capable("CAP_SYS_ADMIN", owner)) {
      if (owner !== task.identity.userNamespace) owner.drop();
      throw new Errno("EPERM");
    }
    const made: MadeNamespaces["members"] = {};
    let moved = (at: Location): Location => at;
    const { namespaces } = task;
    // The one that may refuse is made first.
    if (wanted.has("pid")) {
      if (namespaces.pid !== task.pidNamespace) throw new Errno("EINVAL");
      made.pid = new PidNamespace(this.#numbers.take(), owner, namespaces.pid);
    }
    if (wanted.has("uts")) made.uts = new UtsNamespace(this.#numbers.take(), owner, namespaces.uts);
    if (wanted.has("ipc")) made.ipc = new IpcNamespace(this.#numbers.take(), owner);
    if (wanted.has("net")) {
      made.net = new NetNamespaceNode(
        this.#numbers.take(),
        owner,
        this.#contents.network(ownerForFiles(owner)),
      );
    }
    if (wanted.has("cgroup")) made.cgroup = new CgroupNamespace(this.#numbers.take(), owner, task.cgroup);
    if (wanted.has("mnt")) {
      const copy = namespaces.mnt.mounts.copy(this.#contents.vfs, ownerForFiles(owner));
      made.mnt = new MountNamespaceNode(this.#numbers.take(), owner, copy.namespace);
      moved = copy.moved;
    }
    return { identity, members: made, moved };
  }

  #withUserNamespace(identity: TaskIdentity): TaskIdentity {
    const parent = identity.userNamespace;
    const { euid, egid } = identity.credentials;
    // Who has no id in the parent would have no owner there.
    if (!parent.maps("uid", euid) || !parent.maps("gid", egid)) throw new Errno("EPERM");
    const made = UserNamespace.below(parent, this.#numbers.take(), { uid: euid, gid: egid });
    return identity.inUserNamespace(made);
  }
}

/** File systems know the host's user namespace as `null`. */
function ownerForFiles(owner: UserNamespace): UserNamespace | null {
  return owner.parent ? owner : null;
}
