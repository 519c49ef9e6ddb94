import { describe, expect, it } from "vitest";
import { Failure } from "../../../../src/base/failure.ts";
import { experiments } from "../../../../src/playground/experiments/catalog.ts";
import type { ExperimentId } from "../../../../src/playground/experiments/experiment.ts";
import { experimentList } from "../../../../src/playground/experiments/experiment-list.ts";
import { resultCsv, resultJson } from "../../../../src/playground/experiments/export.ts";
import type { ExperimentResult, SettingValue } from "../../../../src/playground/experiments/result.ts";
import { ExperimentSession } from "../../../../src/playground/experiments/session.ts";
import { FakeExperimentHost, type FakeWorld } from "../../../support/fake-experiment-host.ts";
import { codeOf } from "../../../support/guest-contract.ts";

function session(world: Partial<FakeWorld> = {}): { session: ExperimentSession; host: FakeExperimentHost } {
  const host = new FakeExperimentHost(world);
  return { session: new ExperimentSession(experiments, host), host };
}

const small: Readonly<Record<ExperimentId, Readonly<Record<string, SettingValue>>>> = {
  "start-up": { runs: 1 },
  footprint: { most: 2 },
  density: { most: 3 },
  overhead: { runs: 1 },
  isolation: { seconds: 1 },
  limits: { runs: 1, seconds: 2, sizes: ["32"] },
};
const ids = experimentList.map(({ id }) => id);

describe("experiments", () => {
  it("are listed as they are", () => {
    expect(experimentList).toEqual(experiments.map(({ id, title }) => ({ id, title })));
  });

  it.each(ids)("%s leaves nothing behind when it is complete", async (id) => {
    const answer: FakeWorld["answer"] = (_machine, command) => ({
      output: command.startsWith("dmesg") ? "Killed process 1 (tail) anon-rss:1024kB" : "0",
      exitCode: 0,
    });
    const { session: own, host } = session({ answer });
    await own.run(id, small[id]);
    expect({ left: host.left.size, runners: host.bareRunners, current: own.current }).toEqual({
      left: 0,
      runners: 0,
      current: null,
    });
  });

  it.each(ids)("%s leaves nothing behind when it is aborted, and keeps what it measured", async (id) => {
    const { session: own, host } = session();
    let steps = 0;
    const result = await own.run(id, small[id], {
      onProgress: () => {
        steps += 1;
        if (steps === 2) own.abort();
      },
    });
    expect({ left: host.left.size, outcome: result.outcome, kept: own.results }).toEqual({
      left: 0,
      outcome: { kind: "aborted" },
      kept: [result],
    });
  });

  it.each(ids)("%s leaves nothing behind when no machine can be made, and says why", async (id) => {
    const { session: own, host } = session({
      onMake: () => {
        throw new Failure("image-unreachable", "The image cannot be had.");
      },
    });
    const { failures } = await own.run(id, small[id]);
    expect({
      left: host.left.size,
      runners: host.bareRunners,
      codes: [...new Set(failures.map(({ code }) => code))],
    }).toEqual({
      left: 0,
      runners: 0,
      codes: ["image-unreachable"],
    });
  });

  it("fail as a whole when nothing was measured", async () => {
    const { session: own } = session({
      onMake: () => {
        throw new Failure("image-unreachable", "The image cannot be had.");
      },
    });
    const { outcome } = await own.run("start-up", { runs: 1 });
    expect(outcome).toEqual({
      kind: "failed",
      code: "image-unreachable",
      message: "The image cannot be had.",
    });
  });

  it("remove a machine that was still being made when the experiment was aborted", async () => {
    const { session: own, host } = session({ onMake: (nth) => nth === 2 && own.abort() });
    await own.run("start-up", { runs: 1 });
    expect(host.left.size).toBe(0);
  });

  it("run one at a time", async () => {
    const { session: own } = session();
    const first = own.run("start-up", { runs: 1 });
    const code = await codeOf(own.run("density", {}));
    await first;
    expect([code, own.results.length]).toEqual(["busy", 1]);
  });

  it.each([
    [{ runs: 0 }, "bad-setting"],
    [{ runs: 1.5 }, "bad-setting"],
    [{ runs: "5" }, "bad-setting"],
    [{ machines: [] }, "bad-setting"],
    [{ machines: ["cloud"] }, "bad-setting"],
    [{ turns: 3 }, "bad-setting"],
  ])("refuse %j before anything is made", async (settings, code) => {
    const { session: own, host } = session();
    expect([await codeOf(own.run("start-up", settings)), host.log, own.current]).toEqual([code, [], null]);
  });

  it("refuse to end the user's sandboxes, unless that is confirmed", async () => {
    const { session: own, host } = session({ userSandboxes: ["mine"] });
    const settings = { harms: ["spinner"], machines: ["guest"], seconds: 1, sharedPanic: true };
    const refused = await codeOf(own.run("isolation", settings));
    const before = host.log.length;
    await own.run("isolation", settings, { mayEndSandboxes: true });
    expect([refused, before, host.log.includes("panic"), host.left.size]).toEqual([
      "would-end-sandboxes",
      0,
      true,
      0,
    ]);
  });

  it("export every value, with its figure and unit, as CSV and JSON", async () => {
    const { session: own } = session();
    const result = await own.run("start-up", { runs: 2, machines: ["guest"] });
    const [head = "", ...rows] = resultCsv(result).trim().split("\r\n");
    const values = rows.map((row) => row.split(",").slice(7).join(","));
    expect(head.split(",").slice(7).join(",")).toBe(
      "figure,quantity,unit,series,x_quantity,x_unit,x,run,value",
    );
    expect(values.filter((row) => row.startsWith("prompt"))).toEqual([
      "prompt,time,ms,Guest (type 2),,,,1,1000",
      "prompt,time,ms,Guest (type 2),,,,2,1000",
    ]);
    expect(JSON.parse(resultJson(result)) as ExperimentResult).toEqual(result);
  });
});
