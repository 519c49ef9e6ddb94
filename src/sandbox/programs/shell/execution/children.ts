/**
 * Makes the child processes of a shell and waits for them, with job control where it is on. Knows nothing of what runs
 * in them.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { WaitedChild } from "../../../abi/process-calls.ts";
import type { Syscalls } from "../../../abi/program.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import { type Job, jobState, jobStatus, JobTable } from "./job-table.ts";
import type { ShellProcess } from "./shell-process.ts";
import { deathText, jobLine } from "./status-text.ts";
import { Traps } from "./traps.ts";

/** How a child is to run. */
interface ChildPlace {
  /** The pipeline it is part of, `null` for substitutions. */
  readonly job: Job | null;
  readonly background: boolean;
}

/** The children of one shell process. */
export class Children {
  readonly jobs = new JobTable();
  readonly #shell: ShellProcess;

  constructor(shell: ShellProcess) {
    this.#shell = shell;
  }

  newJob(source: string): Job {
    const pipeFail = this.#shell.state.has("pipefail");
    return { number: 0, processes: [], group: null, source, pipeFail, told: true };
  }

  /** Forks; `body` runs in the child with its own calls, its signals and group set. */
  fork(body: (sys: Syscalls) => Blocking<number>, place: ChildPlace): number {
    const shell = this.#shell;
    const { job, background } = place;
    const jobControl = shell.hasJobControl && job !== null;
    const { terminal, traps } = shell;
    const group = job?.group ?? 0;
    let pid: number;
    try {
      pid = shell.sys.fork(function* (sys): Blocking<number> {
        if (jobControl) {
          sys.setpgid(0, group);
          if (terminal && !background) yield* terminal.give(sys, group === 0 ? sys.getpid() : group);
        }
        Traps.enterChild(sys, traps, { background, jobControl });
        return yield* body(sys);
      });
    } catch (error) {
      if (isErrno(error)) throw new ShellFailure(`can't fork: ${error.message}`);
      throw error;
    }
    if (!job) return pid;
    if (jobControl) {
      job.group ??= pid;
      try {
        shell.sys.setpgid(pid, job.group);
      } catch (error) {
        // It may have gone on to exec, or be over.
        if (!isErrno(error)) throw error;
      }
    }
    job.processes.push({ pid, status: null });
    return pid;
  }

  /** Waits until a job is over or stopped, and takes the terminal back. Answers its status. */
  *waitForeground(job: Job): Blocking<number> {
    const shell = this.#shell;
    while (jobState(job) === "running") yield* this.#collect(job);
    const state = jobState(job);
    const last = job.processes.at(-1)?.status ?? null;
    const jobControl = shell.hasJobControl;
    const mend = state === "stopped" || last?.kind === "signaled";
    if (jobControl && shell.terminal) yield* shell.terminal.takeBack(shell.sys, mend);
    if (state === "stopped") {
      this.jobs.add(job);
      this.jobs.makeCurrent(job);
      job.told = true;
      yield* shell.complain(`\n${jobLine(job, "+", false)}\n`);
      return jobStatus(job);
    }
    const status = jobStatus(job);
    this.jobs.remove(job);
    const death = deathText(last);
    if (death !== null) yield* shell.complain(`${death}\n`);
    // The key went to the job's group only; who typed it means the loop around it too.
    if (last?.kind === "signaled" && last.signal === "SIGINT" && jobControl) shell.traps.interrupt();
    return status;
  }

  /** Waits for one child that is no job. */
  *waitForPid(pid: number): Blocking<WaitedChild | null> {
    for (;;) {
      try {
        return yield* this.#shell.sys.wait(pid);
      } catch (error) {
        if (isErrno(error, "ECHILD")) return null;
        if (!isErrno(error, "EINTR")) throw error;
      }
    }
  }

  /** Waits for any change; `false` when there is nothing to wait for, "signal" when one came first. */
  *waitAny(noHang: boolean): Blocking<boolean | "signal"> {
    const { sys } = this.#shell;
    try {
      const jobControl = this.#shell.hasJobControl;
      const child = yield* sys.wait(-1, { noHang, stopped: jobControl, continued: jobControl && noHang });
      if (!child) return false;
      this.jobs.note(child.pid, child.status);
      return true;
    } catch (error) {
      if (isErrno(error, "ECHILD")) {
        this.#lose();
        return false;
      }
      if (isErrno(error, "EINTR")) return "signal";
      throw error;
    }
  }

  /** Notes what became of background jobs meanwhile, and tells of those that changed. */
  *tellChanges(): Blocking<void> {
    while ((yield* this.waitAny(true)) === true);
    const shell = this.#shell;
    for (const job of this.jobs.all.slice()) {
      const state = jobState(job);
      if (!job.told && state !== "running" && shell.isInteractive)
        yield* shell.complain(`${jobLine(job, this.jobs.mark(job), false)}\n`);
      job.told = true;
      if (state === "done") this.jobs.remove(job);
    }
  }

  /** A script that starts many jobs and asks after none must not keep them all. */
  *forgetFinished(): Blocking<void> {
    if (this.jobs.all.length < 32) return;
    while ((yield* this.waitAny(true)) === true);
    for (const job of this.jobs.all.slice()) if (jobState(job) === "done") this.jobs.remove(job);
  }

  *#collect(job: Job): Blocking<void> {
    const shell = this.#shell;
    try {
      const child = yield* shell.sys.wait(-1, { stopped: shell.hasJobControl });
      if (child) this.jobs.note(child.pid, child.status, [job]);
    } catch (error) {
      if (isErrno(error, "ECHILD")) this.#lose(job);
      else if (!isErrno(error, "EINTR")) throw error;
    }
  }

  /** There are no children any more: what is thought to run was waited for by another. */
  #lose(...extra: readonly Job[]): void {
    for (const job of [...this.jobs.all, ...extra])
      for (const process of job.processes)
        if (process.status?.kind !== "exited" && process.status?.kind !== "signaled")
          process.status = { kind: "exited", code: 127 };
  }
}
