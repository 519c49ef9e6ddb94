/** A cgroup namespace: the cgroup that its tasks see as the root of the tree (cgroup_namespaces(7)). */
import type { Cgroup } from "../cgroup/cgroup.ts";
import { Namespace } from "./namespace.ts";
import type { UserNamespace } from "./user-namespace.ts";

/** Only how paths read depends on it; limits do not. */
export class CgroupNamespace extends Namespace {
  readonly kind = "cgroup";
  readonly root: Cgroup;

  constructor(number: number, owner: UserNamespace, root: Cgroup) {
    super(number, owner.hold());
    this.root = root;
  }
}
