/** A lesson's conditions and its run, over machines that a test makes up. */
import { afterEach, describe, expect, it } from "vitest";
import { Emitter } from "../../../../src/base/event.ts";
import { Failure } from "../../../../src/base/failure.ts";
import { isMet, type Condition, type LessonFacts } from "../../../../src/playground/lessons/condition.ts";
import { LessonRun, type LessonGround } from "../../../../src/playground/lessons/lesson-run.ts";
import type { Lesson, LessonStep } from "../../../../src/playground/lessons/lesson.ts";
import { facts, lessonFacts } from "../../../support/lesson-facts.ts";

const guest = facts({ id: "a", name: "web", kind: "guest" });
const box = facts({
  id: "b",
  name: "box",
  kind: "sandbox",
  state: "exited",
  endReason: "Killed by the kernel.",
  limits: { cpuCap: 0.2, cpuWeight: 100, memoryMiB: 16, pidsLimit: 12 },
});
const seen = lessonFacts({
  machines: [guest, box],
  kernels: 2,
  view: "monitor",
  detailed: ["b"],
  printed: (where) => (where === "host" ? "6.12.0\n# " : null),
  output: ({ command }) => (command === "id" ? "uid=0(root)" : null),
});

describe("a condition", () => {
  it.each<[boolean, Condition]>([
    [true, { kind: "count", of: { kind: "guest", state: "running" }, is: { exactly: 1 } }],
    [false, { kind: "count", of: { kind: "sandbox" }, is: { atLeast: 2 } }],
    [true, { kind: "kernels", is: { atLeast: 2, atMost: 2 } }],
    [true, { kind: "view", view: "monitor" }],
    [true, { kind: "details", of: { name: "box" } }],
    [false, { kind: "details", of: { name: "web" } }],
    [true, { kind: "limit", of: { name: "box" }, limit: "cpuCap", is: { atMost: 0.2 } }],
    // No limit is within no bounds.
    [false, { kind: "limit", of: { name: "web" }, limit: "cpuCap", is: { atLeast: 0 } }],
    [true, { kind: "figure", of: { kind: "guest" }, figure: "cpuCores", is: { atLeast: 0.5 } }],
    [false, { kind: "figure", of: {}, figure: "throttledCores", is: { atLeast: 0 } }],
    [true, { kind: "ended", of: { state: "exited" }, matches: "^Killed" }],
    [false, { kind: "ended", of: { name: "web" }, matches: "" }],
    [true, { kind: "printed", in: "host", matches: "^\\d+\\.\\d+" }],
    [false, { kind: "printed", in: { name: "web" }, matches: "" }],
    [true, { kind: "output", in: "host", command: "id", matches: "root" }],
    [false, { kind: "output", in: "host", command: "ps", matches: "" }],
    [false, { kind: "not", of: { kind: "view", view: "monitor" } }],
    [
      true,
      {
        kind: "any",
        of: [
          { kind: "view", view: "ask" },
          { kind: "view", view: "monitor" },
        ],
      },
    ],
    [
      false,
      {
        kind: "all",
        of: [
          { kind: "view", view: "ask" },
          { kind: "view", view: "monitor" },
        ],
      },
    ],
  ])("is %s: %j", (met, condition) => {
    expect(isMet(condition, seen)).toBe(met);
  });
});

class Ground implements LessonGround {
  readonly changed = new Emitter<void>();
  readonly sampled = new Emitter<void>();
  readonly onDidChange = this.changed;
  readonly onDidSample = this.sampled;
  readonly ran: string[] = [];
  now: Partial<LessonFacts> = {};
  marks = 0;
  answer: (command: string) => Promise<string> = () => Promise.resolve("");

  facts(output: LessonFacts["output"]): LessonFacts {
    return lessonFacts({ ...this.now, output });
  }
  mark(): void {
    this.marks++;
  }
  async execute(where: unknown, command: string): Promise<string> {
    this.ran.push(`${JSON.stringify(where)} ${command}`);
    return await this.answer(command);
  }
}

const reading: LessonStep = { title: "Read", text: "Something.", actions: [] };
const waiting = (when: Condition): LessonStep => ({ ...reading, title: "Wait", check: { goal: "So", when } });
const lessonOf = (...steps: [LessonStep, ...LessonStep[]]): Lesson => ({
  id: "x",
  title: "X",
  summary: "Y.",
  minutes: 1,
  steps,
});
const twoKernels: Condition = { kind: "kernels", is: { atLeast: 2 } };
const asRoot: Condition = { kind: "output", in: "host", command: "id", matches: "root" };

describe("a lesson that goes on", () => {
  const runs: LessonRun[] = [];
  afterEach(() => {
    for (const run of runs.splice(0)) run[Symbol.dispose]();
  });
  function begun(ground: Ground, lesson: Lesson, index?: number): LessonRun {
    const run = new LessonRun(lesson, ground, index);
    runs.push(run);
    return run;
  }

  it("notices what comes to be so, once, and stays there though it ends", () => {
    const ground = new Ground();
    const run = begun(ground, lessonOf(waiting(twoKernels)));
    const states = [run.state.kind];
    ground.now = { kernels: 2 };
    ground.changed.fire();
    states.push(run.state.kind);
    ground.now = { kernels: 1 };
    ground.changed.fire();
    states.push(run.state.kind);
    expect({ states, listeners: ground.changed.listenerCount }).toEqual({
      states: ["waiting", "met", "met"],
      listeners: 0,
    });
  });

  it("runs no command until it is asked for the check, and says what came instead", async () => {
    const ground = new Ground();
    ground.answer = () => Promise.resolve("uid=1000(user)\n");
    const run = begun(ground, lessonOf(waiting(asRoot)));
    ground.changed.fire();
    ground.sampled.fire();
    const before = [...ground.ran];
    await run.check();
    const missed = run.state;
    ground.answer = () => Promise.resolve("uid=0(root)");
    await run.check();
    expect({ before, missed, after: run.state, ran: ground.ran }).toEqual({
      before: [],
      missed: { kind: "waiting", asks: true, missed: "Not yet. id printed: uid=1000(user)" },
      after: { kind: "met" },
      ran: ['"host" id', '"host" id'],
    });
  });

  it("says why a command could not be run", async () => {
    const ground = new Ground();
    ground.answer = () => Promise.reject(new Failure("no-machine", "There is no such machine yet."));
    const run = begun(ground, lessonOf(waiting(asRoot)));
    await run.check();
    expect(run.state).toEqual({ kind: "waiting", asks: true, missed: "There is no such machine yet." });
  });

  it("leaves a check that is on its way when it goes on", async () => {
    const ground = new Ground();
    let answer: (text: string) => void = () => undefined;
    ground.answer = () => new Promise((resolve) => (answer = resolve));
    const run = begun(ground, lessonOf(waiting(asRoot), reading));
    const checking = run.check();
    run.go(1);
    answer("root");
    await checking;
    expect({ index: run.index, state: run.state }).toEqual({ index: 1, state: { kind: "reading" } });
  });

  it("looks at samples only where figures or consoles count", () => {
    const ground = new Ground();
    const run = begun(
      ground,
      lessonOf(waiting(twoKernels), waiting({ kind: "printed", in: "host", matches: "x" })),
    );
    const first = ground.sampled.listenerCount;
    run.go(1);
    const second = ground.sampled.listenerCount;
    run[Symbol.dispose]();
    expect({ first, second, left: ground.sampled.listenerCount + ground.changed.listenerCount }).toEqual({
      first: 0,
      second: 1,
      left: 0,
    });
  });

  it("goes to the nearest step there is and reads consoles anew from there", () => {
    const ground = new Ground();
    const run = begun(ground, lessonOf(reading, waiting(twoKernels)), 17);
    const begin = run.index;
    run.go(-3);
    expect({ begin, back: run.index, last: run.isLast, marks: ground.marks }).toEqual({
      begin: 1,
      back: 0,
      last: false,
      marks: 2,
    });
  });
});
