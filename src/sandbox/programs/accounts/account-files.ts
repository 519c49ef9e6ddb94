/**
 * Users and groups as `/etc/passwd` and `/etc/group` of the caller's root name them (passwd(5), group(5)). A missing
 * file is an empty one: then ids are all there is.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure } from "../command/command.ts";
import { readTextFileIfAny } from "../command/input.ts";
import { integer } from "../command/quantities.ts";

/** One line of `/etc/passwd`. */
export interface UserAccount {
  readonly name: string;
  readonly password: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** One line of `/etc/group`. */
export interface GroupAccount {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** All accounts, as read once. */
export class Accounts {
  readonly users: readonly UserAccount[];
  readonly groups: readonly GroupAccount[];
  readonly #userNames: ReadonlyMap<number, string>;
  readonly #groupNames: ReadonlyMap<number, string>;

  constructor(users: readonly UserAccount[], groups: readonly GroupAccount[]) {
    this.users = users;
    this.groups = groups;
    // The first line of an id names it.
    this.#userNames = new Map(users.map(({ uid, name }) => [uid, name] as const).reverse());
    this.#groupNames = new Map(groups.map(({ gid, name }) => [gid, name] as const).reverse());
  }

  /** `null` where the id has no name. */
  userName(uid: number): string | null {
    return this.#userNames.get(uid) ?? null;
  }

  groupName(gid: number): string | null {
    return this.#groupNames.get(gid) ?? null;
  }

  user(name: string): UserAccount | null {
    return this.users.find((user) => user.name === name) ?? null;
  }

  userById(uid: number): UserAccount | null {
    return this.users.find((user) => user.uid === uid) ?? null;
  }

  /** Every group a user is in, that of its own line first (getgrouplist(3)). */
  groupsOf(user: UserAccount): readonly number[] {
    const others = this.groups.filter(({ members }) => members.includes(user.name)).map(({ gid }) => gid);
    return [user.gid, ...others.filter((gid) => gid !== user.gid)];
  }

  /** The uid of a name or number; fails with `invalid user: 'x'`. */
  uidOf(text: string): number {
    const uid = this.user(text)?.uid ?? (/^\d+$/u.test(text) ? integer(text) : null);
    if (uid === null) throw new CommandFailure(`invalid user: '${text}'`);
    return uid;
  }

  /** The gid of a name or number; fails with `invalid group: 'x'`. */
  gidOf(text: string): number {
    const gid =
      this.groups.find(({ name }) => name === text)?.gid ?? (/^\d+$/u.test(text) ? integer(text) : null);
    if (gid === null) throw new CommandFailure(`invalid group: '${text}'`);
    return gid;
  }
}

/** Reads `/etc/passwd` and `/etc/group`. */
export function* readAccounts(sys: Syscalls): Blocking<Accounts> {
  const users = linesOf(yield* readTextFileIfAny(sys, "/etc/passwd")).flatMap((line): UserAccount[] => {
    const [name = "", password = "", uid = "", gid = "", , home = "/", shell = ""] = line.split(":");
    const [userId, groupId] = [integer(uid), integer(gid)];
    if (userId === null || groupId === null) return [];
    return [{ name, password, uid: userId, gid: groupId, home, shell: shell || "/bin/sh" }];
  });
  const groups = linesOf(yield* readTextFileIfAny(sys, "/etc/group")).flatMap((line): GroupAccount[] => {
    const [name = "", , gid = "", members = ""] = line.split(":");
    const groupId = integer(gid);
    return groupId === null ? [] : [{ name, gid: groupId, members: members.split(",").filter(Boolean) }];
  });
  return new Accounts(users, groups);
}

function linesOf(text: string | null): readonly string[] {
  return (text ?? "").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}
