/**
 * The browser's own measurement of what the page and its workers hold. It is asked rarely, as it collects garbage for
 * the answer and takes up to half a minute; nobody waits for it.
 */
import { report } from "../base/report.ts";
import type { BrowserMemory } from "../monitor/sample.ts";

/** How it is asked: the bytes, or `null` where the browser has no such measurement. */
export type MeasureBytes = () => Promise<number | null>;

/** From one answer to the next question, and before the first one: while machines boot, garbage is not to be collected. In ms. */
const restMs = 120_000;
const firstRestMs = 20_000;

/** Remembers the newest answer. */
export class BrowserMemoryProbe {
  readonly #measure: MeasureBytes;
  readonly #nowMs: () => number;
  #latest: BrowserMemory | null = null;
  #askNextMs: number | null = null;

  /** `nowMs`: ms since the epoch. */
  constructor(measure: MeasureBytes, nowMs: () => number) {
    this.#measure = measure;
    this.#nowMs = nowMs;
  }

  /** The newest answer, however old; asks again when it is time. */
  read(): BrowserMemory | null {
    this.#askNextMs ??= this.#nowMs() + firstRestMs;
    if (this.#nowMs() >= this.#askNextMs) {
      this.#askNextMs = Infinity;
      void this.#ask().catch(report);
    }
    return this.#latest;
  }

  async #ask(): Promise<void> {
    // A browser that refuses once will refuse again.
    const bytes = await this.#measure().catch(() => null);
    if (bytes === null) return;
    const atMs = this.#nowMs();
    this.#latest = { bytes, atMs };
    this.#askNextMs = atMs + restMs;
  }
}

/** Part of `Performance` that TypeScript does not know (wicg.github.io/performance-measure-memory). */
interface MeasuringPerformance extends Performance {
  measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>;
}

/** Asks the browser; it answers where the page is cross-origin isolated, and only Chromium so far. */
export async function measureBytes(): Promise<number | null> {
  const measuring: MeasuringPerformance = performance;
  if (!globalThis.crossOriginIsolated || !measuring.measureUserAgentSpecificMemory) return null;
  return (await measuring.measureUserAgentSpecificMemory()).bytes;
}
