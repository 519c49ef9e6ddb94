/**
 * A byte stream over a message port, in order and bounded: the sender may have at most `windowBytes` under way that
 * the receiver has not yet consumed. Knows nothing of what the bytes mean.
 */

/** What travels over the port: bytes and their end one way, permission to send more the other way. */
export type ByteStreamMessage =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "end" }
  | { readonly kind: "credit"; readonly bytes: number };

/** The part of `MessagePort` that a stream uses. */
export interface BytePort {
  postMessage(message: ByteStreamMessage, transfer: ArrayBuffer[]): void;
}

/** The sending end: queues without loss, sends while the receiver keeps up, and tells its backlog. */
export class ByteSender {
  readonly #port: BytePort;
  readonly #windowBytes: number;
  readonly #queue: Uint8Array<ArrayBuffer>[] = [];
  #queuedBytes = 0;
  #unackedBytes = 0;

  /** `windowBytes`: how much may be unconsumed at the other end. */
  constructor(port: BytePort, windowBytes: number) {
    this.#port = port;
    this.#windowBytes = windowBytes;
  }

  /** Bytes accepted here that the receiver has not consumed: queued and under way. */
  get backlogBytes(): number {
    return this.#queuedBytes + this.#unackedBytes;
  }

  /** Takes ownership of `bytes`: their buffer is transferred. */
  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes.byteLength === 0) return;
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.byteLength;
    this.#flush();
  }

  /** The receiver has consumed `bytes` more. */
  credit(bytes: number): void {
    this.#unackedBytes = Math.max(0, this.#unackedBytes - bytes);
    this.#flush();
  }

  /** Sends what is queued whatever the window, then the end: whoever has seen the end has seen every byte. */
  end(): void {
    for (const bytes of this.#queue.splice(0)) this.#post(bytes);
    this.#port.postMessage({ kind: "end" }, []);
  }

  #flush(): void {
    while (this.#unackedBytes < this.#windowBytes) {
      const next = this.#queue.shift();
      if (!next) return;
      this.#post(next);
    }
  }

  #post(bytes: Uint8Array<ArrayBuffer>): void {
    this.#queuedBytes = Math.max(0, this.#queuedBytes - bytes.byteLength);
    this.#unackedBytes += bytes.byteLength;
    this.#port.postMessage({ kind: "bytes", bytes }, [bytes.buffer]);
  }
}
