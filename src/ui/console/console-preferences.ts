/**
 * What the user chose for all consoles together: font size and screen-reader mode. Remembered by the browser where it
 * lets us.
 */
import { Emitter, type Evt } from "../../base/event.ts";
import { Remembered } from "../remembered.ts";

/** The choices, as plain values. */
export interface ConsoleChoices {
  /** CSS pixels. */
  readonly fontSizePx: number;
  readonly screenReader: boolean;
}

const defaults: ConsoleChoices = { fontSizePx: 14, screenReader: false };
const smallestPx = 8;
const largestPx = 32;

/** The choices and how to change them; one instance serves every terminal of the page. */
class ConsolePreferences {
  readonly #onDidChange = new Emitter<void>();
  readonly #remembered = new Remembered<ConsoleChoices>("console", usable);
  #choices = this.#remembered.get();

  /** Fires when a choice changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  get fontSizePx(): number {
    return this.#choices.fontSizePx;
  }

  get screenReader(): boolean {
    return this.#choices.screenReader;
  }

  /** Larger (+1), smaller (−1), or back to the default (0). */
  stepFontSize(step: -1 | 0 | 1): void {
    const wanted = step === 0 ? defaults.fontSizePx : this.fontSizePx + step;
    this.#choose({ fontSizePx: Math.min(largestPx, Math.max(smallestPx, wanted)) });
  }

  toggleScreenReader(): void {
    this.#choose({ screenReader: !this.screenReader });
  }

  #choose(changed: Partial<ConsoleChoices>): void {
    this.#choices = { ...this.#choices, ...changed };
    this.#remembered.set(this.#choices);
    this.#onDidChange.fire();
  }
}

/** The page's preferences. */
export const consolePreferences = new ConsolePreferences();

function usable(stored: unknown): ConsoleChoices {
  if (typeof stored !== "object" || stored === null) return defaults;
  const { fontSizePx, screenReader } = stored as Partial<Record<keyof ConsoleChoices, unknown>>;
  const fits = typeof fontSizePx === "number" && fontSizePx >= smallestPx && fontSizePx <= largestPx;
  return { fontSizePx: fits ? fontSizePx : defaults.fontSizePx, screenReader: screenReader === true };
}
