/**
 * Runs the timers of the virtual hardware and says when the next one is due. v86 does the same but wakes an idle
 * guest at least ten times a second and asks every device each time; this asks only those that are armed and lets an
 * idle guest sleep until something is due.
 */
import { apicTimerOff, type V86Devices } from "./v86-names.ts";

/** How often the real-time clock is told the time when no interrupt of it is armed. */
const clockUpdateMs = 50;

/** The timers of the virtual hardware, asked in place of v86's own round. */
export class HardwareTimers {
  readonly #devices: V86Devices;
  readonly #apicTimer: (nowMs: number) => number;
  /** A device is called once more after it is disarmed, to take its interrupt line back. */
  #pitWasArmed = true;
  #acpiWasArmed = true;
  #clockUpdatedMs = -Infinity;

  constructor(devices: V86Devices, apicTimer: (nowMs: number) => number) {
    this.#devices = devices;
    this.#apicTimer = apicTimer;
  }

  /** Fires what is due at `nowMs`; returns ms until the next timer, `Infinity` when none is armed. */
  run(nowMs: number): number {
    const apicMs = this.#apicTimer(nowMs);
    const dueMs = apicMs === apicTimerOff ? Infinity : apicMs;
    return Math.min(dueMs, this.#runPit(nowMs), this.#runClock(nowMs), this.#runAcpi(nowMs));
  }

  #runPit(nowMs: number): number {
    const { pit } = this.#devices;
    const armed = Boolean(pit.counter_enabled[0]);
    if (!armed && !this.#pitWasArmed) return Infinity;
    this.#pitWasArmed = armed;
    const dueMs = pit.timer(nowMs, false);
    return armed ? dueMs : Infinity;
  }

  #runClock(nowMs: number): number {
    const { rtc } = this.#devices;
    const armed = rtc.periodic_interrupt || rtc.next_interrupt_alarm !== 0 || rtc.update_interrupt;
    if (!armed && nowMs - this.#clockUpdatedMs < clockUpdateMs) return Infinity;
    this.#clockUpdatedMs = nowMs;
    const dueMs = rtc.timer(nowMs, false);
    return armed ? dueMs : Infinity;
  }

  #runAcpi(nowMs: number): number {
    const { acpi } = this.#devices;
    if (!acpi) return Infinity;
    const armed = (acpi.pm1_enable & 1) !== 0;
    if (!armed && !this.#acpiWasArmed) return Infinity;
    this.#acpiWasArmed = armed;
    const dueMs = acpi.timer(nowMs, false);
    return armed ? dueMs : Infinity;
  }
}
