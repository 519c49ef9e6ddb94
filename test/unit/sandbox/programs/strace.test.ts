/** strace on programs whose calls are known. */
import { expect, test } from "vitest";
import type { Program } from "../../../../src/sandbox/abi/program.ts";
import { strace } from "../../../../src/sandbox/programs/process/strace.ts";
import { callSummary } from "../../../../src/sandbox/programs/process/strace-summary.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const peek: Program = function* peek(sys) {
  const fd = yield* sys.open("/etc/hostname", { access: "read" });
  yield* sys.read(fd, 64);
  sys.close(fd);
  try {
    sys.stat("/nowhere");
  } catch {
    return 3;
  }
  return 0;
};

const twice: Program = function* twice(sys) {
  // oxlint-disable-next-line require-yield -- a program is a generator, and this one need not wait
  const child = sys.fork(function* child(own) {
    own.umask(0o22);
    return 0;
  });
  yield* sys.wait(child);
  return 0;
};

const world = (): SandboxWorld =>
  new SandboxWorld({ programs: { strace, peek, twice }, files: { "/etc/hostname": "box\n" } });

test("strace prints each call with its arguments and its result, and ends as its program does", async () => {
  const { status, err } = await world().run("/bin/strace", ["strace", "peek"]);
  expect([status, err.split("\n").map((line) => line.replace(/ +=/, " ="))]).toEqual([
    { kind: "exited", code: 3 },
    [
      'execve("/bin/peek", ["peek"], /* 1 vars */) = 0',
      'openat("/etc/hostname", O_RDONLY) = 3',
      String.raw`read(3, "box\n", 64) = 4`,
      "close(3) = 0",
      'stat("/nowhere") = -1 ENOENT (No such file or directory)',
      "+++ exited with 3 +++",
      "",
    ],
  ]);
});

test("only what is asked for is printed, to a file if need be", async () => {
  const made = world();
  await made.run("/bin/strace", ["strace", "-q", "-e", "trace=openat", "-o", "/tmp/calls", "peek"]);
  const text = made.call(function* read(sys) {
    const fd = yield* sys.open("/tmp/calls", { access: "read" });
    return new TextDecoder().decode(yield* sys.read(fd, 4096));
  });
  expect(text).toMatch(/^openat\("\/etc\/hostname", O_RDONLY\) += 3\n$/);
});

test("children of the program are followed only if asked for", async () => {
  const alone = await world().run("/bin/strace", ["strace", "-q", "twice"]);
  const all = await world().run("/bin/strace", ["strace", "-f", "-q", "twice"]);
  expect([alone.err.includes("umask"), /\[pid +\d+\] umask\(18\)/.test(all.err)]).toEqual([false, true]);
});

test("-c counts calls and errors", () => {
  const call = { pid: 1, words: "", tookUs: 250 };
  const text = callSummary([
    { ...call, name: "read", result: "4" },
    { ...call, name: "read", result: "0" },
    { ...call, name: "stat", result: "-1 ENOENT (No such file or directory)" },
  ]);
  expect(text).toBe(
    [
      "% time     seconds  usecs/call     calls    errors syscall",
      "------ ----------- ----------- --------- --------- ----------------",
      " 66.67    0.000500         250         2           read",
      " 33.33    0.000250         250         1         1 stat",
      "------ ----------- ----------- --------- --------- ----------------",
      "100.00    0.000750         250         3         1 total",
      "",
    ].join("\n"),
  );
});

test("a program that is not there is told, and nothing is left watching", async () => {
  const made = world();
  const { status, err } = await made.run("/bin/strace", ["strace", "-q", "absent"]);
  expect([status, err.includes("absent"), made.kernel.parts.tracing.armed]).toEqual([
    { kind: "exited", code: 127 },
    true,
    false,
  ]);
});
