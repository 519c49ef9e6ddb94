/**
 * Becoming a user: ids, groups and environment of a login (login(1), su(1)). There are no passwords here beyond an empty
 * or a locked one: who may not set ids is refused by the kernel.
 */
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import type { Accounts, UserAccount } from "../accounts/account-files.ts";
import { CommandFailure } from "../command/command.ts";

/** Takes on the ids and groups of `user`, for good. */
export function becomeUser(sys: Syscalls, user: UserAccount, accounts: Accounts): void {
  try {
    sys.setgroups(accounts.groupsOf(user));
    sys.setgid(user.gid);
    sys.setuid(user.uid);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(
      thrown.code === "EPERM" ? "must be run by root" : `cannot set user id: ${thrown.message}`,
    );
  }
}

/** What a login sets; with `keep`, on top of what was there. */
export function loginEnvironment(
  user: UserAccount,
  before: Readonly<Record<string, string>>,
  keep: boolean,
): Readonly<Record<string, string>> {
  const path =
    user.uid === 0
      ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
      : "/usr/local/bin:/usr/bin:/bin";
  const terminal = before["TERM"] === undefined ? {} : { TERM: before["TERM"] };
  return {
    ...(keep ? before : terminal),
    ...(keep && before["PATH"] !== undefined ? {} : { PATH: path }),
    HOME: user.home,
    SHELL: user.shell,
    USER: user.name,
    LOGNAME: user.name,
  };
}

/** Goes home, or to the root where there is no home. */
export function goHome(sys: Syscalls, user: UserAccount): void {
  for (const folder of [user.home, "/"]) {
    try {
      sys.chdir(folder);
      return;
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
    }
  }
}
