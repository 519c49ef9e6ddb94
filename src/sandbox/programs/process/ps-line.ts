/**
 * The command line of ps, which follows three styles at once: UNIX (`-ef`), BSD (`aux`) and busybox (nothing at all).
 * Comes to what to select and which columns to show.
 */
import { CommandFailure } from "../command/command.ts";
import { processColumns } from "./process-columns.ts";

/** A column as asked for: its own heading, if given. */
export interface AskedColumn {
  readonly name: string;
  readonly head: string | null;
}

/** What ps shall do. */
export interface PsRequest {
  /** `busybox` is the plain `ps`: everything, with the columns of busybox. */
  readonly layout: "busybox" | "columns";
  readonly columns: readonly AskedColumn[];
  readonly select: {
    /** Everyone, those with a terminal, or those the lists name. */
    readonly scope: "all" | "terminals" | "not-leaders" | "lists";
    readonly pids: readonly number[];
    readonly parents: readonly number[];
    readonly users: readonly string[];
    readonly terminals: readonly string[];
    readonly names: readonly string[];
    readonly sessions: readonly number[];
  };
  readonly forest: boolean;
  readonly headings: boolean;
  readonly wide: boolean;
  /** `-cpu`: descending by cpu. */
  readonly sort: readonly string[];
}

const layouts = {
  user: "user pid %cpu %mem vsz rss tname:TTY stat stime:START bsdtime command",
  full: "user:UID pid ppid c stime tname:TTY time cmd",
  long: "f s uid pid ppid c opri ni addr sz wchan tname:TTY time ucmd",
  jobs: "ppid pid pgid sid tname:TTY tpgid stat uid bsdtime command",
  unixJobs: "pid pgid sid tname:TTY time ucmd",
  simple: "pid tname:TTY time ucmd",
  bsd: "pid tname:TTY stat bsdtime command",
} as const;

/** Reads the command line. */
export function parsePsLine(line: readonly string[]): PsRequest {
  let layout: keyof typeof layouts | null = null;
  const columns: AskedColumn[] = [];
  const sort: string[] = [];
  const select = {
    scope: "lists" as PsRequest["select"]["scope"],
    pids: [] as number[],
    parents: [] as number[],
    users: [] as string[],
    terminals: [] as string[],
    names: [] as string[],
    sessions: [] as number[],
  };
  let forest = false;
  let headings = true;
  let wide = false;
  let style: "none" | "unix" | "bsd" = "none";
  const rest = [...line];
  const argument = (sticking: string, option: string): string => {
    const text = sticking === "" ? rest.shift() : sticking;
    if (text === undefined) throw new CommandFailure(`option requires an argument -- '${option}'`);
    return text;
  };
  const list = (text: string): string[] => text.split(/[ ,]+/u).filter(Boolean);
  const numbers = (text: string): number[] =>
    list(text).map((word) => {
      if (!/^\d+$/u.test(word)) throw new CommandFailure("process ID list syntax error");
      return Number(word);
    });
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.startsWith("--")) {
      const [name = "", given = ""] = word.slice(2).split("=");
      if (name === "forest") forest = true;
      else if (name === "no-headers" || name === "no-heading" || name === "no-headings") headings = false;
      else if (name === "headers") headings = true;
      else if (name === "sort") sort.push(...list(argument(given, "sort")));
      else if (name === "pid") select.pids.push(...numbers(argument(given, "pid")));
      else if (name === "ppid") select.parents.push(...numbers(argument(given, "ppid")));
      else if (name === "user") select.users.push(...list(argument(given, "user")));
      else if (name === "tty") select.terminals.push(...list(argument(given, "tty")));
      else if (name === "format") columns.push(...askedColumns(argument(given, "format")));
      else throw new CommandFailure(`unknown gnu long option '--${name}'`);
      continue;
    }
    const isUnix = word.startsWith("-");
    if (!isUnix && /^\d/u.test(word)) {
      select.pids.push(...numbers(word));
      continue;
    }
    style = isUnix ? "unix" : style === "none" ? "bsd" : style;
    const letters = isUnix ? word.slice(1) : word;
    for (let at = 0; at < letters.length; at++) {
      const letter = letters[at] ?? "";
      const sticking = letters.slice(at + 1);
      const takes = "oOptUuCgskq".includes(letter) && (isUnix || !"ugs".includes(letter));
      if (takes) at = letters.length;
      if (letter === "o") columns.push(...askedColumns(argument(sticking, letter)));
      else if (letter === "p" || letter === "q") select.pids.push(...numbers(argument(sticking, letter)));
      else if (letter === "t") select.terminals.push(...list(argument(sticking, letter)));
      else if (letter === "k") sort.push(...list(argument(sticking, letter)));
      else if (takes && (letter === "u" || letter === "U"))
        select.users.push(...list(argument(sticking, letter)));
      else if (takes && letter === "C") select.names.push(...list(argument(sticking, letter)));
      else if (takes && (letter === "s" || letter === "g"))
        select.sessions.push(...numbers(argument(sticking, letter)));
      else if (letter === "e" || letter === "A") select.scope = isUnix ? "all" : select.scope;
      else if (letter === "a") {
        if (isUnix) select.scope = "not-leaders";
        else select.scope = select.scope === "lists" ? "terminals" : "all";
      } else if (letter === "d") select.scope = "not-leaders";
      else if (letter === "x") select.scope = select.scope === "lists" ? "lists" : "all";
      else if (letter === "u") layout = "user";
      else if (letter === "f" && isUnix) layout = "full";
      else if (letter === "f" || letter === "H") forest = true;
      else if (letter === "F") layout = "full";
      else if (letter === "l") layout = "long";
      else if (letter === "j") layout = isUnix ? "unixJobs" : "jobs";
      else if (letter === "w") wide = true;
      else if (letter === "h" && !isUnix) headings = false;
      // Threads, environment, security, and the like: there is one of each here.
      else if (!"LTmceSnryVMZ".includes(letter))
        throw new CommandFailure(`error: unsupported option '${letter}'`);
    }
  }
  const named =
    select.pids.length +
      select.parents.length +
      select.users.length +
      select.terminals.length +
      select.names.length +
      select.sessions.length >
    0;
  if (style === "none" && columns.length === 0 && !named && !forest) {
    return {
      layout: "busybox",
      columns: askedColumns("pid user time args"),
      select: { ...select, scope: "all" },
      forest,
      headings,
      wide,
      sort,
    };
  }
  const fallback = style === "bsd" ? "bsd" : "simple";
  // Nothing selected: a busybox habit, everyone. procps would show the own terminal's alone.
  const scope = select.scope === "lists" && !named ? "all" : select.scope;
  return {
    layout: "columns",
    columns: columns.length > 0 ? columns : askedColumns(layouts[layout ?? fallback]),
    select: { ...select, scope },
    forest,
    headings,
    wide,
    sort,
  };
}

/** Columns of `pid,user=WHO,args` or of a layout, in which `:` heads a column. */
function askedColumns(text: string): AskedColumn[] {
  const asked: AskedColumn[] = [];
  let rest = text;
  while (rest !== "") {
    const match = /^[\s,]*([^\s,=:]+)(?::(\d+)|:(\w+)|=(?=,|$)()|=(.*))?/su.exec(rest);
    if (!match) break;
    const [whole, name = "", , layoutHead, noHead, ownText] = match;
    const ownHead = noHead ?? ownText;
    // A heading after `=` goes to the end of the argument (POSIX); between columns, busybox and procps stop at a comma.
    if (!Object.hasOwn(processColumns, name)) {
      throw new CommandFailure(`error: unknown user-defined format specifier "${name}"`);
    }
    const head = ownHead === undefined ? (layoutHead ?? null) : ownHead;
    asked.push({ name, head });
    rest = rest.slice(whole.length);
  }
  return asked;
}
