/**
 * The contract of a guest: one suite for the fake and the real worker.
 */
import { afterEach, describe, expect, it } from "vitest";
import { Disposables } from "../../src/base/disposable.ts";
import type { Failure } from "../../src/base/failure.ts";
import { systemClock } from "../../src/base/clock.ts";
import { BootTurns } from "../../src/guest/boot-turns.ts";
import { Guest } from "../../src/guest/guest.ts";
import type { GuestState } from "../../src/guest/lifecycle.ts";
import type { GuestImage, GuestSurroundings } from "../../src/guest/guest-options.ts";
import { MachineConsole } from "../../src/playground/machine-console.ts";

/** What the suite runs on. */
export interface GuestUnderTest {
  readonly image: GuestImage;
  readonly surroundings: Pick<GuestSurroundings, "spawnWorker" | "loadBootMaterial">;
}

/** A guest with its console, and every state it has been in. */
interface Subject {
  readonly guest: Guest;
  readonly console: MachineConsole;
  readonly states: GuestState[];
}

const promptText = "# ";
const patience = (): AbortSignal => AbortSignal.timeout(60_000);

/** The code a promise rejects with, or `none`. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => "none",
    (error: Failure) => error.code,
  );
}

/** Declares the suite. */
export function describeGuestContract(subjectName: string, prepare: () => Promise<GuestUnderTest>): void {
  describe(`the contract of a guest, held to by ${subjectName}`, () => {
    const life = new Set<Disposable>();
    afterEach(() => {
      for (const resource of life) resource[Symbol.dispose]();
      life.clear();
    });

    async function subject(): Promise<Subject> {
      const owned = new Disposables();
      life.add(owned);
      const { image, surroundings } = await prepare();
      const reserve = (): Disposable => ({ [Symbol.dispose]: () => undefined });
      const guest = owned.add(
        new Guest(
          { name: "web", image, memoryMiB: image.defaultMemoryMiB },
          {
            ...surroundings,
            memoryBudget: { reserve },
            bootTurns: new BootTurns(2, systemClock),
            clock: systemClock,
          },
        ),
      );
      const states: GuestState[] = [];
      guest.onDidChange.listen((state) => states.push(state));
      return { guest, console: owned.add(new MachineConsole(guest.console, systemClock)), states };
    }

    async function prompted(): Promise<Subject> {
      const made = await subject();
      await made.guest.start();
      await made.console.waitFor(promptText, { signal: patience() });
      return made;
    }

    it("starts, prints a prompt, and answers what is typed", async () => {
      const { console, states } = await prompted();
      console.write("echo so-it-is\n");
      await console.waitFor(/^so-it-is$/m, { signal: patience() });
      expect(states).toEqual(["starting", "running"]);
    });

    it("ends in shutoff when poweroff is typed", async () => {
      const { guest, console, states } = await prompted();
      console.write("poweroff\n");
      await guest.waitForState("shutoff", { signal: patience() });
      expect(states).toEqual(["starting", "running", "shutoff"]);
    });

    it("boots again when reboot is typed, and keeps what the console showed", async () => {
      const { guest, console, states } = await prompted();
      console.write("reboot\n");
      await guest.waitForState("starting", { signal: patience() });
      await guest.waitForState("running", { signal: patience() });
      await console.waitFor(promptText, { signal: patience() });
      expect({ states, kept: console.text().includes("reboot") }).toEqual({
        states: ["starting", "running", "starting", "running"],
        kept: true,
      });
    });

    it("powers off when asked to", async () => {
      const { guest, states } = await prompted();
      await guest.shutdown();
      expect(states).toEqual(["starting", "running", "shutting-down", "shutoff"]);
    });

    it("reboots when asked to", async () => {
      const { guest, states } = await prompted();
      await guest.reboot();
      expect(states).toEqual(["starting", "running", "shutting-down", "starting", "running"]);
    });

    it("pauses and resumes where it was", async () => {
      const { guest, console, states } = await prompted();
      await guest.pause();
      console.write("echo typed-while-paused\n");
      await guest.resume();
      await console.waitFor(/^typed-while-paused$/m, { signal: patience() });
      expect(states).toEqual(["starting", "running", "paused", "running"]);
    });

    it("resets without asking", async () => {
      const { guest, console, states } = await prompted();
      await guest.reset();
      await console.waitFor(promptText, { signal: patience() });
      expect(states).toEqual(["starting", "running", "starting", "running"]);
    });

    it("is crashed after a kernel panic, with the kernel's words and the console kept", async () => {
      const { guest, console } = await prompted();
      console.write("echo c > /proc/sysrq-trigger\n");
      await guest.waitForState("crashed", { signal: patience() });
      expect({ crash: guest.crash, kept: console.text().includes("sysrq-trigger") }).toEqual({
        crash: { kind: "kernel-panic", detail: "sysrq triggered crash" },
        kept: true,
      });
    });

    it("starts again after a crash", async () => {
      const { guest, console } = await prompted();
      console.write("echo c > /proc/sysrq-trigger\n");
      await guest.waitForState("crashed", { signal: patience() });
      await guest.start();
      await console.waitFor(promptText, { signal: patience() });
      expect({ state: guest.state, crash: guest.crash }).toEqual({ state: "running", crash: null });
    });

    it("can be destroyed while it starts, which the start is told", async () => {
      const { guest } = await subject();
      const starting = codeOf(guest.start());
      await guest.destroy();
      expect({ state: guest.state, start: await starting }).toEqual({ state: "shutoff", start: "destroyed" });
    });

    it("runs a command beside its shell, and shows nothing of it on the console", async () => {
      const { guest, console } = await prompted();
      const shown = console.text();
      const said = await guest.execute("echo beside", patience());
      const failed = await guest.execute("exit 3", patience());
      expect({
        said: { ...said, output: new TextDecoder().decode(said.output) },
        exitCode: failed.exitCode,
        shown: console.text(),
      }).toEqual({ said: { output: "beside\n", exitCode: 0, truncated: false }, exitCode: 3, shown });
    });

    it("runs what is asked of it while it boots when it is up", async () => {
      const { guest } = await subject();
      await guest.start();
      const { output } = await guest.execute("echo up", patience());
      expect(new TextDecoder().decode(output)).toBe("up\n");
    });

    it("gives a command up on an abort, and ends it with itself", async () => {
      const { guest } = await prompted();
      const aborting = new AbortController();
      const given = guest.execute("sleep 600", aborting.signal).catch((error: unknown) => error);
      const ended = codeOf(guest.execute("sleep 600"));
      aborting.abort("enough");
      await guest.destroy();
      const off = codeOf(guest.execute("echo off"));
      expect({ given: await given, ended: await ended, off: await off }).toEqual({
        given: "enough",
        ended: "ended",
        off: "wrong-state",
      });
    });

    it("samples its running totals while it runs", async () => {
      const { guest } = await prompted();
      const sample = await new Promise((resolve) => guest.onDidSample.listen(resolve));
      expect(sample).toMatchObject({
        atMs: expect.any(Number),
        cpuMs: expect.any(Number),
        instructions: expect.any(Number),
        watchingMs: expect.any(Number),
      });
    });
  });
}
