import { expect, test } from "vitest";
import { openFifo, openPipe } from "../../../../src/sandbox/kernel/io/pipe-end.ts";
import { Pipe } from "../../../../src/sandbox/kernel/io/pipe.ts";
import type { OpenStatus } from "../../../../src/sandbox/fs/open-file.ts";
import { drive, finish } from "../../../support/drive.ts";
import { FakeCaller } from "../../../support/fake-caller.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (written: string): Uint8Array => new TextEncoder().encode(written);
const opened = (access: OpenStatus["access"], nonBlocking = false): OpenStatus => ({
  access,
  append: false,
  nonBlocking,
});
const fifoNode = { description: "/run/fifo", stat: () => expect.fail("nobody asks") };

function makePipe(nonBlocking = false) {
  const caller = new FakeCaller();
  return { caller, ...openPipe(4242, nonBlocking, caller) };
}

test("a read gives what is there, at most as much as was asked, in the order it was written", () => {
  const { caller, read, write } = makePipe();
  finish(write.write(bytesOf("hello "), caller));
  finish(write.write(bytesOf("world"), caller));

  const got = [4, 100].map((size) => text(finish(read.read(size, caller))));

  expect(got).toEqual(["hell", "o world"]);
});

test("a writer may use its buffer again although nobody has read yet", () => {
  const { caller, read, write } = makePipe();
  for (const size of [3, 10_000]) {
    const buffer = new Uint8Array(size).fill(1);
    finish(write.write(buffer, caller));
    buffer.fill(2);
  }

  const got = finish(read.read(65_536, caller));

  expect([got.length, got.every((byte) => byte === 1)]).toEqual([10_003, true]);
});

test("a reader of an empty pipe waits for a writer, and sees the end when the last one has gone", () => {
  const { caller, read, write } = makePipe();
  const reader = drive(read.read(10, caller));
  const before = reader.outcome;
  finish(write.write(bytesOf("x"), caller));
  const first = reader.outcome;
  const second = drive(read.read(10, caller));
  write.drop();

  expect([before, first, second.outcome]).toEqual([
    "waiting",
    { value: bytesOf("x") },
    { value: new Uint8Array(0) },
  ]);
});

test("a large write goes on as room comes and is one count in the end", () => {
  const { caller, read, write } = makePipe();
  const writer = drive(write.write(new Uint8Array(200_000), caller));
  const counts: number[] = [];
  while (writer.outcome === "waiting") counts.push(finish(read.read(65_536, caller)).length);

  expect([counts, writer.outcome]).toEqual([[65_536, 65_536, 65_536], { value: 200_000 }]);
});

test("writes of up to PIPE_BUF bytes are whole or not at all", () => {
  const { caller, read, write } = makePipe();
  finish(write.write(new Uint8Array(65_000), caller));
  const writer = drive(write.write(bytesOf("x".repeat(4096)), caller));
  finish(read.read(3000, caller));
  const early = writer.outcome;
  finish(read.read(62_000, caller));

  expect([early, writer.outcome, finish(read.read(65_536, caller)).length]).toEqual([
    "waiting",
    { value: 4096 },
    4096,
  ]);
});

test("a non-blocking end refuses with EAGAIN, or takes a part of a large write", () => {
  const { caller, read, write } = makePipe(true);
  const empty = drive(read.read(1, caller)).outcome;
  const large = drive(write.write(new Uint8Array(100_000), caller)).outcome;
  const full = drive(write.write(new Uint8Array(1), caller)).outcome;

  expect([empty, large, full]).toEqual([{ refused: "EAGAIN" }, { value: 65_536 }, { refused: "EAGAIN" }]);
});

test("a write nobody can read is EPIPE with SIGPIPE, also for one that was waiting", () => {
  const { caller, read, write } = makePipe();
  finish(write.write(new Uint8Array(65_536), caller));
  const waiting = drive(write.write(bytesOf("x"), caller));
  read.drop();

  const outcomes = [waiting.outcome, drive(write.write(bytesOf("x"), caller)).outcome];
  expect([outcomes, caller.jobs.sent]).toEqual([
    [{ refused: "EPIPE" }, { refused: "EPIPE" }],
    ["self SIGPIPE", "self SIGPIPE"],
  ]);
});

test("a signal interrupts with EINTR, or with the count when a part was written", () => {
  const { caller, read, write } = makePipe();
  const reader = drive(read.read(1, caller));
  reader.interrupt();
  const writer = drive(write.write(new Uint8Array(70_000), caller));
  writer.interrupt();
  const stuck = drive(write.write(new Uint8Array(1), caller));
  stuck.interrupt();

  expect([reader.outcome, writer.outcome, stuck.outcome]).toEqual([
    { refused: "EINTR" },
    { value: 65_536 },
    { refused: "EINTR" },
  ]);
});

test("the writer pays for what waits, until it is read or both ends are closed", () => {
  const { caller, read, write } = makePipe();
  const other = new FakeCaller();
  finish(write.write(new Uint8Array(5000), caller));
  finish(write.write(new Uint8Array(100), other));
  finish(read.read(4000, other));
  const waiting = [caller, other].map(({ account }) => account.chargedBytes("pipe"));
  write.drop();
  const kept = caller.account.totalBytes;
  read.drop();

  expect([waiting, kept, caller.account.totalBytes, other.account.totalBytes]).toEqual([
    [1000, 100],
    1000,
    0,
    0,
  ]);
});

test("a writer over its memory limit waits for memory, not for room", () => {
  const { caller, read, write } = makePipe();
  caller.account.limitBytes = 1000;
  finish(write.write(new Uint8Array(900), caller));
  const writer = drive(write.write(new Uint8Array(200), caller));
  const before = writer.outcome;
  finish(read.read(500, caller));

  expect([before, writer.outcome, caller.account.totalBytes]).toEqual(["waiting", { value: 200 }, 600]);
});

test("poll sees bytes, room, a reader that has gone and a writer that has gone", () => {
  const { caller, read, write } = makePipe();
  const none = { readable: false, writable: false, error: false, hangUp: false };
  const seen = [read.ready(), write.ready()];
  finish(write.write(new Uint8Array(65_536 - 4095), caller));
  seen.push(read.ready(), write.ready());
  const gone = makePipe();
  gone.write.drop();
  const widowed = makePipe();
  widowed.read.drop();
  seen.push(gone.read.ready(), widowed.write.ready());

  expect(seen).toEqual([
    none,
    { ...none, writable: true },
    { ...none, readable: true },
    none,
    { ...none, hangUp: true },
    { ...none, writable: true, error: true },
  ]);
});

test("a pipe says what it is in /proc and to fstat", () => {
  const { caller, read, write } = makePipe();
  const { type, inode, mode, size } = write.stat(caller);

  expect([read.description, write.description, { type, inode, mode, size }]).toEqual([
    "pipe:[4242]",
    "pipe:[4242]",
    { type: "fifo", inode: 4242, mode: 0o600, size: 0 },
  ]);
});

test("opening a FIFO waits for the other end, whichever comes first", () => {
  const pipe = new Pipe();
  const reader = drive(openFifo(pipe, fifoNode, opened("read")));
  const early = reader.outcome;
  const writer = drive(openFifo(pipe, fifoNode, opened("write")));
  const backwards = new Pipe();
  const first = drive(openFifo(backwards, fifoNode, opened("write")));
  const before = first.outcome;
  drive(openFifo(backwards, fifoNode, opened("read")));

  expect(
    [early, writer.outcome, reader.outcome, before, first.outcome].map((outcome) =>
      typeof outcome === "string" ? outcome : Object.keys(outcome).join(),
    ),
  ).toEqual(["waiting", "value", "value", "waiting", "value"]);
});

test("a writer that came and went let the reader of a FIFO in, who then sees the end", () => {
  const caller = new FakeCaller();
  const pipe = new Pipe();
  const reader = drive(openFifo(pipe, fifoNode, opened("read")));
  const writer = finish(openFifo(pipe, fifoNode, opened("write")));
  finish(writer.write(bytesOf("bye"), caller));
  writer.drop();
  const { outcome } = reader;
  const end = typeof outcome === "object" && "value" in outcome ? outcome.value : expect.fail("still waits");

  expect([text(finish(end.read(10, caller))), finish(end.read(10, caller)).length]).toEqual(["bye", 0]);
});

test("a FIFO opened without blocking: a reader is let in, a writer alone is ENXIO, both at once wait for nobody", () => {
  const caller = new FakeCaller();
  const pipe = new Pipe();
  const refused = drive(openFifo(pipe, fifoNode, opened("write", true))).outcome;
  const reader = finish(openFifo(pipe, fifoNode, opened("read", true)));
  const early = { read: finish(reader.read(1, caller)).length, hangUp: reader.ready().hangUp };
  const writer = finish(openFifo(pipe, fifoNode, opened("write", true)));
  const empty = drive(reader.read(1, caller)).outcome;
  writer.drop();
  const alone = finish(openFifo(new Pipe(), fifoNode, opened("both")));

  expect([refused, early, empty, reader.ready().hangUp, alone.ready().writable]).toEqual([
    { refused: "ENXIO" },
    { read: 0, hangUp: false },
    { refused: "EAGAIN" },
    true,
    true,
  ]);
});

test("an interrupted or killed opening of a FIFO leaves no end behind", () => {
  const pipe = new Pipe();
  const reader = drive(openFifo(pipe, fifoNode, opened("read")));
  reader.interrupt();
  const { outcome } = reader;
  drive(openFifo(pipe, fifoNode, opened("write"))).abandon();

  expect([outcome, pipe.readers, pipe.writers]).toEqual([{ refused: "EINTR" }, 0, 0]);
});

test("a pipe opened again by /proc is another end of the same", () => {
  const { caller, read, write } = makePipe();
  const again = finish(write.reopen(opened("write"), caller));
  write.drop();
  finish(again.write(bytesOf("x"), caller));
  again.drop();

  expect([1, 1].map((size) => text(finish(read.read(size, caller))))).toEqual(["x", ""]);
});
