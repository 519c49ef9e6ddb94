/**
 * Works out pressure (psi.rst) from how long somebody waited between one reading and the next. Pure.
 */
import type { Pressure, PressureAverages } from "./sample.ts";

/** Nobody waited. */
const noPressure: PressureAverages = { avg10: 0, avg60: 0 };

/** A pressure as a kernel writes it, with two decimals (psi.rst): what fades does so, and then stays as it is. */
export function written(pressure: Pressure | null): Pressure | null {
  return pressure && { some: rounded(pressure.some), full: rounded(pressure.full) };
}

function rounded({ avg10, avg60 }: PressureAverages): PressureAverages {
  return { avg10: Math.round(100 * avg10) / 100, avg60: Math.round(100 * avg60) / 100 };
}

/** Averages that follow a share of time, as the kernel's do: each forgets at the pace of its window. */
export class PressureMeter {
  #averages = noPressure;

  get averages(): PressureAverages {
    return this.#averages;
  }

  /** Who would wait does not run any more. */
  forget(): void {
    this.#averages = noPressure;
  }

  /** In the last `elapsedMs` somebody waited for `share` of the time, 0 to 1. */
  add(share: number, elapsedMs: number): void {
    const percent = Math.min(100, Math.max(0, share * 100));
    const { avg10, avg60 } = this.#averages;
    this.#averages = {
      avg10: percent + (avg10 - percent) * Math.exp(-elapsedMs / 10_000),
      avg60: percent + (avg60 - percent) * Math.exp(-elapsedMs / 60_000),
    };
  }
}

/** Where there is but one that can wait, some and all are the same. */
export function pressureOfOne(averages: PressureAverages): Pressure {
  return { some: averages, full: averages };
}

/** The pressure on a host whose machines are under these: at least what the one that waits most feels. */
export function pressureOfAll(pressures: readonly (Pressure | null)[]): Pressure {
  const known = pressures.filter((pressure) => pressure !== null).map(({ some }) => some);
  return {
    some: {
      avg10: Math.max(0, ...known.map(({ avg10 }) => avg10)),
      avg60: Math.max(0, ...known.map(({ avg60 }) => avg60)),
    },
    full: noPressure,
  };
}
