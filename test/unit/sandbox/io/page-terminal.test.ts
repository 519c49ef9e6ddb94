import { expect, test } from "vitest";
import { deferred } from "../../../../src/base/deferred.ts";
import { ControllingTerminals } from "../../../../src/sandbox/kernel/io/controlling-terminals.ts";
import { PageTerminal } from "../../../../src/sandbox/kernel/io/page-terminal.ts";
import { Tty } from "../../../../src/sandbox/kernel/io/tty.ts";
import { drive, finish } from "../../../support/drive.ts";
import { FakeCaller } from "../../../support/fake-caller.ts";

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const text = (pieces: readonly Uint8Array[]): string => {
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join("");
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

function makeLine() {
  const caller = new FakeCaller();
  const tty = new Tty(new ControllingTerminals(caller.jobs));
  tty.jobs.control(1, 1);
  const line = new PageTerminal();
  const shown: Uint8Array[] = [];
  const connection = line.connect(tty);
  const print = (output: string) => drive(tty.write(bytesOf(output), 0, false, caller));
  return { caller, tty, line, shown, connection, print };
}

test("what programs print reaches every sink in order, many writes of a turn as one", async () => {
  const { line, shown, print } = makeLine();
  const others: Uint8Array[] = [];
  line.attach((bytes) => void shown.push(bytes));
  line.attach((bytes) => void others.push(bytes));
  print("one\n");
  print("two\n");
  await settle();

  expect([shown.length, text(shown), text(others), text(line.recent)]).toEqual([
    1,
    "one\r\ntwo\r\n",
    "one\r\ntwo\r\n",
    "one\r\ntwo\r\n",
  ]);
});

test("a sink that has not consumed holds the program back, and lets it run on", async () => {
  const { line, print } = makeLine();
  let consumed = deferred<void>();
  let received = 0;
  line.attach((bytes) => {
    received += bytes.length;
    return consumed.promise;
  });
  const flood = print("x".repeat(1_000_000));
  await settle();
  const held = { received, outcome: flood.outcome };
  for (let turn = 0; turn < 100 && flood.outcome === "waiting"; turn += 1) {
    consumed.resolve();
    consumed = deferred<void>();
    await settle();
  }

  expect([held.outcome, held.received <= 192 * 1024, flood.outcome]).toEqual([
    "waiting",
    true,
    { value: 1_000_000 },
  ]);
});

test("without a sink output flows, and the last MiB of it is kept", async () => {
  const { line, print } = makeLine();
  const flood = print(`${"a".repeat(3_000_000)}the end`);
  for (let turn = 0; turn < 100 && flood.outcome === "waiting"; turn += 1) await settle();
  await settle();
  const recent = text(line.recent);

  expect([recent.length, recent.endsWith("the end")]).toEqual([1_048_576, true]);
});

test("what is typed waits for room and arrives in order, without loss", async () => {
  const { caller, tty, line } = makeLine();
  const lines = Array.from({ length: 2000 }, (_value, index) => `line ${index}\n`);
  let taken = false;
  const feeding = line.feed(bytesOf(lines.join(""))).then(() => (taken = true));
  await settle();
  const early = taken;
  const read: string[] = [];
  for (let index = 0; index < 2000; index += 1) read.push(text([finish(tty.read(100, 0, false, caller))]));
  await feeding;

  expect([early, read, taken]).toEqual([false, lines, true]);
});

test("the size is told at once, and to what is connected later", () => {
  const { caller, tty, line } = makeLine();
  line.resize({ columns: 120, rows: 40 });
  const next = new Tty(new ControllingTerminals(caller.jobs));
  line.connect(next);

  expect([tty.windowSize, next.windowSize, caller.jobs.sent]).toEqual([
    { columns: 120, rows: 40 },
    { columns: 120, rows: 40 },
    ["group 1 SIGWINCH", "group 1 SIGWINCH"],
  ]);
});

test("disconnecting shows the last words, hangs up, tells, and drops what is typed after", async () => {
  const { tty, line, shown, connection, print, caller } = makeLine();
  line.attach((bytes) => void shown.push(bytes));
  let disconnected = 0;
  line.onDidDisconnect.listen(() => (disconnected += 1));
  caller.jobs.takeSent();
  print("bye\n");
  connection[Symbol.dispose]();
  connection[Symbol.dispose]();
  line.send(bytesOf("x\n"));
  await settle();

  expect([text(shown), disconnected, tty.hangUps, caller.jobs.sent, tty.readable]).toEqual([
    "bye\r\n",
    1,
    1,
    ["leader 1 SIGHUP", "leader 1 SIGCONT"],
    false,
  ]);
});

test("^C stops a flood: what the terminal had not shown is dropped", async () => {
  const { caller, line, print } = makeLine();
  const stuck = deferred<void>();
  const shown: Uint8Array[] = [];
  line.attach((bytes) => {
    shown.push(bytes);
    return stuck.promise;
  });
  print("y\n".repeat(500_000));
  await settle();
  caller.jobs.takeSent();
  line.send(bytesOf("\x03"));
  const before = text(shown).length;
  stuck.resolve();
  await settle();

  expect([caller.jobs.sent, text(shown).slice(before).startsWith("^C")]).toEqual([["group 1 SIGINT"], true]);
});
