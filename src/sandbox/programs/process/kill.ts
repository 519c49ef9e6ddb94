/** kill(1): sends signals to processes and groups, and lists signals. */
import { isErrno } from "../../abi/errno.ts";
import { signalNumber, type Signal } from "../../abi/signals.ts";
import { CommandFailure, rawProgram, reasonOf, type Command } from "../command/command.ts";
import { UsageError } from "../command/options.ts";
import { integer } from "../command/quantities.ts";
import { allSignals, parseSignal, shortSignalName } from "./signal-names.ts";
import type { Blocking } from "../../abi/blocking.ts";

export const kill = rawProgram(
  {
    usage: "[-s SIGNAL | -SIGNAL] PID...  |  -l [SIGNAL]...",
    about: "Send a signal (default TERM) to processes; -PID is a process group, -1 is everyone.",
  },
  function* (command) {
    const line = [...command.args];
    const [first] = line;
    if (first === "-l" || first === "-L" || first === "--list" || first === "--table") {
      return yield* list(command, line.slice(1), first === "-L" || first === "--table");
    }
    let signal: Signal | null = "SIGTERM";
    if (first === "-s" || first === "-n" || first === "--signal") {
      signal = signalArgument(line[1] ?? "");
      line.splice(0, 2);
    } else if (first !== undefined && /^-s.|^--signal=/u.test(first)) {
      signal = signalArgument(first.replace(/^-s|^--signal=/u, ""));
      line.shift();
    } else if (first !== undefined && /^-[^-]/u.test(first)) {
      signal = signalArgument(first.slice(1));
      line.shift();
    }
    if (line[0] === "--") line.shift();
    if (line.length === 0) throw new UsageError("not enough arguments");
    for (const text of line) {
      const pid = integer(text);
      if (pid === null) {
        yield* command.complain(`failed to parse argument: '${text}'`);
        continue;
      }
      try {
        command.sys.kill(pid, signal);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        yield* command.complain(`(${pid}): ${reasonOf(thrown)}`);
      }
    }
    return command.status;
  },
);

/** Signal 0 asks only whether a signal could be sent. */
function signalArgument(text: string): Signal | null {
  if (text === "0" || text.toUpperCase() === "EXIT") return null;
  const signal = parseSignal(text);
  if (signal === null) throw new CommandFailure(`invalid signal: '${text}'`);
  return signal;
}

function* list(command: Command, which: readonly string[], asTable: boolean): Blocking<number> {
  for (const text of which) {
    // A status of a killed process is its signal and 128.
    const number = integer(text);
    const signal = number !== null && number > 128 ? parseSignal(String(number - 128)) : parseSignal(text);
    if (signal === null) throw new CommandFailure(`unknown signal name ${text}`);
    yield* command.out.line(number === null ? String(signalNumber(signal)) : shortSignalName(signal));
  }
  if (which.length > 0) return 0;
  if (asTable) {
    const cells = allSignals.map(
      (signal) => `${String(signalNumber(signal)).padStart(2)} ${shortSignalName(signal).padEnd(7)}`,
    );
    for (let at = 0; at < cells.length; at += 7)
      yield* command.out.line(
        cells
          .slice(at, at + 7)
          .join(" ")
          .trimEnd(),
      );
    return 0;
  }
  const names = allSignals.map(shortSignalName);
  for (let at = 0; at < names.length; at += 16) yield* command.out.line(names.slice(at, at + 16).join(" "));
  return 0;
}
