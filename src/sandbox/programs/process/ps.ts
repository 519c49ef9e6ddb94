/** ps(1): processes, in the columns of procps, or in those of busybox when nothing is asked. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { CommandFailure, rawProgram, type Command } from "../command/command.ts";
import { readTextFileIfAny } from "../command/input.ts";
import { minutes, processColumns, type ProcessColumn, type ProcessContext } from "./process-columns.ts";
import { commandLineOf, listProcesses, type ProcessEntry } from "./process-entry.ts";
import { parsePsLine, type PsRequest } from "./ps-line.ts";
import { forestOrder } from "./process-forest.ts";
import { readMemory, readUptimeSeconds } from "./system-state.ts";

export const ps = rawProgram(
  {
    usage: "[aux] [-ef] [-o COLUMN,...] [-p PID,...] [-u USER] [-C NAME] [--sort [-]COLUMN] [--forest]",
    about: `Show processes. Columns: ${Object.keys(processColumns).join(" ")}`,
  },
  function* (command) {
    const request = parsePsLine(command.args);
    const context = yield* readContext(command.sys, request);
    const all = yield* listProcesses(command.sys);
    const selected = sorted(
      all.filter((entry) => isSelected(entry, request.select, context)),
      request.sort,
      context,
    );
    if (request.layout === "busybox") yield* showBusybox(command, selected, context);
    else yield* showColumns(command, request, selected, context);
    return selected.length > 0 ? 0 : 1;
  },
);

/** What columns have to know; reads namespaces and cgroups only when asked for. */
function* readContext(sys: Syscalls, request: Pick<PsRequest, "columns">): Blocking<ProcessContext> {
  const cgroups = new Map<number, string>();
  if (request.columns.some(({ name }) => name === "cgroup")) {
    for (const { pid } of yield* listProcesses(sys)) {
      cgroups.set(pid, ((yield* readTextFileIfAny(sys, `/proc/${pid}/cgroup`)) ?? "").trim() || "-");
    }
  }
  return {
    accounts: yield* readAccounts(sys),
    uptimeSeconds: yield* readUptimeSeconds(sys),
    nowMs: sys.clock("realtime"),
    memoryBytes: (yield* readMemory(sys)).total,
    namespaceInode: (pid, kind) => {
      try {
        return /\d+/u.exec(sys.readlink(`/proc/${pid}/ns/${kind}`))?.[0] ?? "-";
      } catch (thrown) {
        if (isErrno(thrown)) return "-";
        throw thrown;
      }
    },
    cgroup: (pid) => cgroups.get(pid) ?? "-",
  };
}

function isSelected(entry: ProcessEntry, select: PsRequest["select"], { accounts }: ProcessContext): boolean {
  if (select.scope === "all") return true;
  if (select.scope === "terminals" && entry.tty !== null) return true;
  if (select.scope === "not-leaders" && entry.sid !== entry.pid) return true;
  return (
    select.pids.includes(entry.pid) ||
    select.parents.includes(entry.ppid) ||
    select.sessions.includes(entry.sid) ||
    select.names.includes(entry.comm) ||
    select.terminals.some((name) => name.replace(/^\/dev\//u, "") === entry.tty) ||
    select.users.some((name) => name === accounts.userName(entry.euid) || name === String(entry.euid))
  );
}

function sorted(
  entries: readonly ProcessEntry[],
  keys: readonly string[],
  context: ProcessContext,
): readonly ProcessEntry[] {
  const orders = keys.map((key) => {
    const name = key.replace(/^[+-]/u, "");
    const column = Object.hasOwn(processColumns, name) ? processColumns[name] : undefined;
    if (!column) throw new CommandFailure(`error: unknown sort specifier "${name}"`);
    const direction = key.startsWith("-") ? -1 : 1;
    const { order, show } = column;
    return (a: ProcessEntry, b: ProcessEntry): number => {
      if (order) return direction * (order(a, context) - order(b, context));
      const [left, right] = [show(a, context), show(b, context)];
      return direction * (left < right ? -1 : left > right ? 1 : 0);
    };
  });
  return entries.toSorted((a, b) => orders.reduce((decided, order) => decided || order(a, b), 0));
}

function* showBusybox(
  command: Command,
  entries: readonly ProcessEntry[],
  { accounts }: ProcessContext,
): Blocking<void> {
  yield* command.out.line("PID   USER     TIME  COMMAND");
  for (const entry of entries) {
    const user = (accounts.userName(entry.euid) ?? String(entry.euid)).slice(0, 8);
    yield* command.out.line(
      `${String(entry.pid).padStart(5)} ${user.padEnd(8)} ${minutes(entry.cpuSeconds).padStart(5)} ${commandLineOf(entry)}`,
    );
  }
}

function* showColumns(
  command: Command,
  request: PsRequest,
  entries: readonly ProcessEntry[],
  context: ProcessContext,
): Blocking<void> {
  const columns = request.columns.flatMap(({ name, head }): ProcessColumn[] => {
    const column = processColumns[name];
    return column
      ? [
          head === null
            ? column
            : { ...column, head, width: head === "" ? column.width : Math.max(column.width, head.length) },
        ]
      : [];
  });
  const format = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const column = columns[at];
        if (!column || (!column.right && at === columns.length - 1)) return cell;
        // A text column in the middle is cut; a number never is.
        return column.right ? cell.padStart(column.width) : cell.slice(0, column.width).padEnd(column.width);
      })
      .join(" ");
  const width = lineWidth(command, request.wide);
  const cut = (line: string): string => (line.length > width ? line.slice(0, width) : line);
  if (request.headings && columns.some(({ head }) => head !== "")) {
    yield* command.out.line(cut(format(columns.map(({ head }) => head))));
  }
  const rows = request.forest ? forestOrder(entries) : entries.map((entry) => ({ entry, indent: "" }));
  for (const { entry, indent } of rows) {
    const cells = columns.map((column) => {
      const text = column.show(entry, context);
      return column.show === commandLineOf || column.head === "CMD" ? indent + text : text;
    });
    yield* command.out.line(cut(format(cells)));
  }
}

function lineWidth({ sys, env }: Command, wide: boolean): number {
  if (wide) return Number.POSITIVE_INFINITY;
  const columns = Number(env["COLUMNS"]);
  if (columns > 0) return columns;
  return sys.isatty(1) ? sys.windowSize(1).columns || 80 : Number.POSITIVE_INFINITY;
}
