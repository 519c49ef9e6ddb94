import { describe, expect, it } from "vitest";
import { BootTurns } from "../../../src/guest/boot-turns.ts";

const patience = new AbortController().signal;

describe("turns to boot", () => {
  it("are as many as there are places, at once", () => {
    const turns = new BootTurns(2);
    expect([turns.takeNow(), turns.takeNow(), turns.takeNow()].map(Boolean)).toEqual([true, true, false]);
  });

  it("pass on in the order they were asked for", async () => {
    const turns = new BootTurns(1);
    const first = turns.takeNow();
    const order: string[] = [];
    const second = turns.take(patience).then((turn) => {
      order.push("second");
      turn[Symbol.dispose]();
    });
    const third = turns.take(patience).then(() => order.push("third"));
    first?.[Symbol.dispose]();
    await Promise.all([second, third]);
    expect(order).toEqual(["second", "third"]);
  });

  it("skip who gave up waiting, with its reason", async () => {
    const turns = new BootTurns(1);
    const first = turns.takeNow();
    const abort = new AbortController();
    const waiting = turns.take(abort.signal);
    abort.abort("destroyed");
    await expect(waiting).rejects.toBe("destroyed");
    first?.[Symbol.dispose]();
    expect(turns.takeNow()).not.toBeNull();
  });

  it("are not lost when one is handed out in the moment its taker gives up", async () => {
    const turns = new BootTurns(1);
    const first = turns.takeNow();
    const abort = new AbortController();
    const waiting = turns.take(abort.signal).catch(() => "gave up");
    first?.[Symbol.dispose]();
    abort.abort("destroyed");
    await waiting;
    await Promise.resolve();
    expect(turns.takeNow()).not.toBeNull();
  });
});
