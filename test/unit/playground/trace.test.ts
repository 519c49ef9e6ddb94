/** Following one thing through a guest and a sandbox, on fakes that tell what real ones told. */
import { describe, expect, it } from "vitest";
import { toDisposable } from "../../../src/base/disposable.ts";
import type { GuestTrace, GuestTraceEvent } from "../../../src/protocol/guest-trace.ts";
import type { OutputSink } from "../../../src/protocol/terminal-line.ts";
import { figuresOf } from "../../../src/playground/trace/figures.ts";
import { runTrace } from "../../../src/playground/trace/run-trace.ts";
import type { ScenarioId } from "../../../src/playground/trace/scenario.ts";
import type { MachineTrace } from "../../../src/playground/trace/trace-report.ts";
import type { TracedGuest, TracedSandbox } from "../../../src/playground/trace/traced-machines.ts";
import type { TraceRecord } from "../../../src/sandbox/kernel/trace/tracing.ts";
import { ManualClock } from "../../support/manual-clock.ts";

/** A clock that moves by itself when somebody waits, so that nothing takes time. */
class RunningClock extends ManualClock {
  override after(delayMs: number, callback: () => void): Disposable {
    const timer = super.after(delayMs, callback);
    // Those that are only there in case nothing comes are left alone.
    if (delayMs < 1000) queueMicrotask(() => this.advance(delayMs));
    return timer;
  }
}

/** A console that echoes what is typed. */
class EchoLine {
  readonly typed: string[] = [];
  readonly #sinks = new Set<OutputSink>();

  attach(sink: OutputSink): Disposable {
    this.#sinks.add(sink);
    return toDisposable(() => this.#sinks.delete(sink));
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.typed.push(new TextDecoder().decode(bytes));
    queueMicrotask(() => {
      for (const sink of this.#sinks) void sink(bytes);
    });
  }
}

const at = (atUs: number, instructions: number) => ({ atUs, instructions });

const keyEvents: readonly GuestTraceEvent[] = [
  { kind: "console-input", port: 0, bytes: 1, ...at(100, 0) },
  { kind: "interrupt", device: "virtio_console", irq: 11, ...at(200, 0) },
  { kind: "port-read", device: "virtio_console", port: 0xb700, bits: 8, value: 1, ...at(300, 1955) },
  { kind: "queue-notified", device: "virtio_console", queue: 0, ...at(400, 2797) },
  { kind: "queue-notified", device: "virtio_console", queue: 1, ...at(500, 13_375) },
  { kind: "console-output", port: 0, bytes: 1, ...at(600, 13_375) },
];

const nothing: GuestTrace = {
  beganAtMs: 0,
  wallMs: 5,
  cpuMs: 0,
  instructions: 100,
  ports: [],
  queues: [],
  interrupts: [{ device: "apic", irq: null, count: 1 }],
  halts: 0,
  touchedBytes: 0,
  events: [],
  eventsLost: 0,
};

const busy: GuestTrace = {
  ...nothing,
  instructions: 21_100,
  ports: [{ device: "virtio_console", reads: 1, writes: 2 }],
  queues: [{ device: "virtio_console", queue: 0, notifications: 2 }],
  interrupts: [...nothing.interrupts, { device: "virtio_console", irq: 11, count: 1 }],
  events: keyEvents,
};

/** A guest whose traces are busy when something is done in them. */
function fakeGuest(): TracedGuest & { readonly line: EchoLine; readonly ran: string[] } {
  const line = new EchoLine();
  const ran: string[] = [];
  return {
    kind: "guest",
    name: "web",
    system: "Linux",
    accent: 0,
    line,
    ran,
    begin: () => {
      const before = line.typed.length + ran.filter((command) => !command.includes("true")).length;
      return Promise.resolve(() => {
        const done = line.typed.length + ran.filter((command) => !command.includes("true")).length;
        return Promise.resolve(done > before ? busy : nothing);
      });
    },
    execute: (command) => {
      ran.push(command);
      return Promise.resolve(command.includes("cminflt") || command.includes("stat") ? "40" : "");
    },
  };
}

const calls: readonly TraceRecord[] = [
  call("clone", "", "7", 0),
  call("execve", '"/usr/bin/cat"', null, 1),
  { kind: "charged", atMs: 2, cgroup: "/box", bytes: 4096, what: "anon" },
  { kind: "charged", atMs: 2, cgroup: "/box", bytes: 4096, what: "anon" },
  ...[3, 4, 5, 6].map((ms) => call("rt_sigaction", "", "0", ms)),
  call("openat", '"/etc/passwd", O_RDONLY', "3", 7),
];

function call(name: string, words: string, result: string | null, atMs: number): TraceRecord {
  return {
    kind: "call",
    atMs,
    pid: 7,
    comm: "cat",
    name,
    words,
    result,
    tookMs: result === null ? null : 0.5,
  };
}

function fakeSandbox(): TracedSandbox & { readonly line: EchoLine } {
  const line = new EchoLine();
  let ran = "";
  return {
    kind: "sandbox",
    name: "box",
    system: "System",
    accent: 1,
    line,
    begin: () =>
      Promise.resolve(() => {
        const records = ran.includes("cat") ? calls : calls.slice(0, 1);
        return Promise.resolve({
          beganAtMs: 0,
          wallMs: 9,
          cpuMs: records.length,
          calls: 0,
          switches: 0,
          chargedBytes: 0,
          records,
          recordsLost: 0,
        });
      }),
    execute: (command) => {
      ran = command;
      return Promise.resolve("");
    },
    kernelMs: () => 0,
    cpuMs: () => 0,
  };
}

async function follow(
  scenario: ScenarioId,
  machines: { readonly guest?: TracedGuest; readonly sandbox?: TracedSandbox },
): Promise<{ readonly machines: readonly MachineTrace[]; readonly told: readonly string[] }> {
  const told: string[] = [];
  const report = await runTrace(
    { scenario, runs: 2, guest: machines.guest ?? null, sandbox: machines.sandbox ?? null },
    {
      clock: new RunningClock(),
      epochMs: () => 0,
      browser: "a browser",
      signal: new AbortController().signal,
      progress: (done, of, machine) => told.push(`${done}/${of} ${machine}`),
    },
  );
  return { machines: report.machines, told };
}

const medians = ({ figures }: MachineTrace): Record<string, number | null> =>
  Object.fromEntries(figures.map(({ id, value }) => [id, value?.median ?? null]));

describe("following a key through a guest", () => {
  it("tells each step with its moment and how many instructions the guest had executed", async () => {
    const guest = fakeGuest();
    const { machines, told } = await follow("key", { guest });
    const steps = machines[0]?.steps.map(({ layer, atUs, instructions }) => [
      layer,
      atUs?.median,
      instructions?.median ?? null,
    ]);
    expect({ steps, typed: guest.line.typed, told: told.at(-1) }).toEqual({
      steps: [
        ["page", 0, null],
        ["hypervisor", 100, 0],
        ["virtual hardware", 200, 0],
        ["guest kernel", 300, 1955],
        ["guest kernel", 400, 2797],
        ["process", 500, 13_375],
        ["hypervisor", 600, 13_375],
        ["page", 0, null],
      ],
      typed: ["x", "\u007F", "x", "\u007F"],
      told: "2/2 web",
    });
  });

  it("subtracts what the guest does by itself in as long a time", async () => {
    const { machines } = await follow("key", { guest: fakeGuest() });
    const [trace] = machines;
    expect(trace && medians(trace)).toEqual({
      "page-faults": null,
      calls: null,
      instructions: 21_000,
      ports: 3,
      queues: 2,
      interrupts: 1,
      ticks: 0,
      halts: 0,
      cpu: 0,
      wall: 0,
      touched: 0,
    });
  });
});

describe("following a file read", () => {
  it("shows a program's calls from its exec on, with charges between them and what is alike put together", async () => {
    const { machines } = await follow("file", { sandbox: fakeSandbox() });
    expect(machines[0]?.calls.map(({ call: made, result }) => `${made} = ${result}`)).toEqual([
      'execve("/usr/bin/cat") = 0',
      "memory.current grows (anon) = 8 KiB",
      "rt_sigaction, 4 times = ",
      'openat("/etc/passwd", O_RDONLY) = 3',
    ]);
  });

  it("counts in both machines what is more than the same shell takes for nothing", async () => {
    const { machines } = await follow("file", { guest: fakeGuest(), sandbox: fakeSandbox() });
    const [guest, sandbox] = machines;
    expect([guest && medians(guest)["ports"], sandbox && medians(sandbox)]).toEqual([
      3,
      { calls: 6, switches: 0, charged: 8192, cpu: 8, wall: 0, instructions: null, ports: 0, interrupts: 0 },
    ]);
  });
});

it("a console that echoes nothing is told as such, and the trace ends", async () => {
  const guest = {
    ...fakeGuest(),
    line: { attach: () => toDisposable(() => undefined), send: () => undefined },
  };
  const clock = new RunningClock();
  const running = runTrace(
    { scenario: "key", runs: 1, guest, sandbox: null },
    {
      clock,
      epochMs: () => 0,
      browser: "",
      signal: new AbortController().signal,
      progress: () => undefined,
    },
  );
  const refused = expect(running).rejects.toMatchObject({ code: "no-echo" });
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  clock.advance(10_000);
  await refused;
});

it("a figure is never below nothing, and one that cannot be had is none", () => {
  const measures = [
    { id: "a", layer: "process", label: "a", unit: "", source: "", of: (run: number) => run },
    { id: "b", layer: "process", label: "b", unit: "", source: "", of: () => null },
  ] as const;
  const figures = figuresOf(measures, [3, 10], [5, 5]);
  expect(figures.map(({ value }) => value && [value.least, value.most])).toEqual([[0, 5], null]);
});
