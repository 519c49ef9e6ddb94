/** A net namespace as it is counted and entered; its links and sockets are kept by the network's part. */
import type { NetNamespace } from "../net/net-namespace.ts";
import { Namespace } from "./namespace.ts";
import type { UserNamespace } from "./user-namespace.ts";

/** Holds the content for as long as anyone uses it. */
export class NetNamespaceNode extends Namespace {
  readonly kind = "net";
  readonly content: NetNamespace;

  constructor(number: number, owner: UserNamespace, content: NetNamespace) {
    super(number, owner.hold());
    this.content = content;
  }

  protected override released(): void {
    this.content[Symbol.dispose]();
    super.released();
  }
}
