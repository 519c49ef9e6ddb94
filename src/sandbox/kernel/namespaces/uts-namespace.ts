/** A UTS namespace: the names that uname(2) tells. */
import { Namespace } from "./namespace.ts";
import type { UserNamespace } from "./user-namespace.ts";

/** Host name and NIS domain name. */
export class UtsNamespace extends Namespace {
  readonly kind = "uts";
  hostname: string;
  domainname: string;

  constructor(
    number: number,
    owner: UserNamespace,
    names: { readonly hostname: string; readonly domainname: string },
  ) {
    super(number, owner.hold());
    this.hostname = names.hostname;
    this.domainname = names.domainname;
  }
}
