/**
 * What happened in one trace of a guest's hardware: every happening counted, the first of them kept with their moments.
 * Knows no emulator.
 */
import { assertNever } from "../../src/base/assert-never.ts";
import type { GuestTrace, GuestTraceEvent, GuestTraceHappening } from "../../src/protocol/guest-trace.ts";

/** Enough for a key press many times over; a flood is counted, not kept. */
const mostEvents = 2000;

type Moment = Pick<GuestTraceEvent, "atUs" | "instructions">;
type Counts = Pick<GuestTrace, "ports" | "queues" | "interrupts" | "events" | "eventsLost">;

/** Counts without end and keeps a bounded list. */
export class TraceTally {
  readonly #ports = new Map<string, { device: string; reads: number; writes: number }>();
  readonly #queues = new Map<string, { device: string; queue: number; notifications: number }>();
  readonly #interrupts = new Map<string, { device: string; irq: number | null; count: number }>();
  readonly #events: GuestTraceEvent[] = [];
  #eventsLost = 0;

  /** `moment` is asked only for what is kept. */
  add(happening: GuestTraceHappening, moment: () => Moment): void {
    this.#count(happening);
    if (this.#events.length < mostEvents) this.#events.push({ ...happening, ...moment() });
    else this.#eventsLost += 1;
  }

  /** All of it, each list by what there is most of. */
  result(): Counts {
    return {
      ports: [...this.#ports.values()].toSorted((a, b) => b.reads + b.writes - a.reads - a.writes),
      queues: [...this.#queues.values()].toSorted((a, b) => b.notifications - a.notifications),
      interrupts: [...this.#interrupts.values()].toSorted((a, b) => b.count - a.count),
      events: this.#events,
      eventsLost: this.#eventsLost,
    };
  }

  #count(happening: GuestTraceHappening): void {
    switch (happening.kind) {
      case "port-read":
        this.#port(happening.device).reads += 1;
        break;
      case "port-write":
        this.#port(happening.device).writes += 1;
        break;
      case "queue-notified": {
        const { device, queue } = happening;
        const entry = entryOf(this.#queues, `${device} ${queue}`, () => ({
          device,
          queue,
          notifications: 0,
        }));
        entry.notifications += 1;
        break;
      }
      case "interrupt": {
        const { device, irq } = happening;
        entryOf(this.#interrupts, `${device} ${irq}`, () => ({ device, irq, count: 0 })).count += 1;
        break;
      }
      case "woken":
      case "console-input":
      case "console-output":
        break;
      default:
        assertNever(happening);
    }
  }

  #port(device: string): { reads: number; writes: number } {
    return entryOf(this.#ports, device, () => ({ device, reads: 0, writes: 0 }));
  }
}

function entryOf<Entry>(entries: Map<string, Entry>, key: string, make: () => Entry): Entry {
  const existing = entries.get(key);
  if (existing) return existing;
  const made = make();
  entries.set(key, made);
  return made;
}
