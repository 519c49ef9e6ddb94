/**
 * What a guest's kernel says of waiting (psi.rst), by its agent's line: asked for only while somebody looks, as each answer
 * wakes the guest. What comes back is from the guest and not to be trusted.
 */
import type { GuestPressure, StallAverages } from "../../src/protocol/guest-api.ts";

/** The kernel counts its averages anew so often: nothing is new before. In ms, less what a timer may be early. */
const periodMs = 1_900;
/** An idle guest is asked this seldom. */
const idlePeriodMs = 4_900;
/** Whoever looks looks so long, unless they look again. */
const lookMs = 6_000;
/** An answer older than this says nothing about now. */
const staleMs = 12_000;

const line =
  /^pressure ((?:cpu|memory) (?:some|full)) avg10=(\d{1,3}\.\d\d) avg60=(\d{1,3}\.\d\d) avg300=\d{1,3}\.\d\d total=\d+$/;

/** The pressure in one guest. */
export class PressureWatch {
  readonly #say: (line: string) => void;
  /** What has come of the answer that is under way, by resource and who waited. */
  readonly #parts = new Map<string, StallAverages>();
  #answer: { readonly pressure: GuestPressure; readonly atMs: number } | null = null;
  #lookedAtMs = -Infinity;
  #askedAtMs = -Infinity;

  /** `say` puts a line on the agent's line. */
  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Somebody looks: for the next seconds the agent is asked whenever it is time. */
  look(nowMs: number): void {
    this.#lookedAtMs = nowMs;
  }

  /** Asks if somebody looks and an answer would be new. `idle`: the guest would be woken for it. */
  askInTime(nowMs: number, idle: boolean): void {
    if (nowMs - this.#lookedAtMs > lookMs) return;
    if (nowMs - this.#askedAtMs < (idle ? idlePeriodMs : periodMs)) return;
    this.#askedAtMs = nowMs;
    this.#parts.clear();
    this.#say("pressure");
  }

  /** Takes a line of the agent's: does nothing with one that is not of pressure. */
  receive(text: string, nowMs: number): void {
    const [, what, avg10, avg60] = line.exec(text) ?? [];
    if (what === undefined) return;
    this.#parts.set(what, { avg10: percent(avg10), avg60: percent(avg60) });
    const pressure = whole(this.#parts);
    if (pressure) this.#answer = { pressure, atMs: nowMs };
  }

  /** The last whole answer; `null` when there is none that is about now. */
  latest(nowMs: number): GuestPressure | null {
    return this.#answer && nowMs - this.#answer.atMs < staleMs ? this.#answer.pressure : null;
  }
}

function whole(parts: ReadonlyMap<string, StallAverages>): GuestPressure | null {
  const cpu = { some: parts.get("cpu some"), full: parts.get("cpu full") };
  const memory = { some: parts.get("memory some"), full: parts.get("memory full") };
  if (!cpu.some || !cpu.full || !memory.some || !memory.full) return null;
  return { cpu: { some: cpu.some, full: cpu.full }, memory: { some: memory.some, full: memory.full } };
}

function percent(text: string | undefined): number {
  return Math.min(100, Number(text ?? 0));
}
