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

  it("puts a cable between a sandbox and the host, and takes it away with the sandbox", async () => {
    using world = await SandboxHostWorld.boot();
    const { engine, kernel } = world.host;
    const sandbox = await world.until(engine.create({ name: "web", network: "veth" }));
    const console = new TypedLine(sandbox.line);
    await world.until(sandbox.start());
    await world.untilPrinted(() => shown(console.text), /# $/);
    console.type("ip -br link; echo do''ne\r");
    const inside = await world.untilPrinted(() => shown(console.text), /\nlo [^#]*\ndone/);
    const { net } = kernel.init.namespaces;
    const outside = net.content.links.map(({ name, up, carrier }) => ({ name, up, carrier }));
    const cable = sandbox.cable ?? "";
    using port = world.host.openPort(cable);
    const frames: number[] = [];
    port.onFrame.listen((frame) => frames.push(frame.length));
    net.content.link(cable).peer?.transmit(new Uint8Array(60));
    await world.until(sandbox.kill());
    expect({
      inside: inside
        .replaceAll(/[\da-f]{2}(:[\da-f]{2}){5}/g, "MAC")
        .trim()
        .split(/\s*\n/),
      cable,
      outside,
      frames,
      after: net.content.links.map(({ name }) => name),
    }).toEqual({
      inside: [
        expect.stringMatching(/^lo +UNKNOWN +MAC <LOOPBACK,UP,LOWER_UP>$/),
        expect.stringMatching(/^eth0@if\d+ +UP +MAC <BROADCAST,MULTICAST,UP,LOWER_UP>$/),
        "done",
      ],
      cable: `veth${sandbox.id.slice(0, 4)}`,
      outside: [
        { name: "lo", up: true, carrier: true },
        { name: cable, up: true, carrier: true },
      ],
      frames: [60],
      after: ["lo"],
    });
  });

  it("refuses a cable into a network that is the host's", async () => {
    using world = await SandboxHostWorld.boot();
    const made = world.host.engine.create({ name: "open", network: "veth", share: ["net"] });
    await expect(world.until(made)).rejects.toMatchObject({ code: "bad-network" });
  });

  it("shows in Docker's columns what a sandbox uses and what its cable carried", async () => {
    using world = await SandboxHostWorld.boot();
    const { engine } = world.host;
    const sandbox = await world.until(engine.create({ name: "web", network: "veth" }));
    const inside = new TypedLine(sandbox.line);
    await world.until(sandbox.start());
    await world.untilPrinted(() => shown(inside.text), /# $/);
    const console = new TypedLine(world.host.console);
    console.type(`ip addr add 10.9.0.1/24 dev ${sandbox.cable}; echo read''y\r`);
    await world.untilPrinted(() => shown(console.text), /\nready/);
    inside.type("ip addr add 10.9.0.2/24 dev eth0; ping -c 1 10.9.0.1 >/dev/null; echo do''ne $?\r");
    await world.untilPrinted(() => shown(inside.text), /\ndone 0/);
    console.type("sandbox stats --no-stream; echo do''ne\r");
    const printed = await world.untilPrinted(() => shown(console.text), /\nCONTAINER ID[^#]*\ndone/);
    const [header, row] = printed
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/ {2,}/));
    const [id, name, , memory, , ...rest] = row ?? [];
    expect({ header, id, name, limit: memory?.split(" / ")[1], rest }).toEqual({
      header: ["CONTAINER ID", "NAME", "CPU %", "MEM USAGE / LIMIT", "MEM %", "NET I/O", "BLOCK I/O", "PIDS"],
      id: sandbox.id,
      name: "web",
      limit: "64MiB",
      rest: ["98B / 98B", "n/a", expect.stringMatching(/^\d+$/)],
    });
  });
});
