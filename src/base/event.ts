/**
 * The one event type: a source keeps the `Emitter` to itself and shows the listen-only `Evt`.
 * Knows nothing of what is told.
 */
import { toDisposable } from "./disposable.ts";
import { report } from "./report.ts";

/** Something that can be listened to. Listening returns the disposable that ends it. */
export interface Evt<T> {
  listen(listener: (value: T) => void): Disposable;
}

/** The telling side of an event. Listeners run in the order they came; one that throws is reported, not passed on. */
export class Emitter<T> implements Evt<T>, Disposable {
  readonly #listeners = new Set<{ call: (value: T) => void }>();

  get listenerCount(): number {
    return this.#listeners.size;
  }

  listen(listener: (value: T) => void): Disposable {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return toDisposable(() => this.#listeners.delete(entry));
  }

  fire(value: T): void {
    // A copy: a listener may end itself or begin another while it is told.
    for (const listener of Array.from(this.#listeners)) {
      try {
        listener.call(value);
      } catch (error) {
        report(error);
      }
    }
  }

  [Symbol.dispose](): void {
    this.#listeners.clear();
  }
}
