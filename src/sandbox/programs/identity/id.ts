/** id(1), groups(1), whoami(1): who the caller is, or who a user is by the account files. */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readAccounts, type Accounts } from "../accounts/account-files.ts";
import { CommandFailure, program } from "../command/command.ts";
import { flag } from "../command/options.ts";

interface Identity {
  readonly uid: number;
  readonly euid: number;
  readonly gid: number;
  readonly egid: number;
  readonly groups: readonly number[];
}

export const id = program(
  {
    usage: "[OPTION]... [USER]...",
    about: "Print user and group ids, of the caller or of each USER.",
    options: {
      user: flag("-u, --user", "only the effective user id"),
      group: flag("-g, --group", "only the effective group id"),
      groups: flag("-G, --groups", "all group ids"),
      name: flag("-n, --name", "names instead of numbers, with -ugG"),
      real: flag("-r, --real", "real ids instead of effective ones, with -ugG"),
    },
  },
  function* (command, { options, operands }) {
    const single = [options.user, options.group, options.groups].filter(Boolean).length;
    if (single > 1) throw new CommandFailure('cannot print "only" of more than one choice');
    if (single === 0 && (options.name || options.real)) {
      throw new CommandFailure("cannot print only names or real IDs in default format");
    }
    const accounts = yield* readAccounts(command.sys);
    for (const who of operands.length > 0 ? operands : [null]) {
      const identity = who === null ? ownIdentity(command.sys) : namedIdentity(accounts, who);
      if (identity === null) {
        yield* command.complain(`'${who}': no such user`);
        continue;
      }
      const user = options.real ? identity.uid : identity.euid;
      const group = options.real ? identity.gid : identity.egid;
      const named = (number: number, name: string | null): string =>
        options.name ? (name ?? String(number)) : String(number);
      if (options.user) yield* command.out.line(named(user, accounts.userName(user)));
      else if (options.group) yield* command.out.line(named(group, accounts.groupName(group)));
      else if (options.groups) {
        yield* command.out.line(
          allGroups(identity)
            .map((gid) => named(gid, accounts.groupName(gid)))
            .join(" "),
        );
      } else yield* command.out.line(describe(identity, accounts));
    }
  },
);

export const groups = program(
  { usage: "[USER]...", about: "Print the groups a user is in.", options: {} },
  function* (command, { operands }) {
    const accounts = yield* readAccounts(command.sys);
    for (const who of operands.length > 0 ? operands : [null]) {
      const identity = who === null ? ownIdentity(command.sys) : namedIdentity(accounts, who);
      if (identity === null) {
        yield* command.complain(`'${who}': no such user`);
        continue;
      }
      const names = allGroups(identity).map((gid) => accounts.groupName(gid) ?? String(gid));
      yield* command.out.line((who === null ? "" : `${who} : `) + names.join(" "));
    }
  },
);

export const whoami = program(
  { usage: "", about: "Print the effective user's name.", options: {} },
  function* (command, { operands }) {
    if (operands[0] !== undefined) throw new CommandFailure(`extra operand '${operands[0]}'`);
    yield* command.out.line(yield* callerName(command.sys));
  },
);

export const logname = program(
  { usage: "", about: "Print the name of the user who logged in.", options: {} },
  function* (command) {
    const accounts = yield* readAccounts(command.sys);
    const { uid } = command.sys.credentials();
    yield* command.out.line(command.env["LOGNAME"] ?? accounts.userName(uid) ?? String(uid));
  },
);

function* callerName(sys: Syscalls): Blocking<string> {
  const { euid } = sys.credentials();
  const name = (yield* readAccounts(sys)).userName(euid);
  if (name === null) throw new CommandFailure(`cannot find name for user ID ${euid}`);
  return name;
}

function ownIdentity(sys: Syscalls): Identity {
  return sys.credentials();
}

function namedIdentity(accounts: Accounts, name: string): Identity | null {
  const user = accounts.user(name);
  if (user === null) return null;
  return { uid: user.uid, euid: user.uid, gid: user.gid, egid: user.gid, groups: accounts.groupsOf(user) };
}

function allGroups({ gid, egid, groups: others }: Identity): readonly number[] {
  return [...new Set([gid, egid, ...others])];
}

function describe(identity: Identity, accounts: Accounts): string {
  const user = (uid: number): string => withName(uid, accounts.userName(uid));
  const group = (gid: number): string => withName(gid, accounts.groupName(gid));
  return [
    `uid=${user(identity.uid)}`,
    `gid=${group(identity.gid)}`,
    ...(identity.euid === identity.uid ? [] : [`euid=${user(identity.euid)}`]),
    ...(identity.egid === identity.gid ? [] : [`egid=${group(identity.egid)}`]),
    `groups=${allGroups(identity).map(group).join(",")}`,
  ].join(" ");
}

function withName(number: number, name: string | null): string {
  return name === null ? String(number) : `${number}(${name})`;
}
