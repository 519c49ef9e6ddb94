/**
 * A user namespace: which ids its tasks have outside, and who may say so (user_namespaces(7)). Knows nothing of tasks.
 */
import { Errno } from "../../abi/errno.ts";
import type { IdMap, Identity } from "../../fs/caller.ts";
import { extentFromKernel, extentToKernel, parseIdMap } from "./id-extents.ts";
import type { IdExtent } from "./id-extents.ts";
import { Namespace, initialNumbers } from "./namespace.ts";

/** What an id that has no name here is shown as (overflowuid). */
export const overflowId = 65534;
/** Levels of nesting below the first that Linux allows. */
const deepest = 32;

const everyId: readonly IdExtent[] = [{ inside: 0, outside: 0, kernel: 0, count: 0xffff_ffff }];

/** Who writes a map: the opener of the file. */
export interface MapWriter {
  readonly identity: Identity;
  readonly namespace: UserNamespace;
}

/** Ids of one level, in terms of the kernel's. */
export class UserNamespace extends Namespace implements IdMap {
  readonly kind = "user";
  readonly parent: UserNamespace | null;
  readonly level: number;
  /** Kernel ids of who made it: has all capabilities in it from the parent. */
  readonly ownerUid: number;
  readonly ownerGid: number;
  #extents: Record<"uid" | "gid", readonly IdExtent[]>;
  #setgroups: "allow" | "deny";

  private constructor(
    number: number,
    parent: UserNamespace | null,
    maker: { readonly uid: number; readonly gid: number },
  ) {
    super(number, parent?.hold() ?? null);
    this.parent = parent;
    this.level = parent ? parent.level + 1 : 0;
    this.ownerUid = maker.uid;
    this.ownerGid = maker.gid;
    this.#extents = parent ? { uid: [], gid: [] } : { uid: everyId, gid: everyId };
    this.#setgroups = parent ? parent.setgroups : "allow";
  }

  /** The host's: every id is itself. */
  static initial(): UserNamespace {
    return new UserNamespace(initialNumbers.user, null, { uid: 0, gid: 0 });
  }

  /** One below `parent`, made by the kernel ids `maker`, with no ids mapped yet. ENOSPC when nested too deep. */
  static below(
    parent: UserNamespace,
    number: number,
    maker: { readonly uid: number; readonly gid: number },
  ): UserNamespace {
    if (parent.level + 1 > deepest) throw new Errno("ENOSPC");
    return new UserNamespace(number, parent, maker);
  }

  /** Whether `setgroups(2)` is allowed once ids are mapped. */
  get setgroups(): "allow" | "deny" {
    return this.#setgroups;
  }

  /** Whether setgroups(2) may be used now. */
  get maySetGroups(): boolean {
    return this.#setgroups === "allow" && this.#extents.gid.length > 0;
  }

  toKernel(kind: "uid" | "gid", id: number): number | null {
    return extentToKernel(this.#extents[kind], id);
  }

  fromKernel(kind: "uid" | "gid", kernelId: number): number {
    return extentFromKernel(this.#extents[kind], kernelId) ?? overflowId;
  }

  maps(kind: "uid" | "gid", kernelId: number): boolean {
    return extentFromKernel(this.#extents[kind], kernelId) !== null;
  }

  /** Whether `other` is this namespace or one below it. */
  contains(other: UserNamespace): boolean {
    let at: UserNamespace | null = other;
    while (at && at.level > this.level) at = at.parent;
    return at === this;
  }

  /** The text of `/proc/PID/uid_map` as `reader`'s namespace sees the outer ids. */
  mapText(kind: "uid" | "gid", reader: UserNamespace): string {
    // The reader in the namespace itself is shown the parent's ids.
    const seen = reader === this && this.parent ? this.parent : reader;
    return this.#extents[kind]
      .map(({ inside, kernel, count }) => {
        const outer = extentFromKernel(seen.#extents[kind], kernel) ?? 0xffff_ffff;
        return `${pad(inside)} ${pad(outer)} ${pad(count)}\n`;
      })
      .join("");
  }

  /** A write to `/proc/PID/uid_map` or `gid_map`. EPERM, EINVAL as user_namespaces(7) says. */
  writeMap(kind: "uid" | "gid", text: string, writer: MapWriter): void {
    if (this.#extents[kind].length > 0 || !this.parent) throw new Errno("EPERM");
    if (!writer.identity.capable("CAP_SYS_ADMIN", this)) throw new Errno("EPERM");
    if (writer.namespace !== this && writer.namespace !== this.parent) throw new Errno("EPERM");
    const lines = parseIdMap(text);
    const { parent } = this;
    const kernelIds = lines.map((line) => wholeRange(parent.#extents[kind], line.outside, line.count));
    if (!this.#mayMap(kind, lines, kernelIds, writer)) throw new Errno("EPERM");
    this.#extents[kind] = lines.map((line, index) => {
      const kernel = kernelIds[index] ?? null;
      if (kernel === null) throw new Errno("EPERM");
      return { ...line, kernel };
    });
  }

  /** A write to `/proc/PID/setgroups`. */
  writeSetgroups(text: string, writer: MapWriter): void {
    const said = /^(allow|deny)\s*$/.exec(text)?.[1];
    if (!writer.identity.capable("CAP_SYS_ADMIN", this)) throw new Errno("EPERM");
    if (said === undefined) throw new Errno("EINVAL");
    if (said === "deny") {
      if (this.#extents.gid.length > 0 && this.#setgroups === "allow") throw new Errno("EPERM");
      this.#setgroups = "deny";
    } else if (this.#setgroups === "deny") throw new Errno("EPERM");
  }

  #mayMap(
    kind: "uid" | "gid",
    lines: readonly { readonly count: number }[],
    kernelIds: readonly (number | null)[],
    { identity }: MapWriter,
  ): boolean {
    const { credentials } = identity;
    const [only] = kernelIds;
    const ownIdOnly = lines.length === 1 && lines[0]?.count === 1 && this.ownerUid === credentials.euid;
    if (ownIdOnly && kind === "uid" && only === credentials.euid) return true;
    if (ownIdOnly && kind === "gid" && only === credentials.egid && this.#setgroups === "deny") return true;
    return identity.capable(kind === "uid" ? "CAP_SETUID" : "CAP_SETGID", this.parent);
  }
}

/** The kernel id of `first` when the whole range is mapped by one line. */
function wholeRange(extents: readonly IdExtent[], first: number, count: number): number | null {
  const extent = extents.find(({ inside, count: length }) => first >= inside && first < inside + length);
  if (!extent || first + count > extent.inside + extent.count) return null;
  return extent.kernel + (first - extent.inside);
}

function pad(id: number): string {
  return String(id).padStart(10);
}
