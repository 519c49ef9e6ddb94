/**
 * The contract of the image worker: fetches, unpacks and verifies an image away from the page.
 */

/** What to fetch and what it must turn out to be. */
export interface ImageRequest {
  readonly url: string;
  /** Size of the gzip file in bytes, for progress. */
  readonly compressedBytes: number;
  /** Size unpacked, in bytes. */
  readonly rawBytes: number;
  /** SHA-256 of the unpacked image, lower-case hex. */
  readonly sha256: string;
}

/** Calls on the image worker. */
export interface ImageApi {
  /**
   * Streams the image in, unpacking and hashing as it comes. `events` carries `ImageEvent`s meanwhile.
   * Fails with `image-unreachable`, `image-truncated`, `image-corrupt`; nothing unverified is ever returned.
   */
  load(request: ImageRequest, events: MessagePort): Promise<Uint8Array<ArrayBuffer>>;
}

/** What the image worker tells while it loads. */
export interface ImageEvent {
  readonly kind: "progressed";
  /** Bytes unpacked and hashed so far. */
  readonly loadedBytes: number;
}
