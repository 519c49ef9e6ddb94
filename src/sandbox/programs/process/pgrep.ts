/** pgrep(1), pkill(1), pidof(1), killall(1): processes by their names. */
import { isErrno } from "../../abi/errno.ts";
import type { Signal } from "../../abi/signals.ts";
import { CommandFailure, program, rawProgram, reasonOf } from "../command/command.ts";
import { flag, parseOptions, UsageError, value, values } from "../command/options.ts";
import { integer } from "../command/quantities.ts";
import { listProcesses, type ProcessEntry } from "./process-entry.ts";
import { fullName, matchingProcesses, matchOptions } from "./process-match.ts";
import { parseSignal } from "./signal-names.ts";

export const pgrep = program(
  {
    usage: "[OPTION]... PATTERN",
    about: "Print the pids of processes whose names match.",
    usageStatus: 2,
    options: {
      ...matchOptions,
      names: flag("-l, --list-name", "names too"),
      lines: flag("-a, --list-full", "command lines too"),
      delimiter: value("-d, --delimiter=TEXT", "between pids"),
    },
  },
  function* (command, { options, operands }) {
    const found = yield* matchingProcesses(command, options, operands);
    if (options.count) yield* command.out.line(String(found.length));
    else if (found.length > 0) {
      const shown = found.map((entry) =>
        options.lines
          ? `${entry.pid} ${fullName(entry)}`
          : options.names
            ? `${entry.pid} ${entry.comm}`
            : String(entry.pid),
      );
      yield* command.out.line(shown.join(options.delimiter ?? "\n"));
    }
    return found.length > 0 ? 0 : 1;
  },
);

const pkillOptions = {
  ...matchOptions,
  signal: value("--signal=SIGNAL", "which signal (or -SIGNAL); default TERM"),
  echo: flag("-e, --echo", "say what is killed"),
};

export const pkill = rawProgram(
  {
    usage: "[-SIGNAL] [OPTION]... PATTERN",
    about: "Send a signal to processes whose names match.",
    usageStatus: 2,
    options: pkillOptions,
  },
  function* (command) {
    const { signal: first, rest } = leadingSignal(command.args);
    const { options, operands } = parseOptions(pkillOptions, rest);
    const signal = options.signal === null ? first : signalOf(options.signal);
    const found = yield* matchingProcesses(command, options, operands);
    let sent = 0;
    for (const { pid, comm } of found) {
      try {
        command.sys.kill(pid, signal);
        sent += 1;
        if (options.echo) yield* command.out.line(`${comm} killed (pid ${pid})`);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        if (!isErrno(thrown, "ESRCH"))
          yield* command.complain(`killing pid ${pid} failed: ${reasonOf(thrown)}`);
      }
    }
    if (options.count) yield* command.out.line(String(found.length));
    return sent > 0 ? 0 : 1;
  },
);

export const pidof = program(
  {
    usage: "[-s] [-o PID] NAME...",
    about: "Print the pids of programs by name, the youngest first.",
    options: {
      single: flag("-s, --single-shot", "one pid only"),
      scripts: flag("-x", "scripts too"),
      omit: values("-o, --omit-pid=PID", "leave PID out"),
      separator: value("-S, --separator=TEXT", "between pids"),
    },
  },
  function* (command, { options, operands }) {
    const omitted = new Set(options.omit.flatMap((text) => text.split(/[, ]/u)).map(Number));
    const found = (yield* listProcesses(command.sys))
      .filter(
        (entry) => !omitted.has(entry.pid) && operands.some((name) => isCalled(entry, name, options.scripts)),
      )
      .toReversed();
    if (found.length === 0) return 1;
    const pids = (options.single ? found.slice(0, 1) : found).map(({ pid }) => String(pid));
    yield* command.out.line(pids.join(options.separator ?? " "));
    return 0;
  },
);

const killallOptions = {
  exact: flag("-e, --exact", "long names must match in full"),
  ignoreCase: flag("-I, --ignore-case", "upper and lower case are the same"),
  quiet: flag("-q, --quiet", "no complaints"),
  signal: value("-s, --signal=SIGNAL", "which signal; default TERM"),
  verbose: flag("-v, --verbose", "say what was sent"),
};

export const killall = rawProgram(
  {
    usage: "[-SIGNAL] [OPTION]... NAME...",
    about: "Send a signal to every process of these names.",
    options: killallOptions,
  },
  function* (command) {
    const { signal: first, rest } = leadingSignal(command.args);
    const { options, operands } = parseOptions(killallOptions, rest);
    if (operands.length === 0) throw new UsageError("no process name given");
    const signal = options.signal === null ? first : signalOf(options.signal);
    const own = command.sys.getpid();
    const entries = yield* listProcesses(command.sys);
    for (const name of operands) {
      const folded = (text: string): string => (options.ignoreCase ? text.toLowerCase() : text);
      const found = entries.filter(
        (entry) => entry.pid !== own && isCalled({ ...entry, comm: folded(entry.comm) }, folded(name), true),
      );
      if (found.length === 0 && !options.quiet) yield* command.warn(`${name}: no process found\n`);
      if (found.length === 0) command.status = 1;
      for (const { pid, comm } of found) {
        try {
          command.sys.kill(pid, signal);
          if (options.verbose) yield* command.warn(`Killed ${comm}(${pid}) with signal ${signal ?? 0}\n`);
        } catch (thrown) {
          if (!isErrno(thrown)) throw thrown;
          yield* command.complain(`${name}(${pid}): ${reasonOf(thrown)}`);
        }
      }
    }
    return command.status;
  },
);

function isCalled({ comm, argv }: ProcessEntry, name: string, scripts: boolean): boolean {
  const base = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  const [program_ = "", script = ""] = argv;
  return (
    comm === name.slice(0, 15) ||
    base(program_).replace(/^-/u, "") === name ||
    program_ === name ||
    (scripts && script !== "" && base(script) === name)
  );
}

/** A signal in first place: `-9`, `-KILL`; letters that are options stay. */
function leadingSignal(args: readonly string[]): {
  readonly signal: Signal | null;
  readonly rest: readonly string[];
} {
  for (const [at, word] of args.entries()) {
    if (!/^-[\dA-Z]/u.test(word)) continue;
    const text = word.slice(1);
    // -P, -U and -G are options with or without what belongs to them.
    if (/^[PUGIS]/u.test(text) && parseSignal(text) === null) continue;
    const signal = text === "0" ? null : parseSignal(text);
    if (signal === null && text !== "0") continue;
    return { signal, rest: args.toSpliced(at, 1) };
  }
  return { signal: "SIGTERM", rest: args };
}

function signalOf(text: string): Signal | null {
  if (integer(text) === 0) return null;
  const signal = parseSignal(text);
  if (signal === null) throw new CommandFailure(`unknown signal name ${text}`, 2);
  return signal;
}
