/**
 * Sends figures of which only the newest counts: while one is being taken, those that come are kept until it is, but the
 * last. Knows nothing of what they are.
 */

/** One receiver of such figures. */
export class LatestOnly<T> {
  readonly #send: (figure: T) => Promise<void>;
  #sending = false;
  #waiting: { readonly figure: T } | null = null;

  /** `send` takes one figure; it tells itself what fails. */
  constructor(send: (figure: T) => Promise<void>) {
    this.#send = send;
  }

  /** While one is being taken: whether none waits behind it. */
  get isLast(): boolean {
    return this.#waiting === null;
  }

  /** Sends `figure`, now or when what is on its way has been taken, unless a newer one comes before. */
  give(figure: T): void {
    this.#waiting = { figure };
    if (!this.#sending) void this.#run();
  }

  async #run(): Promise<void> {
    this.#sending = true;
    try {
      for (let next = this.#waiting; next; next = this.#waiting) {
        this.#waiting = null;
        // oxlint-disable-next-line no-await-in-loop -- the next is sent when this one has been taken
        await this.#send(next.figure);
      }
    } finally {
      this.#sending = false;
    }
  }
}
