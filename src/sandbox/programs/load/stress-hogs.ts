/** The hogs of stress(1): programs that take one thing as fast as they get it. */
import { checkpoint, type Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { sleepFully } from "../process/sleep.ts";

/** Square roots without end. */
export function* compute(_sys: Syscalls): Blocking<number> {
  let product = 2;
  for (;;) {
    // Enough work between checkpoints that they cost nothing, little enough that a slice is kept to the millisecond.
    for (let round = 0; round < 2000; round++) product = Math.sqrt(product * 1.000_1 + 1);
    yield checkpoint;
  }
}

/** System calls without end. */
export function* call(sys: Syscalls): Blocking<number> {
  for (;;) {
    sys.stat("/");
    yield* sys.yield();
  }
}

/** Memory taken, touched and given back, again and again. */
export function* takeMemory(
  sys: Syscalls,
  {
    bytes,
    stride,
    hangSeconds,
    keep,
  }: { bytes: number; stride: number; hangSeconds: number | null; keep: boolean },
): Blocking<number> {
  let memory: Uint8Array | null = null;
  for (;;) {
    try {
      memory ??= yield* sys.allocateMemory(bytes);
    } catch (thrown) {
      if (isErrno(thrown, "ENOMEM")) return 1;
      throw thrown;
    }
    for (let at = 0, written = 0; at < memory.length; at += stride) {
      memory[at] = 90;
      written += 1;
      if (written % 512 === 0) yield checkpoint;
    }
    if (hangSeconds !== null)
      yield* sleepFully(sys, hangSeconds === 0 ? Number.POSITIVE_INFINITY : hangSeconds * 1000);
    yield checkpoint;
    if (!keep) {
      sys.freeMemory(memory);
      memory = null;
    }
  }
}

/** A file written and removed, again and again. */
export function* writeFiles(sys: Syscalls, bytes: number): Blocking<number> {
  const block = new Uint8Array(65_536).fill(90);
  const path = `./stress.${sys.getpid()}`;
  for (;;) {
    const fd = yield* sys.open(
      path,
      { access: "write", create: true, truncate: true, closeOnExec: true },
      0o600,
    );
    // Gone from sight at once: nothing is left behind however this ends.
    sys.unlink(path);
    try {
      for (let written = 0; written < bytes;) {
        written += yield* sys.write(fd, block.subarray(0, Math.min(block.length, bytes - written)));
      }
    } catch (thrown) {
      if (isErrno(thrown, "ENOSPC")) return 1;
      throw thrown;
    }
    sys.close(fd);
  }
}

/** Children made and waited for without end. */
export function* forkAndWait(sys: Syscalls): Blocking<number> {
  for (;;) {
    try {
      // oxlint-disable-next-line require-yield -- a program that ends at once
      const pid = sys.fork(function* () {
        return 0;
      });
      yield* sys.wait(pid);
    } catch (thrown) {
      // The limit on processes is what it may be here to show.
      if (!isErrno(thrown, "EAGAIN")) throw thrown;
      yield* sys.sleep(10);
    }
  }
}
