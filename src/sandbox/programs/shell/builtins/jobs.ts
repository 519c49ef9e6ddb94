/**
 * Builtins on jobs: `jobs` `fg` `bg` `wait`.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { signalNumber } from "../../../abi/signals.ts";
import { exitStatus, type Job, jobState, jobStatus } from "../execution/job-table.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { deathText, jobLine } from "../execution/status-text.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import { type Builtin, readOptions } from "./builtin.ts";

const jobs: Builtin = {
  *run(shell, args) {
    const { options, rest } = readOptions(args, "lp");
    const table = shell.children.jobs;
    while ((yield* shell.children.waitAny(true)) === true);
    const listed = rest.length > 0 ? rest.map((id) => table.find(id)) : table.all.slice();
    let text = "";
    for (const job of listed) {
      if (options.has("p")) text += `${String(job.group ?? job.processes[0]?.pid ?? 0)}\n`;
      else text += `${jobLine(job, table.mark(job), options.has("l"))}\n`;
      job.told = true;
    }
    for (const job of listed) if (jobState(job) === "done") table.remove(job);
    yield* shell.write(text);
    return 0;
  },
};

const resume: Builtin = {
  *run(shell, args, name) {
    const table = shell.children.jobs;
    const ids: readonly (string | undefined)[] = args.length > 0 ? args : [undefined];
    let status = 0;
    for (const id of ids) {
      const job = table.find(id);
      if (job.group === null) throw new ShellFailure("job not created under job control");
      status = name === "fg" ? yield* foreground(shell, job) : yield* background(shell, job);
    }
    return status;
  },
};

function* foreground(shell: ShellProcess, job: Job): Blocking<number> {
  yield* shell.write(`${job.source}\n`);
  shell.terminal?.remember(shell.sys);
  if (shell.terminal && job.group !== null) yield* shell.terminal.give(shell.sys, job.group);
  goOn(shell, job);
  return yield* shell.children.waitForeground(job);
}

function* background(shell: ShellProcess, job: Job): Blocking<number> {
  const table = shell.children.jobs;
  if (jobState(job) === "done") throw new ShellFailure("job has terminated", 1);
  yield* shell.write(`[${job.number}] ${job.source}\n`);
  goOn(shell, job);
  table.makeCurrent(job);
  return 0;
}

function goOn({ sys }: ShellProcess, job: Job): void {
  for (const process of job.processes) if (process.status?.kind === "stopped") process.status = null;
  if (job.group !== null && jobState(job) === "running") sys.kill(-job.group, "SIGCONT");
}

const wait: Builtin = {
  *run(shell, args) {
    const { rest } = readOptions(args, "n");
    const table = shell.children.jobs;
    if (rest.length === 0) {
      for (;;) {
        const running = table.all.some((job) => jobState(job) === "running");
        if (!running) break;
        const signal = yield* waitOnce(shell);
        if (signal !== null) return signal;
      }
      // At a terminal the user is told of them before the next prompt.
      if (!shell.isInteractive)
        for (const job of table.all.slice()) if (jobState(job) === "done") table.remove(job);
      return 0;
    }
    let status = 0;
    for (const id of rest) status = yield* waitFor(shell, id);
    return status;
  },
};

function* waitFor(shell: ShellProcess, id: string): Blocking<number> {
  const table = shell.children.jobs;
  if (!id.startsWith("%") && !/^\d+$/.test(id)) throw new ShellFailure(`Illegal number: ${id}`);
  const job = id.startsWith("%") ? table.find(id) : table.ofProcess(Number(id));
  if (!job) return table.takeEnded(Number(id)) ?? 127;
  const process = id.startsWith("%") ? null : job.processes.find(({ pid }) => pid === Number(id));
  for (;;) {
    const done = process ? process.status !== null : jobState(job) !== "running";
    if (done) break;
    const signal = yield* waitOnce(shell);
    if (signal !== null) return signal;
  }
  const status = process ? exitStatus(process.status) : jobStatus(job);
  if (jobState(job) === "done") {
    const death = deathText(job.processes.at(-1)?.status ?? null);
    if (death !== null && !job.told) yield* shell.complain(`${death}\n`);
    table.remove(job);
    for (const { pid } of job.processes) table.takeEnded(pid);
  }
  return status;
}

/** Waits for any child; the status of a signal that has a trap, which ends `wait`. */
function* waitOnce(shell: ShellProcess): Blocking<number | null> {
  const change = yield* shell.children.waitAny(false);
  const [signal] = shell.traps.isPending ? shell.traps.peek() : [];
  yield* shell.poll();
  return change === "signal" && signal !== undefined ? 128 + signalNumber(signal) : null;
}

/** These builtins, by name. */
export const jobBuiltins: readonly (readonly [string, Builtin])[] = [
  ["jobs", jobs],
  ["fg", resume],
  ["bg", resume],
  ["wait", wait],
];
