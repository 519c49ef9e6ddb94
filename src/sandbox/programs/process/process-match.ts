/**
 * Choosing processes by name and other marks, as pgrep(1) and pkill(1) do.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { CommandFailure, type Command } from "../command/command.ts";
import { flag, UsageError, value, type OptionValues } from "../command/options.ts";
import { compilePattern } from "../text/posix-pattern.ts";
import { listProcesses, type ProcessEntry } from "./process-entry.ts";

/** The options that choose. */
export const matchOptions = {
  full: flag("-f, --full", "match the whole command line"),
  exact: flag("-x, --exact", "match all of the name"),
  ignoreCase: flag("-i, --ignore-case", "upper and lower case are the same"),
  inverse: flag("-v, --inverse", "those that do not match"),
  newest: flag("-n, --newest", "the one started last"),
  oldest: flag("-o, --oldest", "the one started first"),
  count: flag("-c, --count", "print how many"),
  parent: value("-P, --parent=PPID,...", "children of these"),
  group: value("-g, --pgroup=PGID,...", "in these process groups"),
  session: value("-s, --session=SID,...", "in these sessions"),
  terminal: value("-t, --terminal=TTY,...", "on these terminals"),
  effective: value("-u, --euid=ID,...", "with these effective users"),
  real: value("-U, --uid=ID,...", "with these real users"),
  groupId: value("-G, --group=GID,...", "with these real groups"),
  states: value("-r, --runstates=LETTERS", "in these states"),
};

/** What matches, by pid, the caller left out. Status 2 for a wrong command line, as pgrep(1). */
export function* matchingProcesses(
  command: Command,
  options: OptionValues<typeof matchOptions>,
  operands: readonly string[],
): Blocking<readonly ProcessEntry[]> {
  const { sys } = command;
  const [pattern, ...more] = operands;
  if (more.length > 0) throw new UsageError("only one pattern can be provided");
  const marks = [
    options.parent,
    options.group,
    options.session,
    options.terminal,
    options.effective,
    options.real,
    options.groupId,
    options.states,
  ];
  if (pattern === undefined && marks.every((mark) => mark === null)) {
    throw new UsageError("no matching criteria specified");
  }
  const accounts = yield* readAccounts(sys);
  const numbers = (text: string | null, own: number): readonly number[] | null =>
    text?.split(",").map((word) => {
      if (!/^\d+$/u.test(word)) throw new CommandFailure(`not a number: ${word}`, 2);
      return Number(word) === 0 ? own : Number(word);
    }) ?? null;
  const parents = numbers(options.parent, sys.getpid());
  const groups = numbers(options.group, sys.getpgid());
  const sessions = numbers(options.session, sys.getsid());
  const effective = options.effective?.split(",").map((name) => accounts.uidOf(name)) ?? null;
  const real = options.real?.split(",").map((name) => accounts.uidOf(name)) ?? null;
  const groupIds = options.groupId?.split(",").map((name) => accounts.gidOf(name)) ?? null;
  const terminals = options.terminal?.split(",").map((name) => name.replace(/^\/dev\//u, "")) ?? null;
  const source = pattern === undefined ? null : options.exact ? `^(${pattern})$` : pattern;
  const name = source === null ? null : compilePattern(source, "extended", options.ignoreCase ? "i" : "");
  const matches = (entry: ProcessEntry): boolean =>
    (name?.test(options.full ? fullName(entry) : entry.comm) ?? true) &&
    (parents?.includes(entry.ppid) ?? true) &&
    (groups?.includes(entry.pgid) ?? true) &&
    (sessions?.includes(entry.sid) ?? true) &&
    (effective?.includes(entry.euid) ?? true) &&
    (real?.includes(entry.uid) ?? true) &&
    (groupIds?.includes(entry.gid) ?? true) &&
    (terminals?.includes(entry.tty ?? "-") ?? true) &&
    (options.states?.includes(entry.state) ?? true);
  const own = sys.getpid();
  const found = (yield* listProcesses(sys)).filter(
    (entry) => entry.pid !== own && matches(entry) !== options.inverse,
  );
  const byAge = found.toSorted((a, b) => a.startSeconds - b.startSeconds || a.pid - b.pid);
  if (options.newest) return byAge.slice(-1);
  return options.oldest ? byAge.slice(0, 1) : found;
}

/** The command line as it was given. */
export function fullName(entry: ProcessEntry): string {
  return entry.argv.length > 0 ? entry.argv.join(" ") : entry.comm;
}
