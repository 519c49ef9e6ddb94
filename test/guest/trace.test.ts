/**
 * What the counters of a guest's hardware say, against what the guest's own kernel counts and what the page receives.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GuestTrace } from "../../src/protocol/guest-trace.ts";
import { linuxImage, TestMachine } from "./support-machine.ts";

/** Interrupts by line as the guest's kernel has counted them: numbers of lines, and LOC for the APIC's timer. */
function interruptsIn(text: string): ReadonlyMap<string, number> {
  return new Map(
    [...text.matchAll(/^ *(\d+|LOC): +(\d+)/gm)].map(([, line, count]) => [line ?? "", Number(count)]),
  );
}

describe("a trace of a guest", { timeout: 60_000 }, () => {
  let guest: TestMachine;
  beforeAll(async () => {
    guest = await TestMachine.boot({ ...(await linuxImage()), memoryMiB: 48 });
    await guest.prompt();
    // The kernel's log goes out by interrupts of the serial port: not amid a trace.
    for (let seen = -1; seen !== guest.serialText.length; await guest.run("sleep 0.3")) {
      seen = guest.serialText.length;
    }
  });
  afterAll(() => guest[Symbol.dispose]());

  async function traced(act: () => Promise<unknown>): Promise<GuestTrace> {
    guest.machine.counters.begin();
    await act();
    const trace = guest.machine.counters.end();
    if (!trace) throw new Error("no trace");
    return trace;
  }

  it("counts the interrupts that the guest's kernel counts", async () => {
    await guest.run("cat /proc/interrupts > /tmp/before");
    const trace = await traced(() =>
      guest.run("sleep 0.2; seq 1 200 > /dev/ttyS0; sleep 0.2; cat /proc/interrupts > /tmp/after"),
    );
    const before = interruptsIn(await guest.run("cat /tmp/before"));
    const after = interruptsIn(await guest.run("cat /tmp/after"));
    const inside = (line: string): number => (after.get(line) ?? 0) - (before.get(line) ?? 0);
    const outside = (irq: number | null): number =>
      trace.interrupts.find((each) => each.irq === irq)?.count ?? 0;
    const consoleLine = trace.interrupts.find(({ device }) => device === "virtio_console")?.irq ?? -1;
    // Ticks of the timer come also between the readings and the trace's ends.
    const tickError = outside(null) - inside("LOC");
    expect({
      serial: outside(4),
      console: outside(consoleLine),
      others: trace.interrupts.length,
      tickError,
    }).toEqual({
      serial: inside("4"),
      console: inside(String(consoleLine)),
      others: 3,
      tickError: expect.toSatisfy((error: number) => Math.abs(error) <= 20, "few ticks"),
    });
    expect(inside("4")).toBeGreaterThan(200);
  });

  // A tick between the key and its interrupt turns their order in the list around.
  it("follows a key through the console: its queue, an interrupt, and the echo", { retry: 3 }, async () => {
    await guest.run("sleep 0.2");
    const from = guest.text.length;
    const trace = await traced(async () => {
      guest.type("x");
      await guest.waitFor(/x/, from);
    });
    guest.type("\u0015");
    // Of ticks of the timer that come meanwhile, only their wakings are left, and each kind is named once.
    const named = trace.events
      .filter(({ kind }) => kind !== "port-read" && kind !== "port-write")
      .filter((event) => !("irq" in event && event.irq === null))
      .map((event) => ("queue" in event ? `${event.kind} ${event.queue}` : event.kind));
    const path = [...new Set(named)];
    expect({ path, ports: trace.ports.map(({ device }) => device), queues: trace.queues.length }).toEqual({
      path: ["console-input", "interrupt", "woken", "queue-notified 0", "queue-notified 1", "console-output"],
      ports: ["virtio_console"],
      queues: 2,
    });
    const times = trace.events.map(({ atUs }) => atUs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it("counts every byte that comes to the page, and keeps only so many moments", async () => {
    const chunks = guest.consoleChunks.length;
    const trace = await traced(() => guest.run("seq 1 1500"));
    const received = guest.consoleChunks.slice(chunks).reduce((sum, { length }) => sum + length, 0);
    const printed = trace.events.reduce(
      (sum, event) => sum + (event.kind === "console-output" ? event.bytes : 0),
      0,
    );
    expect({ kept: trace.events.length, lost: trace.eventsLost > 0, less: printed < received }).toEqual({
      kept: 2000,
      lost: true,
      less: true,
    });
  });

  it("tells what a program's memory costs the host, and leaves nothing behind when it ends", async () => {
    const trace = await traced(() => guest.run("dd if=/dev/urandom of=/tmp/big bs=1M count=6 2>/dev/null"));
    await guest.run("rm /tmp/big");
    expect({ grew: trace.touchedBytes > 0, again: guest.machine.counters.end() }).toEqual({
      grew: true,
      again: null,
    });
    expect(guest.machine.counters.armed).toBe(false);
  });
});
