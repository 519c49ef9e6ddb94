/**
 * Calls back in the next turn of the event loop, after what is waiting there and without the delay of a timer. In a
 * browser that takes a message to oneself; in Node a port's messages would be served a thousand at a time, with
 * everything else waiting, so there it is `setImmediate`.
 */
const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => unknown };

/** Calls `callback` once for each request, a turn later. */
export class NextTurn implements Disposable {
  readonly #channel = setImmediate ? null : new MessageChannel();
  readonly #callback: () => void;

  constructor(callback: () => void) {
    this.#callback = callback;
    if (this.#channel) this.#channel.port1.onmessage = callback;
  }

  /** Asks for one call. */
  request(): void {
    if (this.#channel) this.#channel.port2.postMessage(null);
    else setImmediate?.(this.#callback);
  }

  [Symbol.dispose](): void {
    this.#channel?.port1.close();
  }
}
