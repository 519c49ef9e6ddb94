import { expect, test } from "vitest";
import { errnoTable } from "../../../../src/sandbox/abi/errno.ts";
import type { ErrnoCode } from "../../../../src/sandbox/abi/errno.ts";
import { cookedTermios, rawTermios } from "../../../../src/sandbox/abi/termios.ts";
import { LinearMemory } from "../../../../src/sandbox/wasm/linear-memory.ts";
import { nodeType, openFlags, statusNumber } from "../../../../src/sandbox/wasm/open-flags.ts";
import {
  deviceFromNumber,
  deviceToNumber,
  readTimes,
  waitStatus,
  writeStat,
} from "../../../../src/sandbox/wasm/records.ts";
import { readTermios, writeTermios } from "../../../../src/sandbox/wasm/termios-record.ts";
import { wasiErrno } from "../../../../src/sandbox/wasm/wasi-errno.ts";

function memoryOf(bytes = 4096): LinearMemory {
  const memory = new LinearMemory();
  memory.attach({ buffer: new ArrayBuffer(bytes) });
  return memory;
}

test("every error has a number of its own", () => {
  const codes = Object.keys(errnoTable) as ErrnoCode[];
  expect(new Set(codes.map(wasiErrno)).size).toBe(codes.length);
  expect([wasiErrno("ENOENT"), wasiErrno("EACCES"), wasiErrno("ENODATA")]).toEqual([44, 2, 1061]);
});

test("stat fills the record of Linux on x86-64", () => {
  const memory = memoryOf();
  writeStat(memory, 8, {
    device: 3,
    inode: 7,
    type: "file",
    mode: 0o4755,
    links: 2,
    uid: 1000,
    gid: 50,
    rdev: null,
    size: 2 ** 33,
    blocks: 16,
    blockSize: 4096,
    accessedMs: 1500.25,
    modifiedMs: -1,
    changedMs: 0,
  });

  const record = memory.record(8, 120);
  expect([record.getBigUint64(0, true), record.getBigUint64(8, true), record.getBigUint64(16, true)]).toEqual(
    [3n, 7n, 2n],
  );
  expect([24, 28, 32].map((at) => record.getUint32(at, true))).toEqual([0o104755, 1000, 50]);
  expect([48, 56, 64, 72, 80, 88, 96].map((at) => record.getBigInt64(at, true))).toEqual([
    2n ** 33n,
    4096n,
    16n,
    1n,
    500_250_000n,
    -1n,
    999_000_000n,
  ]);
});

test("device numbers go there and back as makedev packs them", () => {
  expect(deviceToNumber({ major: 1, minor: 3 })).toBe(0x103n);
  const numbers = [
    { major: 1, minor: 3 },
    { major: 0xfff, minor: 0xff },
    { major: 0x12345, minor: 0xabcde },
  ];
  expect(numbers.map((number) => deviceFromNumber(deviceToNumber(number)))).toEqual(numbers);
});

test("times may be now, or left as they are", () => {
  const memory = memoryOf();
  const record = memory.record(16, 32);
  record.setInt32(8, 0x3fffffff, true);
  record.setInt32(24, 0x3ffffffe, true);
  expect(readTimes(memory, 16, 5000)).toEqual([5000, null]);
  expect(readTimes(memory, 0, 5000)).toEqual([5000, 5000]);
  record.setBigInt64(0, 2n, true);
  record.setInt32(8, 500_000_000, true);
  expect(readTimes(memory, 16, 5000)).toEqual([2500, null]);
});

test("the status word of wait tells how a child ended", () => {
  const word = (status: Parameters<typeof waitStatus>[0]["status"]): number =>
    waitStatus({ pid: 1, status, cpuMs: 0 });
  expect([
    word({ kind: "exited", code: 3 }),
    word({ kind: "signaled", signal: "SIGSEGV", coreDumped: true }),
    word({ kind: "stopped", signal: "SIGTSTP" }),
    word({ kind: "continued" }),
  ]).toEqual([0x300, 11 | 0x80, 0x147f, 0xffff]);
});

test("terminal settings go there and back", () => {
  const memory = memoryOf();
  for (const settings of [cookedTermios, rawTermios(cookedTermios)]) {
    writeTermios(memory, 100, settings);
    expect(readTermios(memory, 100, cookedTermios)).toEqual(settings);
  }
});

test("open's numbers are Linux's", () => {
  expect(openFlags(0o2000 | 0o100 | 0o1)).toMatchObject({
    access: "write",
    append: true,
    create: true,
    truncate: false,
  });
  expect(openFlags(0o10000000).access).toBe("path");
  expect(() => openFlags(3)).toThrow("Invalid argument");
  expect(statusNumber({ access: "both", append: true, nonBlocking: true })).toBe(0o2 | 0o2000 | 0o4000);
  expect([0o10644, 0o20600, 0, 0o100000].map(nodeType)).toEqual(["fifo", "character", "file", "file"]);
});

test("an address outside the memory is EFAULT", () => {
  const memory = memoryOf(64);
  expect(() => memory.u32(61)).toThrow("Bad address");
  expect(() => memory.bytes(-1, 2)).toThrow("Bad address");
  expect(() => memory.text(0, 65)).toThrow("Bad address");
  expect(() => memory.zeroEnded(64)).toThrow("Bad address");
});

test("bytes are gathered from places and scattered over them in order", () => {
  const memory = memoryOf();
  memory.setText(10, 3, "abc");
  memory.setText(20, 2, "de");
  const places = [
    { address: 20, length: 2 },
    { address: 0, length: 0 },
    { address: 10, length: 3 },
  ];
  expect(new TextDecoder().decode(memory.gather(places))).toBe("deabc");

  memory.scatter(places, new TextEncoder().encode("WXYZ"));
  expect([memory.text(20, 2), memory.text(10, 3)]).toEqual(["WX", "YZc"]);
});
