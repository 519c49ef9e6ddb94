/** stress(1): loads the system on purpose, with processors, memory, system calls, disk and forks. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { signalNumber } from "../../abi/signals.ts";
import { CommandFailure, program, reasonOf, type Command } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { durationMs, integerArgument, sizeBytes } from "../command/quantities.ts";
import { call, compute, forkAndWait, takeMemory, writeFiles } from "./stress-hogs.ts";

export const stress = program(
  {
    usage: "[OPTION]...",
    about: "Load the system. Example: stress --cpu 2 --vm 1 --vm-bytes 64M --timeout 10s",
    options: {
      verbose: flag("-v, --verbose", "say more"),
      quiet: flag("-q, --quiet", "say nothing"),
      dryRun: flag("-n, --dry-run", "say what would be done"),
      timeout: value("-t, --timeout=N", "end after N seconds (or 1m, 1h)"),
      backoff: value("--backoff=N", "wait N microseconds before each worker begins"),
      cpu: value("-c, --cpu=N", "N workers that compute"),
      io: value("-i, --io=N", "N workers that make system calls"),
      vm: value("-m, --vm=N", "N workers that take memory and write it"),
      vmBytes: value("--vm-bytes=B", "how much each takes (default 256M)"),
      vmStride: value("--vm-stride=B", "write a byte every B bytes (default 4096)"),
      vmHang: value("--vm-hang=N", "sleep N seconds before freeing (0: for ever)"),
      vmKeep: flag("--vm-keep", "write the same memory again instead of freeing it"),
      hdd: value("-d, --hdd=N", "N workers that write files"),
      hddBytes: value("--hdd-bytes=B", "how much each writes (default 64M)"),
      fork: value("--fork=N", "N workers that start and end processes"),
    },
  },
  function* (command, { options, operands }) {
    if (operands[0] !== undefined) throw new UsageError(`unrecognized argument '${operands[0]}'`);
    const count = (text: string | null): number => (text === null ? 0 : integerArgument(text, "number"));
    const size = (text: string | null, otherwise: number): number => {
      const bytes = text === null ? otherwise : sizeBytes(text);
      if (bytes === null || bytes <= 0) throw new CommandFailure(`invalid size: '${text ?? ""}'`);
      return bytes;
    };
    const timeoutMs = options.timeout === null ? null : durationMs(options.timeout);
    if (options.timeout !== null && timeoutMs === null) {
      throw new CommandFailure(`invalid time: '${options.timeout}'`);
    }
    const memory = {
      bytes: size(options.vmBytes, 256 * 1024 * 1024),
      stride: size(options.vmStride, 4096),
      hangSeconds: options.vmHang === null ? null : count(options.vmHang),
      keep: options.vmKeep,
    };
    const fileBytes = size(options.hddBytes, 64 * 1024 * 1024);
    const hogs: readonly Hog[] = [
      { name: "cpu", count: count(options.cpu), work: (sys) => compute(sys) },
      { name: "io", count: count(options.io), work: (sys) => call(sys) },
      { name: "vm", count: count(options.vm), work: (sys) => takeMemory(sys, memory) },
      { name: "hdd", count: count(options.hdd), work: (sys) => writeFiles(sys, fileBytes) },
      { name: "fork", count: count(options.fork), work: (sys) => forkAndWait(sys) },
    ];
    if (hogs.every((hog) => hog.count === 0))
      throw new UsageError("nothing to do: give --cpu, --io, --vm, --hdd or --fork");
    const say = new Teller(command, options.quiet, options.verbose);
    const counted = hogs.filter(({ name, count: number }) => name !== "fork" || number > 0);
    yield* say.info(
      `dispatching hogs: ${counted.map(({ name, count: number }) => `${number} ${name}`).join(", ")}`,
    );
    if (options.dryRun) return 0;
    return yield* dispatch(command, hogs, say, timeoutMs, count(options.backoff) / 1000);
  },
);

interface Hog {
  readonly name: string;
  readonly count: number;
  readonly work: (sys: Syscalls) => Blocking<number>;
}

/** Says things as stress(1) does: `stress: info: [PID] …`. */
class Teller {
  readonly #command: Command;
  readonly #quiet: boolean;
  readonly #verbose: boolean;

  constructor(command: Command, quiet: boolean, verbose: boolean) {
    this.#command = command;
    this.#quiet = quiet;
    this.#verbose = verbose;
  }

  *info(text: string): Blocking<void> {
    if (this.#quiet) return;
    yield* this.#command.out.line(this.#line("info", text));
    yield* this.#command.out.flush();
  }

  *debug(text: string): Blocking<void> {
    if (!this.#verbose || this.#quiet) return;
    yield* this.#command.out.line(this.#line("dbug", text));
    yield* this.#command.out.flush();
  }

  *fail(text: string): Blocking<void> {
    yield* this.#command.warn(`${this.#line("FAIL", text)}\n`);
  }

  #line(level: string, text: string): string {
    return `stress: ${level}: [${this.#command.sys.getpid()}] ${text}`;
  }
}

function* dispatch(
  { sys }: Command,
  hogs: readonly Hog[],
  say: Teller,
  timeoutMs: number | null,
  backoffMs: number,
): Blocking<number> {
  const begunMs = sys.clock("monotonic");
  const workers = new Set<number>();
  let failed = false;
  // The alarm and ^C only make a note; the wait below then ends with EINTR.
  const note = { over: false, interrupted: false };
  sys.sigaction("SIGALRM", { handler: () => (note.over = true) });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    sys.sigaction(signal, { handler: () => (note.over = note.interrupted = true) });
  }
  try {
    for (const { name, count, work } of hogs) {
      for (let left = count; left > 0; left--) {
        const pid = sys.fork(function* (own) {
          own.sigaction("SIGINT", "default");
          own.sigaction("SIGTERM", "default");
          own.sigaction("SIGALRM", "default");
          if (backoffMs > 0) yield* own.sleep(backoffMs);
          return yield* work(own);
        });
        workers.add(pid);
        yield* say.debug(`--> hog${name} worker ${left} [${pid}] forked`);
      }
    }
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    yield* say.fail(`fork failed: ${reasonOf(thrown)}`);
    failed = true;
    note.over = true;
  }
  if (timeoutMs !== null) sys.alarm(timeoutMs / 1000);
  while (workers.size > 0) {
    if (note.over) {
      for (const pid of workers) sys.kill(pid, "SIGTERM");
      note.over = false;
      failed ||= note.interrupted;
    }
    try {
      const ended = yield* sys.wait(-1);
      if (!ended || !workers.delete(ended.pid)) continue;
      const { pid, status } = ended;
      if (status.kind === "signaled" && status.signal !== "SIGTERM") {
        yield* say.fail(`<-- worker ${pid} got signal ${signalNumber(status.signal)}`);
      } else if (status.kind === "exited" && status.code !== 0) {
        yield* say.fail(`<-- worker ${pid} returned error ${status.code}`);
      } else {
        yield* say.debug(`<-- worker ${pid} ${status.kind === "signaled" ? "reaped" : "exited"}`);
        continue;
      }
      if (!failed) yield* say.fail("now reaping child worker processes");
      failed = true;
      note.over = true;
    } catch (thrown) {
      if (!isErrno(thrown, "EINTR")) throw thrown;
    }
  }
  const tookSeconds = Math.round((sys.clock("monotonic") - begunMs) / 1000);
  if (failed) yield* say.fail(`failed run completed in ${tookSeconds}s`);
  else yield* say.info(`successful run completed in ${tookSeconds}s`);
  return failed ? 1 : 0;
}
