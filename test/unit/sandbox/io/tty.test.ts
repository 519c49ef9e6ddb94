import { expect, test } from "vitest";
import { cookedTermios, rawTermios } from "../../../../src/sandbox/abi/termios.ts";
import type { OpenStatus } from "../../../../src/sandbox/fs/open-file.ts";
import { ControllingTerminals } from "../../../../src/sandbox/kernel/io/controlling-terminals.ts";
import { openTty } from "../../../../src/sandbox/kernel/io/tty-file.ts";
import { Tty } from "../../../../src/sandbox/kernel/io/tty.ts";
import { drive, finish } from "../../../support/drive.ts";
import { FakeCaller, FakeJobs } from "../../../support/fake-caller.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const node = { description: "/dev/pts/0", stat: () => expect.fail("nobody asks") };
const opened = (access: OpenStatus["access"] = "both", nonBlocking = false): OpenStatus => ({
  access,
  append: false,
  nonBlocking,
});

/** A terminal that controls session 1, with the leader's group 1 in front and a job of group 5. */
function makeTerminal(hangsUpWithLeader = false) {
  const jobs = new FakeJobs();
  const controlling = new ControllingTerminals(jobs);
  const tty = new Tty(controlling, hangsUpWithLeader);
  const leader = new FakeCaller(jobs, { session: 1, group: 1 });
  const job = new FakeCaller(jobs, { session: 1, group: 5 });
  const file = openTty(tty, node, opened(), leader, false);
  return { jobs, controlling, tty, leader, job, file };
}

test("a session's leader that opens a free terminal gets it, with its group in front", () => {
  const { tty, controlling } = makeTerminal();

  expect([tty.jobs.session, tty.jobs.foreground, controlling.of(1) === tty]).toEqual([1, 1, true]);
});

test.each([
  ["who forbids it", { noControl: true }],
  ["who only writes", { access: "write" as const }],
  ["who leads no session", { group: 9 }],
  ["whose session has one already", { hasOne: true }],
])("a terminal does not become the controlling one of %s", (_who, given: Record<string, unknown>) => {
  const jobs = new FakeJobs();
  const controlling = new ControllingTerminals(jobs);
  const caller = new FakeCaller(jobs, { session: 3, group: given["group"] === 9 ? 9 : 3 });
  if (given["hasOne"]) openTty(new Tty(controlling), node, opened(), caller, false);
  const tty = new Tty(controlling);
  openTty(
    tty,
    node,
    opened(given["access"] === "write" ? "write" : "both"),
    caller,
    given["noControl"] === true,
  );

  expect(tty.jobs.session).toBe(null);
});

test("a background job that reads is stopped by SIGTTIN, and reads when it came to the front", () => {
  const { jobs, tty, leader, job, file } = makeTerminal();
  tty.receive(bytesOf("hi\n"));
  const reader = drive(file.read(100, job));
  const before = reader.outcome;
  const stopped = jobs.takeSent();
  finish(tty.jobs.setForeground(() => 5, leader));
  reader.timeOut();

  expect([before, stopped, reader.outcome, jobs.sent]).toEqual([
    "waiting",
    ["group 5 SIGTTIN"],
    { value: bytesOf("hi\n") },
    [],
  ]);
});

test("a background job that does not heed SIGTTIN, or that nobody could continue, reads EIO", () => {
  const { tty, job, file, jobs } = makeTerminal();
  tty.receive(bytesOf("hi\n"));
  job.deafTo.add("SIGTTIN");
  const deaf = drive(file.read(100, job)).outcome;
  job.deafTo.clear();
  job.orphanedGroup = true;

  expect([deaf, drive(file.read(100, job)).outcome, jobs.sent]).toEqual([
    { refused: "EIO" },
    { refused: "EIO" },
    [],
  ]);
});

test("a background job may print, but with tostop is stopped by SIGTTOU unless it does not heed it", () => {
  const { tty, leader, job, file, jobs } = makeTerminal();
  const free = finish(file.write(bytesOf("a"), job));
  finish(tty.setTermios({ ...cookedTermios, tostop: true }, "now", leader));
  const held = drive(file.write(bytesOf("b"), job)).outcome;
  job.deafTo.add("SIGTTOU");
  const deaf = finish(file.write(bytesOf("c"), job));

  expect([free, held, deaf, jobs.sent, text(tty.takeOutput(10))]).toEqual([
    1,
    "waiting",
    1,
    ["group 5 SIGTTOU"],
    "ac",
  ]);
});

test("setting the terminal from the background is stopped by SIGTTOU", () => {
  const { tty, job, jobs } = makeTerminal();
  const settings = drive(tty.setTermios(rawTermios(cookedTermios), "now", job)).outcome;
  const front = drive(tty.jobs.setForeground(() => 5, job)).outcome;

  expect([settings, front, jobs.sent, tty.termios.icanon]).toEqual([
    "waiting",
    "waiting",
    ["group 5 SIGTTOU", "group 5 SIGTTOU"],
    true,
  ]);
});

test("a group comes to the front only in its own session, by one who has the terminal", () => {
  const { tty, leader, jobs } = makeTerminal();
  const stranger = new FakeCaller(jobs, { session: 7 });

  const outcomes = [
    drive(tty.jobs.setForeground(() => 5, stranger)).outcome,
    drive(tty.jobs.setForeground(() => 7, leader)).outcome,
    drive(tty.jobs.setForeground(() => null, leader)).outcome,
    drive(tty.jobs.setForeground(() => 5, leader)).outcome,
  ];
  expect([outcomes, tty.jobs.foreground]).toEqual([
    [{ refused: "ENOTTY" }, { refused: "EPERM" }, { refused: "ESRCH" }, { value: undefined }],
    5,
  ]);
});

test("a size that is new tells the foreground group, the same again does not", () => {
  const { tty, jobs } = makeTerminal();
  tty.windowSize = { columns: 100, rows: 30 };
  tty.windowSize = { columns: 100, rows: 30 };

  expect([tty.windowSize, jobs.sent]).toEqual([{ columns: 100, rows: 30 }, ["group 1 SIGWINCH"]]);
});

test("a hang-up ends reads, refuses writes, tells the leader, and leaves the terminal to be opened again", () => {
  const { tty, controlling, leader, file, jobs } = makeTerminal();
  const reader = drive(file.read(10, leader));
  const writer = drive(file.write(new Uint8Array(100_000), leader));
  tty.hangUp();
  const outcomes = [reader.outcome, writer.outcome, drive(file.write(bytesOf("x"), leader)).outcome];
  const again = openTty(tty, node, opened(), leader, true);

  expect([
    outcomes,
    finish(again.write(bytesOf("x"), leader)),
    jobs.sent,
    controlling.of(1),
    file.ready(),
  ]).toEqual([
    [{ value: new Uint8Array(0) }, { value: 65_536 }, { refused: "EIO" }],
    1,
    ["leader 1 SIGHUP", "leader 1 SIGCONT"],
    null,
    { readable: true, writable: true, error: true, hangUp: true },
  ]);
});

test("after a hang-up the foreground group is told when the session's leader ends", () => {
  const { tty, controlling, leader, jobs } = makeTerminal();
  finish(tty.jobs.setForeground(() => 5, leader));
  tty.hangUp();
  jobs.takeSent();
  controlling.leaderEnded(1);
  controlling.leaderEnded(1);

  expect(jobs.sent).toEqual(["group 5 SIGHUP", "group 5 SIGCONT"]);
});

test("when a session's leader ends, the foreground group is hung up and the terminal free", () => {
  const { tty, controlling, leader, file, jobs } = makeTerminal();
  finish(tty.jobs.setForeground(() => 5, leader));
  controlling.leaderEnded(1);

  expect([jobs.sent, tty.jobs.session, file.hungUp]).toEqual([["group 5 SIGHUP"], null, false]);
});

test("a terminal that is no pseudo-terminal is itself hung up when the leader ends", () => {
  const { controlling, file } = makeTerminal(true);
  controlling.leaderEnded(1);

  expect([file.hungUp, controlling.of(1)]).toEqual([true, null]);
});

test("the last close frees the terminal of its session", () => {
  const { tty, controlling, file } = makeTerminal();
  file.drop();

  expect([tty.jobs.session, controlling.of(1)]).toEqual([null, null]);
});

test("a reader waits for a line, and only for what it asks", () => {
  const { tty, leader, file } = makeTerminal();
  const reader = drive(file.read(3, leader));
  tty.receive(bytesOf("hello"));
  const early = reader.outcome;
  tty.receive(bytesOf("\n"));

  expect([early, reader.outcome, finish(file.read(100, leader))]).toEqual([
    "waiting",
    { value: bytesOf("hel") },
    bytesOf("lo\n"),
  ]);
});

test("reading without blocking is EAGAIN while no line is finished", () => {
  const { tty, leader } = makeTerminal();
  const file = openTty(tty, node, opened("both", true), leader, true);
  tty.receive(bytesOf("half"));

  expect([drive(file.read(10, leader)).outcome, file.ready().readable]).toEqual([
    { refused: "EAGAIN" },
    false,
  ]);
});

function rawTerminal(min: number, time: number) {
  const made = makeTerminal();
  finish(made.tty.setTermios({ ...rawTermios(cookedTermios), min, time }, "now", made.leader));
  return made;
}

test("raw with MIN waits for so many bytes, or as many as are asked", () => {
  const { tty, leader, file } = rawTerminal(3, 0);
  const reader = drive(file.read(100, leader));
  tty.receive(bytesOf("ab"));
  const early = [reader.outcome, file.ready().readable];
  tty.receive(bytesOf("cd"));
  const all = reader.outcome;
  tty.receive(bytesOf("e"));

  expect([early, all, drive(file.read(1, leader)).outcome]).toEqual([
    ["waiting", false],
    { value: bytesOf("abcd") },
    { value: bytesOf("e") },
  ]);
});

test("raw with neither MIN nor TIME never waits", () => {
  const { leader, file } = rawTerminal(0, 0);

  expect(drive(file.read(10, leader)).outcome).toEqual({ value: new Uint8Array(0) });
});

test("raw with TIME alone waits so long for the first byte", () => {
  const { leader, file } = rawTerminal(0, 5);
  const reader = drive(file.read(10, leader));
  const { untilMs } = reader;
  reader.timeOut();

  expect([untilMs, reader.outcome]).toEqual([500, { value: new Uint8Array(0) }]);
});

test("raw with MIN and TIME waits without limit for the first byte, then so long between bytes", () => {
  const { tty, leader, file } = rawTerminal(10, 5);
  const reader = drive(file.read(100, leader));
  const limits = [reader.untilMs];
  leader.clock.nowMs = 1000;
  tty.receive(bytesOf("a"));
  limits.push(reader.untilMs);
  leader.clock.nowMs = 1300;
  tty.receive(bytesOf("b"));
  limits.push(reader.untilMs);
  reader.timeOut();

  expect([limits, reader.outcome]).toEqual([[null, 1500, 1800], { value: bytesOf("ab") }]);
});

test("^S holds what programs print until ^Q, and ^C lets go of it", () => {
  const { tty, leader, file } = makeTerminal();
  tty.receive(bytesOf("\x13"));
  const held = drive(file.write(bytesOf("one"), leader));
  const before = [held.outcome, tty.outputBytes, file.ready().writable];
  tty.receive(bytesOf("\x11"));
  const after = [held.outcome, text(tty.takeOutput(10))];
  tty.receive(bytesOf("\x13"));
  const second = drive(file.write(bytesOf("two"), leader));
  tty.receive(bytesOf("\x03"));

  expect([before, after, second.outcome, text(tty.takeOutput(10))]).toEqual([
    ["waiting", 0, false],
    [{ value: 3 }, "one"],
    { value: 3 },
    "^Ctwo",
  ]);
});

test("a flood fills the output and then waits until it is taken", () => {
  const { tty, leader, file } = makeTerminal();
  const flood = drive(file.write(bytesOf("y\n".repeat(500_000)), leader));
  const filled = tty.outputBytes;
  const before = flood.outcome;
  let shown = 0;
  while (flood.outcome === "waiting") shown += tty.takeOutput(65_536).length;
  shown += tty.takeOutput(1_000_000).length;

  expect([before, filled < 80_000, shown, flood.outcome]).toEqual([
    "waiting",
    true,
    1_500_000,
    { value: 1_000_000 },
  ]);
});

test("echo without a reader at the wire stays bounded", () => {
  const { tty } = makeTerminal();
  for (let line = 0; line < 10_000; line += 1) {
    tty.receive(bytesOf("x".repeat(100)));
    tty.receive(bytesOf("\x15"));
  }

  expect(tty.outputBytes < 80_000).toBe(true);
});

test("a row of newlines grows in the output as it is processed", () => {
  const { tty, leader, file } = makeTerminal();
  finish(file.write(bytesOf("\n".repeat(5000)), leader));

  expect(text(tty.takeOutput(20_000))).toBe("\r\n".repeat(5000));
});
