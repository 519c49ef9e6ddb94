import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { Emitter } from "../../../src/base/event.ts";
import { Failure } from "../../../src/base/failure.ts";
import { BootStore } from "../../../src/playground/boot-store.ts";
import { HostCapacity } from "../../../src/playground/host-capacity.ts";
import type { MachineLimits } from "../../../src/playground/machine-limits.ts";
import type { PageVisibility } from "../../../src/playground/pause-when-hidden.ts";
import { Playground, type AddGuestOptions } from "../../../src/playground/playground.ts";
import { scripting } from "../../../src/playground/scripting.ts";
import { codeOf } from "../../support/guest-contract.ts";
import { FakeHypervisor } from "../../support/fake-hypervisor.ts";
import { FakeGuestWorkers } from "../../support/fake-guest-worker.ts";
import { playgroundParts } from "../../support/playground-parts.ts";
import { fakeMaterial } from "../../support/guest-builders.ts";

describe("the playground", () => {
  const life: Disposable[] = [];
  afterEach(() => {
    for (const resource of life.splice(0)) resource[Symbol.dispose]();
  });

  function make(
    deviceMemoryGiB = 4,
    visibility?: PageVisibility,
  ): { playground: Playground; workers: FakeGuestWorkers; bare: FakeHypervisor } {
    const workers = new FakeGuestWorkers();
    const bare = new FakeHypervisor(systemClock);
    const playground = new Playground({
      ...playgroundParts(systemClock),
      capacity: new HostCapacity({ cores: 2, deviceMemoryGiB }),
      spawnWorker: workers.spawn,
      bareHypervisor: bare.hypervisor,
      ...(visibility ? { visibility } : {}),
    });
    life.push(playground);
    return { playground, workers, bare };
  }

  it("boots the default guest under the next free name", async () => {
    const { playground } = make();
    await playground.addGuest();
    await playground.addGuest({ name: "linux-3" });
    await playground.addGuest();
    await playground.addGuest();
    expect(playground.machines.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "linux-1 running",
      "linux-3 running",
      "linux-2 running",
      "linux-4 running",
    ]);
  });

  it("runs a command in a guest for scripts, and refuses one that is too long", async () => {
    const { playground, workers } = make();
    await playground.addGuest();
    const [guest] = scripting(playground).machines;
    expect({
      end: await guest?.execute("echo beside"),
      long: await codeOf(guest?.execute("\\".repeat(4001)) ?? Promise.resolve()),
      zero: await codeOf(guest?.execute("a\0b") ?? Promise.resolve()),
      executed: workers.spawned.flatMap(({ executed }) => executed),
    }).toEqual({
      end: { output: "beside", exitCode: 0, truncated: false },
      long: "command-too-long",
      zero: "bad-command",
      executed: ["echo beside"],
    });
  });

  it("adds five at once", async () => {
    const { playground } = make();
    await Promise.all(Array.from({ length: 5 }, () => playground.addGuest()));
    expect(new Set(playground.machines.map(({ name }) => name)).size).toBe(5);
  });

  it("puts type 1 guests on one worker, and says of each who schedules it", async () => {
    const { playground, workers, bare } = make();
    await playground.addGuest({ hypervisor: "type1", cpuWeight: 300 });
    await playground.addGuest({ hypervisor: "type1" });
    await playground.addGuest();
    const [guest] = bare.workers[0]?.inside.guests.values() ?? [];
    expect({
      sharing: bare.occupancy,
      weight: guest?.limits,
      alone: workers.living,
      hypervisors: scripting(playground).machines.map(({ hypervisor }) => hypervisor),
      systems: playground.machines.map(({ system }) => system.replace(/[0-9.]{2,}/, "…")),
    }).toEqual({
      sharing: [2],
      weight: [{ cpuWeight: 300 }],
      alone: 1,
      hypervisors: ["type1", "type1", "type2"],
      systems: ["Linux … on type 1 (bare)", "Linux … on type 1 (bare)", "Linux …"],
    });
  });

  it("refuses a hypervisor that there is not", async () => {
    const { playground } = make();
    const options = JSON.parse('{"hypervisor": "xen"}') as AddGuestOptions;
    expect([await codeOf(playground.addGuest(options)), playground.machines.length]).toEqual([
      "unknown-hypervisor",
      0,
    ]);
  });

  it.each([
    [{ image: "windows" }, "unknown-image"],
    [{ name: "-web" }, "bad-name"],
    [{ name: "a b" }, "bad-name"],
    [{ name: "x".repeat(64) }, "bad-name"],
    [{ memoryMiB: 8 }, "bad-memory"],
    [{ memoryMiB: 32.5 }, "bad-memory"],
    [{ memoryMiB: 4096 }, "bad-memory"],
  ])("refuses %j with %s and makes nothing", async (options, code) => {
    const { playground } = make();
    expect([await codeOf(playground.addGuest(options)), playground.machines.length]).toEqual([code, 0]);
  });

  it("refuses a name that is taken", async () => {
    const { playground } = make();
    await playground.addGuest({ name: "web", start: false });
    expect(await codeOf(playground.addGuest({ name: "web", start: false }))).toBe("bad-name");
  });

  it("tells the host's system which names guests have, which no sandbox may take", async () => {
    const { playground } = make();
    await playground.addGuest({ name: "web", start: false });
    expect(["web", "db"].map((name) => playground.hostSystem.isTaken(name))).toEqual([true, false]);
  });

  it("says how much memory is left when a guest does not fit, and makes nothing", async () => {
    const { playground, workers } = make(1);
    await playground.addGuest({ memoryMiB: 256 });
    await expect(playground.addGuest({ memoryMiB: 256 })).rejects.toThrow(
      "The host cannot give 256 MiB: 234 MiB are left of 512 MiB.",
    );
    expect([playground.machines.length, workers.spawned.length]).toEqual([1, 1]);
  });

  it("gives a machine's memory back when it ends", async () => {
    const { playground } = make(1);
    const machine = await playground.addGuest({ memoryMiB: 256 });
    await machine.destroy();
    expect(playground.capacity.freeForGuestMiB).toBe(501);
  });

  it("forgets a machine that is removed, and refuses to remove one that runs", async () => {
    const { playground } = make();
    const machine = await playground.addGuest();
    const refused = await codeOf(machine.remove());
    await machine.destroy();
    await machine.remove();
    expect([refused, playground.machines.length]).toEqual(["wrong-state", 0]);
  });

  it("prepares by rehearsing a boot, and lets go of all it took", async () => {
    const { playground, workers } = make();
    await playground.prepare();
    expect([workers.spawned.length, workers.living, playground.machines.length]).toEqual([1, 0, 0]);
  });

  it("gives up its rehearsal when a machine is added, and rehearses no more", async () => {
    const { playground, workers } = make();
    const preparing = playground.prepare();
    await playground.addGuest();
    await preparing;
    await playground.prepare();
    expect([workers.living, playground.machines.length]).toEqual([1, 1]);
  });

  it("caps a guest from its first boot on, changes its limits while it runs, and keeps them for the next boot", async () => {
    const { playground, workers } = make();
    const machine = await playground.addGuest({ memoryMiB: 64, cpuCap: 0.5, cpuWeight: 200 });
    await machine.setLimits({ cpuCap: 0.25, memoryMiB: 48 });
    await machine.reset();
    expect([machine.limits, ...workers.spawned.map(({ limits }) => limits)]).toEqual([
      { cpuCap: 0.25, cpuWeight: 200, memoryMiB: 48, pidsLimit: null },
      [{ cpuCap: 0.5 }, { cpuWeight: 200 }, { cpuCap: 0.25 }, { balloonBytes: 16 << 20 }],
      [{ cpuCap: 0.25 }, { cpuWeight: 200 }, { balloonBytes: 16 << 20 }],
    ]);
  });

  it.each([
    [{ cpuCap: 2 }, "bad-cpus", /use 0\.05 to 1 core, or null/],
    [{ cpuWeight: 0.5 }, "bad-weight", /whole numbers from 1 to 10000/],
    [{ memoryMiB: 33 }, "bad-memory", /at most its RAM, 32 MiB/],
    [{ pidsLimit: 5 }, "bad-pids", /its own kernel's affair/],
    [{ cpuCap: "all" }, "bad-limit", /give a number, or null/],
    [{ cpus: 1 }, "unknown-limit", /There are: cpuCap, cpuWeight/],
  ])(
    "refuses the limits %j with %s, says what is allowed, and changes none",
    async (changes, code, words) => {
      const { playground } = make();
      const machine = await playground.addGuest({ start: false });
      const refusal = await machine
        .setLimits(changes as Partial<MachineLimits>)
        .catch((error: Failure) => error);
      expect([refusal, machine.limits.cpuCap]).toEqual([
        expect.objectContaining({ code, message: expect.stringMatching(words) }),
        null,
      ]);
    },
  );

  it("starts what does not fit when overcommit is on, and tells how much that is", async () => {
    const { playground } = make(1);
    playground.capacity.overcommit = true;
    await playground.addGuest({ memoryMiB: 256 });
    await playground.addGuest({ memoryMiB: 512 });
    expect([playground.machines.length, playground.capacity.overcommittedMiB]).toEqual([2, 278]);
  });

  it("pauses the machines that are set to it while the page is hidden, and only those run on after", async () => {
    const onDidChange = new Emitter<void>();
    const page = { hidden: false, onDidChange };
    const { playground } = make(4, page);
    const [first, second, third] = [
      await playground.addGuest({ pauseWhenHidden: true }),
      await playground.addGuest({ pauseWhenHidden: true }),
      await playground.addGuest(),
    ];
    await second.pause();
    const turn = async (hidden: boolean): Promise<readonly string[]> => {
      page.hidden = hidden;
      onDidChange.fire();
      await first.waitForState(hidden ? "paused" : "running");
      return [first, second, third].map(({ state }) => state);
    };
    expect([await turn(true), await turn(false)]).toEqual([
      ["paused", "paused", "running"],
      ["running", "paused", "running"],
    ]);
  });

  it("shows scripts the same machine object every time, and nothing of what is behind it", async () => {
    const { playground } = make();
    const api = scripting(playground);
    const added = await api.addGuest({ name: "web" });
    expect([api.machines[0] === added, Object.isFrozen(added), added.kind]).toEqual([true, true, "guest"]);
  });
});

describe("the boot store", () => {
  const image = {
    id: "linux",
    title: "Linux",
    kernelVersion: "6.12.0",
    url: "https://example.test/linux.elf.gz",
    sha256: "",
    rawBytes: 100,
    compressedBytes: 50,
    minimumMemoryMiB: 24,
    defaultMemoryMiB: 32,
    commandLine: "",
    licences: [],
  };

  it("loads and compiles once, whatever the number of guests", async () => {
    const loads: string[] = [];
    const store = new BootStore(
      async ({ id }) => {
        loads.push(id);
        return (await fakeMaterial()).image;
      },
      async () => {
        loads.push("emulator");
        return (await fakeMaterial()).emulator;
      },
    );
    await Promise.all([store.load(image), store.load(image)]);
    await store.load(image);
    expect(loads).toEqual(["linux", "emulator"]);
  });

  it("tells how far an image is, from absent to ready", async () => {
    const store = new BootStore(
      async (_, onProgress) => {
        onProgress(60);
        return (await fakeMaterial()).image;
      },
      async () => (await fakeMaterial()).emulator,
    );
    const seen = [store.status(image)];
    store.onDidChange.listen(() => seen.push(store.status(image)));
    await store.load(image);
    expect(seen).toEqual([
      { kind: "absent" },
      { kind: "loading", loadedBytes: 0, totalBytes: 100 },
      { kind: "loading", loadedBytes: 60, totalBytes: 100 },
      { kind: "ready" },
    ]);
  });

  it("tries again after a failure", async () => {
    let tries = 0;
    const store = new BootStore(
      async () => {
        tries += 1;
        if (tries === 1) throw new Failure("image-truncated", "the file ended early");
        return (await fakeMaterial()).image;
      },
      async () => (await fakeMaterial()).emulator,
    );
    const first = await codeOf(store.load(image));
    const failed = store.status(image);
    const second = await codeOf(store.load(image));
    expect([first, failed, second]).toEqual([
      "image-truncated",
      { kind: "failed", message: "the file ended early" },
      "none",
    ]);
  });
});
