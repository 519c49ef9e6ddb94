import { expect, test } from "vitest";
import { cookedTermios } from "../../../../src/sandbox/abi/termios.ts";
import { Tty } from "../../../../src/sandbox/kernel/io/tty.ts";
import { drive, finish } from "../../../support/drive.ts";
import { IoHost } from "../../../support/io-host.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const refusal = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
};

test("null, zero, full and the random devices do as their pages say", () => {
  const { calls } = new IoHost().task();
  const open = (name: string): number => finish(calls.open(`/dev/${name}`));
  const read = (name: string): number[] => Array.from(finish(calls.read(open(name), 3)));
  const write = (name: string) => drive(calls.write(open(name), bytesOf("abc"))).outcome;

  expect({
    read: ["null", "zero", "full", "random", "urandom"].map(read),
    write: ["null", "zero", "full", "random"].map(write),
    pread: Array.from(finish(calls.pread(open("zero"), 2, 99))),
    seek: calls.seek(open("null"), 5, "start"),
  }).toEqual({
    read: [[], [0, 0, 0], [0, 0, 0], [7, 7, 7], [7, 7, 7]],
    write: [{ value: 3 }, { value: 3 }, { refused: "ENOSPC" }, { value: 3 }],
    pread: [0, 0],
    seek: 0,
  });
});

test("a huge read of zero is asked of the memory controller first", () => {
  const { calls, caller } = new IoHost().task();
  const zero = finish(calls.open("/dev/zero"));
  caller.account.limitBytes = 10_000_000;

  expect([
    drive(calls.read(zero, 100_000_000)).outcome,
    finish(calls.read(zero, 9_000_000)).length,
    caller.account.totalBytes,
  ]).toEqual(["waiting", 9_000_000, 0]);
});

test("numbers without a device are ENXIO", () => {
  const { calls } = new IoHost().task();
  calls.mknod("/dev/none", "character", 0o666, { major: 1, minor: 99 });
  calls.mknod("/dev/disk", "block", 0o666, { major: 1, minor: 3 });

  expect(["none", "disk", "console", "tty"].map((name) => drive(calls.open(`/dev/${name}`)).outcome)).toEqual(
    [{ refused: "ENXIO" }, { refused: "ENXIO" }, { refused: "ENXIO" }, { refused: "ENXIO" }],
  );
});

test("opening ptmx makes a pseudo-terminal, with a node owned by who opened it", () => {
  const host = new IoHost();
  const { calls, terminals } = host.task();
  const master = finish(calls.open("/dev/ptmx"));
  const name = terminals.ptsname(master);
  const slave = finish(calls.open(name));
  const { mode, uid, gid, rdev, type } = calls.stat(name);
  finish(calls.write(master, bytesOf("hi\n")));
  const line = text(finish(calls.read(slave, 100)));
  finish(calls.write(slave, bytesOf("out\n")));

  expect({
    name,
    entry: { mode, uid, gid, rdev, type },
    line,
    screen: text(finish(calls.read(master, 100))),
    tty: [master, slave].map((fd) => [terminals.isatty(fd), terminals.ttyname(fd)]),
    names: calls.names("/dev/pts"),
  }).toEqual({
    name: "/dev/pts/0",
    entry: { mode: 0o620, uid: 0, gid: 5, rdev: { major: 136, minor: 0 }, type: "character" },
    line: "hi\n",
    screen: "hi\r\nout\r\n",
    tty: [
      [true, "/dev/ptmx"],
      [true, "/dev/pts/0"],
    ],
    names: ["0", "ptmx"],
  });
});

test("every mounted devpts is an instance of its own, found beside the ptmx that was opened", () => {
  const { calls, terminals } = new IoHost().task();
  finish(calls.open("/dev/ptmx"));
  calls.mkdir("/box");
  calls.mkdir("/box/pts");
  calls.mount("devpts", "/box/pts", "devpts", {}, "newinstance,ptmxmode=0666,mode=0620");
  calls.mknod("/box/ptmx", "character", 0o666, { major: 5, minor: 2 });
  const fds = ["/box/ptmx", "/box/pts/ptmx"].map((path) => finish(calls.open(path)));
  calls.mkdir("/none");
  calls.mknod("/none/ptmx", "character", 0o666, { major: 5, minor: 2 });

  expect([
    calls.names("/dev/pts"),
    calls.names("/box/pts"),
    fds.map((fd) => terminals.ptsname(fd)),
    drive(calls.open("/none/ptmx")).outcome,
    refusal(() => calls.mount("devpts", "/box/pts", "devpts", {}, "colour=red")),
  ]).toEqual([
    ["0", "ptmx"],
    ["0", "1", "ptmx"],
    ["/dev/pts/0", "/dev/pts/1"],
    { refused: "ENOENT" },
    "EINVAL",
  ]);
});

test("an instance gives no more terminals than its limit, and numbers again when they are free", () => {
  const { calls, terminals } = new IoHost().task();
  calls.mkdir("/box");
  calls.mount("devpts", "/box", "devpts", {}, "max=2,ptmxmode=666");
  const open = () => drive(calls.open("/box/ptmx")).outcome;
  const [first] = [open(), open()];
  const over = open();
  if (typeof first === "object" && "value" in first) calls.close(first.value);
  const again = open();

  expect([over, typeof again === "object" && "value" in again && terminals.ptsname(again.value)]).toEqual([
    { refused: "ENOSPC" },
    "/dev/pts/0",
  ]);
});

test("when the master closes, its node is gone and the other end is hung up", () => {
  const { calls, terminals } = new IoHost().task();
  const master = finish(calls.open("/dev/ptmx"));
  const slave = finish(calls.open("/dev/pts/0"));
  const reader = drive(calls.read(slave, 10));
  calls.close(master);

  expect([
    reader.outcome,
    drive(calls.write(slave, bytesOf("x"))).outcome,
    drive(calls.open("/dev/pts/0")).outcome,
    terminals.isatty(slave),
    refusal(() => terminals.tcgetattr(slave)),
    calls.names("/dev/pts"),
  ]).toEqual([
    { value: new Uint8Array(0) },
    { refused: "EIO" },
    { refused: "ENOENT" },
    false,
    "EIO",
    ["ptmx"],
  ]);
});

test("a master reads what was printed last and then EIO when the other end was closed, until it is opened again", () => {
  const { calls, io } = new IoHost().task();
  const master = finish(calls.open("/dev/ptmx", { nonBlocking: true }));
  const poll = () =>
    finish(io.poll([{ fd: master, events: { readable: true, writable: true } }], 0))[0]?.events;
  const fresh = [drive(calls.read(master, 10)).outcome, poll()];
  const slave = finish(calls.open("/dev/pts/0"));
  finish(calls.write(slave, bytesOf("last")));
  calls.close(slave);
  const closed = [
    poll(),
    text(finish(calls.read(master, 10))),
    drive(calls.read(master, 10)).outcome,
    poll(),
  ];
  finish(calls.write(master, bytesOf("zz\n")));
  const again = finish(calls.open("/dev/pts/0"));

  // As Linux 6.18 did, POLLIN POLLOUT POLLHUP by name.
  expect([fresh, closed, text(finish(calls.read(again, 10))), text(finish(calls.read(master, 10)))]).toEqual([
    [{ refused: "EAGAIN" }, { writable: true }],
    [
      { readable: true, writable: true, hangUp: true },
      "last",
      { refused: "EIO" },
      { writable: true, hangUp: true },
    ],
    "zz\n",
    "zz\r\n",
  ]);
});

test("/dev/tty is the controlling terminal of whoever opens it", () => {
  const host = new IoHost();
  const leader = host.task({ session: 7 });
  finish(leader.calls.open("/dev/ptmx"));
  finish(leader.calls.open("/dev/pts/0"));
  const other = host.task({ session: 8 });
  const tty = finish(leader.calls.open("/dev/tty"));
  finish(leader.calls.write(tty, bytesOf("hello")));
  leader.terminals.dropControllingTerminal();

  expect([
    leader.terminals.ttyname(tty),
    drive(other.calls.open("/dev/tty")).outcome,
    drive(leader.calls.open("/dev/tty")).outcome,
    host.jobs.sent,
  ]).toEqual(["/dev/tty", { refused: "ENXIO" }, { refused: "ENXIO" }, ["group 7 SIGHUP", "group 7 SIGCONT"]]);
});

test("/dev/console is the host's terminal, and becomes the controlling one only when asked", () => {
  const host = new IoHost();
  const { calls, terminals } = host.task({ session: 4 });
  host.specials.console = new Tty(host.controlling, true);
  const console = finish(calls.open("/dev/console"));
  const before = refusal(() => terminals.tcgetpgrp(console));
  terminals.setControllingTerminal(console);
  const other = host.task({ session: 5 });
  const second = refusal(() =>
    other.terminals.setControllingTerminal(finish(other.calls.open("/dev/console"))),
  );

  expect([before, terminals.tcgetpgrp(console), second]).toEqual(["ENOTTY", 4, "EPERM"]);
});

test("calls on terminals refuse what is none", () => {
  const { calls, io, terminals } = new IoHost().task();
  const { read } = io.pipe();
  const zero = finish(calls.open("/dev/zero"));

  expect([
    terminals.isatty(read),
    refusal(() => terminals.windowSize(zero)),
    drive(terminals.tcsetattr(zero, cookedTermios)).outcome,
    refusal(() => terminals.ptsname(zero)),
    refusal(() => terminals.isatty(99)),
  ]).toEqual([false, "ENOTTY", { refused: "ENOTTY" }, "ENOTTY", "EBADF"]);
});

test("a FIFO in a directory joins those who open it, and is its own for every node", () => {
  const host = new IoHost();
  const [one, other] = [host.task(), host.task({ session: 2 })];
  one.calls.mknod("/fifo", "fifo", 0o600);
  one.calls.mknod("/other", "fifo", 0o600);
  const reader = drive(one.calls.open("/fifo", { access: "read" }));
  const elsewhere = drive(other.calls.open("/other", { access: "write", nonBlocking: true })).outcome;
  const writer = finish(other.calls.open("/fifo", { access: "write" }));
  finish(other.calls.write(writer, bytesOf("through")));
  const { outcome } = reader;
  const fd = typeof outcome === "object" && "value" in outcome ? outcome.value : expect.fail("still waits");

  expect([elsewhere, text(finish(one.calls.read(fd, 100))), one.calls.fstat(fd).type]).toEqual([
    { refused: "ENXIO" },
    "through",
    "fifo",
  ]);
});

test("pipe gives the two lowest descriptors, and none when there is no room for both", () => {
  const { calls, io } = new IoHost().task();
  const ends = io.pipe({ closeOnExec: true, nonBlocking: true });
  const flags = [ends.read, ends.write].map((fd) => calls.fdFlags(fd));
  for (let fd = 2; fd < 1023; fd += 1) calls.dup(0);

  expect([ends, flags, refusal(() => io.pipe()), calls.descriptors().length]).toEqual([
    { read: 0, write: 1 },
    [
      { closeOnExec: true, status: { access: "read", append: false, nonBlocking: true } },
      { closeOnExec: true, status: { access: "write", append: false, nonBlocking: true } },
    ],
    "EMFILE",
    1023,
  ]);
});

test("poll waits for the first of several files, in the order asked", () => {
  const { calls, io } = new IoHost().task();
  const [one, two] = [io.pipe(), io.pipe()];
  const polling = drive(
    io.poll(
      [one, two].map(({ read }) => ({ fd: read, events: { readable: true } })),
      null,
    ),
  );
  const before = polling.outcome;
  finish(calls.write(two.write, bytesOf("x")));

  expect([before, polling.outcome]).toEqual([
    "waiting",
    { value: [{ fd: two.read, events: { readable: true } }] },
  ]);
});

test("poll tells of hang-ups, errors and closed descriptors unasked, and skips negative ones", () => {
  const { calls, io } = new IoHost().task();
  const [one, two] = [io.pipe(), io.pipe()];
  calls.close(one.write);
  calls.close(two.read);

  expect(
    finish(
      io.poll(
        [
          { fd: 99, events: {} },
          { fd: one.read, events: {} },
          { fd: two.write, events: { writable: true } },
          { fd: -1, events: {} },
        ],
        null,
      ),
    ),
  ).toEqual([
    { fd: 99, events: { invalid: true } },
    { fd: one.read, events: { hangUp: true } },
    { fd: two.write, events: { writable: true, error: true } },
  ]);
});

test("poll ends at its time with nothing, at once for 0, and with EINTR at a signal", () => {
  const { io, caller } = new IoHost().task();
  const { read } = io.pipe();
  const asked = [{ fd: read, events: { readable: true } }];
  caller.clock.nowMs = 50;
  const timed = drive(io.poll(asked, 200));
  const { untilMs } = timed;
  timed.timeOut();
  const interrupted = drive(io.poll(asked, -1));
  interrupted.interrupt();

  expect([untilMs, timed.outcome, finish(io.poll(asked, 0)), interrupted.outcome]).toEqual([
    250,
    { value: [] },
    [],
    { refused: "EINTR" },
  ]);
});
