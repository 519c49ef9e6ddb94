/** Links: what goes in comes out, and nothing else does. */
import { describe, expect, it } from "vitest";
import { catalog } from "../../../../images/catalog.ts";
import { Failure } from "../../../../src/base/failure.ts";
import { builtInLessons } from "../../../../src/playground/lessons/built-in-lessons.ts";
import { writtenLesson } from "../../../../src/playground/lessons/write-lesson.ts";
import { packJson } from "../../../../src/playground/state-link/packed-json.ts";
import {
  readPlaygroundState,
  readStateFragment,
  stateFragment,
  type PlaygroundState,
} from "../../../../src/playground/state-link/playground-state.ts";
import { judgeMachines } from "../../../../src/playground/state-link/state-judgement.ts";
import { seeded } from "../../../support/seeded.ts";
import { failureOf } from "../../../support/failure-of.ts";

const [lesson] = builtInLessons;
if (!lesson) throw new Error("there are lessons");

const full: PlaygroundState = {
  machines: [
    {
      plan: {
        kind: "guest",
        options: {
          name: "web",
          image: "linux",
          memoryMiB: 48,
          hypervisor: "type1",
          cpuCap: 0.5,
          cpuWeight: 200,
          pauseWhenHidden: true,
          start: false,
        },
      },
      limits: { memoryMiB: 32 },
      paused: true,
    },
    {
      plan: {
        kind: "sandbox",
        options: {
          name: "box",
          image: "lua",
          kind: "application",
          confinement: "confined",
          memoryMiB: null,
          cpus: 0.25,
          cpuWeight: 300,
          pidsLimit: 32,
          hostname: "other",
          readOnly: true,
          tmpfs: ["/tmp:size=1m"],
          volumes: [{ source: "/home/user", target: "/data", readOnly: true }],
          user: "user",
          init: true,
          env: { WORD: "" },
          workingDirectory: "/app",
          command: ["-e", "print(1)"],
          share: ["net", "pid"],
          network: "none",
          start: false,
        },
      },
    },
  ],
  overcommit: true,
  screen: {
    view: "learn",
    learn: { tab: "words", item: null },
    mode: "tabs",
    order: ["box", "web"],
    hidden: ["web"],
    inspected: ["box"],
    sizes: { "2": { rows: [1], columns: [[0.5, 0.5]] } },
    listWidthPx: 300,
  },
  lesson: { lesson: { json: writtenLesson(lesson), read: lesson }, step: 2 },
};

describe("a state in a link", () => {
  it("comes out as it went in", async () => {
    expect(await readStateFragment(`#${await stateFragment(full)}`)).toEqual(full);
  });

  it("is short: four machines take less than 400 characters", async () => {
    const machines = ["a", "b", "c", "d"].map((name) => ({
      plan: { kind: "sandbox" as const, options: { name, image: "system", memoryMiB: 64, pidsLimit: 256 } },
    }));
    expect((await stateFragment({ machines })).length).toBeLessThan(400);
  });

  it("is none in an address that holds something else", async () => {
    expect(await Promise.all(["", "#", "#learn/words", "#stated"].map(readStateFragment))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it.each([
    ["#state=2.abc", "format 2, and this page reads 1"],
    ["#state=1.", "characters that no link has"],
    ["#state=1.<script>", "characters that no link has"],
    ["#state=1.abcdef", "cannot be unpacked"],
    [`#state=1.${"a".repeat(16_385)}`, "It has 16385 characters; 16384 are taken."],
  ])("is refused when it is damaged: %s", async (fragment, why) => {
    const failure = await failureOf(() => readStateFragment(fragment));
    expect({ code: failure?.code, said: failure?.message.includes(why) ? why : failure?.message }).toEqual({
      code: "bad-link",
      said: why,
    });
  });

  it("is refused before it is unpacked whole when it would be huge", async () => {
    const bomb = await new Response(
      new Blob([" ".repeat(3_000_000)]).stream().pipeThrough(new CompressionStream("deflate-raw")),
    ).arrayBuffer();
    const packed = Buffer.from(bomb).toString("base64url");
    const failure = await failureOf(() => readStateFragment(`#state=1.${packed}`));
    expect([packed.length < 16_384, failure?.message]).toEqual([
      true,
      "It unpacks to more than 131072 characters.",
    ]);
  });

  it("is not made when it would be longer than links can be", async () => {
    const next = seeded(1);
    const noise = Array.from({ length: 30_000 }, () => String.fromCharCode(35 + next(57))).join("");
    expect((await failureOf(() => packJson(noise)))?.code).toBe("link-too-long");
  });

  it.each([
    [{ machines: [{}] }, "state.machines[0] must be either a guest or a sandbox."],
    [
      { machines: [{ guest: { memoryMiB: 1e9 } }] },
      "state.machines[0].guest.memoryMiB must be a number from 1 to 65536.",
    ],
    [{ machines: [{ guest: { run: "rm" } }] }, "state.machines[0].guest has the unknown field"],
    [{ machines: [{ guest: { name: "a" } }, { sandbox: { name: "a" } }] }, "It has two machines named a."],
    [
      { machines: Array.from({ length: 33 }, () => ({ guest: {} })) },
      "state.machines must be a list of at most 32.",
    ],
    [{ lesson: { step: -1 } }, "state.lesson.step must be a number from 0 to 29."],
    [{ commands: ["reboot"] }, 'state has the unknown field "commands".'],
  ])("is refused with the place of what is wrong: %j", async (json, why) => {
    const failure = await failureOf(() => readPlaygroundState(json));
    expect({ code: failure?.code, said: failure?.message.includes(why) ? why : failure?.message }).toEqual({
      code: "bad-link",
      said: why,
    });
  });

  it("never fails but with words, however it is changed", async () => {
    const link = await stateFragment(full);
    const next = seeded(3);
    const alphabet = "abcXYZ019-_.=";
    const changed = Array.from({ length: 300 }, () => {
      const at = 8 + next(link.length - 8);
      const cut = next(3) === 0 ? next(40) : 1;
      return `#${link.slice(0, at)}${alphabet.charAt(next(alphabet.length))}${link.slice(at + cut)}`;
    });
    const outcomes = await Promise.all(
      changed.map((fragment) =>
        readStateFragment(fragment).then(
          () => "read",
          (error: unknown) => (error instanceof Failure ? error.code : error),
        ),
      ),
    );
    const expected = new Set(["read", "bad-link", "bad-lesson"]);
    expect(outcomes.filter((outcome) => typeof outcome !== "string" || !expected.has(outcome))).toEqual([]);
  });

  it("never fails but with words, whatever JSON it holds", async () => {
    const odd: unknown[] = [null, 1, "x", [], {}, true, { machines: null }, { screen: [] }, { lesson: {} }];
    const values = [null, -1, 1.5, "", "x".repeat(3_000), [], [[]], {}, { a: 1 }, true];
    for (const value of values) {
      for (const field of Object.keys(full.machines[1]?.plan.options ?? {}))
        odd.push({ machines: [{ sandbox: { [field]: value } }] });
      for (const field of Object.keys(full.machines[0]?.plan.options ?? {}))
        odd.push({ machines: [{ guest: { [field]: value } }] });
      for (const field of Object.keys(full.screen ?? {})) odd.push({ screen: { [field]: value } });
    }
    const codes = await Promise.all(
      odd.map(async (json) => (await failureOf(() => readPlaygroundState(json)))?.code),
    );
    expect(new Set(codes.filter((code) => code !== undefined))).toEqual(new Set(["bad-link"]));
  });
});

describe("what a link would make", () => {
  const host = { images: catalog, sandboxImages: ["system", "lua"], taken: ["old"], freeMiB: 100 };
  const guest = (name: string, memoryMiB: number): PlaygroundState["machines"][number] => ({
    plan: { kind: "guest", options: { name, memoryMiB } },
  });

  it("is told machine by machine, with the memory it sets aside and what cannot be", () => {
    const judged = judgeMachines(
      [
        guest("a", 32),
        guest("old", 32),
        guest("b", 2),
        guest("c", 64),
        guest("d", 32),
        { plan: { kind: "sandbox", options: { name: "box", image: "mine" } } },
        { plan: { kind: "sandbox", options: { name: "-lua", image: "lua" } } },
        { plan: { kind: "sandbox", options: { name: "ok", image: "lua", command: ["-v"] } }, paused: true },
      ],
      host,
    );
    expect({
      reservedMiB: judged.reservedMiB,
      said: judged.machines.map(({ words, refusal }) => [words, refusal?.split(":")[0] ?? null]),
    }).toEqual({
      reservedMiB: 86,
      said: [
        ["a guest a: 32 MiB", null],
        ["a guest old: 32 MiB", "There is a machine named old already."],
        ["a guest b: 2 MiB", "2 MiB cannot be a guest's memory"],
        ["a guest c: 64 MiB", "The host cannot give 75 MiB more"],
        ["a guest d: 32 MiB", null],
        ["a sandbox box: image mine", "There is no image mine here"],
        ["a sandbox -lua: image lua", '"-lua" cannot be a sandbox\'s name'],
        ["a sandbox ok: image lua, running -v, paused", null],
      ],
    });
  });
});
