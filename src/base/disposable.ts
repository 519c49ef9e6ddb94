/**
 * The one disposal idiom: whoever acquires something holds it in a `Disposables` and releases all of it at once.
 * Knows nothing of what is released.
 */
import { report } from "./report.ts";

// Engines without explicit resource management lack the symbol that `using` and `Disposable` rely on.
const symbols = Symbol as { dispose?: symbol };
symbols.dispose ??= Symbol.for("Symbol.dispose");

/** A disposable that runs `release` once, however often it is disposed. */
export function toDisposable(release: () => void): Disposable {
  let pending: (() => void) | null = release;
  return {
    [Symbol.dispose](): void {
      const run = pending;
      pending = null;
      run?.();
    },
  };
}

/** Owns resources and releases them in the reverse order of their acquisition. */
export class Disposables implements Disposable {
  readonly #held = new Set<Disposable>();
  #disposed = false;

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Takes ownership of `resource` and returns it; releases it at once if this owner is gone already. */
  add<T extends Disposable>(resource: T): T {
    if (this.#disposed) resource[Symbol.dispose]();
    else this.#held.add(resource);
    return resource;
  }

  /** Registers a clean-up step. */
  defer(release: () => void): void {
    this.add(toDisposable(release));
  }

  /** Releases one resource before its time. */
  release(resource: Disposable): void {
    if (this.#held.delete(resource)) resource[Symbol.dispose]();
  }

  /** Releases everything; a step that throws does not keep the others from running and is reported. */
  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const resource of [...this.#held].reverse()) {
      try {
        resource[Symbol.dispose]();
      } catch (error) {
        report(error);
      }
    }
    this.#held.clear();
  }
}
