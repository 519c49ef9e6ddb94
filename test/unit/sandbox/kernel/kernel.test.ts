import { expect, test } from "vitest";
import { checkpoint } from "../../../../src/sandbox/abi/blocking.ts";
import type { Program } from "../../../../src/sandbox/abi/program.ts";
import { TimerHeap } from "../../../../src/sandbox/kernel/timer-heap.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const sleeper: Program = function* sleeper(sys) {
  for (;;) yield* sys.sleep(1000);
};

test("nothing is wanted of an idle kernel until a timer is due", async () => {
  const world = new SandboxWorld();
  await world.settle();

  const idle = world.kernel.run(16);
  world.start(function* waiting(sys) {
    yield* sys.sleep(500);
    return 0;
  });
  const busy = world.kernel.run(16);

  expect([idle, busy]).toEqual([{ kind: "woken" }, { kind: "at", atMs: expect.closeTo(500, 0) }]);
});

test("a panic ends every task, and is seen", async () => {
  const world = new SandboxWorld();
  const told: unknown[] = [];
  world.kernel.onDidChangeState.listen((state) => told.push(state));
  const started = world.start(sleeper);
  await world.settle();

  world.kernel.panic("a test of it");

  expect([await started.exited, world.kernel.state, told, world.kernel.counters.tasks]).toEqual([
    { kind: "signaled", signal: "SIGKILL", coreDumped: false },
    { kind: "panicked", why: "a test of it" },
    [{ kind: "panicked", why: "a test of it" }],
    0,
  ]);
});

test("reboot on the host brings the kernel down", async () => {
  const world = new SandboxWorld();

  const started = world.start(function* rebooting(sys) {
    sys.reboot("poweroff");
    yield* sys.sleep(1);
    return 0;
  });
  await world.settle();

  expect([world.kernel.state, started.task.isDead]).toEqual([{ kind: "down", how: "poweroff" }, true]);
});

test("disposing frees tasks, timers, memory and namespaces", async () => {
  const world = new SandboxWorld();
  world.start(function* holding(sys) {
    yield* sys.allocateMemory(1_000_000);
    const { write } = sys.pipe();
    sys.fork(sleeper, { unshare: ["pid", "net", "uts", "mnt"] });
    yield* sys.write(write, new Uint8Array(100));
    return yield* sleeper(sys, { argv: [], env: {} });
  });
  await world.settle();
  const { account } = world.kernel.parts.cgroups.root;

  world.kernel[Symbol.dispose]();

  expect([
    world.kernel.counters.tasks,
    world.kernel.parts.timers.size,
    account.of("anon"),
    account.of("pipe"),
  ]).toEqual([0, 0, 0, 0]);
});

test("namespaces go with their last process", async () => {
  const world = new SandboxWorld();
  const { pids } = world.kernel.parts;
  const before = [
    pids.uses,
    world.kernel.init.namespaces.uts.uses,
    world.kernel.init.identity.userNamespace.uses,
  ];

  world.call(function* making(sys) {
    const pid = sys.fork(
      function* first(own) {
        own.fork(sleeper);
        yield* own.sleep(5);
        return 0;
      },
      { unshare: ["user", "pid", "uts", "ipc", "net", "mnt", "cgroup"] },
    );
    yield* sys.wait(pid);
  });
  await world.settle();

  const { init } = world.kernel;
  expect([pids.uses, init.namespaces.uts.uses, init.identity.userNamespace.uses]).toEqual(before);
});

test("calls that never yield are counted", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* greedy(sys) {
    yield checkpoint;
    const task = world.kernel.parts.pids.task(sys.getpid());
    for (let index = 0; index < 100; index += 1) sys.getppid();
    return task?.callsInARow;
  });

  expect(seen).toBeGreaterThanOrEqual(100);
});

test("timers fire in the order of their times, equal ones as they were set, cancelled ones never", () => {
  const heap = new TimerHeap();
  const fired: string[] = [];
  const add = (atMs: number, name: string): Disposable => heap.add(atMs, () => fired.push(name));
  add(30, "c");
  add(10, "a1");
  const cancelled = add(5, "never");
  add(10, "a2");
  add(20, "b");
  cancelled[Symbol.dispose]();

  const next = heap.nextMs;
  heap.fire(25);

  expect([next, fired, heap.nextMs, heap.size]).toEqual([10, ["a1", "a2", "b"], 30, 1]);
});
