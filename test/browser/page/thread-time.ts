/**
 * What the guests' threads take by the operating system's own account: Linux's `schedstat` of the worker threads of the
 * browser that these tests have started. Workers are told apart by age, as the guests were booted one after the other.
 */
import { readdir, readFile } from "node:fs/promises";
import process from "node:process";

/** What a thread had of the cores for a while. */
export interface ThreadShare {
  /** Cores it took. */
  readonly ran: number;
  /** Cores it waited for, runnable, while others had them. */
  readonly waited: number;
}

/** How often a record is made of the accounts, in ms. */
const readEveryMs = 50;

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

/**
 * CPU time that the whole machine has spent so far, and this test with all it has started, in ms. What has ended and was
 * waited for is in its parent's account (proc_pid_stat(5): cutime, cstime).
 */
async function spentMs(): Promise<{ readonly all: number; readonly own: number }> {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] =
    (await text("/proc/stat")).split("\n", 1)[0]?.split(/\s+/).map(Number) ?? [];
  const own = await Promise.all(
    (await ownProcesses()).map(async (pid) => {
      const fields = (await text(`/proc/${pid}/stat`)).replace(/^.*\) /, "").split(" ");
      return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
    }),
  );
  const tickMs = 10;
  return {
    all: (user + nice + system + irq + softIrq) * tickMs,
    own: own.reduce((sum, ticks) => sum + ticks, 0) * tickMs,
  };
}

/** What this test's browsers have in memory: the resident bytes of each process that shows pages (proc_pid_smaps(5)). */
export async function rendererBytes(): Promise<ReadonlyMap<number, number>> {
  const sizes = await Promise.all(
    (await ownProcesses()).map(async (pid) => {
      if (!(await text(`/proc/${pid}/cmdline`)).includes("--type=renderer")) return [];
      const rollup = await text(`/proc/${pid}/smaps_rollup`);
      return [[pid, 1024 * Number(/^Rss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)] as const];
    }),
  );
  return new Map(sizes.flat());
}

/** Where other programs take more of the machine than this, in cores, it says nothing of ours how quick or exact it is. */
export const mostForOthers = 0.3;

/** Watches what the whole machine does; the result tells, when asked, how many cores it took, and others of them than this test. */
export async function watchMachine(): Promise<
  () => Promise<{ readonly all: number; readonly others: number }>
> {
  const [before, beganMs] = [await spentMs(), performance.now()];
  return async () => {
    const after = await spentMs();
    const [all, own] = [after.all - before.all, after.own - before.own];
    const elapsedMs = performance.now() - beganMs;
    return { all: all / elapsedMs, others: (all - own) / elapsedMs };
  };
}

/** Watches what the machine does beside this test; the result tells, when asked, how many cores that took. */
export async function watchOthers(): Promise<() => Promise<number>> {
  const machine = await watchMachine();
  return async () => (await machine()).others;
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

  /** Those, and then the main thread of the process that they are in. */
  static async ofWorkersAndPage(count: number): Promise<ThreadTime> {
    const workers = await ThreadTime.ofWorkers(count);
    const folder = workers.#threads[0]?.folder ?? "";
    const pid = Number(folder.split("/")[2]);
    return new ThreadTime([...workers.#threads, { tid: pid, folder: `/proc/${pid}/task/${pid}` }]);
  }

  get count(): number {
    return this.#threads.length;
  }

  /** Reads their accounts again and again from now on. */
  record(): ThreadRecord {
    return new ThreadRecord(() => this.#read());
  }

  /** What each of them has while `during` lasts. */
  async during(during: () => Promise<unknown>): Promise<readonly ThreadShare[]> {
    const [before, beganMs] = [await this.#read(), performance.now()];
    await during();
    const [after, elapsedMs] = [await this.#read(), performance.now() - beganMs];
    return after.map(({ ran, waited }, at) => ({
      ran: (ran - (before[at]?.ran ?? 0)) / elapsedMs,
      waited: (waited - (before[at]?.waited ?? 0)) / elapsedMs,
    }));
  }

  /** In ms, so far. */
  async #read(): Promise<readonly ThreadShare[]> {
    return await Promise.all(
      this.#threads.map(async ({ folder }) => {
        const [ran = 0, waited = 0] = (await text(`${folder}/schedstat`)).split(" ").map(Number);
        return { ran: ran / 1e6, waited: waited / 1e6 };
      }),
    );
  }
}

/** What threads have had of the cores at many moments, for looking up any stretch between the first and the last. */
export class ThreadRecord {
  readonly #moments: { readonly atMs: number; readonly threads: readonly ThreadShare[] }[] = [];
  readonly #read: () => Promise<readonly ThreadShare[]>;
  #goesOn = true;
  readonly #done: Promise<void>;

  constructor(read: () => Promise<readonly ThreadShare[]>) {
    this.#read = read;
    this.#done = this.#record();
  }

  /** Stops reading. */
  async stop(): Promise<void> {
    this.#goesOn = false;
    await this.#done;
  }

  /** What the thread at `index` had between two moments, in ms since the epoch; `null` where that is not known. */
  between(index: number, fromMs: number, toMs: number): ThreadShare | null {
    const [first, last] = [this.#at(index, fromMs), this.#at(index, toMs)];
    if (!first || !last) return null;
    const elapsedMs = toMs - fromMs;
    return { ran: (last.ran - first.ran) / elapsedMs, waited: (last.waited - first.waited) / elapsedMs };
  }

  async #record(): Promise<void> {
    while (this.#goesOn) {
      const threads = await this.#read();
      this.#moments.push({ atMs: performance.timeOrigin + performance.now(), threads });
      await new Promise((resolve) => setTimeout(resolve, readEveryMs));
    }
  }

  #at(index: number, atMs: number): ThreadShare | null {
    const next = this.#moments.findIndex((moment) => moment.atMs >= atMs);
    const [before, after] = [this.#moments[next - 1], this.#moments[next]];
    const [from, to] = [before?.threads[index], after?.threads[index]];
    if (!before || !after || !from || !to) return null;
    const part = (atMs - before.atMs) / (after.atMs - before.atMs);
    return {
      ran: from.ran + (to.ran - from.ran) * part,
      waited: from.waited + (to.waited - from.waited) * part,
    };
  }
}
