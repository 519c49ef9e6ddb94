/** A cgroup namespace: the cgroup that its tasks see as the root of the tree (cgroup_namespaces(7)). */
import { Namespace } from "./namespace.ts";
import type { UserNamespace } from "./user-namespace.ts";

/** Knows its root as the object it is; the cgroup tree says what paths that makes. */
export class CgroupNamespace extends Namespace {
  readonly kind = "cgroup";
  readonly root: object;

  constructor(number: number, owner: UserNamespace, root: object) {
    super(number, owner.hold());
    this.root = root;
  }
}
