/**
 * who(1), w(1) and users(1): who is at a terminal. There is no utmp here: a login is a session's leader that has a
 * terminal, since when and as whom `/proc` tells.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { tableLines } from "../command/columns.ts";
import { program } from "../command/command.ts";
import { flag } from "../command/options.ts";
import { formatTime } from "../host/date.ts";
import { commandLineOf, listProcesses, type ProcessEntry } from "./process-entry.ts";
import { loadText, readUptimeSeconds } from "./system-state.ts";

/** One login. */
interface Login {
  readonly user: string;
  readonly tty: string;
  readonly sinceMs: number;
  /** What has the terminal now. */
  readonly foreground: ProcessEntry;
  /** CPU time of all at the terminal, and of what has it. */
  readonly cpuSeconds: number;
}

export const who = program(
  {
    usage: "[-bHq]",
    about: "Show who is at a terminal.",
    options: {
      heading: flag("-H, --heading", "with a line of heads"),
      count: flag("-q, --count", "names and their number"),
      boot: flag("-b, --boot", "when the system began"),
    },
  },
  function* ({ sys, out }, { options }) {
    const stamp = (ms: number): string => formatTime("%Y-%m-%d %H:%M", ms);
    if (options.boot) {
      const upSeconds = yield* readUptimeSeconds(sys);
      yield* out.line(`         system boot  ${stamp(sys.clock("realtime") - upSeconds * 1000)}`);
      return;
    }
    const found = yield* logins(sys);
    if (options.count) {
      if (found.length > 0) yield* out.line(found.map(({ user }) => user).join(" "));
      yield* out.line(`# users=${found.length}`);
      return;
    }
    if (options.heading) yield* out.line("NAME     LINE         TIME");
    for (const { user, tty, sinceMs } of found)
      yield* out.line(`${user.padEnd(8)} ${tty.padEnd(12)} ${stamp(sinceMs)}`);
  },
);

export const users = program(
  { usage: "", about: "Show the names of who is at a terminal.", options: {} },
  function* ({ sys, out }) {
    const names = (yield* logins(sys)).map(({ user }) => user).toSorted();
    if (names.length > 0) yield* out.line(names.join(" "));
  },
);

export const w = program(
  {
    usage: "[-hs]",
    about: "Show who is at a terminal and what runs there.",
    options: {
      noHeader: flag("-h, --no-header", "no heads"),
      short: flag("-s, --short", "without times of use"),
    },
  },
  function* ({ sys, out }, { options }) {
    const found = yield* logins(sys);
    if (!options.noHeader) {
      const minutes = Math.floor((yield* readUptimeSeconds(sys)) / 60);
      const up =
        minutes < 60
          ? `${minutes} min`
          : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
      const now = formatTime("%H:%M:%S", sys.clock("realtime"));
      const count = `${found.length} user${found.length === 1 ? "" : "s"}`;
      yield* out.line(` ${now} up ${up},  ${count},  load average: ${loadText(sys)}`);
    }
    const seconds = (time: number): string => `${time.toFixed(2)}s`;
    const rows = found.map(({ user, tty, sinceMs, foreground, cpuSeconds }) => [
      user,
      tty,
      "-",
      formatTime("%H:%M", sinceMs),
      ...(options.short ? [] : [seconds(cpuSeconds), seconds(foreground.cpuSeconds)]),
      commandLineOf(foreground),
    ]);
    const heads = ["USER", "TTY", "FROM", "LOGIN@", ...(options.short ? [] : ["JCPU", "PCPU"]), "WHAT"];
    const lines = tableLines(
      heads.map((head) => ({ head })),
      rows,
      "  ",
    );
    for (const line of options.noHeader ? lines.slice(1) : lines) yield* out.line(line);
  },
);

function* logins(sys: Syscalls): Blocking<readonly Login[]> {
  const accounts = yield* readAccounts(sys);
  const upSeconds = yield* readUptimeSeconds(sys);
  const bootMs = sys.clock("realtime") - upSeconds * 1000;
  const all = yield* listProcesses(sys);
  return all.flatMap((leader): readonly Login[] => {
    const { tty } = leader;
    if (tty === null || leader.sid !== leader.pid) return [];
    const atTerminal = all.filter((entry) => entry.tty === tty);
    const foreground = atTerminal.findLast(({ pgid }) => pgid === leader.foregroundGroup) ?? leader;
    return [
      {
        user: accounts.userName(leader.euid) ?? String(leader.euid),
        tty,
        sinceMs: bootMs + leader.startSeconds * 1000,
        foreground,
        cpuSeconds: atTerminal.reduce((sum, entry) => sum + entry.cpuSeconds, 0),
      },
    ];
  });
}
