/**
 * Follows one thing through a guest: what its worker counts at the border between the guest and its virtual hardware.
 * What happens behind that border only the guest's own kernel sees.
 */
import { pause } from "../../base/abort.ts";
import type { GuestTrace, GuestTraceEvent } from "../../protocol/guest-trace.ts";
import { summary } from "../experiments/statistics.ts";
import { figuresOf } from "./figures.ts";
import { settleMs, type Following } from "./follow.ts";
import { guestMeasures, type GuestRun } from "./guest-measures.ts";
import type { MachineTrace, TraceLayer, TraceStep } from "./trace-report.ts";
import type { TracedGuest } from "./traced-machines.ts";
import { typeKey, untype, type TypedKey } from "./typed-key.ts";

/** A guest is quiet when no device is reached for more often than this in so long. */
const quietMs = 100;
const quietAccesses = 8;
const mostQuietLooks = 30;

/** Follows it; fails as the machine's calls do. */
export async function followGuest(guest: TracedGuest, following: Following): Promise<MachineTrace> {
  const { scenario } = following;
  const runs: GuestRun[] = [];
  const without: GuestRun[] = [];
  await untilQuiet(guest, following);
  for (let run = 0; run < following.runs; run++) {
    /* oxlint-disable no-await-in-loop -- one after the other, so that none disturbs another */
    if (scenario.act.kind === "key") {
      const typed = await runKey(guest, scenario.act.key, following);
      runs.push(typed);
      without.push(await runIdle(guest, typed.trace.wallMs, following));
    } else {
      without.push(await runCommand(guest, scenario.act.without, following));
      runs.push(await runCommand(guest, scenario.act.command, following));
    }
    /* oxlint-enable no-await-in-loop */
    following.done();
  }
  return {
    kind: "guest",
    name: guest.name,
    system: guest.system,
    accent: guest.accent,
    steps: scenario.act.kind === "key" ? keySteps(runs) : [],
    figures: figuresOf(guestMeasures, runs, without),
    calls: [],
  };
}

/** After its boot a guest's kernel tells its log on the serial port; one that is busy for long is traced as it is. */
async function untilQuiet(guest: TracedGuest, following: Following): Promise<void> {
  for (let look = 0; look < mostQuietLooks; look++) {
    // oxlint-disable-next-line no-await-in-loop -- until it is quiet
    const { trace } = await runIdle(guest, quietMs, following);
    if (trace.ports.every(({ reads, writes }) => reads + writes <= quietAccesses)) return;
  }
}

async function runKey(guest: TracedGuest, key: string, following: Following): Promise<GuestRun> {
  const end = await guest.begin();
  const typed = await typeKey(guest.line, key, following);
  const trace = await end();
  untype(guest.line);
  await pause(settleMs, following.clock, following.signal);
  return { trace, typed, tookMs: typed.echoedAtMs - typed.sentAtMs, pageFaults: null };
}

async function runIdle(guest: TracedGuest, ms: number, following: Following): Promise<GuestRun> {
  const end = await guest.begin();
  await pause(ms, following.clock, following.signal);
  return { trace: await end(), typed: null, tookMs: null, pageFaults: null };
}

/** The shell makes way for the command, so that no process but the command's own is in the trace. */
async function runCommand(
  guest: TracedGuest,
  command: string,
  { signal, epochMs }: Following,
): Promise<GuestRun> {
  const pageFaults = await pageFaultsOf(guest, command, signal);
  const end = await guest.begin();
  const beganAtMs = epochMs();
  await guest.execute(`exec ${command}`, signal);
  const tookMs = epochMs() - beganAtMs;
  return { trace: await end(), typed: null, tookMs, pageFaults };
}

/** What the guest's kernel counts for a shell's children that have ended (proc_pid_stat(5), cminflt). */
async function pageFaultsOf(
  guest: TracedGuest,
  command: string,
  signal: AbortSignal,
): Promise<number | null> {
  const count = await guest.execute(`${command}; awk '{ print $11 }' /proc/$$/stat`, signal);
  return /^\d+$/.test(count) ? Number(count) : null;
}

/** What a key passes, as far as it is seen. */
interface KeyMoment {
  readonly layer: TraceLayer;
  readonly words: (event: GuestTraceEvent) => string;
  readonly is: (event: GuestTraceEvent) => boolean;
}

const moments: readonly KeyMoment[] = [
  {
    layer: "hypervisor",
    words: () => "The guest's worker puts the byte in receive queue 0 of the virtio console.",
    is: (event) => event.kind === "console-input" && event.port === 0,
  },
  {
    layer: "virtual hardware",
    words: (event) =>
      `The console raises interrupt line ${event.kind === "interrupt" ? event.irq : ""}; a processor that had halted runs again.`,
    is: (event) => event.kind === "interrupt" && event.device === "virtio_console",
  },
  {
    layer: "guest kernel",
    words: (event) =>
      `The kernel's interrupt handler reads the reason from port ${event.kind === "port-read" ? hex(event.port) : ""}.`,
    is: (event) => event.kind === "port-read" && event.device === "virtio_console",
  },
  {
    layer: "guest kernel",
    words: () => "The driver has taken the byte, gives the buffer back and notifies queue 0.",
    is: (event) => event.kind === "queue-notified" && event.device === "virtio_console" && event.queue === 0,
  },
  {
    layer: "process",
    words: () => "The shell has read the byte and written it back: the driver notifies transmit queue 1.",
    is: (event) => event.kind === "queue-notified" && event.device === "virtio_console" && event.queue === 1,
  },
  {
    layer: "hypervisor",
    words: () => "The worker takes the byte out of the queue and sends it to the page.",
    is: (event) => event.kind === "console-output" && event.port === 0,
  },
];

/** Each with its moment in every run in which it happened; one that happened in none is left out. */
function keySteps(runs: readonly GuestRun[]): readonly TraceStep[] {
  const within = moments.flatMap(({ layer, words, is }) => {
    const found = runs.flatMap(({ trace, typed }) => {
      const event = trace.events.find(is);
      return event && typed ? [{ event, atUs: sinceSentUs(event, trace, typed) }] : [];
    });
    const [first] = found;
    if (!first) return [];
    return [
      {
        layer,
        words: words(first.event),
        atUs: summary(found.map(({ atUs }) => atUs)),
        instructions: summary(found.map(({ event }) => event.instructions)),
      },
    ];
  });
  const echoed = runs.flatMap(({ typed }) => (typed ? [(typed.echoedAtMs - typed.sentAtMs) * 1000] : []));
  const page = { layer: "page", instructions: null } as const;
  return [
    {
      ...page,
      words: "The terminal in the page sends the key's byte to the guest's worker.",
      atUs: summary([0]),
    },
    ...within,
    { ...page, words: "The page has the echo and draws it.", atUs: summary(echoed) },
  ];
}

function sinceSentUs({ atUs }: GuestTraceEvent, { beganAtMs }: GuestTrace, { sentAtMs }: TypedKey): number {
  return (beganAtMs - sentAtMs) * 1000 + atUs;
}

function hex(port: number): string {
  return `0x${port.toString(16)}`;
}
