/* oxlint-disable require-yield -- a program is a generator, and not every one need wait */
import { expect, test } from "vitest";
import type { Blocking } from "../../../../src/sandbox/abi/blocking.ts";
import { Errno } from "../../../../src/sandbox/abi/errno.ts";
import type { Program } from "../../../../src/sandbox/abi/program.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

function* codeOf(call: Blocking<unknown>): Blocking<unknown> {
  try {
    return yield* call;
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}

const exits = (code: number): Program =>
  function* ended() {
    return code;
  };

test("a zombie stays, with its pid taken, until it is waited for", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* zombie(sys) {
    const pid = sys.fork(exits(5));
    yield* sys.sleep(10);
    const fd = yield* sys.open(`/proc/${pid}/status`, { access: "read" });
    const status = new TextDecoder().decode(yield* sys.read(fd, 4096));
    const state = /State:\t(.*)/.exec(status)?.[1];
    const alive = codeOf(
      (function* look() {
        sys.kill(pid, null);
      })(),
    );
    yield* alive;
    const waited = yield* sys.wait(pid);
    const gone = yield* codeOf(
      (function* look() {
        sys.kill(pid, null);
      })(),
    );
    return [state, waited?.status, gone];
  });

  expect(seen).toEqual(["Z (zombie)", { kind: "exited", code: 5 }, "ESRCH"]);
});

test("wait without children, or for one that is another's, is ECHILD", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* waiting(sys) {
    return [
      yield* codeOf(sys.wait()),
      yield* codeOf(sys.wait(1)),
      yield* codeOf(sys.wait(-77)),
      yield* codeOf(sys.wait(0, { noHang: true })),
    ];
  });

  expect(seen).toEqual(["ECHILD", "ECHILD", "ECHILD", "ECHILD"]);
});

test("with SIGCHLD ignored children leave no zombies, and wait ends with ECHILD when all are gone", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* ignoring(sys) {
    sys.sigaction("SIGCHLD", "ignore");
    const before = world.kernel.counters.tasks;
    sys.fork(exits(1));
    sys.fork(exits(2));
    const ended = yield* codeOf(sys.wait());
    return [ended, world.kernel.counters.tasks - before];
  });

  expect(seen).toEqual(["ECHILD", 0]);
});

test("wait picks a child, the own group, or another group", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* picking(sys) {
    const inGroup = sys.fork(exits(1));
    const other = sys.fork(exits(2));
    const alone = sys.fork(exits(3));
    sys.setpgid(alone, alone);
    sys.setpgid(other, alone);
    const own = yield* sys.wait(0);
    const group = yield* sys.wait(-alone);
    const last = yield* sys.wait(-alone);
    return [
      own?.pid === inGroup,
      new Set([group?.pid, last?.pid]),
      yield* codeOf(sys.wait(-alone)),
      new Set([other, alone]),
    ];
  });

  expect(seen[0]).toBe(true);
  expect(seen[1]).toEqual(seen[3]);
  expect(seen[2]).toBe("ECHILD");
});

test("an orphan's new parent is init, which waits for it", async () => {
  const world = new SandboxWorld();

  const parent = world.call(function* orphaning(sys) {
    const answers = sys.pipe();
    const middle = sys.fork(function* middle(own) {
      own.fork(function* orphan(inner) {
        yield* inner.sleep(20);
        yield* inner.write(answers.write, new TextEncoder().encode(`${inner.getppid()}`));
        return 0;
      });
      return 0;
    });
    yield* sys.wait(middle);
    return new TextDecoder().decode(yield* sys.read(answers.read, 10));
  });
  await world.settle();

  expect([parent, world.kernel.counters.tasks]).toEqual(["1", 1]);
});

test("CPU time of a child that was waited for counts for its parent", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* timing(sys) {
    const child = sys.fork(function* busy(own) {
      while (own.clock("process") < 30) yield* own.yield();
      return 0;
    });
    const waited = yield* sys.wait(child);
    const { childrenMs } = sys.times();
    return [waited !== null && waited.cpuMs >= 30, Math.abs(childrenMs - (waited?.cpuMs ?? 0)) < 1];
  });

  expect(seen).toEqual([true, true]);
});

test("exit ends at once through finally blocks, and keeps eight bits", async () => {
  const world = new SandboxWorld();
  const steps: string[] = [];

  const ran = await world.run(function* exiting(sys) {
    try {
      yield* sys.sleep(1);
      sys.exit(258);
      steps.push("after exit");
    } finally {
      steps.push("finally");
      yield* sys.sleep(1000);
      steps.push("slept");
    }
    return 0;
  });

  expect([ran.status, steps]).toEqual([{ kind: "exited", code: 2 }, ["finally"]]);
});

test("a program that breaks ends by SIGSEGV and says so on its stderr", async () => {
  const world = new SandboxWorld();

  const ran = await world.run(function* broken() {
    throw new TypeError("no such thing");
  });

  expect([ran.status, ran.err.split("\n")[0]]).toEqual([
    { kind: "signaled", signal: "SIGSEGV", coreDumped: false },
    "kernel[3]: SIGSEGV: TypeError: no such thing",
  ]);
});
