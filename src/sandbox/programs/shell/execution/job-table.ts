/**
 * The jobs of a shell: pipelines that run in the background or are stopped, as POSIX's job ids name them. Knows nothing
 * of system calls or terminals.
 */
import type { ChildStatus } from "../../../abi/process-calls.ts";
import { signalNumber } from "../../../abi/signals.ts";
import { ShellFailure } from "../state/shell-failure.ts";

/** One process of a job. */
export interface JobProcess {
  readonly pid: number;
  /** `null`: it runs. */
  status: Exclude<ChildStatus, { kind: "continued" }> | null;
}

/** A pipeline as the shell remembers it. */
export interface Job {
  /** `%1`; 0 until it has one. */
  number: number;
  readonly processes: JobProcess[];
  /** Its process group, `null` without job control. */
  group: number | null;
  readonly source: string;
  /** Whether `set -o pipefail` was on. */
  readonly pipeFail: boolean;
  /** Whether the user was told of its present state. */
  told: boolean;
}

/** A job's state: as its processes', the least finished. */
export function jobState(job: Job): "running" | "stopped" | "done" {
  const { processes } = job;
  if (processes.every(({ status }) => status !== null && status.kind !== "stopped")) return "done";
  return processes.some(({ status }) => status === null) ? "running" : "stopped";
}

/** The exit status by which a shell tells how a process ended. */
export function exitStatus(status: ChildStatus | null): number {
  if (status === null || status.kind === "continued") return 0;
  return status.kind === "exited" ? status.code : 128 + signalNumber(status.signal);
}

/** A pipeline's status: the last one's, or with `pipefail` the last that failed. */
export function jobStatus(job: Job): number {
  const statuses = job.processes.map(({ status }) => exitStatus(status));
  return (job.pipeFail ? statuses.findLast((status) => status !== 0) : statuses.at(-1)) ?? 0;
}

/** All jobs of one shell process. */
export class JobTable {
  /** Ascending by number. */
  readonly #jobs: Job[] = [];
  /** The last is `%+`, the one before `%-`. */
  #recent: Job[] = [];
  /** Statuses of background processes whose job is gone, for `wait`. */
  readonly #ended = new Map<number, number>();

  get all(): readonly Job[] {
    return this.#jobs;
  }

  /** Gives a job its number. */
  add(job: Job): void {
    if (job.number !== 0) return;
    job.number = (this.#jobs.at(-1)?.number ?? 0) + 1;
    this.#jobs.push(job);
    this.makeCurrent(job);
  }

  remove(job: Job): void {
    const index = this.#jobs.indexOf(job);
    if (index >= 0) this.#jobs.splice(index, 1);
    this.#recent = this.#recent.filter((each) => each !== job);
    for (const { pid, status } of job.processes) this.#ended.set(pid, exitStatus(status));
    while (this.#ended.size > 256)
      for (const pid of this.#ended.keys()) {
        this.#ended.delete(pid);
        break;
      }
  }

  makeCurrent(job: Job): void {
    this.#recent = [...this.#recent.filter((each) => each !== job), job];
  }

  /** `+`, `-` or a blank. */
  mark(job: Job): string {
    if (this.#recent.at(-1) === job) return "+";
    return this.#recent.at(-2) === job ? "-" : " ";
  }

  /** Notes what wait(2) told; `extra` are jobs that have no number yet. Answers the job it was of. */
  note(pid: number, status: ChildStatus, extra: readonly Job[] = []): Job | null {
    for (const job of [...this.#jobs, ...extra]) {
      const process = job.processes.find((each) => each.pid === pid);
      if (!process) continue;
      process.status = status.kind === "continued" ? null : status;
      job.told = false;
      if (status.kind === "stopped" && job.number !== 0) this.makeCurrent(job);
      return job;
    }
    return null;
  }

  /** What a background process ended with, once; `null` when it is not known. */
  takeEnded(pid: number): number | null {
    const status = this.#ended.get(pid) ?? null;
    this.#ended.delete(pid);
    return status;
  }

  ofProcess(pid: number): Job | null {
    return this.#jobs.find((job) => job.processes.some((process) => process.pid === pid)) ?? null;
  }

  /** Any that is stopped. */
  get hasStopped(): boolean {
    return this.#jobs.some((job) => jobState(job) === "stopped");
  }

  /** The job of `%1`, `%+`, `%-`, `%name`, `%?text`, or a number; without one, the current. */
  find(id: string | undefined): Job {
    const job = this.#find(id);
    if (job) return job;
    throw new ShellFailure(id === undefined ? "No current job" : `${id}: no such job`, 2);
  }

  #find(id: string | undefined): Job | undefined {
    if (id === undefined || id === "%" || id === "%%" || id === "%+") return this.#recent.at(-1);
    if (id === "%-") return this.#recent.at(-2);
    const text = id.startsWith("%") ? id.slice(1) : id;
    if (/^\d+$/.test(text)) return this.#jobs.find((job) => job.number === Number(text));
    if (!id.startsWith("%")) return undefined;
    const matching = this.#jobs.filter((job) =>
      text.startsWith("?") ? job.source.includes(text.slice(1)) : job.source.startsWith(text),
    );
    if (matching.length > 1) throw new ShellFailure(`${id}: ambiguous`);
    return matching[0];
  }
}
