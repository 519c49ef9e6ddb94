/** What the shared kernel and sandboxes on it tell of themselves, by the kernel's own account. */
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../../src/base/clock.ts";
import type { FactSection } from "../../../../src/playground/anatomy/facts/fact.ts";
import {
  hostProcessFacts,
  namespaceFacts,
  sandboxProcessFacts,
  sharedKernelFacts,
} from "../../../../src/playground/anatomy/facts/sandbox-facts.ts";
import type { MachineId } from "../../../../src/playground/machine.ts";
import { SandboxMachine } from "../../../../src/playground/sandbox-machine.ts";
import { readNamespaces } from "../../../../src/sandbox/runtime/inspect/namespaces.ts";
import { runInspection } from "../../../../src/sandbox/runtime/inspect/run-inspection.ts";
import type { SandboxOptions } from "../../../../src/sandbox/runtime/sandbox-options.ts";
import { SandboxHostWorld } from "../../../support/sandbox-host-world.ts";

describe("what the storeys of sandboxes tell", () => {
  const life: Disposable[] = [];
  afterEach(() => {
    for (const resource of life.splice(0).toReversed()) resource[Symbol.dispose]();
  });

  async function world(): Promise<SandboxHostWorld> {
    const made = await SandboxHostWorld.boot();
    life.push(made);
    return made;
  }

  async function running(on: SandboxHostWorld, options: SandboxOptions): Promise<SandboxMachine> {
    const sandbox = await on.until(on.host.engine.create({ image: "system", ...options }));
    await on.until(sandbox.start());
    const machine = new SandboxMachine(sandbox, { id: "m1" as MachineId, accent: 0, clock: systemClock });
    life.push(machine);
    return machine;
  }

  const table = (sections: readonly FactSection[], title: string): readonly (readonly string[])[] =>
    sections.flatMap((section) => (section.kind === "table" && section.title === title ? section.rows : []));
  const fact = (sections: readonly FactSection[], term: string): string | undefined =>
    sections
      .flatMap((section) => (section.kind === "facts" ? section.facts : []))
      .find((each) => each.term === term)?.value;

  it("is the kernel's name and who is on it", async () => {
    const on = await world();
    const sections = await on.until(sharedKernelFacts(on.host, ["box", "tub"], {}));
    const [uname] = sections;
    expect({
      uname: uname?.kind === "text" ? uname.text.split(" ").slice(0, 3) : null,
      on: fact(sections, "Sandboxes on it"),
      calls: Number(fact(sections, "System calls so far")?.replaceAll(",", "")) > 0,
    }).toEqual({ uname: ["Linux", "host", "6.12.0-guesthouse"], on: "box, tub", calls: true });
  });

  it("is which namespaces are a sandbox's own, by the numbers that its kernel gives them", async () => {
    const on = await world();
    const machine = await running(on, { name: "box", share: ["net", "uts"] });
    const sections = await on.until(namespaceFacts(on.host, machine));
    const reports = await on.until(runInspection(on.host, readNamespaces(machine.sandbox.pid ?? 0)));
    expect(table(sections, "Namespaces")).toEqual(
      reports.map(({ kind, inode, hostInode }) => [
        kind,
        String(inode),
        String(hostInode),
        kind === "net" || kind === "uts" ? "the host’s" : "its own",
      ]),
    );
  });

  it("is how much a sandbox wrote above the layers that it shares", async () => {
    const on = await world();
    const machine = await running(on, { name: "box" });
    const written = async (): Promise<string | undefined> =>
      fact(await on.until(namespaceFacts(on.host, machine)), "Written above the layers");
    const number = (words = ""): number => Number(/^(\d+) added/.exec(words)?.[1]);
    const before = number(await written());
    await on.until(machine.execute("echo one > /root/one; echo two > /root/two"));
    expect(number(await written()) - before).toBe(2);
  });

  it("is the processes of a sandbox and of the host apart", async () => {
    const on = await world();
    const machine = await running(on, { name: "box", command: ["sleep", "1000"] });
    const inside = await on.until(sandboxProcessFacts(on.host, machine));
    const host = await on.until(hostProcessFacts(on.host));
    const commands = (sections: readonly FactSection[]): readonly (string | undefined)[] =>
      table(sections, "Processes").map((row) => row.at(-1));
    expect({ inside: commands(inside), sleeps: commands(host).includes("sleep 1000") }).toEqual({
      inside: ["sleep 1000"],
      sleeps: false,
    });
  });
});
