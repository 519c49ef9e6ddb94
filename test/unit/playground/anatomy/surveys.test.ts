/** Who is asked what is drawn, and when. */
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../../src/base/clock.ts";
import { surveyCommand } from "../../../../src/playground/anatomy/guest-survey.ts";
import { Surveys } from "../../../../src/playground/anatomy/surveys.ts";
import { Playground } from "../../../../src/playground/playground.ts";
import { FakeGuestWorkers } from "../../../support/fake-guest-worker.ts";
import { playgroundParts } from "../../../support/playground-parts.ts";
import { ManualClock } from "../../../support/manual-clock.ts";

const answer = "Linux 6.12.1\nTest Linux\n8\n1 init\n2 sh\n";

describe("the surveys", () => {
  const life: Disposable[] = [];
  afterEach(() => {
    for (const resource of life.splice(0)) resource[Symbol.dispose]();
  });

  function make(): {
    playground: Playground;
    workers: FakeGuestWorkers;
    clock: ManualClock;
    surveys: Surveys;
  } {
    const workers = new FakeGuestWorkers({ answers: new Map([[surveyCommand, answer]]) });
    const playground = new Playground({ ...playgroundParts(systemClock), spawnWorker: workers.spawn });
    const clock = new ManualClock();
    const surveys = new Surveys(playground, clock);
    life.push(playground, surveys);
    return { playground, workers, clock, surveys };
  }

  const changed = (surveys: Surveys): Promise<void> =>
    new Promise((resolve) => {
      const listening = surveys.onDidChange.listen(() => {
        listening[Symbol.dispose]();
        resolve();
      });
    });
  const asked = ({ spawned }: FakeGuestWorkers): number => spawned.flatMap(({ executed }) => executed).length;

  it("ask nobody until somebody looks, then every guest that runs", async () => {
    const { playground, workers, surveys } = make();
    await playground.addGuest();
    await playground.addGuest({ start: false });
    const before = asked(workers);
    surveys.watch();
    await changed(surveys);
    expect({ before, asked: asked(workers), learned: [...surveys.learned.guests.values()] }).toEqual({
      before: 0,
      asked: 1,
      learned: [{ kernel: "Linux 6.12.1", system: "Test Linux", pciDevices: 8, processes: ["init", "sh"] }],
    });
  });

  it("ask a guest once more when it has settled, and then not as long as it does nothing", async () => {
    const { playground, workers, clock, surveys } = make();
    await playground.addGuest();
    surveys.watch();
    await changed(surveys);
    const first = asked(workers);
    clock.advance(5_000);
    await changed(surveys);
    const settled = asked(workers);
    clock.advance(60_000);
    expect({ first, settled, idle: asked(workers) }).toEqual({ first: 1, settled: 2, idle: 2 });
  });

  it("ask again when a guest has worked", async () => {
    const { playground, workers, clock, surveys } = make();
    const guest = await playground.addGuest();
    surveys.watch();
    await changed(surveys);
    clock.advance(5_000);
    await changed(surveys);
    // The fake takes a tenth of a core.
    await new Promise((resolve) => playground.monitor.onDidSample.listen(resolve));
    while ((guest.read().totals?.cpuMs ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    clock.advance(5_000);
    await changed(surveys);
    expect(asked(workers)).toBe(3);
  });

  it("forget what a machine said when it is switched off", async () => {
    const { playground, surveys } = make();
    const guest = await playground.addGuest();
    surveys.watch();
    await changed(surveys);
    await guest.destroy();
    surveys.look();
    expect([...surveys.learned.guests.keys()]).toEqual([]);
  });

  it("ask nobody while they rest", async () => {
    const { playground, workers, clock, surveys } = make();
    surveys.watch();
    surveys.rest();
    await playground.addGuest();
    surveys.look();
    clock.advance(60_000);
    expect(asked(workers)).toBe(0);
  });
});
