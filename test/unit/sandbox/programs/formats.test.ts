import { describe, expect, test } from "vitest";
import { nameColumns, tableLines, textWidth } from "../../../../src/sandbox/programs/command/columns.ts";
import { durationMs, humanSize, sizeBytes } from "../../../../src/sandbox/programs/command/quantities.ts";
import { decodeText, encodeText } from "../../../../src/sandbox/programs/command/text-encoding.ts";
import { isDue, parseCronTable } from "../../../../src/sandbox/programs/init/cron-table.ts";
import { parseInittab, processArguments } from "../../../../src/sandbox/programs/init/inittab.ts";
import { RespawnLimit } from "../../../../src/sandbox/programs/init/respawn-limit.ts";
import { programTable } from "../../../../src/sandbox/programs/program-table.ts";
import { Userland } from "./userland.ts";

describe("text", () => {
  test.each([
    ["plain", [0x61, 0x0a]],
    ["UTF-8", [0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80]],
    ["bytes that are none", [0xff, 0x61, 0xc3, 0xe2, 0x82, 0x62, 0xed, 0xb2, 0x80, 0x80]],
  ])("comes out as it went in: %s", (_, bytes) => {
    expect([...encodeText(decodeText(Uint8Array.from(bytes)))]).toEqual(bytes);
  });

  test("is as wide as a terminal shows it", () => {
    expect(["abc", "é", "e\u0301", "漢字", "😀"].map(textWidth)).toEqual([3, 1, 1, 4, 2]);
  });
});

describe("columns", () => {
  test("of a table are as wide as what is in them", () => {
    expect(
      tableLines([{ head: "PID", right: true }, { head: "NAME" }, { head: "X" }], [["1", "abcdef", "y"]]),
    ).toEqual(["PID NAME   X", "  1 abcdef y"]);
  });

  test("of names are as many as fit", () => {
    expect(nameColumns(["a", "bb", "ccc", "d", "e"], 10)).toEqual(["a    d", "bb   e", "ccc"]);
  });
});

test("sizes and durations are read as people write them", () => {
  expect({
    sizes: ["10", "1k", "2MiB", "1kB", "3b", "1.5K", "x", "-1"].map(sizeBytes),
    durations: ["1", "0.5", "2m", "1h", "1d", "inf", "1x"].map(durationMs),
    shown: [0, 1023, 1024, 1536, 10_240, 1_048_575, 1_048_576].map((bytes) => humanSize(bytes)),
  }).toEqual({
    sizes: [10, 1024, 2_097_152, 1000, 1536, 1536, null, null],
    durations: [1000, 500, 120_000, 3_600_000, 86_400_000, Number.POSITIVE_INFINITY, null],
    shown: ["0", "1023", "1.0K", "1.5K", "10K", "1024K", "1.0M"],
  });
});

test("an inittab's lines are read, and what is none is told", () => {
  expect(
    parseInittab("# no\ntty1::respawn:/bin/getty 38400 tty1\n::shutdown:/bin/umount -a\nbad\n::never:x\n"),
  ).toEqual({
    entries: [
      { terminal: "tty1", action: "respawn", process: "/bin/getty 38400 tty1" },
      { terminal: "", action: "shutdown", process: "/bin/umount -a" },
    ],
    problems: ["Bad inittab entry at line 4", "Bad inittab entry at line 5"],
  });
});

test("a process line is words, or a shell's where it is more", () => {
  expect(["/bin/a b c", "-/bin/sh", "a > b"].map(processArguments)).toEqual([
    { path: "/bin/a", argv: ["/bin/a", "b", "c"] },
    { path: "/bin/sh", argv: ["-sh"] },
    { path: "/bin/sh", argv: ["sh", "-c", "exec a > b"] },
  ]);
});

test("ten starts in two minutes are allowed, then none for five", () => {
  const limit = new RespawnLimit();

  const verdicts = Array.from({ length: 12 }, (_, at) => limit.start(at * 1000));

  expect([
    verdicts.slice(0, 10).every((verdict) => verdict === "allowed"),
    ...verdicts.slice(10),
    limit.start(310_001),
  ]).toEqual([true, "newly-refused", "refused", "allowed"]);
});

describe("a crontab", () => {
  const due = (line: string, time: string): boolean | undefined => {
    const [entry] = parseCronTable(`${line} cmd`).entries;
    return entry && isDue(entry, Date.parse(time));
  };

  test.each([
    ["*/15 9-17 * * mon-fri", "2026-11-23T09:45:00Z", true],
    ["*/15 9-17 * * mon-fri", "2026-11-22T09:45:00Z", false],
    ["0 0 1 * 0", "2026-11-22T00:00:00Z", true],
    ["0 0 1 * *", "2026-11-22T00:00:00Z", false],
    ["5,10 * * jan,nov *", "2026-11-22T03:10:30Z", true],
    ["@daily", "2026-11-22T00:00:00Z", true],
    ["60 * * * *", "2026-11-22T00:00:00Z", undefined],
  ])("%s at %s: %s", (line, time, expected) => {
    expect(due(line, time)).toBe(expected);
  });
});

test("every program says how it is used", async () => {
  const names = [...programTable.keys()].filter(
    (name) => !["[", "echo", "init", "sh", "test"].includes(name),
  );
  const { out } = await new Userland().run(names.map((name) => `/bin/${name} --help | head -1`).join("\n"));

  expect(
    out
      .split("\n")
      .slice(0, -1)
      .map((line) => line.split(" ").slice(0, 2).join(" ")),
  ).toEqual(names.map((name) => `Usage: ${name}`));
});
