/**
 * The calls on descriptors that file systems know nothing of: making pipes, locking, and waiting for several files at once.
 */
import type { Blocking, Pause, Waitable, WakeReason } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { FileCalls, PollEvents } from "../../abi/file-calls.ts";
import type { FileContext } from "../../fs/file-context.ts";
import type { OpenFile } from "../../fs/open-file.ts";
import type { FileLocks } from "./file-locks.ts";
import { openPipe } from "./pipe-end.ts";

interface Asked {
  readonly fd: number;
  readonly events: PollEvents;
  /** `null` when the descriptor is not open. */
  readonly file: OpenFile | null;
}

/** What is the whole kernel's. */
export interface IoKernel {
  readonly locks: FileLocks;
  /** Numbers what has no name. */
  nextAnonymousInode(): number;
}

type Found = readonly { readonly fd: number; readonly events: PollEvents }[];

/** pipe(2), poll(2) and flock(2) of one task. */
export class IoCalls implements Pick<FileCalls, "pipe" | "poll" | "flock"> {
  readonly #context: FileContext;
  readonly #kernel: IoKernel;
  readonly #pid: number;

  /** `pid` is the kernel's number of the task. */
  constructor(context: FileContext, kernel: IoKernel, pid: number) {
    this.#context = context;
    this.#kernel = kernel;
    this.#pid = pid;
  }

  pipe(flags: { readonly closeOnExec?: boolean; readonly nonBlocking?: boolean } = {}): {
    readonly read: number;
    readonly write: number;
  } {
    const { descriptors, caller } = this.#context;
    const ends = openPipe(this.#kernel.nextAnonymousInode(), flags.nonBlocking ?? false, caller);
    let read: number;
    try {
      read = descriptors.add(ends.read, flags.closeOnExec);
    } catch (error) {
      ends.write.drop();
      throw error;
    }
    try {
      return { read, write: descriptors.add(ends.write, flags.closeOnExec) };
    } catch (error) {
      descriptors.close(read);
      throw error;
    }
  }

  *flock(
    fd: number,
    kind: "shared" | "exclusive" | null,
    { noWait = false }: { readonly noWait?: boolean } = {},
  ): Blocking<void> {
    const { descriptors } = this.#context;
    const file = descriptors.get(fd);
    if (file.status.access === "path") throw new Errno("EBADF");
    if (kind === null) return this.#kernel.locks.unlock(file);
    file.hold();
    try {
      yield* this.#kernel.locks.lock(file, kind, this.#pid, noWait);
    } finally {
      file.drop();
    }
  }

  // What is asked about is not held: only the task itself, which waits, could close it.
  *poll(
    asked: readonly { readonly fd: number; readonly events: PollEvents }[],
    timeoutMs: number | null,
  ): Blocking<Found> {
    const { caller, descriptors } = this.#context;
    const open = new Set(descriptors.numbers());
    const all = asked
      .filter(({ fd }) => fd >= 0)
      .map(({ fd, events }): Asked => ({ fd, events, file: open.has(fd) ? descriptors.get(fd) : null }));
    const on: Waitable[] = [];
    for (const { file } of all) if (file?.changes) on.push(file.changes);
    const forEver = timeoutMs === null || timeoutMs < 0;
    const pause: Pause = {
      kind: "wait",
      on,
      ...(!forEver && { untilMs: caller.nowMs() + timeoutMs }),
    };
    for (let timedOut = timeoutMs === 0; ;) {
      const found = all.flatMap(look);
      if (found.length > 0 || timedOut) return found;
      const reason: WakeReason = yield pause;
      if (reason === "signal") throw new Errno("EINTR");
      timedOut = reason === "timeout";
    }
  }
}

/** What poll(2) answers of one descriptor: what was asked and is true, and what it always tells. */
function look({ fd, events, file }: Asked): Found {
  if (!file) return [{ fd, events: { invalid: true } }];
  const ready = file.ready();
  const told: PollEvents = {
    ...(events.readable && ready.readable && { readable: true }),
    ...(events.writable && ready.writable && { writable: true }),
    ...(ready.error && { error: true }),
    ...(ready.hangUp && { hangUp: true }),
  };
  return Object.keys(told).length > 0 ? [{ fd, events: told }] : [];
}
