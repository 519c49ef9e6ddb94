/** A mount namespace as it is counted and entered; its mounts are kept by the file systems' part. */
import type { MountNamespace } from "../../fs/mount-namespace.ts";
import { Namespace } from "./namespace.ts";
import type { UserNamespace } from "./user-namespace.ts";

/** Holds the mounts for as long as anyone uses them. */
export class MountNamespaceNode extends Namespace {
  readonly kind = "mnt";
  readonly mounts: MountNamespace;

  constructor(number: number, owner: UserNamespace, mounts: MountNamespace) {
    super(number, owner.hold());
    this.mounts = mounts;
  }

  protected override released(): void {
    this.mounts.drop();
    super.released();
  }
}
