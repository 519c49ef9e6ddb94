import { describe, expect, it, vi } from "vitest";
import { SleepTimer } from "../../../workers/guest/sleep-timer.ts";

/** A timer of vitest's clock, on a host that can stand still: then time passes and no timer comes. */
function sleeper() {
  let stoodStillMs = 0;
  const wake = vi.fn<() => void>();
  const timer = new SleepTimer(() => performance.now() + stoodStillMs, wake);
  const standStill = (ms: number): void => void (stoodStillMs += ms);
  return { timer, wake, standStill };
}

describe("a sleep timer", () => {
  it("wakes once, at the end of the last sleep that was asked for", () => {
    vi.useFakeTimers();
    const { timer, wake } = sleeper();
    timer.sleep(5);
    timer.sleep(9.2);
    vi.advanceTimersByTime(9);
    expect(wake).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect([wake.mock.calls.length, timer.lateMs]).toEqual([1, 0]);
    vi.useRealTimers();
  });

  it("never wakes from a sleep longer than timers can be, nor when it is ended", () => {
    vi.useFakeTimers();
    const { timer, wake } = sleeper();
    timer.sleep(2 ** 31);
    timer.sleep(Infinity);
    timer.sleep(5);
    timer.end();
    expect([vi.getTimerCount(), wake.mock.calls.length]).toEqual([0, 0]);
    vi.useRealTimers();
  });

  it.each(["the timer", "who ends it before"])("tells how much too long a sleep was that %s ended", (who) => {
    vi.useFakeTimers();
    const { timer, standStill } = sleeper();
    timer.sleep(10);
    standStill(1_510);
    if (who === "the timer") vi.advanceTimersByTime(10);
    else timer.end();
    timer.end();
    expect(timer.lateMs).toBe(who === "the timer" ? 1_510 : 1_500);
    vi.useRealTimers();
  });

  it("takes a little lateness for usual", () => {
    vi.useFakeTimers();
    const { timer, standStill } = sleeper();
    timer.sleep(10);
    standStill(100);
    vi.advanceTimersByTime(10);
    expect(timer.lateMs).toBe(0);
    vi.useRealTimers();
  });
});
