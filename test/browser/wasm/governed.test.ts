/* oxlint-disable require-yield -- a program is a generator, and not every one need wait */
/**
 * What a kernel does to programs: takes the processor and memory from them, signals, stops and ends them.
 */
import { expect, test } from "vitest";
import type { Syscalls } from "../../../src/sandbox/abi/program.ts";
import type { Blocking } from "../../../src/sandbox/abi/blocking.ts";
import type { Signal } from "../../../src/sandbox/abi/signals.ts";
import type { Task } from "../../../src/sandbox/kernel/task.ts";
import { UserlandWorld } from "./userland-world.ts";

/** Endless loops look at the clock seldom, and virtual time moves by looks. */
const busy = { tickMs: 0.5 };
const spin = ["lua", "-e", "while true do end"];

function* writeTo(sys: Syscalls, path: string, text: string): Blocking<void> {
  const fd = yield* sys.open(path, { access: "write" });
  yield* sys.write(fd, new TextEncoder().encode(text));
  sys.close(fd);
}

function* readFrom(sys: Syscalls, path: string): Blocking<string> {
  const fd = yield* sys.open(path, { access: "read" });
  const bytes = yield* sys.read(fd, 65536);
  sys.close(fd);
  return new TextDecoder().decode(bytes);
}

/** Sends from outside, while programs run. */
async function send(world: UserlandWorld, to: Task, signal: Signal): Promise<void> {
  await world.run(function* kill(sys) {
    sys.kill(to.pid.host, signal);
    return 0;
  });
}

/** Lets the root's children have controllers, and makes a cgroup. */
function* cgroup(sys: Syscalls, name: string, settings: Readonly<Record<string, string>>): Blocking<void> {
  yield* writeTo(sys, "/sys/fs/cgroup/cgroup.subtree_control", "+cpu +memory +pids");
  sys.mkdir(`/sys/fs/cgroup/${name}`);
  for (const [file, value] of Object.entries(settings))
    yield* writeTo(sys, `/sys/fs/cgroup/${name}/${file}`, value);
}

test("two endless loops share the processor, by the weights of their cgroups", async () => {
  const world = new UserlandWorld(busy);
  world.call(function* prepare(sys) {
    yield* cgroup(sys, "light", { "cpu.weight": "100" });
    yield* cgroup(sys, "heavy", { "cpu.weight": "300" });
    return 0;
  });
  const started = ["light", "heavy"].map((name) =>
    world.start(function* inGroup(sys) {
      yield* writeTo(sys, `/sys/fs/cgroup/${name}/cgroup.procs`, "0");
      return yield* sys.exec("/bin/lua", { argv: spin, env: {} });
    }),
  );

  await world.advance(400);
  const [light = 0, heavy = 0] = started.map(({ task }) => task.cpu.ranMs);
  for (const { task } of started) await send(world, task, "SIGKILL");
  await world.settle();

  expect(heavy / light).toBeGreaterThan(2.5);
  expect(heavy / light).toBeLessThan(3.5);
  expect(started.map(({ task }) => task.end)).toEqual([
    { kind: "signaled", signal: "SIGKILL", coreDumped: false },
    { kind: "signaled", signal: "SIGKILL", coreDumped: false },
  ]);
});

test("a program over memory.max is killed, and its memory given back", async () => {
  const world = new UserlandWorld();
  world.call(function* prepare(sys) {
    yield* cgroup(sys, "small", { "memory.max": "6M" });
    return 0;
  });

  const ran = await world.run(function* hog(sys) {
    yield* writeTo(sys, "/sys/fs/cgroup/small/cgroup.procs", "0");
    const argv = ["lua", "-e", "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end"];
    return yield* sys.exec("/bin/lua", { argv, env: {} });
  });
  const [events, current] = world.call(function* look(sys) {
    return [
      yield* readFrom(sys, "/sys/fs/cgroup/small/memory.events"),
      yield* readFrom(sys, "/sys/fs/cgroup/small/memory.current"),
    ];
  });

  expect(ran.status).toEqual({ kind: "signaled", signal: "SIGKILL", coreDumped: false });
  expect(events).toContain("oom_kill 1\n");
  expect(Number(current)).toBe(0);
});

test("a stopped program uses no time, and goes on when continued", async () => {
  const world = new UserlandWorld(busy);
  const { task } = world.start("/bin/lua", spin);
  await world.advance(20);

  await send(world, task, "SIGSTOP");
  const whenStopped = task.cpu.ranMs;
  await world.advance(100);
  const stillStopped = task.cpu.ranMs;
  await send(world, task, "SIGCONT");
  await world.advance(20);
  const continued = task.cpu.ranMs;
  await send(world, task, "SIGTERM");

  expect(stillStopped).toBe(whenStopped);
  expect(continued).toBeGreaterThan(stillStopped);
  expect(task.end).toEqual({ kind: "signaled", signal: "SIGTERM", coreDumped: false });
});

test("a handler of the program's own runs in the middle of its loop", async () => {
  const world = new UserlandWorld(busy);
  const started = world.start("/bin/lua", ["lua", "-e", "print(pcall(function() while true do end end))"]);
  await world.advance(20);

  await send(world, started.task, "SIGINT");
  await world.until(() => started.task.isDead);

  expect(started.out.text).toBe("false\tinterrupted!\n");
});

test("a fork bomb of programs ends at pids.max", async () => {
  const world = new UserlandWorld();
  world.call(function* prepare(sys) {
    yield* cgroup(sys, "few", { "pids.max": "2" });
    return 0;
  });

  const ran = await world.run(function* bomb(sys) {
    yield* writeTo(sys, "/sys/fs/cgroup/few/cgroup.procs", "0");
    const argv = ["timeout", "5", "timeout", "5", "echo", "deep"];
    return yield* sys.exec("/bin/timeout", { argv, env: { PATH: "/bin" } });
  });

  expect(ran.out).toBe("");
  expect(ran.err).toContain("vfork: Resource temporarily unavailable");
});

test("two hundred programs at once sleep, and are all gone when killed", async () => {
  const world = new UserlandWorld();
  await world.tell(["sleep", "0"]);
  const before = world.kernel.counters.tasks;
  const account = world.kernel.parts.cgroups.root.account;
  const bytesBefore = account.bytes;

  const started = Array.from({ length: 200 }, () => world.start("/bin/sleep", ["sleep", "1000"]));
  await world.settle();
  const asleep = started.every(({ task }) => task.stateLetter === "S");
  const each = (account.bytes - bytesBefore) / 200;
  world.call(function* kill(sys) {
    for (const { task } of started) sys.kill(task.pid.host, "SIGTERM");
    return 0;
  });
  await world.settle();

  expect(asleep).toBe(true);
  expect(each).toBeLessThan(1024 * 1024);
  expect(world.kernel.counters.tasks).toBe(before);
  expect(account.bytes).toBe(bytesBefore);
});

test("the vfork child of a killed program does not stay behind", async () => {
  const world = new UserlandWorld();
  const before = world.kernel.counters.tasks;
  const started = world.start("/bin/timeout", ["timeout", "1000", "sleep", "1000"]);
  await world.settle();

  await send(world, started.task, "SIGKILL");
  await world.settle();

  expect(started.task.end).toEqual({ kind: "signaled", signal: "SIGKILL", coreDumped: false });
  expect(world.kernel.counters.tasks).toBeLessThanOrEqual(before + 1);
});
