import { describe, expect, it } from "vitest";
import type { Sandbox } from "../../../../src/sandbox/runtime/sandbox.ts";
import { SandboxHostWorld, TypedLine } from "../../../support/sandbox-host-world.ts";

const usual = { cpus: null, cpuWeight: 100, memoryMiB: 64, pidsLimit: 256 };

interface Started {
  readonly world: SandboxHostWorld;
  readonly sandbox: Sandbox;
}

async function started(): Promise<Started> {
  const world = await SandboxHostWorld.boot();
  const sandbox = await world.until(world.host.engine.create({ name: "web" }));
  const console = new TypedLine(sandbox.line);
  await world.until(sandbox.start());
  await world.untilPrinted(() => console.text, /[#$] $/);
  return { world, sandbox };
}

describe("a sandbox's limits", () => {
  it("change while it runs, in its cgroup's own files, and stay when it is started again", async () => {
    const { world, sandbox } = await started();
    using _ = world;
    const before = sandbox.limits;
    const changed = { cpus: 0.25, cpuWeight: 300, memoryMiB: 32, pidsLimit: null };
    await world.until(sandbox.setLimits(changed));
    const running = sandbox.limits;
    await world.until(sandbox.kill());
    const ended = sandbox.limits;
    await world.until(sandbox.start());
    expect([before, running, ended, sandbox.limits]).toEqual([usual, changed, changed, changed]);
  });

  it("change one by one", async () => {
    const { world, sandbox } = await started();
    using _ = world;
    await world.until(sandbox.setLimits({ pidsLimit: 10 }));
    await world.until(sandbox.setLimits({ cpus: 0.5 }));
    await world.until(sandbox.setLimits({ cpus: null }));
    expect(sandbox.limits).toEqual({ ...usual, pidsLimit: 10 });
  });

  it("are refused with what is allowed, and none of them changed", async () => {
    const { world, sandbox } = await started();
    using _ = world;
    const refused = await world.until(
      sandbox.setLimits({ pidsLimit: 10, cpuWeight: 0 }).catch((error: unknown) => String(error)),
    );
    expect([refused, sandbox.limits]).toEqual([
      expect.stringContaining("use whole numbers from 1 to 10000"),
      usual,
    ]);
  });

  it("kill what does not fit, when memory.max sinks below what is used", async () => {
    const { world, sandbox } = await started();
    using _ = world;
    await world.until(sandbox.setLimits({ memoryMiB: 1 }));
    expect(sandbox.limits.memoryMiB).toBe(1);
  });
});
