import { describe, expect, it } from "vitest";
import { writeFile } from "../../../../src/sandbox/runtime/file-steps.ts";
import type { Sandbox } from "../../../../src/sandbox/runtime/sandbox.ts";
import { layerPath } from "../../../../src/sandbox/runtime/paths.ts";
import { readChanges } from "../../../../src/sandbox/runtime/inspect/changes.ts";
import { readControlFiles, writeControlFile } from "../../../../src/sandbox/runtime/inspect/control-files.ts";
import { readMounts } from "../../../../src/sandbox/runtime/inspect/mounts.ts";
import { readNamespaces } from "../../../../src/sandbox/runtime/inspect/namespaces.ts";
import { readProcesses } from "../../../../src/sandbox/runtime/inspect/processes.ts";
import { runInspection, type Inspection } from "../../../../src/sandbox/runtime/inspect/run-inspection.ts";
import type { SandboxOptions } from "../../../../src/sandbox/runtime/sandbox-options.ts";
import { SandboxHostWorld, TypedLine } from "../../../support/sandbox-host-world.ts";

interface Inspected {
  readonly world: SandboxHostWorld;
  readonly sandbox: Sandbox;
  readonly console: TypedLine;
}

async function started(options: SandboxOptions): Promise<Inspected> {
  const world = await SandboxHostWorld.boot();
  const sandbox = await world.until(world.host.engine.create(options));
  const console = new TypedLine(sandbox.line);
  await world.until(sandbox.start());
  await world.untilPrinted(() => console.text, /[#$] $/);
  return { world, sandbox, console };
}

const look = <T>({ world }: Inspected, inspection: Inspection<T>): Promise<T> =>
  world.until(runInspection(world.host, inspection));

describe("looking at a sandbox from the host", () => {
  it("tells which namespaces are its own and which the host's", async () => {
    const inspected = await started({ name: "web", share: ["net", "ipc"] });
    using world = inspected.world;
    void world;
    const found = await look(inspected, readNamespaces(inspected.sandbox.pid ?? 0));
    expect(found.map(({ kind, shared }) => `${kind} ${shared ? "shared" : "own"}`)).toEqual([
      "user own",
      "pid own",
      "mnt own",
      "uts own",
      "net shared",
      "ipc shared",
      "cgroup own",
    ]);
    expect(found.every(({ inode, hostInode, shared }) => inode > 0 && (inode === hostInode) === shared)).toBe(
      true,
    );
  });

  it("reads and writes its control files, and passes on what the kernel refuses", async () => {
    const inspected = await started({ name: "web", memoryMiB: 32, pidsLimit: 64 });
    using world = inspected.world;
    void world;
    const { cgroupsPath } = inspected.sandbox.config.linux;
    await look(inspected, writeControlFile(cgroupsPath, "memory.max", "24M"));
    const refused = await look(inspected, writeControlFile(cgroupsPath, "cpu.weight", "0")).catch(
      (error: unknown) => (error instanceof Error ? error.message : ""),
    );
    const files = await look(inspected, readControlFiles(cgroupsPath));
    const text = (name: string): string | undefined => files.find((file) => file.name === name)?.text;
    expect({
      "memory.max": text("memory.max"),
      "cpu.max": text("cpu.max"),
      "pids.max": text("pids.max"),
      refused,
      writable: files
        .filter(({ writable }) => writable)
        .map(({ name }) => name)
        .slice(0, 2),
    }).toEqual({
      "memory.max": String(24 * 1024 ** 2),
      "cpu.max": "max 100000",
      "pids.max": "64",
      refused: expect.stringMatching(/Invalid argument|Numerical result out of range/),
      writable: ["memory.max", expect.any(String)],
    });
  });

  it("lists its processes with both numbers", async () => {
    const inspected = await started({ name: "web" });
    using world = inspected.world;
    void world;
    const found = await look(inspected, readProcesses(inspected.sandbox.config.linux.cgroupsPath));
    const [first] = found;
    expect({ pid: first?.pid, innerPid: first?.innerPid, state: /^[RSD]$/.test(first?.state ?? "") }).toEqual(
      {
        pid: inspected.sandbox.pid,
        innerPid: 1,
        state: true,
      },
    );
    expect(found.some(({ command }) => /sh/.test(command))).toBe(true);
  });

  it("lists its mounts as it sees them", async () => {
    const inspected = await started({ name: "web" });
    using world = inspected.world;
    void world;
    const found = await look(inspected, readMounts(inspected.sandbox.pid ?? 0));
    expect(
      found
        .filter(({ target }) => ["/", "/proc", "/run"].includes(target))
        .map(({ target, type }) => `${target} ${type}`),
    ).toEqual(["/ overlay", "/proc proc", "/run tmpfs"]);
  });

  it("tells what it added, changed and removed", async () => {
    const inspected = await started({ name: "web" });
    using world = inspected.world;
    void world;
    const root = `/proc/${inspected.sandbox.pid ?? 0}/root`;
    await look(inspected, function* change(sys) {
      yield* writeFile(sys, `${root}/root/new`, "new");
      yield* writeFile(sys, `${root}/etc/passwd`, "changed");
      sys.unlink(`${root}/etc/group`);
      sys.mkdir(`${root}/srv`);
      yield* writeFile(sys, `${root}/srv/deep`, "x");
    });
    const { bundle, image } = inspected.sandbox;
    const found = await look(
      inspected,
      readChanges(
        `${bundle}/upper`,
        image.layers.map(({ digest }) => layerPath(digest)),
      ),
    );
    const told = found.changes.map(({ how, path }) => `${how} ${path}`);
    expect({
      told: told.filter((line) => /passwd|group|srv|root\/new/.test(line)),
      more: found.more,
    }).toEqual({
      told: ["removed /etc/group", "changed /etc/passwd", "added /root/new", "added /srv", "added /srv/deep"],
      more: false,
    });
  });
});
