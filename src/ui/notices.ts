/**
 * What the user has to be told once: failures of what was asked for. Plain text, whoever wrote it.
 */
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";

/** One notice. The same text told again raises `times`. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly times: number;
}

const most = 4;

/** The notices that have not been dismissed, oldest first, the last four. */
export class Notices implements Disposable {
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  #all: readonly Notice[] = [];
  #told = 0;

  readonly onDidChange: Evt<void> = this.#onDidChange;

  get all(): readonly Notice[] {
    return this.#all;
  }

  tell(text: string): void {
    const known = this.#all.find((notice) => notice.text === text);
    const others = this.#all.filter((notice) => notice !== known);
    const notice = known ? { ...known, times: known.times + 1 } : { id: ++this.#told, text, times: 1 };
    this.#set([...others, notice].slice(-most));
  }

  dismiss(id: number): void {
    this.#set(this.#all.filter((notice) => notice.id !== id));
  }

  /** Dismisses the newest; says whether there was one. */
  dismissNewest(): boolean {
    const newest = this.#all.at(-1);
    if (newest) this.dismiss(newest.id);
    return newest !== undefined;
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #set(all: readonly Notice[]): void {
    this.#all = all;
    this.#onDidChange.fire();
  }
}
