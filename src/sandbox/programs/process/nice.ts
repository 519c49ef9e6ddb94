/** nice(1) and renice(1): how much of the processor a program may have. */
import { isErrno } from "../../abi/errno.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { CommandFailure, rawProgram, reasonOf } from "../command/command.ts";
import { parseOptions, UsageError, value } from "../command/options.ts";
import { integer } from "../command/quantities.ts";
import { execOrComplain } from "../command/run-command.ts";
import { listProcesses } from "./process-entry.ts";

const niceOptions = { adjustment: value("-n, --adjustment=N", "add N to the niceness (default 10)") };

export const nice = rawProgram(
  {
    usage: "[-n N] [COMMAND [ARGUMENT]...]",
    about: "Run COMMAND with another niceness, -20 (most) to 19 (least); without COMMAND print it.",
    options: niceOptions,
    usageStatus: 125,
  },
  function* (command) {
    // -5 and --5 are old forms of -n 5 and -n -5.
    const args = command.args.flatMap((word, at) => {
      const old = at === 0 ? /^-([+-]?\d+)$/u.exec(word)?.[1] : undefined;
      return old === undefined ? [word] : ["-n", old];
    });
    const { options, operands } = parseOptions(niceOptions, args, true);
    const { sys } = command;
    if (operands.length === 0) {
      if (options.adjustment !== null) throw new UsageError("a command must be given with an adjustment");
      yield* command.out.line(String(sys.getpriority()));
      return 0;
    }
    const adjustment = options.adjustment === null ? 10 : integer(options.adjustment);
    if (adjustment === null)
      throw new CommandFailure(`invalid adjustment '${options.adjustment ?? ""}'`, 125);
    try {
      sys.setpriority(Math.max(-20, Math.min(19, sys.getpriority() + adjustment)));
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      // It runs all the same (POSIX).
      yield* command.warn(
        `nice: cannot set niceness: ${isErrno(thrown, "EPERM") ? "Permission denied" : reasonOf(thrown)}\n`,
      );
    }
    return yield* execOrComplain(sys, "nice", operands, command.env);
  },
);

export const renice = rawProgram(
  {
    usage: "[-n] N [-p | -g | -u] ID...",
    about: "Change the niceness of processes (-p), process groups (-g) or users (-u).",
  },
  function* (command) {
    const { sys } = command;
    const words = [...command.args];
    let relative = false;
    if (words[0] === "-n" || words[0] === "--priority" || words[0] === "--relative") {
      relative = words[0] === "--relative";
      words.shift();
    }
    const first = words.shift();
    if (first === undefined) throw new UsageError("not enough arguments");
    const amount = integer(first);
    if (amount === null) throw new CommandFailure(`invalid priority '${first}'`);
    let which: "process" | "group" | "user" = "process";
    const accounts = yield* readAccounts(sys);
    const entries = yield* listProcesses(sys);
    for (const word of words) {
      const option = {
        "-p": "process",
        "--pid": "process",
        "-g": "group",
        "--pgrp": "group",
        "-u": "user",
        "--user": "user",
      } as const;
      const chosen = Object.entries(option).find(([name]) => name === word)?.[1];
      if (chosen) {
        which = chosen;
        continue;
      }
      const id = which === "user" ? accounts.uidOf(word) : integer(word);
      if (id === null) throw new CommandFailure(`bad ${which} value: ${word}`);
      const pids =
        which === "process"
          ? [id]
          : entries
              .filter(({ pgid, euid }) => (which === "group" ? pgid === id : euid === id))
              .map(({ pid }) => pid);
      const kind = { process: "process ID", group: "process group ID", user: "user ID" }[which];
      try {
        const before = sys.getpriority(pids[0] ?? id);
        for (const pid of pids.length > 0 ? pids : [id]) {
          sys.setpriority(
            Math.max(-20, Math.min(19, relative ? sys.getpriority(pid) + amount : amount)),
            pid,
          );
        }
        yield* command.out.line(
          `${id} (${kind}) old priority ${before}, new priority ${sys.getpriority(pids[0] ?? id)}`,
        );
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        const reason =
          isErrno(thrown, "EPERM") || isErrno(thrown, "EACCES") ? "Permission denied" : reasonOf(thrown);
        yield* command.complain(`failed to set priority for ${id} (${kind}): ${reason}`);
      }
    }
    return command.status;
  },
);
