/** Going up and down in the history while a line is edited, the new line kept at its end. Knows no keys and no screen. */

/** Of one shell; `begin` for each line. */
export class LineRecall {
  readonly #entries: () => readonly string[];
  /** Which line of the history is shown; its length: the new one. */
  #place = 0;
  /** The new line while an old one is shown. */
  #draft = "";

  constructor(entries: () => readonly string[]) {
    this.#entries = entries;
  }

  begin(): void {
    this.#place = this.#entries().length;
    this.#draft = "";
  }

  /** The line before or after, where `shown` is what is shown now; `null` where there is none. */
  step(direction: -1 | 1, shown: string): string | null {
    const entries = this.#entries();
    const next = this.#place + direction;
    if (next < 0 || next > entries.length) return null;
    if (this.#place === entries.length) this.#draft = shown;
    this.#place = next;
    return entries[next] ?? this.#draft;
  }
}
