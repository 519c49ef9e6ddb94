/**
 * What the guests' threads take by the operating system's own account: Linux's `schedstat` of the worker threads of the
 * browser that these tests have started. Workers are told apart by age, as the guests were booted one after the other.
 */
import { readdir, readFile } from "node:fs/promises";
import process from "node:process";

/** A thread and where its account is. */
interface Thread {
  readonly tid: number;
  readonly folder: string;
}

async function text(path: string): Promise<string> {
  // What ended meanwhile has no files.
  return await readFile(path, "utf8").catch(() => "");
}

async function numbers(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/** The processes that this test's process, or the one that has started it, has started, and theirs. */
async function ownProcesses(): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  const read = async (pid: number): Promise<void> => {
    const parent = /\) \S (\d+)/.exec(await text(`/proc/${pid}/stat`))?.[1];
    if (parent !== undefined) parents.set(pid, Number(parent));
  };
  await Promise.all((await numbers("/proc")).map(read));
  const roots = new Set([process.pid, process.ppid]);
  const isOwn = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
      if (roots.has(at)) return true;
    }
    return false;
  };
  return [...parents.keys()].filter(isOwn);
}

async function workersOf(pid: number): Promise<readonly Thread[]> {
  const threads = (await numbers(`/proc/${pid}/task`)).map((tid) => ({
    tid,
    folder: `/proc/${pid}/task/${tid}`,
  }));
  const named = await Promise.all(
    threads.map(async (thread) =>
      (await text(`${thread.folder}/comm`)).startsWith("DedicatedWorker") ? [thread] : [],
    ),
  );
  return named.flat();
}

/** The CPU time of threads, from now on. */
export class ThreadTime {
  readonly #threads: readonly Thread[];

  private constructor(threads: readonly Thread[]) {
    this.#threads = threads;
  }

  /** The newest `count` workers, oldest first. */
  static async ofWorkers(count: number): Promise<ThreadTime> {
    const threads = (await Promise.all((await ownProcesses()).map(workersOf))).flat();
    return new ThreadTime(threads.toSorted((a, b) => a.tid - b.tid).slice(-count));
  }

  get count(): number {
    return this.#threads.length;
  }

  /** CPU time so far, in ms, of each. */
  async read(): Promise<readonly number[]> {
    return await Promise.all(
      this.#threads.map(async ({ folder }) => Number((await text(`${folder}/schedstat`)).split(" ")[0]) / 1e6),
    );
  }

  /** Cores that each takes while `during` lasts. */
  async coresDuring(during: () => Promise<unknown>): Promise<readonly number[]> {
    const [before, beganMs] = [await this.read(), performance.now()];
    await during();
    const [after, elapsedMs] = [await this.read(), performance.now() - beganMs];
    return after.map((ms, at) => (ms - (before[at] ?? 0)) / elapsedMs);
  }
}
