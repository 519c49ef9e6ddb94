import { expect, test } from "vitest";
import type { Blocking } from "../../../../src/sandbox/abi/blocking.ts";
import { Errno } from "../../../../src/sandbox/abi/errno.ts";
import type { Program, Syscalls } from "../../../../src/sandbox/abi/program.ts";
import { PageTerminal } from "../../../../src/sandbox/kernel/io/page-terminal.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const text = (pieces: readonly Uint8Array[]): string =>
  pieces.map((piece) => new TextDecoder().decode(piece)).join("");

function* attempt<T>(call: Blocking<T>): Blocking<T | string> {
  try {
    return yield* call;
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}

const flood: Program = function* flood(sys) {
  const line = bytesOf("y\n".repeat(512));
  for (;;) yield* sys.write(1, line);
};

/** A child with `fd` as its descriptor `target` and none of `closed`. */
function forkWith(
  sys: Syscalls,
  body: Program,
  fd: number,
  target: number,
  closed: readonly number[],
): number {
  return sys.fork(function* child(own, given) {
    own.dup2(fd, target);
    for (const other of closed) own.close(other);
    return yield* body(own, given);
  });
}

test("`yes | head -1`: the writer dies of SIGPIPE when the reader has gone", () => {
  const statuses = new SandboxWorld().call(function* pipeline(sys) {
    const { read, write } = sys.pipe();
    const head: Program = function* head(own) {
      yield* own.read(0, 2);
      return 0;
    };
    const pids = [forkWith(sys, flood, write, 1, [read, write]), forkWith(sys, head, read, 0, [read, write])];
    sys.close(read);
    sys.close(write);
    const ends: unknown[] = [];
    for (const pid of pids) ends.push((yield* sys.wait(pid))?.status);
    return ends;
  });

  expect(statuses).toEqual([
    { kind: "signaled", signal: "SIGPIPE", coreDumped: false },
    { kind: "exited", code: 0 },
  ]);
});

test("a reader that is killed while it waits leaves no end of the pipe behind", () => {
  const outcome = new SandboxWorld().call(function* killed(sys) {
    const { read, write } = sys.pipe();
    sys.sigaction("SIGPIPE", "ignore");
    const pid = forkWith(
      sys,
      function* reader(own) {
        yield* own.read(0, 1);
        return 0;
      },
      read,
      0,
      [read, write],
    );
    sys.close(read);
    yield* sys.sleep(5);
    sys.kill(pid, "SIGKILL");
    yield* sys.wait(pid);
    return yield* attempt(sys.write(write, bytesOf("x")));
  });

  expect(outcome).toBe("EPIPE");
});

test("an opener of a FIFO that is killed while it waits is no reader", () => {
  const outcome = new SandboxWorld().call(function* killed(sys) {
    sys.mknod("/tmp/fifo", "fifo", 0o600);
    const pid = sys.fork(function* reader(own) {
      return yield* own.open("/tmp/fifo", { access: "read" });
    });
    yield* sys.sleep(5);
    sys.kill(pid, "SIGKILL");
    yield* sys.wait(pid);
    return yield* attempt(sys.open("/tmp/fifo", { access: "write", nonBlocking: true }));
  });

  expect(outcome).toBe("ENXIO");
});

test("poll wakes at its time, at data and at a signal", () => {
  const seen = new SandboxWorld().call(function* polling(sys) {
    const { read, write } = sys.pipe();
    const asked = [{ fd: read, events: { readable: true } }];
    const before = sys.clock("monotonic");
    const none = yield* sys.poll(asked, 250);
    const tookMs = sys.clock("monotonic") - before;
    sys.fork(function* late(own) {
      yield* own.sleep(20);
      yield* own.write(write, bytesOf("x"));
      return 0;
    });
    const data = yield* sys.poll(asked, null);
    yield* sys.read(read, 1);
    sys.sigaction("SIGUSR1", { handler: () => undefined, restart: true });
    const self = sys.getpid();
    sys.fork(function* signaller(own) {
      yield* own.sleep(20);
      own.kill(self, "SIGUSR1");
      return 0;
    });
    return [none, Math.round(tookMs), data, yield* attempt(sys.poll(asked, null))];
  });

  expect(seen).toEqual([[], 250, [{ fd: 3, events: { readable: true } }], "EINTR"]);
});

/** A session with a terminal of the page; `body` is its leader, with descriptors 0 to 2 on it. */
function onTerminal(body: Program) {
  const world = new SandboxWorld();
  const pseudo = world.kernel.openTerminal();
  const line = new PageTerminal();
  line.connect(pseudo.tty);
  const shown: Uint8Array[] = [];
  line.attach((bytes) => void shown.push(bytes));
  const leader = world.kernel.spawn({ run: body, stdio: pseudo });
  return { world, pseudo, line, leader, screen: () => text(shown) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("^C ends the foreground job of a terminal in a flood, and its shell goes on", async () => {
  const { world, line, leader, screen } = onTerminal(function* shell(sys) {
    sys.sigaction("SIGTTOU", "ignore");
    const pid = sys.fork(function* job(own, given) {
      own.setpgid(0, 0);
      return yield* flood(own, given);
    });
    sys.setpgid(pid, pid);
    yield* sys.tcsetpgrp(0, pid);
    const ended = yield* sys.wait(pid);
    yield* sys.tcsetpgrp(0, sys.getpgid());
    yield* sys.write(1, bytesOf(`\n${JSON.stringify(ended?.status)}\n`));
    return 0;
  });
  for (let round = 0; round < 5; round += 1) {
    await world.advance(10);
    await turn();
  }
  const before = screen().length;
  line.send(bytesOf("\x03"));
  await world.until(() => leader.task.isDead);
  await turn();

  expect([before > 100_000, screen().slice(before)]).toEqual([
    true,
    expect.stringMatching(/\^C\r\n\{"kind":"signaled","signal":"SIGINT","coreDumped":false\}\r\n$/),
  ]);
});

test("a background job that reads its terminal stops, and has what was typed when it is continued in front", async () => {
  const seen: unknown[] = [];
  const { world, line, leader } = onTerminal(function* shell(sys) {
    sys.sigaction("SIGTTOU", "ignore");
    const pid = sys.fork(function* job(own) {
      own.setpgid(0, 0);
      const read = yield* own.read(0, 100);
      return read.length;
    });
    sys.setpgid(pid, pid);
    seen.push((yield* sys.wait(pid, { stopped: true }))?.status);
    yield* sys.tcsetpgrp(0, pid);
    sys.kill(-pid, "SIGCONT");
    seen.push((yield* sys.wait(pid, { stopped: true }))?.status);
    return 0;
  });
  await world.advance(10);
  line.send(bytesOf("four\n"));
  await world.until(() => leader.task.isDead);

  expect(seen).toEqual([
    { kind: "stopped", signal: "SIGTTIN" },
    { kind: "exited", code: 5 },
  ]);
});

test("^Z stops the job in front, whose call begins again when it is continued", async () => {
  const seen: unknown[] = [];
  const { world, line, leader } = onTerminal(function* shell(sys) {
    sys.sigaction("SIGTTOU", "ignore");
    const pid = sys.fork(function* job(own) {
      own.setpgid(0, 0);
      own.sigaction("SIGTTOU", "ignore");
      yield* own.tcsetpgrp(0, own.getpgid());
      const read = yield* own.read(0, 100);
      return read.length;
    });
    sys.setpgid(pid, pid);
    yield* sys.tcsetpgrp(0, pid);
    seen.push((yield* sys.wait(pid, { stopped: true }))?.status);
    sys.kill(-pid, "SIGCONT");
    seen.push((yield* sys.wait(pid))?.status);
    return 0;
  });
  await world.advance(10);
  line.send(bytesOf("\x1a"));
  await world.advance(10);
  line.send(bytesOf("ok\n"));
  await world.until(() => leader.task.isDead);

  expect(seen).toEqual([
    { kind: "stopped", signal: "SIGTSTP" },
    { kind: "exited", code: 3 },
  ]);
});

test("when the page goes away, the shell dies of SIGHUP and so does its job in front", async () => {
  const { world, pseudo, leader } = onTerminal(function* shell(sys) {
    sys.sigaction("SIGTTOU", "ignore");
    const pid = sys.fork(function* job(own) {
      own.setpgid(0, 0);
      for (;;) yield* own.sleep(1000);
    });
    sys.setpgid(pid, pid);
    yield* sys.tcsetpgrp(0, pid);
    yield* sys.wait(pid);
    return 0;
  });
  await world.advance(10);
  const before = world.kernel.parts.tasks.size;
  pseudo[Symbol.dispose]();
  await world.until(() => leader.task.isDead);
  await world.advance(10);

  expect([await leader.exited, before - world.kernel.parts.tasks.size]).toEqual([
    { kind: "signaled", signal: "SIGHUP", coreDumped: false },
    2,
  ]);
});
