import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GuestWorker } from "../../../src/guest/guest-worker.ts";
import { FakeHypervisor } from "../../support/fake-hypervisor.ts";
import { codeOf } from "../../support/guest-contract.ts";
import { ManualClock } from "../../support/manual-clock.ts";

/** Lets what was posted arrive. */
const arrived = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe("a type 1 hypervisor seen from the page", () => {
  let clock: ManualClock;
  let fake: FakeHypervisor;
  beforeEach(() => {
    clock = new ManualClock();
    fake = new FakeHypervisor(clock);
  });
  afterEach(() => fake.hypervisor[Symbol.dispose]());

  function spawned(name: string): { worker: GuestWorker; died: string[] } {
    const worker = fake.hypervisor.spawnGuest(name);
    const died: string[] = [];
    worker.onDidDie.listen((words) => died.push(words));
    return { worker, died };
  }

  it("has no worker before its first guest, one for all, and none after its last", async () => {
    const before = fake.occupancy;
    const [first, second] = [spawned("a"), spawned("b")];
    await arrived();
    const shared = fake.occupancy;
    first.worker[Symbol.dispose]();
    await arrived();
    const left = fake.occupancy;
    second.worker[Symbol.dispose]();
    spawned("c");
    await arrived();
    expect({ before, shared, left, after: fake.occupancy }).toEqual({
      before: [],
      shared: [2],
      left: [1],
      after: ["ended", 1],
    });
  });

  it("answers each guest on its own way in", async () => {
    const [first, second] = [spawned("a"), spawned("a")];
    await first.worker.api.setCpuCap(0.5);
    await second.worker.api.setCpuWeight(200);
    const [worker] = fake.workers;
    expect([...(worker?.inside.guests ?? [])].map(([name, { limits }]) => [name, limits])).toEqual([
      ["a#1", [{ cpuCap: 0.5 }]],
      ["a#2", [{ cpuWeight: 200 }]],
    ]);
  });

  it("tells every guest when its worker dies, fails what was asked, and has a new worker for the next", async () => {
    const guests = [spawned("a"), spawned("b")];
    const [worker] = fake.workers;
    await arrived();
    if (worker) worker.inside.hung = true;
    const asked = codeOf(fake.hypervisor.schedule());
    const [pausing = ""] = guests.map(({ worker: { api } }) => codeOf(api.pause()));
    worker?.thread.fail("out of luck");
    clock.advance(5_000);
    expect({
      died: guests.map(({ died }) => died),
      asked: await asked,
      pausing: await pausing,
    }).toEqual({ died: [["out of luck"], ["out of luck"]], asked: "worker-died", pausing: "worker-died" });
    spawned("c");
    await arrived();
    expect(fake.occupancy).toEqual(["ended", 1]);
  });

  it("is dead to all its guests when it has not answered for 10 s", async () => {
    const guests = [spawned("a"), spawned("b")];
    await arrived();
    for (const worker of fake.workers) worker.inside.hung = true;
    for (let period = 0; period < 3; period++) {
      clock.advance(5_000);
      await arrived();
    }
    const words = "the hypervisor has not answered for 10 s";
    expect({ died: guests.map(({ died }) => died), workers: fake.occupancy }).toEqual({
      died: [[words], [words]],
      workers: ["ended"],
    });
  });

  it("lives on while it answers", async () => {
    const { died } = spawned("a");
    for (let period = 0; period < 5; period++) {
      clock.advance(5_000);
      await arrived();
    }
    expect({ died, workers: fake.occupancy }).toEqual({ died: [], workers: [1] });
  });

  it("ends one guest and leaves the others, and ending it twice is ending it once", async () => {
    const [first, second] = [spawned("a"), spawned("b")];
    first.worker[Symbol.dispose]();
    first.worker[Symbol.dispose]();
    await second.worker.api.pause();
    expect({ workers: fake.occupancy, died: [first.died, second.died] }).toEqual({
      workers: [1],
      died: [[], []],
    });
  });
});
