import type { CDPSession, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { longTaskRetries, longTasksDuring } from "./long-tasks.ts";
import { PageGuest } from "./page-guest.ts";
import { addSandbox } from "./page-sandbox.ts";
import { test } from "./page-test.ts";
import { mostForOthers, watchOthers } from "./thread-time.ts";

/** What the host has of each kind, as its own shell counts it, and what the page holds. */
interface Held {
  readonly processes: number;
  readonly cgroups: number;
  readonly mounts: number;
  readonly terminals: number;
  readonly namespaces: number;
  readonly machines: number;
  readonly listeners: number;
}

const counted = [
  "ls -d /proc/[0-9]* | wc -l",
  "find /sys/fs/cgroup -type d | wc -l",
  "wc -l < /proc/mounts",
  "ls /dev/pts | wc -l",
  "lsns | wc -l",
];

/** Runs a command in the host's root shell and gives what it printed. */
function onHost(page: Page, command: string): Promise<string> {
  return page.evaluate(
    async (line) => (await guesthouse.host.console.run(line, { signal: AbortSignal.timeout(30_000) })).output,
    command,
  );
}

async function held(page: Page, session: CDPSession): Promise<Held> {
  // What was released a moment ago is let go by tasks and frames that are still to come.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))));
  const numbers = (await onHost(page, counted.join("; "))).split("\n").map(Number);
  for (let round = 0; round < 3; round++) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const [processes = NaN, cgroups = NaN, mounts = NaN, terminals = NaN, namespaces = NaN] = numbers;
  return {
    processes,
    cgroups,
    mounts,
    terminals,
    namespaces,
    machines: await page.evaluate(() => guesthouse.machines.length),
    listeners: metrics.find(({ name }) => name === "JSEventListeners")?.value ?? NaN,
  };
}

/** The same once nothing goes away any more: the page keeps for some seconds what it may show of a machine that is gone. */
async function settled(page: Page, session: CDPSession): Promise<Held> {
  let last = await held(page, session);
  for (let round = 0; round < 8; round++) {
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 6_000)));
    const now = await held(page, session);
    if (now.listeners === last.listeners) return now;
    last = now;
  }
  return last;
}

/** Starts so many sandboxes, ten at a time: every other a system up to its prompt, the others a program to its end. */
function comeAndGo(page: Page, count: number): Promise<void> {
  return page.evaluate(async (times) => {
    const system = async (): Promise<void> => {
      const machine = await guesthouse.addSandbox({});
      await machine.console.waitFor(/# $/);
      await machine.destroy();
      await machine.remove();
    };
    const program = async (): Promise<void> => {
      const machine = await guesthouse.addSandbox({
        image: "runtime",
        command: ["true"],
      });
      await machine.waitForState("exited");
      await machine.remove();
    };
    for (let done = 0; done < times; done += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? system() : program())));
    }
  }, count);
}

/** Limits that bite, each with what runs into it and the file in which the kernel tells that it did. */
const wrongdoers = [
  {
    name: "bomb",
    limits: { pidsLimit: 24 },
    command: "bomb() { bomb | bomb & }; bomb 2>/dev/null",
    proof: "pids.events",
    shows: /^max [1-9]/m,
  },
  {
    name: "hog",
    limits: { memoryMiB: 16 },
    command: "while :; do stress --vm 1 --vm-bytes 64M; done > /dev/null 2>&1 &",
    proof: "memory.events",
    shows: /^oom_kill [1-9]/m,
  },
  {
    name: "spinner",
    limits: { cpus: 0.1 },
    command: "while :; do :; done &",
    proof: "cpu.stat",
    shows: /^nr_throttled [1-9]/m,
  },
  {
    name: "filler",
    limits: { memoryMiB: 16 },
    command: "while :; do cat /dev/zero > /root/full; done 2>/dev/null &",
    proof: "memory.events",
    shows: /^oom_kill [1-9]/m,
  },
] as const;

/** Types a line at the prompt of the machine named `name`. */
function type(page: Page, name: string, line: string): Promise<void> {
  return page.evaluate(
    ([wanted, text]) => guesthouse.machines.find((machine) => machine.name === wanted)?.console.write(text),
    [name, `${line}\n`] as const,
  );
}

/** An answer that takes longer is not prompt, in ms. */
const lateMs = 500;

/** Asks a machine so often for an answer, which must be right; how long each took, in ms. */
function answersMs(page: Page, name: string, times: number): Promise<readonly number[]> {
  return page.evaluate(
    async ([wanted, count]) => {
      const machine = guesthouse.machines.find((candidate) => candidate.name === wanted);
      const took: number[] = [];
      for (let asked = 0; asked < count; asked++) {
        const fromMs = performance.now();
        const signal = AbortSignal.timeout(20_000);
        const answer = await machine?.console.run(`echo $((${asked} + 1))`, { signal });
        if (answer?.output !== String(asked + 1)) throw new Error(`${wanted} answered ${answer?.output}`);
        took.push(performance.now() - fromMs);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return took;
    },
    [name, times] as const,
  );
}

/** A busy guest, a neighbour that does no harm, and those that will. */
async function together(page: Page): Promise<PageGuest> {
  const guest = await PageGuest.booted(page, { memoryMiB: 24 });
  await guest.run("while :; do :; done &");
  await addSandbox(page, { name: "neighbour" });
  for (const { name, limits } of wrongdoers) await addSandbox(page, { name, ...limits });
  return guest;
}

describe("sandboxes", () => {
  test("come and go, 200 of them, and leave the host as it was", { timeout: 240_000 }, async ({ open }) => {
    const page = await open();
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    // The first ones fill caches: layers, elements' styles, compiled code.
    await comeAndGo(page, 20);
    const before = await settled(page, session);

    await comeAndGo(page, 200);

    await expect.poll(() => held(page, session), { timeout: 60_000, interval: 2_000 }).toEqual(before);
  });

  test("that do their worst are each held by their own limit", { timeout: 240_000 }, async ({ open }) => {
    const page = await open();
    const guest = await together(page);
    for (const { name, command } of wrongdoers) await type(page, name, command);
    for (const { name, proof, shows } of wrongdoers) {
      const place = `$(sandbox inspect ${name} | sed -n 's,.*"cgroupsPath": "\\(.*\\)".*,\\1,p')`;
      const told = (): Promise<string> => onHost(page, `cat /sys/fs/cgroup${place}/${proof}`);
      await expect.poll(told, { timeout: 60_000 }).toMatch(shows);
    }
    await answersMs(page, "neighbour", 1);

    expect({
      guest: await guest.output("echo fine"),
      states: await page.evaluate(() => guesthouse.machines.map(({ state }) => state)),
    }).toEqual({
      guest: "fine",
      states: ["running", "running", "running", "running", "running", "running"],
    });
  });

  test(
    "that do their worst leave the page smooth and a neighbour prompt",
    { timeout: 240_000, retry: longTaskRetries },
    async ({ open }) => {
      const page = await open();
      await together(page);
      const others = await watchOthers();
      let took: readonly number[] = [];
      const longTasks = await longTasksDuring(page, async () => {
        for (const { name, command } of wrongdoers) await type(page, name, command);
        took = await answersMs(page, "neighbour", 20);
      });
      const alone = (await others()) <= mostForOthers;

      const late = took.filter((ms) => ms > lateMs);
      expect({ late: alone ? late : [], longTasks }).toEqual({ late: [], longTasks: [] });
    },
  );
});
