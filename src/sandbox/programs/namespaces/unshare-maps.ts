/** The maps of ids that unshare(1) writes for a new user namespace (user_namespaces(7)). */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { CommandFailure, reasonOf, type Command } from "../command/command.ts";
import { integerArgument } from "../command/quantities.ts";
import { encodeText } from "../command/text-encoding.ts";

/** Lines for uid_map and gid_map. */
export interface IdMaps {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** More than the own id: only someone with capabilities outside may write it. */
  readonly fromOutside: boolean;
  readonly denySetgroups: boolean;
}

/** What the command line says of ids. */
export interface MapOptions {
  readonly user: string | null;
  readonly mapUser: string | null;
  readonly mapGroup: string | null;
  readonly mapRoot: boolean;
  readonly mapCurrent: boolean;
  readonly mapUsers: readonly string[];
  readonly mapGroups: readonly string[];
  readonly setgroups: string | null;
}

/** `null` where nothing is mapped. */
export function* readMaps({ sys }: Command, options: MapOptions): Blocking<IdMaps | null> {
  const { euid, egid } = sys.credentials();
  const accounts = yield* readAccounts(sys);
  const innerUser = options.mapUser === null ? (options.mapRoot ? 0 : null) : accounts.uidOf(options.mapUser);
  const innerGroup =
    options.mapGroup === null ? (options.mapRoot ? 0 : null) : accounts.gidOf(options.mapGroup);
  const user = innerUser ?? (options.mapCurrent ? euid : null);
  const group = innerGroup ?? (options.mapCurrent ? egid : null);
  const users = [...(user === null ? [] : [`${user} ${euid} 1`]), ...options.mapUsers.map(rangeLine)];
  const groups = [...(group === null ? [] : [`${group} ${egid} 1`]), ...options.mapGroups.map(rangeLine)];
  if (users.length + groups.length === 0) return null;
  const fromOutside = options.mapUsers.length + options.mapGroups.length > 0;
  if (options.setgroups === "allow" && group !== null && !fromOutside) {
    throw new CommandFailure("options --setgroups=allow and --map-group are mutually exclusive");
  }
  return { users, groups, fromOutside, denySetgroups: group !== null && !fromOutside };
}

/** `100000,0,65536` (outer, inner, count) or `0:100000:65536` (inner, outer, count), as a line of uid_map. */
function rangeLine(text: string): string {
  const parts = text.split(/[,:]/u).map((part) => integerArgument(part, "mapping"));
  const [first = 0, second = 0, count] = parts;
  if (count === undefined || parts.length !== 3) throw new CommandFailure(`invalid mapping '${text}'`);
  return text.includes(":") ? `${first} ${second} ${count}` : `${second} ${first} ${count}`;
}

/** Writes them for a process, by its number or `self`. */
export function* writeMaps(sys: Syscalls, who: string, maps: IdMaps): Blocking<void> {
  if (maps.denySetgroups) yield* writeFile(sys, `/proc/${who}/setgroups`, "deny");
  if (maps.users.length > 0) yield* writeFile(sys, `/proc/${who}/uid_map`, `${maps.users.join("\n")}\n`);
  if (maps.groups.length > 0) yield* writeFile(sys, `/proc/${who}/gid_map`, `${maps.groups.join("\n")}\n`);
}

/** A refusal ends the program. */
function* writeFile(sys: Syscalls, path: string, text: string): Blocking<void> {
  try {
    const fd = yield* sys.open(path, { access: "write", closeOnExec: true });
    yield* sys.write(fd, encodeText(text));
    sys.close(fd);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`write failed ${path}: ${reasonOf(thrown)}`);
  }
}
