/** Crashing the whole machine by /proc/sysrq-trigger: the host's root may, a container's root may not. */
import { expect, test } from "vitest";
import { isErrno } from "../../../../src/sandbox/abi/errno.ts";
import type { Syscalls } from "../../../../src/sandbox/abi/program.ts";
import type { Blocking } from "../../../../src/sandbox/abi/blocking.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

function* trigger(sys: Syscalls, letter: string): Blocking<string> {
  try {
    const fd = yield* sys.open("/proc/sysrq-trigger", { access: "write" });
    yield* sys.write(fd, new TextEncoder().encode(`${letter}\n`));
    return "done";
  } catch (error) {
    return isErrno(error) ? error.code : "?";
  }
}

test("the host's root crashes the kernel, and everything ends with it", async () => {
  const world = new SandboxWorld();
  const { task } = world.start(function* crash(sys) {
    yield* trigger(sys, "c");
    return 0;
  });
  const bystander = world.start(function* wait(sys) {
    yield* sys.sleep(1e9);
    return 0;
  });
  await world.until(() => task.isDead);
  expect([world.kernel.state, bystander.task.isDead, await bystander.exited]).toEqual([
    { kind: "panicked", why: "sysrq triggered crash" },
    true,
    { kind: "signaled", signal: "SIGKILL", coreDumped: false },
  ]);
});

test("whom the host does not hold for root is refused, and a letter without a meaning is", () => {
  const world = new SandboxWorld();
  const answers = world.call(function* both(sys) {
    const unknown = yield* trigger(sys, "?");
    // What root of a sandbox is to the host.
    sys.setresgid(100_000, 100_000, 100_000);
    sys.setresuid(100_000, 100_000, 100_000);
    return [unknown, yield* trigger(sys, "c")];
  });
  expect([answers, world.kernel.state.kind]).toEqual([["EINVAL", "EACCES"], "running"]);
});
