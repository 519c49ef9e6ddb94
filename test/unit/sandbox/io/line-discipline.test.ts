import { expect, test } from "vitest";
import { cookedTermios, rawTermios, type Termios } from "../../../../src/sandbox/abi/termios.ts";
import { ControllingTerminals } from "../../../../src/sandbox/kernel/io/controlling-terminals.ts";
import { Tty } from "../../../../src/sandbox/kernel/io/tty.ts";
import { drive, finish } from "../../../support/drive.ts";
import { FakeCaller, FakeJobs } from "../../../support/fake-caller.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function typeInto(typed: string | Uint8Array, settings: Partial<Termios> = {}, readBytes = 65_536) {
  const jobs = new FakeJobs();
  const caller = new FakeCaller(jobs);
  const tty = new Tty(new ControllingTerminals(jobs));
  tty.jobs.control(1, 1);
  finish(tty.setTermios({ ...cookedTermios, ...settings }, "now", caller));
  tty.receive(typeof typed === "string" ? bytesOf(typed) : typed);
  const echo = latin(tty.takeOutput(65_536));
  const read: string[] = [];
  for (;;) {
    const { outcome } = drive(tty.read(readBytes, 0, true, caller));
    if (typeof outcome === "string" || !("value" in outcome)) break;
    read.push(latin(outcome.value));
  }
  return { echo, read, sent: jobs.takeSent() };
}

const back = (count: number): string => "\b \b".repeat(count);

// What Linux 6.18 did with the same bytes on a real pty (Python, one case a pty).
const cases: readonly (readonly [
  title: string,
  typed: string | Uint8Array,
  settings: Partial<Termios>,
  echo: string,
  read: readonly string[],
])[] = [
  ["a line ends with CR", "abc\r", {}, "abc\r\n", ["abc\n"]],
  ["two lines are two reads", "abc\nde\n", {}, "abc\r\nde\r\n", ["abc\n", "de\n"]],
  [
    "erase takes characters back, and stops at the line's start",
    "ab\x7f\x7f\x7fx\r",
    {},
    `ab${back(2)}x\r\n`,
    ["x\n"],
  ],
  ["erase takes a whole character with iutf8", "é\x7fx\r", {}, `\xc3\xa9${back(1)}x\r\n`, ["x\n"]],
  ["erase takes a byte without iutf8", "é\x7fx\r", { iutf8: false }, `\xc3\xa9${back(1)}x\r\n`, ["\xc3x\n"]],
  [
    "werase takes blanks and then letters and digits",
    "foo bar-baz  \x17\x17X\r",
    {},
    `foo bar-baz  ${back(9)}X\r\n`,
    ["foo X\n"],
  ],
  ["kill takes the line off the screen", "hello\x15ok\r", {}, `hello${back(5)}ok\r\n`, ["ok\n"]],
  [
    "kill begins a new line without echoke",
    "hello\x15ok\r",
    { echoke: false },
    "hello^U\r\nok\r\n",
    ["ok\n"],
  ],
  [
    "kill is only shown without echok",
    "hello\x15ok\r",
    { echoke: false, echok: false },
    "hello^Uok\r\n",
    ["ok\n"],
  ],
  ["kill begins a new line without echoe", "hello\x15ok\r", { echoe: false }, "hello^U\r\nok\r\n", ["ok\n"]],
  ["erase is only shown without echoe", "he\x7fo\r", { echoe: false }, "he^?o\r\n", ["ho\n"]],
  ["control characters are shown and erased as two", "a\x01b\x7f\x7f\r", {}, `a^Ab${back(3)}\r\n`, ["a\n"]],
  [
    "control characters are echoed as they are without echoctl",
    "a\x01b\x7f\x7f\r",
    { echoctl: false },
    `a\x01b${back(1)}\r\n`,
    ["a\n"],
  ],
  [
    "an erased tab moves back to where it began",
    "ab\tc\x7f\x7fd\r",
    {},
    `ab\tc${back(1)}${"\b".repeat(6)}d\r\n`,
    ["abd\n"],
  ],
  [
    "erased tabs after tabs are eight wide",
    "\t\tx\x7f\x7f\x7f\r",
    {},
    `\t\tx${back(1)}${"\b".repeat(16)}\r\n`,
    ["\n"],
  ],
  ["lnext takes any character", "a\x16\x03b\x16\n\r", {}, "a^\b^Cb^\b^J\r\n", ["a\x03b\n\n"]],
  ["lnext takes an erase that can be erased", "a\x16\x7f\x7fb\r", {}, `a^\b^?${back(2)}b\r\n`, ["ab\n"]],
  ["reprint shows the line again", "ab\x01c\x12d\r", {}, "ab^Ac^R\r\nab^Acd\r\n", ["ab\x01cd\n"]],
  ["eof alone is an end of file", "\x04", {}, "", [""]],
  ["eof behind a line is an end of file", "ab\n\x04", {}, "ab\r\n", ["ab\n", ""]],
  ["eof after text hands it over", "abc\x04", {}, "abc", ["abc"]],
  ["echonl echoes newlines without echo", "abc\n", { echo: false, echonl: true }, "\r\n", ["abc\n"]],
  ["NUL is a character", "a\x00b\n", {}, "a^@b\r\n", ["a\x00b\n"]],
  ["eol ends a line and stays in it", "a;b\n", { eol: 0x3b }, "a;b\r\n", ["a;", "b\n"]],
  ["igncr drops CR", "a\rb\n", { igncr: true }, "ab\r\n", ["ab\n"]],
  ["inlcr makes NL a CR", "a\nb\r", { inlcr: true, icrnl: false }, "a^Mb^M", []],
  ["inlcr and icrnl exchange them", "a\nb\r", { inlcr: true }, "a^Mb\r\n", ["a\rb\n"]],
  ["noisig leaves ^C a character", "abc\x03\n", { isig: false }, "abc^C\r\n", ["abc\x03\n"]],
  ["onlcr off echoes NL alone", "a\n", { onlcr: false }, "a\n", ["a\n"]],
  ["opost off echoes NL alone", "a\n", { opost: false }, "a\n", ["a\n"]],
  [
    "werase, reprint and lnext need iexten",
    "foo bar\x17\x12\x16\n",
    { iexten: false },
    "foo bar^W^R^V\r\n",
    ["foo bar\x17\x12\x16\n"],
  ],
  ["raw bytes come as they are", "a\r\x03\x04\x7f", rawTermios(cookedTermios), "", ["a\r\x03\x04\x7f"]],
  ["erase, kill and werase of nothing do nothing", "\x7f\x15\x17a\n", {}, "a\r\n", ["a\n"]],
  ["bytes that are no UTF-8 pass", Uint8Array.of(0xff, 0xc3, 0x0a), {}, "\xff\xc3\r\n", ["\xff\xc3\n"]],
];

test.each(cases)("as on Linux: %s", (_title, typed, settings, echo, read) => {
  const seen = typeInto(typed, settings);

  expect({ echo: seen.echo, read: seen.read }).toEqual({ echo, read });
});

test("a read of just a line's length takes the end of file with it", () => {
  const { read } = typeInto("abc\x04de\n", {}, 3);
  const longer = typeInto("abcd\x04de\n", {}, 3);

  expect([read, longer.read]).toEqual([
    ["abc", "de\n"],
    ["abc", "d", "de\n"],
  ]);
});

test.each([
  ["\x03", "SIGINT", "^C"],
  ["\x1c", "SIGQUIT", "^\\"],
  ["\x1a", "SIGTSTP", "^Z"],
])("the key %j sends %s to the foreground group and drops what was typed", (key, signal, shown) => {
  expect(typeInto(`abc${key}def\n`)).toEqual({
    // On Linux 'abc' is sometimes seen: it is dropped with the output if nobody has taken it.
    echo: `${shown}def\r\n`,
    read: ["def\n"],
    sent: [`group 1 ${signal}`],
  });
});

test("noflsh keeps what was typed before ^C", () => {
  expect(typeInto("abc\x03def\n", { noflsh: true })).toEqual({
    echo: "abc^Cdef\r\n",
    read: ["abcdef\n"],
    sent: ["group 1 SIGINT"],
  });
});

test("a line of over 4095 characters is cut, and its newline kept", () => {
  const { read } = typeInto(`${"x".repeat(15_000)}Z\n`, { echo: false });

  expect(read).toEqual([`${"x".repeat(4095)}\n`]);
});

test("finished lines that nobody reads hold the sender back", () => {
  const caller = new FakeCaller();
  const tty = new Tty(new ControllingTerminals(caller.jobs));
  let room = 0;
  tty.connect({
    outputReady: () => tty.takeOutput(65_536),
    inputRoom: () => (room += 1),
    usersChanged: () => undefined,
  });
  const lines = bytesOf("0123456789abcde\n".repeat(500));
  const first = tty.receive(lines);
  const full = tty.receive(lines);
  finish(tty.read(100, 0, false, caller));

  expect([first, full, room, tty.receive(lines)]).toEqual([4095, 0, 1, 16]);
});

test("changing between lines and raw bytes keeps what was typed", () => {
  const caller = new FakeCaller();
  const tty = new Tty(new ControllingTerminals(caller.jobs));
  const raw = { ...cookedTermios, icanon: false };
  const read = () => {
    const { outcome } = drive(tty.read(100, 0, true, caller));
    return typeof outcome === "object" && "value" in outcome ? latin(outcome.value) : outcome;
  };
  tty.receive(bytesOf("ab\ncd\x04ef"));
  finish(tty.setTermios(raw, "now", caller));
  const seen = [read()];
  tty.receive(bytesOf("gh\nij"));
  finish(tty.setTermios(cookedTermios, "now", caller));
  seen.push(read(), read());
  tty.receive(bytesOf("kl\n"));
  seen.push(read());

  expect(seen).toEqual(["ab\ncd\0ef", "gh\nij", { refused: "EAGAIN" }, "kl\n"]);
});
