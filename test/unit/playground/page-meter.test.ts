import { describe, expect, it } from "vitest";
import { meterTasks, PageMeter, type TaskScope } from "../../../src/playground/page-meter.ts";

function make() {
  let nowMs = 0;
  const pass = (ms: number): void => void (nowMs += ms);
  const meter = new PageMeter(() => nowMs);
  const busy = (ms: number): void => {
    const end = meter.stretch();
    pass(ms);
    end();
  };
  return { pass, meter, busy };
}

describe("the page meter", () => {
  it("gives the share of the last three seconds that tasks took, as a machine's CPU is", () => {
    const { pass, meter, busy } = make();
    const shares = [300, 900, 0, 0, 0, 0].map((busyMs) => {
      busy(busyMs);
      pass(1_000 - busyMs);
      return meter.read();
    });
    expect(shares).toEqual([0.3, 0.6, 0.4, 0.3, 0, 0]);
  });

  it("gives the share since the last reading, when that was long ago", () => {
    const { pass, meter, busy } = make();
    busy(500);
    pass(500);
    meter.read();
    busy(1_000);
    pass(9_000);
    expect(meter.read()).toBe(0.1);
  });

  it("counts once what two stretches have in common, and what they have not each for itself", () => {
    const { pass, meter } = make();
    const endFirst = meter.stretch();
    pass(100);
    const endSecond = meter.stretch();
    pass(100);
    endFirst();
    pass(100);
    endSecond();
    pass(700);
    expect(meter.read()).toBe(0.3);
  });

  it("counts what goes on at a reading up to then, and the rest at the next", () => {
    const { pass, meter } = make();
    pass(500);
    const end = meter.stretch();
    pass(500);
    const first = meter.read();
    pass(500);
    end();
    pass(500);
    expect([first, meter.read()]).toEqual([0.5, 0.5]);
  });

  it("leaves out what others account for, in a stretch that goes on when they do as well", () => {
    const { pass, meter, busy } = make();
    const end = meter.stretch();
    pass(600);
    meter.deduct(500);
    pass(400);
    const first = meter.read();
    end();
    busy(500);
    // Their account is a moment ahead.
    meter.deduct(1_200);
    pass(500);
    const ahead = meter.read();
    busy(700);
    pass(300);
    expect([first, ahead, meter.read()]).toEqual([0.5, 0, expect.closeTo(0.5 / 3)]);
  });

  it("keeps its last share when it is read again too soon to tell", () => {
    const { pass, meter, busy } = make();
    busy(500);
    pass(500);
    meter.read();
    pass(10);
    expect(meter.read()).toBe(0.5);
  });
});

describe("metering a page's tasks", () => {
  /** A page with one task after the other; what is posted to a port is the next one. */
  function page() {
    const timers: TimerHandler[] = [];
    const frames: FrameRequestCallback[] = [];
    let over: (() => void) | null = null;
    let posted = false;
    class Port {
      set onmessage(_handler: unknown) {
        // Only worth wrapping.
      }
      addEventListener(_type: string, listener: () => void): void {
        over = listener;
      }
      start(): void {
        // It is listened to at once.
      }
      close(): void {
        over = null;
      }
      postMessage(): void {
        posted = true;
      }
    }
    class Channel {
      readonly port1 = new Port();
      readonly port2 = new Port();
    }
    const follows: (() => void)[] = [];
    const scope: TaskScope = {
      setTimeout: (handler: TimerHandler) => timers.push(handler),
      setInterval: (handler: TimerHandler) => timers.push(handler),
      requestAnimationFrame: (callback: FrameRequestCallback) => frames.push(callback),
      MessagePort: Port,
      MessageChannel: Channel,
    };
    const runNext = (task: () => void): void => {
      try {
        task();
      } finally {
        // What follows from the task at once comes before the message that it posted.
        follows.splice(0).forEach((follow) => follow());
        if (posted) over?.();
        posted = false;
      }
    };
    return { scope: scope, timers, frames, follows, runNext };
  }

  it("counts a task that throws, and lets it throw", () => {
    const { pass, meter } = make();
    const { scope, timers, runNext } = page();
    using metering = meterTasks(scope, meter);
    void metering;
    scope.setTimeout(() => {
      pass(500);
      throw new Error("task");
    });
    const [timer] = timers;
    expect(() => runNext(() => typeof timer === "function" && timer())).toThrow("task");
    pass(500);
    expect(meter.read()).toBe(0.5);
  });

  it("counts timers and frames, with what follows from them at once", () => {
    const { pass, meter } = make();
    const { scope, timers, frames, follows, runNext } = page();
    using metering = meterTasks(scope, meter);
    void metering;
    scope.setTimeout(() => {
      pass(100);
      follows.push(() => pass(50));
    });
    scope.requestAnimationFrame(() => {
      pass(200);
      follows.push(() => pass(50));
    });
    for (const timer of timers) if (typeof timer === "function") runNext(() => timer());
    pass(300);
    for (const frame of frames) runNext(() => frame(0));
    pass(300);
    expect(meter.read()).toBe(0.4);
  });
});
