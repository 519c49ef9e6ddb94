/**
 * The records that calls write into a program's memory, laid out as Linux does on x86-64. Pure: values in, bytes out.
 */
import type { CpuTimes, ProcessCalls, SystemName, WaitedChild } from "../abi/process-calls.ts";
import { signalNumber } from "../abi/signals.ts";
import { typeBits } from "../abi/stat.ts";
import type { DeviceNumber, Stat, StatFs } from "../abi/stat.ts";
import type { LinearMemory } from "./linear-memory.ts";

const encoder = new TextEncoder();

/** Bytes of each record. */
const recordBytes = { stat: 144, statfs: 120, utsname: 390, sysinfo: 112, rusage: 144, timespec: 16 };

/** makedev(3): of numbers that fit, major and minor a byte and more. */
export function deviceToNumber({ major, minor }: DeviceNumber): bigint {
  const low = (BigInt(minor) & 0xffn) | ((BigInt(major) & 0xfffn) << 8n) | ((BigInt(minor) & ~0xffn) << 12n);
  return low | ((BigInt(major) & ~0xfffn) << 32n);
}

/** major(3) and minor(3). */
export function deviceFromNumber(number: bigint): DeviceNumber {
  return {
    major: Number(((number >> 8n) & 0xfffn) | ((number >> 32n) & ~0xfffn & 0xffffffffn)),
    minor: Number((number & 0xffn) | ((number >> 12n) & 0xffffff00n)),
  };
}

/** `struct stat`. */
export function writeStat(memory: LinearMemory, address: number, stat: Stat): void {
  const record = memory.record(address, 120);
  record.setBigUint64(0, BigInt(stat.device), true);
  record.setBigUint64(8, BigInt(stat.inode), true);
  record.setBigUint64(16, BigInt(stat.links), true);
  record.setUint32(24, typeBits[stat.type] | stat.mode, true);
  record.setUint32(28, stat.uid, true);
  record.setUint32(32, stat.gid, true);
  record.setUint32(36, 0, true);
  record.setBigUint64(40, stat.rdev ? deviceToNumber(stat.rdev) : 0n, true);
  record.setBigInt64(48, BigInt(stat.size), true);
  record.setBigInt64(56, BigInt(stat.blockSize), true);
  record.setBigInt64(64, BigInt(stat.blocks), true);
  [stat.accessedMs, stat.modifiedMs, stat.changedMs].forEach((ms, index) => {
    const { seconds, nanoseconds } = timespecOf(ms);
    record.setBigInt64(72 + 16 * index, seconds, true);
    record.setBigInt64(80 + 16 * index, nanoseconds, true);
  });
}

/** ms since the epoch as `struct timespec`: whole microseconds, as more is noise in a number of this size. */
function timespecOf(ms: number): { readonly seconds: bigint; readonly nanoseconds: bigint } {
  const seconds = Math.floor(ms / 1000);
  const microseconds = Math.floor((ms - seconds * 1000) * 1000);
  return { seconds: BigInt(seconds), nanoseconds: BigInt(microseconds) * 1000n };
}

/** Magic numbers of file systems (statfs(2)). */
const fileSystemMagic: Readonly<Record<string, bigint>> = {
  tmpfs: 0x01021994n,
  overlay: 0x794c7630n,
  proc: 0x9fa0n,
  sysfs: 0x62656572n,
  cgroup2: 0x63677270n,
  devpts: 0x1cd1n,
  devtmpfs: 0x01021994n,
};

/** `struct statfs`. */
export function writeStatFs(memory: LinearMemory, address: number, statfs: StatFs): void {
  const fields = [
    fileSystemMagic[statfs.type] ?? 0n,
    BigInt(statfs.blockSize),
    BigInt(statfs.blocks),
    BigInt(statfs.blocksFree),
    BigInt(statfs.blocksFree),
    BigInt(statfs.files),
    BigInt(statfs.filesFree),
    0n,
    BigInt(statfs.nameMax),
    BigInt(statfs.blockSize),
    0n,
  ];
  const record = memory.record(address, recordBytes.statfs);
  for (let index = 0; index < recordBytes.statfs / 8; index += 1) {
    record.setBigUint64(8 * index, BigInt.asUintN(64, fields[index] ?? 0n), true);
  }
}

/** `struct utsname`. */
export function writeSystemName(memory: LinearMemory, address: number, name: SystemName): void {
  const bytes = memory.bytes(address, recordBytes.utsname).fill(0);
  const { sysname, nodename, release, version, machine, domainname } = name;
  [sysname, nodename, release, version, machine, domainname].forEach((text, index) => {
    bytes.set(encoder.encode(text).subarray(0, 64), 65 * index);
  });
}

/** `struct sysinfo`. */
export function writeSysinfo(
  memory: LinearMemory,
  address: number,
  info: ReturnType<ProcessCalls["sysinfo"]>,
): void {
  memory.bytes(address, recordBytes.sysinfo).fill(0);
  const record = memory.record(address, recordBytes.sysinfo);
  record.setBigInt64(0, BigInt(Math.floor(info.uptimeMs / 1000)), true);
  info.loads.forEach((load, index) => {
    record.setBigUint64(8 + 8 * index, BigInt(Math.round(load * 65536)), true);
  });
  record.setBigUint64(32, BigInt(Math.floor(info.memoryBytes)), true);
  record.setBigUint64(40, BigInt(Math.floor(info.memoryFreeBytes)), true);
  record.setUint16(80, Math.min(0xffff, info.processes), true);
  record.setUint32(104, 1, true);
}

/** `struct rusage` for CPU time in ms, all of it user time. */
export function writeUsage(memory: LinearMemory, address: number, cpuMs: number): void {
  memory.bytes(address, recordBytes.rusage).fill(0);
  const { seconds, nanoseconds } = timespecOf(cpuMs);
  const record = memory.record(address, recordBytes.rusage);
  record.setBigInt64(0, seconds, true);
  record.setBigInt64(8, nanoseconds / 1000n, true);
}

/** getrusage(2): whose time is asked for. */
export function usageOf(who: number, times: CpuTimes): number {
  const children = -1;
  return who === children ? times.childrenMs : times.ownMs;
}

/** The status word of wait(2). */
export function waitStatus({ status }: WaitedChild): number {
  switch (status.kind) {
    case "exited":
      return (status.code & 0xff) << 8;
    case "signaled":
      return signalNumber(status.signal) | (status.coreDumped ? 0x80 : 0);
    case "stopped":
      return (signalNumber(status.signal) << 8) | 0x7f;
    case "continued":
      return 0xffff;
  }
}

/** `struct timespec[2]` of utimensat(2): each a time in ms, `null` to leave it; no address means now. */
export function readTimes(
  memory: LinearMemory,
  address: number,
  nowMs: number,
): readonly [accessedMs: number | null, modifiedMs: number | null] {
  const one = (at: number): number | null => {
    const record = memory.record(at, recordBytes.timespec);
    const nanoseconds = record.getInt32(8, true);
    if (nanoseconds === timeNow) return nowMs;
    if (nanoseconds === timeOmitted) return null;
    return Number(record.getBigInt64(0, true)) * 1000 + nanoseconds / 1e6;
  };
  if (address === 0) return [nowMs, nowMs];
  return [one(address), one(address + recordBytes.timespec)];
}

// UTIME_NOW and UTIME_OMIT.
const timeNow = 0x3fffffff;
const timeOmitted = 0x3ffffffe;
