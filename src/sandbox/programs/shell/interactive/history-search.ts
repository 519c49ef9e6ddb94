/**
 * ^R: looks backwards for a line that contains what is typed.
 */

/** A search under way. */
export class HistorySearch {
  readonly #entries: readonly string[];
  #text = "";
  #index: number;
  #failed = false;

  constructor(entries: readonly string[]) {
    this.#entries = entries;
    this.#index = entries.length;
  }

  get prompt(): string {
    return `(${this.#failed ? "failed " : ""}reverse-i-search)\`${this.#text}': `;
  }

  /** The line found last. */
  get line(): string {
    return this.#entries[this.#index] ?? "";
  }

  /** Where in it the cursor goes. */
  get cursor(): number {
    return Math.max(0, this.line.lastIndexOf(this.#text));
  }

  type(text: string): void {
    this.#text += text;
    this.#find(Math.min(this.#index, this.#entries.length - 1));
  }

  erase(): void {
    this.#text = Array.from(this.#text).slice(0, -1).join("");
    this.#find(this.#entries.length - 1);
  }

  older(): void {
    this.#find(this.#index - 1);
  }

  #find(from: number): void {
    if (this.#text === "") return;
    const found = this.#entries.findLastIndex((line, index) => index <= from && line.includes(this.#text));
    this.#failed = found < 0;
    if (found >= 0) this.#index = found;
  }
}
