/* oxlint-disable require-yield -- a program is a generator, and not every one need wait */
import { expect, test } from "vitest";
import { checkpoint } from "../../../../src/sandbox/abi/blocking.ts";
import type { Blocking } from "../../../../src/sandbox/abi/blocking.ts";
import { Errno } from "../../../../src/sandbox/abi/errno.ts";
import type { Program, Syscalls } from "../../../../src/sandbox/abi/program.ts";
import type { Signal } from "../../../../src/sandbox/abi/signals.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

/** What a call comes to: its answer, or the code of its refusal. */
function* attempt<T>(call: Blocking<T>): Blocking<T | string> {
  try {
    return yield* call;
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}

const sleeper: Program = function* sleeper(sys) {
  for (;;) yield* sys.sleep(1000);
};

const spinner: Program = function* spinner() {
  for (;;) yield checkpoint;
};

/** Forks `body`, lets it run for a while, sends `signal`, and answers how it ended. */
function* endOf(sys: Syscalls, body: Program, signal: Signal): Blocking<unknown> {
  const pid = sys.fork(body);
  yield* sys.sleep(10);
  sys.kill(pid, signal);
  return (yield* sys.wait(pid))?.status;
}

test("a signal without a handler ends a sleeping process, and one that only computes", () => {
  const world = new SandboxWorld();

  const ends = world.call(function* ends(sys) {
    return [yield* endOf(sys, sleeper, "SIGTERM"), yield* endOf(sys, spinner, "SIGKILL")];
  });

  expect(ends).toEqual([
    { kind: "signaled", signal: "SIGTERM", coreDumped: false },
    { kind: "signaled", signal: "SIGKILL", coreDumped: false },
  ]);
});

test("signals that are ignored by default or by choice do nothing", () => {
  const world = new SandboxWorld();

  const status = world.call(function* ignoring(sys) {
    const pid = sys.fork(function* child(own) {
      own.sigaction("SIGTERM", "ignore");
      yield* own.sleep(50);
      return 4;
    });
    yield* sys.sleep(10);
    for (const signal of ["SIGCHLD", "SIGWINCH", "SIGURG", "SIGTERM", "SIGCONT"] as const)
      sys.kill(pid, signal);
    return (yield* sys.wait(pid))?.status;
  });

  expect(status).toEqual({ kind: "exited", code: 4 });
});

test("a handler interrupts a sleep, which tells what was left", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* interrupted(sys) {
    const came: Signal[] = [];
    sys.sigaction("SIGUSR1", { handler: (signal) => void came.push(signal) });
    const parent = sys.getpid();
    sys.fork(function* child(own) {
      yield* own.sleep(300);
      own.kill(parent, "SIGUSR1");
      return 0;
    });
    const left = yield* sys.sleep(1000);
    return [came, Math.round(left / 100) * 100];
  });

  expect(seen).toEqual([["SIGUSR1"], 700]);
});

test("a read that a handler interrupts fails with EINTR, and begins again with SA_RESTART", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* reading(sys) {
    const results: unknown[] = [];
    for (const restart of [false, true]) {
      const { read, write } = sys.pipe();
      const parent = sys.getpid();
      sys.sigaction("SIGUSR1", { handler: () => undefined, restart });
      sys.fork(function* child(own) {
        yield* own.sleep(10);
        own.kill(parent, "SIGUSR1");
        yield* own.sleep(10);
        yield* own.write(write, new Uint8Array([7]));
        return 0;
      });
      results.push(yield* attempt(sys.read(read, 10)));
      yield* attempt(sys.wait());
    }
    return results;
  });

  expect(seen).toEqual(["EINTR", new Uint8Array([7])]);
});

test("poll and sleep are not begun again whatever the handler says", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* polling(sys) {
    sys.sigaction("SIGALRM", { handler: () => undefined, restart: true });
    sys.alarm(1);
    const polled = yield* attempt(sys.poll([], null));
    sys.alarm(1);
    const paused = yield* attempt(sys.pause());
    return [polled, paused];
  });

  expect(seen).toEqual(["EINTR", "EINTR"]);
});

test("a process that signals itself has run its handler when kill returns", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* self(sys) {
    let handled = false;
    sys.sigaction("SIGUSR2", {
      handler: () => {
        handled = true;
      },
    });
    sys.kill(sys.getpid(), "SIGUSR2");
    return handled;
  });

  expect(seen).toBe(true);
});

test("a process that kills itself does not come back from kill", async () => {
  const world = new SandboxWorld();
  const after: string[] = [];

  const ran = await world.run(function* self(sys) {
    sys.kill(sys.getpid(), "SIGKILL");
    after.push("still here");
    yield* sys.sleep(1);
    return 0;
  });

  expect([ran.status, after]).toEqual([{ kind: "signaled", signal: "SIGKILL", coreDumped: false }, []]);
});

test("blocked signals wait until they are let through, once each and by number", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* blocking(sys) {
    const came: Signal[] = [];
    const handler = (signal: Signal): void => void came.push(signal);
    for (const signal of ["SIGHUP", "SIGUSR1", "SIGTERM"] as const) sys.sigaction(signal, { handler });
    const before = sys.sigmask(new Set(["SIGHUP", "SIGUSR1", "SIGTERM", "SIGKILL"] as const));
    for (const signal of ["SIGTERM", "SIGUSR1", "SIGUSR1", "SIGHUP"] as const) sys.kill(sys.getpid(), signal);
    yield* sys.sleep(5);
    const early = [...came];
    const blocked = sys.sigmask(new Set());
    return { before, early, blocked, came };
  });

  expect(seen).toEqual({
    before: new Set(),
    early: [],
    blocked: new Set(["SIGHUP", "SIGUSR1", "SIGTERM"]),
    came: ["SIGHUP", "SIGUSR1", "SIGTERM"],
  });
});

test("SIGKILL and SIGSTOP can be neither handled nor ignored", () => {
  const world = new SandboxWorld();

  const codes = world.call(function* trying(sys) {
    const results: string[] = [];
    for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
      for (const action of ["ignore", { handler: () => undefined }] as const) {
        try {
          sys.sigaction(signal, action);
        } catch (error) {
          results.push(error instanceof Errno ? error.code : "?");
        }
      }
    }
    yield checkpoint;
    return results;
  });

  expect(codes).toEqual(["EINVAL", "EINVAL", "EINVAL", "EINVAL"]);
});

test("alarm sends SIGALRM, tells what was left of the last one, and outlives exec but not fork", () => {
  const world = new SandboxWorld({ programs: { sleeper } });

  const seen = world.call(function* alarming(sys) {
    sys.alarm(10);
    const left = sys.alarm(3);
    const pid = sys.fork(function* child(own) {
      const inherited = own.alarm(2);
      if (inherited !== 0) return 1;
      return yield* own.exec("/bin/sleeper", { argv: ["sleeper"], env: {} });
    });
    sys.alarm(0);
    return [left, (yield* sys.wait(pid))?.status];
  });

  expect(seen).toEqual([10, { kind: "signaled", signal: "SIGALRM", coreDumped: false }]);
});

test("a stopped process does not run until SIGCONT, and its parent can wait for both", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* stopping(sys) {
    let ticks = 0;
    const pid = sys.fork(function* child(own) {
      for (;;) {
        ticks += 1;
        yield* own.sleep(10);
      }
    });
    yield* sys.sleep(25);
    sys.kill(pid, "SIGSTOP");
    const stopped = (yield* sys.wait(pid, { stopped: true }))?.status;
    const told = yield* sys.wait(pid, { stopped: true, noHang: true });
    const before = ticks;
    yield* sys.sleep(500);
    const during = ticks - before;
    sys.kill(pid, "SIGCONT");
    const continued = (yield* sys.wait(pid, { continued: true }))?.status;
    yield* sys.sleep(50);
    const after = ticks - before > 0;
    sys.kill(pid, "SIGKILL");
    return { stopped, told, during, continued, after, end: (yield* sys.wait(pid))?.status };
  });

  expect(seen).toEqual({
    stopped: { kind: "stopped", signal: "SIGSTOP" },
    told: null,
    during: 0,
    continued: { kind: "continued" },
    after: true,
    end: { kind: "signaled", signal: "SIGKILL", coreDumped: false },
  });
});

test("a computing process stops too, and SIGKILL ends a stopped one", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* stopping(sys) {
    const pid = sys.fork(spinner);
    sys.setpgid(pid, pid);
    yield* sys.sleep(10);
    sys.kill(pid, "SIGTSTP");
    const stopped = (yield* sys.wait(pid, { stopped: true }))?.status;
    sys.kill(pid, "SIGTERM");
    const stays = yield* sys.wait(pid, { noHang: true });
    sys.kill(pid, "SIGKILL");
    return [stopped, stays, (yield* sys.wait(pid))?.status];
  });

  expect(seen).toEqual([
    { kind: "stopped", signal: "SIGTSTP" },
    null,
    { kind: "signaled", signal: "SIGKILL", coreDumped: false },
  ]);
});

test("a stop in the middle of a read is not seen by the reader", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* stopping(sys) {
    const { read, write } = sys.pipe();
    const answers = sys.pipe();
    const pid = sys.fork(function* child(own) {
      const got = yield* attempt(own.read(read, 10));
      yield* own.write(
        answers.write,
        new TextEncoder().encode(JSON.stringify(Array.from(got as Uint8Array))),
      );
      return 0;
    });
    yield* sys.sleep(10);
    sys.kill(pid, "SIGSTOP");
    yield* sys.sleep(10);
    yield* sys.write(write, new Uint8Array([1, 2]));
    yield* sys.sleep(10);
    sys.kill(pid, "SIGCONT");
    return new TextDecoder().decode(yield* sys.read(answers.read, 100));
  });

  expect(seen).toBe("[1,2]");
});

test("kill reaches a process, a group, or all but the caller and init", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* killing(sys) {
    const codes: unknown[] = [];
    const refused = (act: () => void): void => {
      try {
        act();
        codes.push("ok");
      } catch (error) {
        codes.push(error instanceof Errno ? error.code : error);
      }
    };
    refused(() => sys.kill(9999, "SIGTERM"));
    refused(() => sys.kill(-9999, "SIGTERM"));
    refused(() => sys.kill(sys.getpid(), null));
    const one = sys.fork(sleeper);
    const two = sys.fork(sleeper);
    sys.setpgid(one, one);
    sys.setpgid(two, one);
    const three = sys.fork(sleeper);
    sys.kill(-one, "SIGTERM");
    const ends = [yield* sys.wait(one), yield* sys.wait(two)].map((child) => child?.status.kind);
    refused(() => sys.kill(three, null));
    sys.kill(-1, "SIGKILL");
    return [codes, ends, (yield* sys.wait(three))?.status.kind];
  });

  expect(seen).toEqual([["ESRCH", "ESRCH", "ok", "ok"], ["signaled", "signaled"], "signaled"]);
});

test("another user's process may not be signalled, but by SIGCONT in the same session", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* permission(sys) {
    const results = sys.pipe();
    const target = sys.fork(sleeper);
    const child = sys.fork(function* other(own) {
      own.setuid(1000);
      const codes: string[] = [];
      for (const [pid, signal] of [
        [target, "SIGTERM"],
        [target, null],
        [-target, "SIGTERM"],
        [target, "SIGCONT"],
        [1, "SIGTERM"],
      ] as const) {
        try {
          own.kill(pid, signal);
          codes.push("ok");
        } catch (error) {
          codes.push(error instanceof Errno ? error.code : "?");
        }
      }
      yield* own.write(results.write, new TextEncoder().encode(codes.join(" ")));
      return 0;
    });
    yield* sys.wait(child);
    const text = new TextDecoder().decode(yield* sys.read(results.read, 100));
    sys.kill(target, "SIGKILL");
    return text;
  });

  expect(seen).toBe("EPERM EPERM ESRCH ok EPERM");
});
