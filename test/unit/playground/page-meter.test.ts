import { describe, expect, it } from "vitest";
import { PageMeter } from "../../../src/playground/page-meter.ts";

describe("the page meter", () => {
  function make() {
    let nowMs = 0;
    const pass = (ms: number): void => void (nowMs += ms);
    return { pass, meter: new PageMeter(() => nowMs) };
  }

  it("gives the share of time that tasks took since the last reading", () => {
    const { pass, meter } = make();
    meter.time(() => pass(250));
    pass(750);
    const first = meter.read();
    pass(1_000);
    expect([first, meter.read()]).toEqual([0.25, 0]);
  });

  it("counts a task within a task once", () => {
    const { pass, meter } = make();
    meter.time(() => meter.time(() => pass(100)));
    pass(900);
    expect(meter.read()).toBe(0.1);
  });

  it("counts a frame to its end, and the tasks in it once", () => {
    const { pass, meter } = make();
    const end = meter.stretch();
    meter.time(() => pass(100));
    pass(100);
    end();
    pass(800);
    expect(meter.read()).toBe(0.2);
  });

  it("counts a task that throws, and lets it throw", () => {
    const { pass, meter } = make();
    const task = (): void => {
      pass(500);
      throw new Error("task");
    };
    expect(() => meter.time(task)).toThrow("task");
    pass(500);
    expect(meter.read()).toBe(0.5);
  });

  it("keeps its last share when it is read again too soon to tell", () => {
    const { pass, meter } = make();
    meter.time(() => pass(500));
    pass(500);
    meter.read();
    pass(10);
    expect(meter.read()).toBe(0.5);
  });
});
