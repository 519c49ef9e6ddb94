import { describe, expect, test } from "vitest";
import type { Blocking } from "../../../../src/sandbox/abi/blocking.ts";
import { checkpoint } from "../../../../src/sandbox/abi/blocking.ts";
import { isErrno } from "../../../../src/sandbox/abi/errno.ts";
import type { Program, Syscalls } from "../../../../src/sandbox/abi/program.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const root = "/sys/fs/cgroup";
const mebibyte = 1024 ** 2;

function* echo(sys: Syscalls, text: string, path: string): Blocking<void> {
  const fd = yield* sys.open(`${root}/${path}`, { access: "write" });
  try {
    yield* sys.write(fd, new TextEncoder().encode(`${text}\n`));
  } finally {
    sys.close(fd);
  }
}

function* cat(sys: Syscalls, path: string): Blocking<string> {
  const fd = yield* sys.open(path.startsWith("/") ? path : `${root}/${path}`, { access: "read" });
  const bytes = yield* sys.read(fd, 65_536);
  sys.close(fd);
  return new TextDecoder().decode(bytes);
}

/** Makes `/sys/fs/cgroup/box` with all controllers and answers a descriptor of it. */
function* makeBox(sys: Syscalls): Blocking<number> {
  yield* echo(sys, "+cpu +memory +pids", "cgroup.subtree_control");
  sys.mkdir(`${root}/box`);
  return yield* sys.open(`${root}/box`, { access: "read", directory: true });
}

const spin: Program = function* spin() {
  for (;;) yield checkpoint;
};

describe("in a whole kernel", () => {
  test("a memory hog dies of SIGKILL by its own cgroup's limit, and what it held is given back", () => {
    const seen = new SandboxWorld().call(function* body(sys) {
      const cgroupFd = yield* makeBox(sys);
      yield* echo(sys, "4M", "box/memory.max");
      sys.fork(
        function* hog(own) {
          for (;;) yield* own.allocateMemory(mebibyte);
        },
        { cgroupFd },
      );
      const ended = yield* sys.wait();
      const events = yield* cat(sys, "box/memory.events.local");
      return [
        ended?.status,
        events,
        yield* cat(sys, "box/memory.current"),
        yield* cat(sys, "box/cgroup.events"),
      ];
    });
    expect(seen).toEqual([
      { kind: "signaled", signal: "SIGKILL", coreDumped: false },
      "low 0\nhigh 0\nmax 1\noom 1\noom_kill 1\noom_group_kill 0\n",
      "0\n",
      "populated 0\nfrozen 0\n",
    ]);
  });

  test("a fork bomb gets EAGAIN and harms nobody; cgroup.kill ends it", () => {
    const seen = new SandboxWorld({ tickMs: 0.1 }).call(function* body(sys) {
      const cgroupFd = yield* makeBox(sys);
      yield* echo(sys, "20", "box/pids.max");
      const bomb: Program = function* bomb(own) {
        for (;;) {
          try {
            own.fork(bomb);
          } catch (error) {
            if (!isErrno(error, "EAGAIN")) throw error;
          }
          yield checkpoint;
        }
      };
      sys.fork(bomb, { cgroupFd });
      yield* sys.sleep(200);
      const current = yield* cat(sys, "box/pids.current");
      const refused = Number(/max (\d+)/.exec(yield* cat(sys, "box/pids.events"))?.[1]) > 0;
      yield* echo(sys, "1", "box/cgroup.kill");
      const ended = yield* sys.wait();
      sys.close(cgroupFd);
      yield* sys.sleep(10);
      sys.rmdir(`${root}/box`);
      return [current, refused, ended?.status.kind];
    });
    expect(seen).toEqual(["20\n", true, "signaled"]);
  });

  test("a spinner is held to its quota and the interactive task beside it is not delayed", () => {
    const seen = new SandboxWorld({ tickMs: 0.01 }).call(function* body(sys) {
      const cgroupFd = yield* makeBox(sys);
      yield* echo(sys, "20000 100000", "box/cpu.max");
      sys.fork(spin, { cgroupFd });
      let worstMs = 0;
      for (let turn = 0; turn < 40; turn += 1) {
        const beganMs = sys.clock("monotonic");
        yield* sys.sleep(50);
        worstMs = Math.max(worstMs, sys.clock("monotonic") - beganMs - 50);
      }
      const stat = yield* cat(sys, "box/cpu.stat");
      const used = Number(/usage_usec (\d+)/.exec(stat)?.[1]) / 2_000_000;
      return [used > 0.195 && used < 0.215, /nr_throttled (?:19|2[01])\n/.test(stat), worstMs < 1];
    });
    expect(seen).toEqual([true, true, true]);
  });

  test("a frozen task does nothing, is told as frozen, and can be killed", () => {
    const seen = new SandboxWorld({ tickMs: 0.01 }).call(function* body(sys) {
      const cgroupFd = yield* makeBox(sys);
      const pid = sys.fork(spin, { cgroupFd });
      yield* sys.sleep(20);
      yield* echo(sys, "1", "box/cgroup.freeze");
      const before = yield* cat(sys, "box/cpu.stat");
      yield* sys.sleep(100);
      const same = before === (yield* cat(sys, "box/cpu.stat"));
      const events = yield* cat(sys, "box/cgroup.events");
      sys.kill(pid, "SIGKILL");
      const ended = yield* sys.wait();
      return [same, events, ended?.status.kind];
    });
    expect(seen).toEqual([true, "populated 1\nfrozen 1\n", "signaled"]);
  });

  test("a cgroup namespace begins where it was made; a mount in it shows no more", () => {
    const seen = new SandboxWorld().call(function* body(sys) {
      const cgroupFd = yield* makeBox(sys);
      const answers: string[] = [];
      sys.fork(
        function* inside(own) {
          sys.close(cgroupFd);
          answers.push(yield* cat(own, "/proc/self/cgroup"));
          own.unshare(["cgroup", "mnt"]);
          answers.push(yield* cat(own, "/proc/self/cgroup"));
          own.mkdir("/tmp/cg");
          own.mount("none", "/tmp/cg", "cgroup2");
          answers.push(yield* cat(own, "/tmp/cg/cgroup.procs"));
          return 0;
        },
        { cgroupFd },
      );
      const ended = yield* sys.wait();
      const [before, after, members] = answers;
      return [before, after, members === `${ended?.pid}\n`];
    });
    expect(seen).toEqual(["0::/box\n", "0::/\n", true]);
  });
});
