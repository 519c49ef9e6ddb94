/** A net namespace as it is counted and entered; its links and sockets are kept by the network's part. */
import { Namespace } from "./namespace.ts";
import type { UserNamespace } from "./user-namespace.ts";

/** What is in a net namespace; freed when nobody uses it any more. */
export type NetContent = Disposable;

/** Holds the content for as long as anyone uses it. */
export class NetNamespaceNode extends Namespace {
  readonly kind = "net";
  readonly content: NetContent;

  constructor(number: number, owner: UserNamespace, content: NetContent) {
    super(number, owner.hold());
    this.content = content;
  }

  protected override released(): void {
    this.content[Symbol.dispose]();
    super.released();
  }
}
