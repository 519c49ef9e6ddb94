/**
 * A value that outlives a reload, in the browser's local storage. Where storage is refused or holds something else,
 * the fallback counts and nothing is remembered.
 */

/** One remembered value under one key. */
export class Remembered<T> {
  readonly #key: string;
  readonly #read: (stored: unknown) => T;

  /** `read` makes a value of whatever is stored (`undefined` if nothing), and never throws. */
  constructor(key: string, read: (stored: unknown) => T) {
    this.#key = `guesthouse.${key}`;
    this.#read = read;
  }

  get(): T {
    try {
      const text = localStorage.getItem(this.#key);
      return this.#read(text === null ? undefined : JSON.parse(text));
    } catch {
      return this.#read(undefined);
    }
  }

  set(value: T): void {
    try {
      localStorage.setItem(this.#key, JSON.stringify(value));
    } catch (error) {
      console.debug("Not remembered:", this.#key, error);
    }
  }
}
