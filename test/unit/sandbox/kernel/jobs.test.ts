import { expect, test } from "vitest";
import { Errno } from "../../../../src/sandbox/abi/errno.ts";
import type { Program, Syscalls } from "../../../../src/sandbox/abi/program.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const sleeper: Program = function* sleeper(sys) {
  for (;;) yield* sys.sleep(1000);
};

function codeOf(act: () => unknown): unknown {
  try {
    return act() ?? "ok";
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (said: string): Uint8Array => new TextEncoder().encode(said);

function sleepers(sys: Syscalls, count: number): number[] {
  return Array.from({ length: count }, () => sys.fork(sleeper));
}

test("setsid makes a session and a group named after the caller, but not for a group's leader", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* sessions(sys) {
    const answers = sys.pipe();
    const pid = sys.fork(function* child(own) {
      const made = own.setsid();
      const again = codeOf(() => own.setsid());
      yield* own.write(answers.write, bytes(JSON.stringify([made, own.getsid(), own.getpgid(), again])));
      return 0;
    });
    yield* sys.wait();
    return [JSON.parse(text(yield* sys.read(answers.read, 99))), [pid, pid, pid, "EPERM"]];
  });

  expect(seen[0]).toEqual(seen[1]);
});

test("setpgid refuses what POSIX says", () => {
  const world = new SandboxWorld({ programs: { sleeper } });

  const seen = world.call(function* groups(sys) {
    const [one = 0, two = 0, three = 0] = sleepers(sys, 3);
    const elsewhere = sys.fork(function* child(own) {
      own.setsid();
      return yield* sleeper(own, { argv: [], env: {} });
    });
    const execed = sys.fork(function* child(own) {
      return yield* own.exec("/bin/sleeper", { argv: ["sleeper"], env: {} });
    });
    yield* sys.sleep(10);
    const results = {
      new: codeOf(() => sys.setpgid(one, 0)),
      join: codeOf(() => sys.setpgid(two, one)),
      noSuchGroup: codeOf(() => sys.setpgid(three, two)),
      otherSession: codeOf(() => sys.setpgid(three, elsewhere)),
      childOfOtherSession: codeOf(() => sys.setpgid(elsewhere, 0)),
      execed: codeOf(() => sys.setpgid(execed, 0)),
      notAChild: codeOf(() => sys.setpgid(1, 0)),
      negative: codeOf(() => sys.setpgid(three, -1)),
      leader: codeOf(() => sys.setpgid(0, 0)),
      group: sys.getpgid(two) === one,
    };
    sys.kill(-1, "SIGKILL");
    return results;
  });

  expect(seen).toEqual({
    new: "ok",
    join: "ok",
    noSuchGroup: "EPERM",
    otherSession: "EPERM",
    childOfOtherSession: "EPERM",
    execed: "EACCES",
    notAChild: "ESRCH",
    negative: "EINVAL",
    leader: "EPERM",
    group: true,
  });
});

test("a terminal's stop does nothing in a group that nobody could continue", () => {
  const world = new SandboxWorld();

  const status = world.call(function* orphaned(sys) {
    // The caller leads its session: its parent, init, is in another.
    const pid = sys.fork(function* child(own) {
      yield* own.sleep(50);
      return 6;
    });
    yield* sys.sleep(10);
    sys.kill(pid, "SIGTSTP");
    sys.kill(pid, "SIGTTIN");
    return (yield* sys.wait(pid, { stopped: true }))?.status;
  });

  expect(status).toEqual({ kind: "exited", code: 6 });
});

test("a stopped group that becomes orphaned is hung up and continued", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* orphaning(sys) {
    const answers = sys.pipe();
    const middle = sys.fork(function* middle(own) {
      const job = own.fork(function* job(inner) {
        inner.sigaction("SIGHUP", { handler: () => undefined });
        const began = inner.clock("monotonic");
        const left = yield* inner.sleep(10_000);
        const took = inner.clock("monotonic") - began;
        yield* inner.write(answers.write, bytes(left > 9000 && took < 1000 ? "hung up" : "slept"));
        return 0;
      });
      own.setpgid(job, job);
      yield* own.sleep(20);
      own.kill(job, "SIGSTOP");
      yield* own.sleep(20);
      return 0;
    });
    yield* sys.wait(middle);
    return text(yield* sys.read(answers.read, 99));
  });

  expect(seen).toBe("hung up");
});

test("a session's leader that ends hangs its terminal's foreground up", async () => {
  const world = new SandboxWorld();
  const terminal = world.kernel.openTerminal();
  let foreground = 0;

  const ran = await world.run(
    function* leader(sys) {
      foreground = sys.fork(sleeper);
      sys.setpgid(foreground, foreground);
      yield* sys.tcsetpgrp(0, foreground);
      return 3;
    },
    ["leader"],
    { stdio: terminal },
  );
  await world.settle();

  expect([ran.status, world.kernel.init.pidNamespace.task(foreground)]).toEqual([
    { kind: "exited", code: 3 },
    null,
  ]);
});

test("a background job that reads its terminal stops until it is in front", async () => {
  const world = new SandboxWorld();
  const terminal = world.kernel.openTerminal();
  const steps: unknown[] = [];

  const started = world.start(
    function* shell(sys) {
      const job = sys.fork(function* job(own) {
        steps.push(text(yield* own.read(0, 100)));
        return 0;
      });
      sys.setpgid(job, job);
      steps.push((yield* sys.wait(job, { stopped: true }))?.status);
      yield* sys.tcsetpgrp(0, job);
      sys.kill(-job, "SIGCONT");
      steps.push((yield* sys.wait(job))?.status);
      return 0;
    },
    ["shell"],
    { stdio: terminal },
  );
  await world.settle();
  terminal.tty.receive(bytes("typed\r"));
  await world.until(() => started.task.isDead);

  expect(steps).toEqual([{ kind: "stopped", signal: "SIGTTIN" }, "typed\n", { kind: "exited", code: 0 }]);
});

test("^C ends the foreground group and nothing else", async () => {
  const world = new SandboxWorld();
  const terminal = world.kernel.openTerminal();
  const seen: unknown[] = [];

  const started = world.start(
    function* shell(sys) {
      const job = sys.fork(sleeper);
      sys.setpgid(job, job);
      yield* sys.tcsetpgrp(0, job);
      seen.push((yield* sys.wait(job))?.status);
      return 0;
    },
    ["shell"],
    { stdio: terminal },
  );
  await world.settle();
  terminal.tty.receive(Uint8Array.of(3));
  await world.until(() => started.task.isDead);

  expect([seen, await started.exited]).toEqual([
    [{ kind: "signaled", signal: "SIGINT", coreDumped: false }],
    { kind: "exited", code: 0 },
  ]);
});
