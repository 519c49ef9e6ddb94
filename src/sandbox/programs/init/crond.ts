/** crond(8): runs the commands of `/etc/crontabs/USER` when they are due. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { CommandFailure, program } from "../command/command.ts";
import { readTextFileIfAny } from "../command/input.ts";
import { flag, value } from "../command/options.ts";
import { execOrComplain } from "../command/run-command.ts";
import { becomeUser, goHome, loginEnvironment } from "../identity/become-user.ts";
import { isDue, parseCronTable } from "./cron-table.ts";

const minuteMs = 60_000;

export const crond = program(
  {
    usage: "[-f] [-b] [-c DIR]",
    about: "Run the commands of crontabs when they are due.",
    options: {
      foreground: flag("-f", "stay in the foreground"),
      background: flag("-b", "go to the background (the default)"),
      directory: value("-c", "where the tables are (default /etc/crontabs)"),
      level: value("-l", "ignored"),
      log: flag("-S", "ignored"),
    },
  },
  function* (command, { options }) {
    const directory = options.directory ?? "/etc/crontabs";
    if (options.foreground) return yield* serve(command.sys, directory);
    command.sys.fork(function* (own) {
      own.setsid();
      return yield* serve(own, directory);
    });
    return 0;
  },
);

function* serve(sys: Syscalls, directory: string): Blocking<number> {
  let lastMinute = Math.floor(sys.clock("realtime") / minuteMs);
  for (;;) {
    yield* sys.sleep((lastMinute + 1) * minuteMs - sys.clock("realtime"));
    yield* reap(sys);
    const minute = Math.floor(sys.clock("realtime") / minuteMs);
    // After a sleep of the whole page only this minute is run, not all that were missed.
    if (minute <= lastMinute) continue;
    lastMinute = minute;
    yield* runDue(sys, directory, minute * minuteMs);
  }
}

function* runDue(sys: Syscalls, directory: string, nowMs: number): Blocking<void> {
  let users: readonly string[];
  try {
    const fd = yield* sys.open(directory, { access: "read", directory: true, closeOnExec: true });
    users = sys.readDirectory(fd).flatMap(({ name }) => (name.startsWith(".") ? [] : [name]));
    sys.close(fd);
  } catch (thrown) {
    if (isErrno(thrown)) return;
    throw thrown;
  }
  const accounts = yield* readAccounts(sys);
  for (const name of users) {
    const user = accounts.user(name);
    const text = yield* readTextFileIfAny(sys, `${directory}/${name}`);
    if (!user || text === null) continue;
    const { entries, variables } = parseCronTable(text);
    for (const entry of entries) {
      if (!isDue(entry, nowMs)) continue;
      sys.fork(function* (own) {
        try {
          own.setsid();
          becomeUser(own, user, accounts);
        } catch (thrown) {
          if (thrown instanceof CommandFailure) return 1;
          throw thrown;
        }
        goHome(own, user);
        const env = { ...loginEnvironment(user, {}, false), ...variables };
        return yield* execOrComplain(
          own,
          "crond",
          [variables["SHELL"] ?? "/bin/sh", "-c", entry.command],
          env,
        );
      });
    }
  }
}

function* reap(sys: Syscalls): Blocking<void> {
  try {
    while (yield* sys.wait(-1, { noHang: true }));
  } catch (thrown) {
    if (!isErrno(thrown, "ECHILD") && !isErrno(thrown, "EINTR")) throw thrown;
  }
}
