import { describe, expect, it } from "vitest";
import { SandboxHostWorld, TypedLine } from "../../../support/sandbox-host-world.ts";

/** What a terminal shows of what was printed: without the line editor's escape sequences. */
// oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
const shown = (text: string): string => text.replaceAll(/\u001B\[[?\d;]*[a-zA-Z]/g, "").replaceAll("\r", "");

describe("the host of sandboxes", () => {
  it("has a root shell that sees all processes", async () => {
    using world = await SandboxHostWorld.boot();
    const console = new TypedLine(world.host.console);
    await world.untilPrinted(() => console.text, /# $/);
    console.type("id -u; cat /proc/1/comm; echo do''ne\r");
    expect(shown(await world.untilPrinted(() => shown(console.text), /\n[^#]*\ndone/))).toBe(
      "\n0\ninit\ndone",
    );
  });

  it("starts a system sandbox to its prompt, in namespaces of its own", async () => {
    using world = await SandboxHostWorld.boot();
    const sandbox = await world.until(world.host.engine.create({ name: "web", memoryMiB: 32 }));
    const console = new TypedLine(sandbox.line);
    await world.until(sandbox.start());
    await world.untilPrinted(() => shown(console.text), /# $/);
    console.type("hostname; echo $$; id -u; cat /proc/1/comm /sys/fs/cgroup/memory.max; echo do''ne\r");
    const answer = await world.untilPrinted(() => shown(console.text), /\nweb\n[^#]*\ndone/);
    expect({ state: sandbox.state, answer: answer.replace(/\n\d+\n0\n/, "\nPID\n0\n") }).toEqual({
      state: "running",
      answer: "\nweb\nPID\n0\ninit\n33554432\ndone",
    });
  });

  it("leaves nothing of a sandbox that was killed and deleted", async () => {
    using world = await SandboxHostWorld.boot();
    const { kernel, engine } = world.host;
    const sandbox = await world.until(engine.create({ name: "gone" }));
    const before = kernel.counters.tasks;
    await world.until(sandbox.start());
    await world.until(sandbox.kill());
    await world.until(sandbox.delete());
    expect({
      tasks: kernel.counters.tasks,
      sandboxes: engine.sandboxes.length,
      cgroup: kernel.parts.cgroups.find("/guesthouse")?.children.size,
    }).toEqual({ tasks: before, sandboxes: 0, cgroup: 0 });
  });

  it("says how an application's first process ended", async () => {
    using world = await SandboxHostWorld.boot();
    const sandbox = await world.until(
      world.host.engine.create({ name: "seven", image: "system", command: ["sh", "-c", "exit 7"] }),
    );
    const exited = new Promise<void>((resolve) => {
      sandbox.onDidChange.listen(() => {
        if (sandbox.state === "exited") resolve();
      });
    });
    await world.until(sandbox.start());
    await world.until(exited);
    expect(sandbox.end).toEqual({ kind: "exited", code: 7 });
  });
});
