/**
 * From a path to a place, as Linux walks (path_resolution(7)): search permission at every step, symbolic links, mounts,
 * and never above the root. Changes nothing.
 */
import { Errno } from "../abi/errno.ts";
import type { Caller } from "./caller.ts";
import { demand, wants } from "./identity-checks.ts";
import { LinkInode } from "./link-inode.ts";
import { ascend, descend, type Location } from "./location.ts";

/** Where a task's paths begin. */
export interface WalkOrigin {
  readonly root: Location;
  readonly cwd: Location;
  readonly caller: Caller;
}

/** What to do with a symbolic link at the end. `slash`: followed only if the path ends in one (lstat(2)). */
export type LastLink = "follow" | "slash" | "keep";

/** Where a walk came to. */
export interface Walked {
  /** The directory the last name is looked up in; for `/` it is the root itself. */
  readonly parent: Location;
  readonly name: string;
  /** `.`, `..` and `/` are no names that could be made or removed. */
  readonly kind: "name" | "dot" | "dot-dot" | "root";
  /** `null` when there is no such name. */
  readonly location: Location | null;
  readonly endsInSlash: boolean;
}

const maxLinks = 40;
const nameMaxBytes = 255;
const pathMaxBytes = 4096;
const encoder = new TextEncoder();

/** Walks to the last name, whether it is there or not. ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG. */
export function walk(
  origin: WalkOrigin,
  path: string,
  lastLink: LastLink,
  start?: Location,
  /** A name that shall be made a file if need be: EISDIR when a slash follows it. */
  isFile = false,
): Walked {
  if (path === "") throw new Errno("ENOENT");
  if (isLongerThan(path, pathMaxBytes - 1)) throw new Errno("ENAMETOOLONG");
  return new PathWalk(origin, lastLink, isFile).run(path, start ?? origin.cwd);
}

/** Walks to a place that has to be there. */
export function resolve(
  origin: WalkOrigin,
  path: string,
  lastLink: LastLink = "follow",
  start?: Location,
): Location {
  const { location } = walk(origin, path, lastLink, start);
  if (!location) throw new Errno("ENOENT");
  return location;
}

class PathWalk {
  readonly #origin: WalkOrigin;
  readonly #lastLink: LastLink;
  readonly #isFile: boolean;
  /** Names still to go, the next one last. */
  readonly #pending: string[] = [];
  #endsInSlash = false;
  #links = 0;

  constructor(origin: WalkOrigin, lastLink: LastLink, isFile: boolean) {
    this.#origin = origin;
    this.#lastLink = lastLink;
    this.#isFile = isFile;
  }

  run(path: string, start: Location): Walked {
    let at = this.#enter(path, start);
    let reached: Walked = { parent: at, name: "/", kind: "root", location: at, endsInSlash: false };
    for (let name = this.#pending.pop(); name !== undefined; name = this.#pending.pop()) {
      const isLast = this.#pending.length === 0;
      const step = this.#step(at, name, isLast);
      if ("resume" in step) {
        at = step.resume;
        reached = { parent: at, name: "/", kind: "root", location: at, endsInSlash: false };
        continue;
      }
      reached = step;
      if (isLast) break;
      if (!step.location) throw new Errno("ENOENT");
      at = step.location;
    }
    const inode = reached.location?.dentry.inode;
    const isOther = inode !== undefined && inode.type !== "directory";
    // Who makes or removes names says it in other words.
    if (this.#endsInSlash && isOther && this.#lastLink !== "keep") throw new Errno("ENOTDIR");
    return this.#endsInSlash ? { ...reached, endsInSlash: true } : reached;
  }

  /** Queues the names of `path` and tells where the walk goes on. */
  #enter(path: string, at: Location): Location {
    if (path === "") throw new Errno("ENOENT");
    const names = path.split("/").filter((name) => name !== "");
    if (this.#pending.length === 0 && path.endsWith("/") && names.length > 0) this.#endsInSlash = true;
    for (let index = names.length - 1; index >= 0; index -= 1) this.#pending.push(names[index] ?? "");
    return path.startsWith("/") ? this.#origin.root : at;
  }

  #step(at: Location, name: string, isLast: boolean): Walked | { readonly resume: Location } {
    const { caller, root } = this.#origin;
    const directory = at.dentry.inode;
    if (directory.type !== "directory") throw new Errno("ENOTDIR");
    demand(caller.identity, directory, wants.execute);
    if (name === ".") return { parent: at, name, kind: "dot", location: at, endsInSlash: false };
    if (name === "..") {
      const up = ascend(at, root);
      return { parent: at, name, kind: "dot-dot", location: up, endsInSlash: false };
    }
    if (isLongerThan(name, nameMaxBytes)) throw new Errno("ENAMETOOLONG");
    if (isLast && this.#isFile && this.#endsInSlash) throw new Errno("EISDIR");
    const dentry = at.dentry.child(name, caller);
    if (!dentry) return { parent: at, name, kind: "name", location: null, endsInSlash: false };
    const inode = dentry.inode;
    const follows =
      !isLast || this.#lastLink === "follow" || (this.#lastLink === "slash" && this.#endsInSlash);
    if (inode instanceof LinkInode && follows && !at.mount.mountedOn(dentry)) {
      if (this.#links >= maxLinks) throw new Errno("ELOOP");
      this.#links += 1;
      const jump = inode.follow(caller);
      if (!jump) return { resume: this.#enter(inode.target(caller, root), at) };
      // The end of a magic link is a place, not a name in a directory.
      if (isLast) return { parent: jump, name, kind: "root", location: jump, endsInSlash: false };
      return { resume: jump };
    }
    return {
      parent: at,
      name,
      kind: "name",
      location: descend({ mount: at.mount, dentry }),
      endsInSlash: false,
    };
  }
}

function isLongerThan(text: string, maxBytes: number): boolean {
  // A code unit is 1 to 3 bytes in UTF-8.
  if (text.length * 3 <= maxBytes) return false;
  return text.length > maxBytes || encoder.encode(text).byteLength > maxBytes;
}
