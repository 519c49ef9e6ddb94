import { afterEach, describe, expect, it, vi } from "vitest";
import { abortable, settledWithin } from "../../../src/base/abort.ts";
import { Disposables, toDisposable } from "../../../src/base/disposable.ts";
import { Emitter } from "../../../src/base/event.ts";
import { Failure, failureData, restoreFailure } from "../../../src/base/failure.ts";
import * as reporting from "../../../src/base/report.ts";
import { ManualClock } from "../../support/manual-clock.ts";

vi.mock("../../../src/base/report.ts", () => ({ report: vi.fn() }));
afterEach(() => vi.clearAllMocks());

describe("an owner of disposables", () => {
  it("releases in the reverse order of acquisition, once", () => {
    const released: string[] = [];
    const owner = new Disposables();
    for (const name of ["first", "second"]) owner.defer(() => released.push(name));
    owner[Symbol.dispose]();
    owner[Symbol.dispose]();
    expect(released).toEqual(["second", "first"]);
  });

  it("releases at once what comes after its end", () => {
    const release = vi.fn();
    const owner = new Disposables();
    owner[Symbol.dispose]();
    owner.add(toDisposable(release));
    expect(release).toHaveBeenCalledOnce();
  });

  it("releases the rest when one step throws, and reports it", () => {
    const release = vi.fn();
    const owner = new Disposables();
    owner.defer(release);
    owner.defer(() => {
      throw new Error("stuck");
    });
    owner[Symbol.dispose]();

    expect([release.mock.calls.length, vi.mocked(reporting.report).mock.calls.length]).toEqual([1, 1]);
  });
});

describe("an event", () => {
  it("tells listeners in the order they came, until they end", () => {
    const told: string[] = [];
    const emitter = new Emitter<string>();
    const first = emitter.listen((value) => told.push(`1 ${value}`));
    emitter.listen((value) => told.push(`2 ${value}`));
    emitter.fire("a");
    first[Symbol.dispose]();
    emitter.fire("b");
    expect(told).toEqual(["1 a", "2 a", "2 b"]);
  });

  it("keeps telling the others when a listener throws", () => {
    const told = vi.fn();
    const emitter = new Emitter<number>();
    emitter.listen(() => {
      throw new Error("no");
    });
    emitter.listen(told);
    emitter.fire(1);

    expect(told).toHaveBeenCalledWith(1);
  });
});

describe("waiting", () => {
  it("rejects with the signal's own reason when it aborts", async () => {
    const abort = new AbortController();
    const waiting = abortable(new Promise(() => undefined), abort.signal);
    abort.abort("enough");
    await expect(waiting).rejects.toBe("enough");
  });

  it("tells whether something settled in time", async () => {
    const clock = new ManualClock();
    const never = settledWithin(new Promise(() => undefined), 100, clock);
    clock.advance(100);
    const soon = settledWithin(Promise.resolve(), 100, clock);
    expect([await never, await soon, clock.pending]).toEqual([false, true, 0]);
  });
});

describe("a failure", () => {
  it("keeps code and message across a port", () => {
    const there = failureData(new Failure("bad-name", "choose another"));
    const { code, message } = restoreFailure(structuredClone(there));
    expect({ code, message }).toEqual({ code: "bad-name", message: "choose another" });
  });

  it("is unexpected when what was thrown was none", () => {
    expect(failureData(new TypeError("x is not a function"))).toEqual({
      code: "unexpected",
      message: "x is not a function",
    });
  });
});
