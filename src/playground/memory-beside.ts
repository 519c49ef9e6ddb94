/**
 * What machines cost the browser beside the memory that is theirs. Browsers tell next to nothing of it: the page's heap is
 * measured, the rest is counted and taken for what it was where it could be measured (README.md says how).
 */
import { MIB } from "../base/units.ts";
import type { MemoryBeside } from "../monitor/sample.ts";

/** Of a guest: the emulator's own objects in its worker's heap. */
const guestBytes = 9.5 * MIB;
/** Of a worker: its thread, its JavaScript engine, what that has compiled. */
const workerBytes = 6 * MIB;
/** Of a machine: its console on the screen, as elements, canvas and lines that were printed. */
const screenBytes = 1.1 * MIB;
/** Of the browser, as soon as there is any machine: code that had not been needed before, buffers shared with its other processes. */
const browserBytes = 2 * MIB;

/** What there is. */
export interface MachineCounts {
  /** Guests that run or are paused. */
  readonly guests: number;
  /** Their workers: type 1 guests share one. */
  readonly workers: number;
  /** All machines that run or are paused. */
  readonly machines: number;
}

/** The size of the page's heap in bytes; `null` where the browser does not tell. */
export type HeapBytes = () => number | null;

/** The same, asked at every fifth time only: of what is read once a second the answer would be the dearest. */
export function askedSeldom(heapBytes: HeapBytes): HeapBytes {
  let [times, answer]: [number, number | null] = [0, null];
  return () => {
    if (times++ % 5 === 0) answer = heapBytes();
    return answer;
  };
}

/** Remembers how big the heap was before there were machines. */
export class MemoryBesideProbe {
  readonly #heapBytes: HeapBytes;
  #heapAtFirst: number | null = null;

  constructor(heapBytes: HeapBytes) {
    this.#heapBytes = heapBytes;
  }

  /** As it is now. Called first before there are machines, or soon after. */
  read({ guests, workers, machines }: MachineCounts): MemoryBeside {
    const heap = this.#heapBytes();
    this.#heapAtFirst ??= heap;
    return {
      workersBytes: guests * guestBytes + workers * workerBytes,
      screenBytes: machines * screenBytes,
      browserBytes: machines > 0 ? browserBytes : 0,
      pageHeapBytes:
        heap === null || this.#heapAtFirst === null ? null : Math.max(0, heap - this.#heapAtFirst),
    };
  }
}

/** `performance.memory`: Chromium's, deprecated for its unclear name, and without a successor that answers at once. */
interface TellingPerformance extends Performance {
  readonly memory?: { readonly totalJSHeapSize: number };
}

/** Asks the browser. */
export function pageHeapBytes(): number | null {
  const telling: TellingPerformance = performance;
  return telling.memory?.totalJSHeapSize ?? null;
}
