/** The memory that the machine under the host's kernel leaves to it. */
import { expect, test } from "vitest";
import { MIB } from "../../../../src/base/units.ts";
import { SandboxHostWorld } from "../../../support/sandbox-host-world.ts";

test("what guests hold is not free for sandboxes, whose limits may add up to more, and a charge beyond it is killed", async () => {
  using world = await SandboxHostWorld.boot(64);
  const { host } = world;
  const sandbox = await world.until(host.engine.create({ image: "system", name: "box", memoryMiB: 1024 }));
  await world.until(sandbox.start());
  const run = async (command: string): Promise<string> => {
    const { output } = await world.until(sandbox.execute(command));
    return new TextDecoder().decode(output);
  };
  const freeMiB = async (): Promise<number> =>
    Math.round(Number(/MemFree: +(\d+)/.exec(await run("cat /proc/meminfo"))?.[1]) / 1024);
  const before = await freeMiB();
  host.limitMemory(24 * MIB);
  const after = await freeMiB();
  await world.until(sandbox.execute("head -c 40000000 /dev/zero > /big"));
  const { oomKills = 0 } = sandbox.usage ?? {};
  expect({
    lost: before - after,
    killed: oomKills > 0,
    state: sandbox.state,
    over: host.chargedBytes > 24 * MIB,
  }).toEqual({
    lost: 40,
    killed: true,
    state: "running",
    over: false,
  });
});
