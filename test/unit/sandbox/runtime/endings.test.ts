import { describe, expect, it } from "vitest";
import type { SandboxState } from "../../../../src/sandbox/runtime/sandbox-parts.ts";
import type { Sandbox } from "../../../../src/sandbox/runtime/sandbox.ts";
import { SandboxHostWorld, TypedLine } from "../../../support/sandbox-host-world.ts";

/** A system at its prompt, and what it has printed. */
async function prompted(world: SandboxHostWorld): Promise<{ sandbox: Sandbox; console: TypedLine }> {
  const sandbox = await world.until(world.host.engine.create({ name: "web" }));
  const console = new TypedLine(sandbox.line);
  await world.until(sandbox.start());
  await world.untilPrinted(() => console.text, /# $/);
  return { sandbox, console };
}

function statesOf(sandbox: Sandbox): SandboxState[] {
  const states: SandboxState[] = [];
  sandbox.onDidChange.listen(() => states.push(sandbox.state));
  return states;
}

/** How each came out, when none hangs. */
async function outcomes(world: SandboxHostWorld, pending: readonly Promise<unknown>[]): Promise<unknown[]> {
  const settled = await world.until(Promise.allSettled(pending));
  return settled.map((one) =>
    one.status === "fulfilled" ? "done" : (one.reason as { readonly code?: unknown }).code,
  );
}

describe("a system sandbox that is told from inside", () => {
  it("to reboot begins anew with what it wrote, and nobody sees it stop", async () => {
    using world = await SandboxHostWorld.boot();
    const { sandbox, console } = await prompted(world);
    const states = statesOf(sandbox);
    const first = sandbox.pid;
    console.type("echo kept > /root/kept; reboot\r");
    await world.untilPrinted(() => console.text, /Requesting system reboot[^#]*# $/);
    console.type("cat /root/kept; echo do''ne\r");
    const kept = await world.untilPrinted(() => console.text, /kept\r?\ndone/);
    expect({
      states,
      another: sandbox.pid !== null && sandbox.pid !== first,
      kept: kept.replaceAll("\r", ""),
    }).toEqual({ states: ["running"], another: true, kept: "kept\ndone" });
  });

  it("to power off has ended", async () => {
    using world = await SandboxHostWorld.boot();
    const { sandbox, console } = await prompted(world);
    const exited = new Promise<void>((resolve) => {
      sandbox.onDidChange.listen(() => sandbox.state === "exited" && resolve());
    });
    console.type("poweroff\r");
    await world.until(exited);
    expect([sandbox.state, sandbox.end]).toEqual([
      "exited",
      { kind: "signaled", signal: "SIGINT", coreDumped: false },
    ]);
  });

  it("to reboot while it is being stopped, stops", async () => {
    using world = await SandboxHostWorld.boot();
    const { sandbox, console } = await prompted(world);
    const stopping = sandbox.stop();
    console.type("reboot -f\r");
    await world.until(stopping);
    expect([sandbox.state, sandbox.pid]).toEqual(["exited", null]);
  });
});

describe("when the host's kernel panics", () => {
  it("a running sandbox has exited, and says why", async () => {
    using world = await SandboxHostWorld.boot();
    const { sandbox } = await prompted(world);
    world.host.kernel.panic("test");
    await world.until(Promise.resolve());
    expect({
      state: sandbox.state,
      pid: sandbox.pid,
      usage: sandbox.usage,
      why: sandbox.hostDown,
      console: world.host.console.recent.length,
    }).toEqual({
      state: "exited",
      pid: null,
      usage: null,
      why: "The host's kernel panicked: test.",
      console: 0,
    });
  });

  it("a start under way fails", async () => {
    using world = await SandboxHostWorld.boot();
    const sandbox = await world.until(world.host.engine.create({ name: "web" }));
    const starting = sandbox.start();
    await world.host.kernel.run(0.01);
    world.host.kernel.panic("test");
    expect([await outcomes(world, [starting]), sandbox.state]).toEqual([["sandbox-failed"], "exited"]);
  });

  it("a stop, a kill, a pause and a new limit under way come to an end", async () => {
    for (const verb of ["stop", "kill", "pause"] as const) {
      using world = await SandboxHostWorld.boot();
      const { sandbox } = await prompted(world);
      const pending = [sandbox[verb](), sandbox.setLimits({ pidsLimit: 5 })];
      world.host.kernel.panic("test");
      const ends = await outcomes(world, pending);
      expect([verb, ends.length, sandbox.state]).toEqual([verb, 2, "exited"]);
    }
  });

  it("what is asked of it afterwards is refused, but a sandbox can be put away", async () => {
    using world = await SandboxHostWorld.boot();
    const { sandbox } = await prompted(world);
    world.host.kernel.panic("test");
    await world.until(Promise.resolve());
    const { engine } = world.host;
    const refused = await outcomes(world, [
      sandbox.start(),
      engine.create({ name: "other" }),
      sandbox.kill(),
    ]);
    await world.until(sandbox.delete());
    expect([refused, engine.sandboxes.length]).toEqual([["host-down", "host-down", "wrong-state"], 0]);
  });
});
