import { describe, expect, it } from "vitest";
import type { NamespaceKind } from "../../../../src/sandbox/abi/process-calls.ts";
import { namespaceKinds } from "../../../../src/sandbox/programs/namespaces/namespace-options.ts";
import type { SandboxOptions } from "../../../../src/sandbox/runtime/sandbox-options.ts";
import { SandboxHostWorld, TypedLine } from "../../../support/sandbox-host-world.ts";

/** What a terminal shows of what was printed: without the line editor's escape sequences. */
// oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
const shown = (text: string): string => text.replaceAll(/\u001B\[[?\d;]*[a-zA-Z]/g, "").replaceAll("\r", "");

/** What a sandbox with these options answers at its prompt; the host has made a name, files and objects before. */
async function answer(options: SandboxOptions, script: string): Promise<string> {
  using world = await SandboxHostWorld.boot();
  const host = new TypedLine(world.host.console);
  await world.untilPrinted(() => shown(host.text), /# $/);
  host.type("echo x >/tmp/of-the-host; echo x >/dev/shm/of-the-host; ipcmk -Q >/dev/null; echo do''ne\r");
  await world.untilPrinted(() => shown(host.text), /\ndone/);
  const sandbox = await world.until(world.host.engine.create({ name: "web", ...options }));
  const console = new TypedLine(sandbox.line);
  await world.until(sandbox.start());
  await world.untilPrinted(() => shown(console.text), /[#$] $/);
  console.type(`echo be''gin; ${script}; echo do''ne\r`);
  const text = await world.untilPrinted(() => shown(console.text), /\nbegin\n[^]*done\n/);
  await world.until(sandbox.kill());
  return text.slice("\nbegin\n".length, -"done\n".length).trimEnd();
}

/** For each kind, what shows whether it is the host's. */
const looks: Readonly<Record<NamespaceKind, string>> = {
  pid: "grep -c sandbox-shim /proc/[0-9]*/comm | grep -c :1",
  mnt: "ls /tmp",
  uts: "hostname",
  net: "ip -br link | grep -c veth",
  ipc: "ls /dev/shm; ipcs -q | grep -c '^0x'",
  user: "cat /proc/self/uid_map | tr -s ' '",
  cgroup: "cat /proc/self/cgroup",
};

const whenOwn: Readonly<Record<NamespaceKind, string>> = {
  pid: "0",
  mnt: "",
  uts: "web",
  net: "0",
  ipc: "0",
  user: " 0 100000 65536",
  cgroup: "0::/",
};

const question = (kinds: readonly NamespaceKind[]): string =>
  kinds.map((kind) => `echo ${kind}:; ${looks[kind]}`).join("; ");

const expected = (
  kinds: readonly NamespaceKind[],
  leaks: Readonly<Partial<Record<NamespaceKind, string>>>,
): string =>
  kinds
    .flatMap((kind) => [`${kind}:`, leaks[kind] ?? whenOwn[kind]])
    .filter(Boolean)
    .join("\n");

describe("a namespace that is", () => {
  it("the sandbox's own hides what is the host's", async () => {
    expect(await answer({}, question(namespaceKinds))).toBe(expected(namespaceKinds, {}));
  });

  it.each([
    ["pid", "1"],
    ["mnt", "of-the-host"],
    ["uts", "host"],
    ["ipc", "of-the-host\n1"],
    ["user", " 0 0 4294967295"],
    ["cgroup", "0::/guesthouse/9e3779b19e37"],
  ] as const)("the host's leaks, and nothing but that: %s", async (kind, leak) => {
    // A root of its own is what hides the host's processes and shared memory files, too.
    const kinds = namespaceKinds.filter((each) => kind !== "mnt" || !["pid", "ipc"].includes(each));
    expect(await answer({ share: [kind] }, question(kinds))).toBe(expected(kinds, { [kind]: leak }));
  });

  it("the host's network has the host's interfaces", async () => {
    using world = await SandboxHostWorld.boot();
    const { engine } = world.host;
    const cabled = await world.until(engine.create({ name: "cabled", network: "veth" }));
    await world.until(cabled.start());
    const open = await world.until(engine.create({ name: "open", share: ["net"] }));
    const console = new TypedLine(open.line);
    await world.until(open.start());
    await world.untilPrinted(() => shown(console.text), /# $/);
    console.type("ip -br link | grep -o '^veth[^@]*'; ip link set lo down; echo do''ne\r");
    expect(await world.untilPrinted(() => shown(console.text), /\nveth[^]*\ndone/)).toBe(
      `\n${cabled.cable}\nRTNETLINK answers: Operation not permitted\ndone`,
    );
  });
});

describe("with namespaces of the host's", () => {
  it("all of them, its end leaves the host as it was", async () => {
    using world = await SandboxHostWorld.boot();
    const share: readonly NamespaceKind[] = ["pid", "mnt", "uts", "net", "ipc", "user", "cgroup"];
    const host = new TypedLine(world.host.console);
    await world.untilPrinted(() => shown(host.text), /# $/);
    const sandbox = await world.until(world.host.engine.create({ share }));
    const console = new TypedLine(sandbox.line);
    await world.until(sandbox.start());
    await world.untilPrinted(() => shown(console.text), /# $/);
    console.type("sleep 1000 & sleep 1000 & echo do''ne\r");
    await world.untilPrinted(() => shown(console.text), /\ndone/);
    await world.until(sandbox.stop());
    host.type(
      "pgrep -c sleep; wc -l </proc/mounts; ls /sys/fs/cgroup/guesthouse | grep -c 9e37; echo do''ne\r",
    );
    expect(await world.untilPrinted(() => shown(host.text), /\n\d[^]*\ndone/)).toBe("\n0\n10\n0\ndone");
  });

  it("its root that is the host's cannot end the kernel", async () => {
    expect(await answer({ share: ["user"] }, "echo c >/proc/sysrq-trigger")).toBe(
      "-sh: can't create /proc/sysrq-trigger: Read-only file system",
    );
  });

  it("a view of the host's cgroups is all it has of them", async () => {
    expect(
      await answer(
        { share: ["cgroup"] },
        "echo 5 >/sys/fs/cgroup/guesthouse/pids.max; cat /sys/fs/cgroup/guesthouse/pids.max",
      ),
    ).toBe("-sh: can't create /sys/fs/cgroup/guesthouse/pids.max: Permission denied\nmax");
  });

  it.each([
    [{ share: ["uts"], hostname: "box" }, "leave the host name out"],
    [{ share: ["pid"], init: true }, "leave the init out"],
    [{ share: ["mnt"], tmpfs: ["/tmp"] }, "leave out tmpfs"],
    [{ share: ["mnt"], volumes: [{ source: "/a", target: "/b", readOnly: true }] }, "volumes"],
    [{ share: ["mnt"], readOnly: true }, "read-only root"],
    [{ share: ["mnt"], image: "lua" }, "confinement none"],
  ] as const)("is refused in words what cannot be together: %j", async (options, words) => {
    using world = await SandboxHostWorld.boot();
    await expect(world.until(world.host.engine.create(options))).rejects.toMatchObject({
      code: "bad-share",
      message: expect.stringContaining(words),
    });
  });
});
