/** Commands beside what runs in a sandbox, and on the host, without a terminal. */
import { afterEach, describe, expect, it } from "vitest";
import type { CommandEnd } from "../../../../src/protocol/command-end.ts";
import type { Sandbox } from "../../../../src/sandbox/runtime/sandbox.ts";
import { SandboxHostWorld, TypedLine } from "../../../support/sandbox-host-world.ts";

const read = ({ output, ...end }: CommandEnd): object => ({
  output: new TextDecoder().decode(output),
  ...end,
});
const reason = (error: unknown): unknown => (error as { readonly code?: string }).code ?? error;

describe("a command beside what runs in a sandbox", () => {
  const worlds: SandboxHostWorld[] = [];
  afterEach(() => {
    for (const world of worlds.splice(0)) world[Symbol.dispose]();
  });

  async function running(): Promise<{ world: SandboxHostWorld; sandbox: Sandbox; execute: Execute }> {
    const world = await SandboxHostWorld.boot();
    worlds.push(world);
    const sandbox = await world.until(world.host.engine.create({ image: "system", name: "box" }));
    await world.until(sandbox.start());
    const execute: Execute = async (command) => read(await world.until(sandbox.execute(command)));
    return { world, sandbox, execute };
  }
  type Execute = (command: string) => Promise<object>;

  it("has the shell's output, errors and exit status, and none of it is on the console", async () => {
    const { sandbox, execute } = await running();
    const console = new TypedLine(sandbox.line);
    const shown = console.text;
    const end = await execute("hostname; echo wrong >&2; exit 7");
    expect({ end, shown: console.text }).toEqual({
      end: { output: "box\nwrong\n", exitCode: 7, truncated: false },
      shown,
    });
  });

  it("reads nothing, has no terminal and ends by a signal as a shell counts it", async () => {
    const { execute } = await running();
    expect(await execute("cat; test -t 1; echo $?; kill -TERM $$")).toEqual({
      output: "1\n",
      exitCode: 143,
      truncated: false,
    });
  });

  it("ends though what it left in the background goes on", async () => {
    const { execute } = await running();
    expect(await execute("sleep 600 & echo left")).toEqual({
      output: "left\n",
      exitCode: 0,
      truncated: false,
    });
  });

  it("is killed when it prints more than is kept", async () => {
    const { world, sandbox } = await running();
    const end = await world.until(sandbox.execute("while :; do echo 0123456789012345678901234567890; done"));
    expect({ ...end, output: end.output.byteLength }).toEqual({
      output: 262_144,
      exitCode: 137,
      truncated: true,
    });
  });

  it("is killed with all that it started on an abort", async () => {
    const { sandbox, execute } = await running();
    const aborting = new AbortController();
    const given = sandbox.execute("sleep 601 | sleep 602", aborting.signal).catch(reason);
    await execute("sleep 1");
    aborting.abort("enough");
    const before = await given;
    expect({ before, left: await execute("sleep 1; ps | grep -c '[s]leep 60[12]'") }).toEqual({
      before: "enough",
      left: { output: "0\n", exitCode: 1, truncated: false },
    });
  });

  it("fails with ended when the sandbox ends first, and with wrong-state when it does not run", async () => {
    const { world, sandbox } = await running();
    const ended = sandbox.execute("sleep 600").catch(reason);
    await world.until(sandbox.kill());
    expect({
      ended: await world.until(ended),
      off: await sandbox.execute("true").catch(reason),
    }).toEqual({ ended: "ended", off: "wrong-state" });
  });

  it("runs on the host itself as its root", async () => {
    const { world } = await running();
    expect(read(await world.until(world.host.execute("id -u; pwd; sandbox ps -q | wc -l")))).toEqual({
      output: "0\n/root\n1\n",
      exitCode: 0,
      truncated: false,
    });
  });
});
