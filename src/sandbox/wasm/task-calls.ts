/**
 * The kernel's calls on processes, signals and ids, as WebAssembly programs import them. Those that change what the
 * instance itself is (vfork, execve, exit) are not among them.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import { isSignal, signalByNumber, signalNumber, signalTable } from "../abi/signals.ts";
import type { Signal } from "../abi/signals.ts";
import type { CallTable, Calling } from "./call-table.ts";
import { usageOf, waitStatus, writeSysinfo, writeSystemName, writeUsage } from "./records.ts";

const waitFlags = { noHang: 1, stopped: 2, continued: 8 };
/** getpriority(2): nothing but processes has a niceness here. */
const ofProcess = 0;
const masks = { block: 0, unblock: 1, set: 2 };

/** The calls of one program. */
export function taskCalls(calling: Calling): CallTable {
  return {
    plain: {
      ...kinCalls(calling),
      ...signalCalls(calling),
      ...identityCalls(calling),
      ...machineCalls(calling),
    },
    waiting: {
      wait4: (pid: number, status: number, options: number, usage: number) =>
        wait(calling, pid, status, options, usage),
      pause: (): Blocking<number> => calling.sys.pause(),
    },
  };
}

function* wait(
  { sys, memory }: Calling,
  pid: number,
  status: number,
  options: number,
  usage: number,
): Blocking<number> {
  const child = yield* sys.wait(pid, {
    noHang: (options & waitFlags.noHang) !== 0,
    stopped: (options & waitFlags.stopped) !== 0,
    continued: (options & waitFlags.continued) !== 0,
  });
  if (!child) return 0;
  if (status !== 0) memory.setU32(status, waitStatus(child));
  if (usage !== 0) writeUsage(memory, usage, child.cpuMs);
  return child.pid;
}

function kinCalls(calling: Calling): CallTable["plain"] {
  return {
    getpid: () => calling.sys.getpid(),
    getppid: () => calling.sys.getppid(),
    getpgid: (pid: number) => calling.sys.getpgid(pid),
    getsid: (pid: number) => calling.sys.getsid(pid),
    setpgid(pid: number, group: number) {
      calling.sys.setpgid(pid, group);
      return 0;
    },
    setsid: () => calling.sys.setsid(),
    getpriority(which: number, who: number) {
      if (which !== ofProcess) throw new Errno("EINVAL");
      return 20 - calling.sys.getpriority(...(who === 0 ? [] : [who]));
    },
    setpriority(which: number, who: number, nice: number) {
      if (which !== ofProcess) throw new Errno("EINVAL");
      const within = Math.max(-20, Math.min(19, nice));
      calling.sys.setpriority(within, ...(who === 0 ? [] : [who]));
      return 0;
    },
    getrusage(who: number, address: number) {
      writeUsage(calling.memory, address, usageOf(who, calling.sys.times()));
      return 0;
    },
  };
}

function signalCalls(calling: Calling): CallTable["plain"] {
  const { memory, signals } = calling;
  return {
    kill(pid: number, number: number) {
      calling.sys.kill(pid, number === 0 ? null : signalOf(number));
      // It may be for the caller, to stop it or take it off the processor.
      signals.tickSoon();
      return 0;
    },
    sigaction(number: number, wanted: number, flags: number) {
      calling.sys.sigaction(signalOf(number), signals.action(wanted, flags));
      return 0;
    },
    sigprocmask(how: number, set: number, old: number) {
      const before = calling.sys.sigmask();
      if (set !== 0) {
        const given = memory.record(set, 8).getBigUint64(0, true);
        calling.sys.sigmask(changed(before, how, signalsOf(given)));
        signals.tickSoon();
      }
      if (old !== 0) memory.setU64(old, bitsOf(before));
      return 0;
    },
    alarm: (seconds: number) => Math.ceil(calling.sys.alarm(seconds >>> 0)),
  };
}

function identityCalls(calling: Calling): CallTable["plain"] {
  const { memory } = calling;
  const write = (address: number, ids: readonly number[]): number => {
    ids.forEach((id, index) => memory.setU32(address + 4 * index, id));
    return 0;
  };
  return {
    getresuid(address: number) {
      const { uid, euid, suid } = calling.sys.credentials();
      return write(address, [uid, euid, suid]);
    },
    getresgid(address: number) {
      const { gid, egid, sgid } = calling.sys.credentials();
      return write(address, [gid, egid, sgid]);
    },
    setresuid(real: number, effective: number, saved: number) {
      calling.sys.setresuid(real, effective, saved);
      return 0;
    },
    setresgid(real: number, effective: number, saved: number) {
      calling.sys.setresgid(real, effective, saved);
      return 0;
    },
    setuid(uid: number) {
      calling.sys.setuid(uid);
      return 0;
    },
    setgid(gid: number) {
      calling.sys.setgid(gid);
      return 0;
    },
    getgroups(size: number, address: number) {
      const { groups } = calling.sys.credentials();
      if (size === 0) return groups.length;
      if (size < groups.length) throw new Errno("EINVAL");
      write(address, groups);
      return groups.length;
    },
    setgroups(size: number, address: number) {
      const groups = Array.from({ length: size }, (_, index) => memory.u32(address + 4 * index));
      calling.sys.setgroups(groups);
      return 0;
    },
  };
}

function machineCalls(calling: Calling): CallTable["plain"] {
  const { memory } = calling;
  return {
    uname(address: number) {
      writeSystemName(memory, address, calling.sys.uname());
      return 0;
    },
    sysinfo(address: number) {
      writeSysinfo(memory, address, calling.sys.sysinfo());
      return 0;
    },
    sethostname(name: number, length: number) {
      calling.sys.sethostname(memory.text(name, length));
      return 0;
    },
  };
}

function signalOf(number: number): Signal {
  const signal = signalByNumber(number);
  if (!signal) throw new Errno("EINVAL");
  return signal;
}

const allSignals: readonly Signal[] = Object.keys(signalTable).filter(isSignal);

/** A set of bits, signal N at N - 1. */
function signalsOf(bits: bigint): ReadonlySet<Signal> {
  return new Set(allSignals.filter((signal) => (bits >> BigInt(signalNumber(signal) - 1)) & 1n));
}

function bitsOf(signals: ReadonlySet<Signal>): bigint {
  let bits = 0n;
  for (const signal of signals) bits |= 1n << BigInt(signalNumber(signal) - 1);
  return bits;
}

function changed(before: ReadonlySet<Signal>, how: number, given: ReadonlySet<Signal>): ReadonlySet<Signal> {
  switch (how) {
    case masks.block:
      return new Set([...before, ...given]);
    case masks.unblock:
      return new Set([...before].filter((signal) => !given.has(signal)));
    case masks.set:
      return given;
    default:
      throw new Errno("EINVAL");
  }
}
