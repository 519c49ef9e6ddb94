/**
 * Whose a task is and what it may: ids in the kernel's own numbers, capability sets, and how exec and set-id calls change
 * them (credentials(7), capabilities(7)). Immutable: a change is a new one.
 */
import { capabilities } from "../abi/capabilities.ts";
import type { Capability } from "../abi/capabilities.ts";
import type { Credentials } from "../abi/process-calls.ts";
import type { Identity } from "../fs/caller.ts";
import type { UserNamespace } from "./namespaces/user-namespace.ts";

/** All capabilities. */
const everyCapability: ReadonlySet<Capability> = new Set(capabilities);
const none: ReadonlySet<Capability> = new Set();

/** The five sets of capabilities(7). */
export interface CapabilitySets {
  readonly permitted: ReadonlySet<Capability>;
  readonly effective: ReadonlySet<Capability>;
  readonly inheritable: ReadonlySet<Capability>;
  readonly bounding: ReadonlySet<Capability>;
  readonly ambient: ReadonlySet<Capability>;
}

const fullSets: CapabilitySets = {
  permitted: everyCapability,
  effective: everyCapability,
  inheritable: none,
  bounding: everyCapability,
  ambient: none,
};

/** Identity of a task. */
export class TaskIdentity implements Identity {
  readonly credentials: Credentials;
  readonly sets: CapabilitySets;
  readonly userNamespace: UserNamespace;
  /** Exec gives no privileges any more (prctl(2), PR_SET_NO_NEW_PRIVS). */
  readonly noNewPrivileges: boolean;

  private constructor(
    credentials: Credentials,
    sets: CapabilitySets,
    userNamespace: UserNamespace,
    noNewPrivileges: boolean,
  ) {
    this.credentials = credentials;
    this.sets = sets;
    this.userNamespace = userNamespace;
    this.noNewPrivileges = noNewPrivileges;
  }

  /** The host's root. */
  static root(userNamespace: UserNamespace): TaskIdentity {
    const credentials = { uid: 0, euid: 0, suid: 0, gid: 0, egid: 0, sgid: 0, groups: [] };
    return new TaskIdentity(credentials, fullSets, userNamespace, false);
  }

  get capabilities(): ReadonlySet<Capability> {
    return this.sets.effective;
  }

  get idMap(): UserNamespace {
    return this.userNamespace;
  }

  capable(capability: Capability, owner: object | null = null): boolean {
    let at: UserNamespace | null = this.#namespace(owner);
    while (at) {
      if (at === this.userNamespace) return this.sets.effective.has(capability);
      if (at.level <= this.userNamespace.level) return false;
      // Who made a namespace has every capability in it and all below.
      if (at.parent === this.userNamespace && at.ownerUid === this.credentials.euid) return true;
      at = at.parent;
    }
    return false;
  }

  /** The credentials as its own user namespace shows them. */
  get shown(): Credentials {
    const { credentials, userNamespace: map } = this;
    return {
      uid: map.fromKernel("uid", credentials.uid),
      euid: map.fromKernel("uid", credentials.euid),
      suid: map.fromKernel("uid", credentials.suid),
      gid: map.fromKernel("gid", credentials.gid),
      egid: map.fromKernel("gid", credentials.egid),
      sgid: map.fromKernel("gid", credentials.sgid),
      groups: credentials.groups.map((gid) => map.fromKernel("gid", gid)),
    };
  }

  /** With other ids (kernel's); capabilities follow as "effect of user ID changes" of capabilities(7) says. */
  withIds(change: Partial<Credentials>): TaskIdentity {
    const credentials = { ...this.credentials, ...change };
    const root = this.userNamespace.toKernel("uid", 0);
    const isRoot = (uid: number): boolean => uid === root;
    const anyRoot = ({ uid, euid, suid }: Credentials): boolean => [uid, euid, suid].some(isRoot);
    let { sets } = this;
    if (anyRoot(this.credentials) && !anyRoot(credentials)) {
      sets = { ...sets, permitted: none, effective: none, ambient: none };
    }
    if (isRoot(this.credentials.euid) && !isRoot(credentials.euid)) sets = { ...sets, effective: none };
    if (!isRoot(this.credentials.euid) && isRoot(credentials.euid)) {
      sets = { ...sets, effective: sets.permitted };
    }
    return new TaskIdentity(credentials, sets, this.userNamespace, this.noNewPrivileges);
  }

  withSets(change: Partial<CapabilitySets>): TaskIdentity {
    return new TaskIdentity(
      this.credentials,
      { ...this.sets, ...change },
      this.userNamespace,
      this.noNewPrivileges,
    );
  }

  /** Only those of `keep`, in every set. */
  limitedTo(keep: ReadonlySet<Capability>): TaskIdentity {
    const limit = (set: ReadonlySet<Capability>): ReadonlySet<Capability> => both(set, keep);
    const { permitted, effective, inheritable, bounding, ambient } = this.sets;
    return this.withSets({
      permitted: limit(permitted),
      effective: limit(effective),
      inheritable: limit(inheritable),
      bounding: limit(bounding),
      ambient: limit(ambient),
    });
  }

  withoutNewPrivileges(): TaskIdentity {
    return new TaskIdentity(this.credentials, this.sets, this.userNamespace, true);
  }

  /** As one is on entering a user namespace: all capabilities there, none outside. */
  inUserNamespace(namespace: UserNamespace): TaskIdentity {
    return new TaskIdentity(this.credentials, fullSets, namespace, this.noNewPrivileges);
  }

  /** What exec makes of it, where the file's set-id bits (already judged) give `euid` and `egid`. */
  afterExec(given: { readonly euid: number; readonly egid: number }): TaskIdentity {
    const { credentials: old, sets } = this;
    const credentials = {
      ...old,
      euid: given.euid,
      suid: given.euid,
      egid: given.egid,
      sgid: given.egid,
    };
    const root = this.userNamespace.toKernel("uid", 0);
    const setId = given.euid !== old.euid || given.egid !== old.egid;
    const ambient = setId ? none : sets.ambient;
    const asRoot = credentials.uid === root || credentials.euid === root;
    const permitted = asRoot ? either(sets.bounding, sets.inheritable) : ambient;
    const effective = credentials.euid === root ? permitted : ambient;
    return new TaskIdentity(
      credentials,
      { ...sets, permitted, effective, ambient },
      this.userNamespace,
      this.noNewPrivileges,
    );
  }

  #namespace(owner: object | null): UserNamespace {
    let at: UserNamespace = this.userNamespace;
    while (at.parent) at = at.parent;
    if (owner === null) return at;
    return isUserNamespace(owner) ? owner : at;
  }
}

function isUserNamespace(owner: object): owner is UserNamespace {
  return "kind" in owner && owner.kind === "user";
}

function both(one: ReadonlySet<Capability>, other: ReadonlySet<Capability>): ReadonlySet<Capability> {
  return new Set([...one].filter((capability) => other.has(capability)));
}

function either(one: ReadonlySet<Capability>, other: ReadonlySet<Capability>): ReadonlySet<Capability> {
  return other.size === 0 ? one : new Set([...one, ...other]);
}
