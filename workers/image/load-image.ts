/**
 * Loads a boot image: counts, unpacks and hashes it while it streams in, and returns it only if it is, byte for byte,
 * what was asked for. Knows no port and no worker.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { Failure } from "../../src/base/failure.ts";
import type { ImageRequest } from "../../src/protocol/image-api.ts";

type ImageFailure = Failure<"image-unreachable" | "image-truncated" | "image-corrupt">;
type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/** What loading needs of its surroundings. */
export interface ImageSource {
  fetch(url: string): Promise<Response>;
  /** Told how many bytes have been unpacked and hashed, as often as there are new ones. */
  progressed(loadedBytes: number): void;
}

const gzipMagic = [0x1f, 0x8b];

/**
 * Fails with `image-unreachable` when the server cannot be asked or says no, `image-truncated` when less arrives than
 * promised, `image-corrupt` when something else arrives.
 */
export async function loadImage(
  request: ImageRequest,
  source: ImageSource,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Counter(await open(request.url, source));
  const image = new Uint8Array(request.rawBytes);
  const hash = sha256.create();
  let length = 0;
  let isPacked = false;
  try {
    const { stream, head } = await peek(packed.stream, gzipMagic.length);
    // A server that declares the file's gzip as transfer coding has had it unpacked by the browser already.
    isPacked = gzipMagic.every((byte, at) => head[at] === byte);
    const raw: ByteStream = isPacked ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
    for await (const bytes of chunks(raw)) {
      if (length + bytes.byteLength > image.byteLength)
        throw corrupt(`it is bigger than ${request.rawBytes} bytes`);
      image.set(bytes, length);
      hash.update(bytes);
      length += bytes.byteLength;
      source.progressed(length);
    }
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    if (packed.bytes < (isPacked ? request.compressedBytes : request.rawBytes)) {
      throw truncated(packed.bytes, isPacked ? request.compressedBytes : request.rawBytes, thrown);
    }
    throw corrupt("it is no valid gzip file", thrown);
  }
  const promised = isPacked ? request.compressedBytes : request.rawBytes;
  if (packed.bytes < promised) throw truncated(packed.bytes, promised);
  if (length !== request.rawBytes) throw corrupt(`it unpacks to ${length} bytes and not ${request.rawBytes}`);
  const digest = bytesToHex(hash.digest());
  if (digest !== request.sha256) throw corrupt(`its SHA-256 is ${digest} and not ${request.sha256}`);
  return image;
}

async function open(url: string, source: ImageSource): Promise<ByteStream> {
  let response: Response;
  try {
    response = await source.fetch(url);
  } catch (thrown) {
    throw unreachable(`${url} could not be fetched: ${words(thrown)}`, thrown);
  }
  if (!response.ok || !response.body) {
    throw unreachable(`the server answered ${response.status} ${response.statusText}`.trim() + ` for ${url}`);
  }
  return response.body;
}

/** Counts the bytes that pass. */
class Counter {
  bytes = 0;
  readonly stream: ByteStream;

  constructor(stream: ByteStream) {
    this.stream = stream.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, controller) => {
          this.bytes += chunk.byteLength;
          controller.enqueue(chunk);
        },
      }),
    );
  }
}

/** The first `least` bytes, or fewer if there are no more, and a stream that still has them. */
async function peek(stream: ByteStream, least: number): Promise<{ head: Uint8Array; stream: ByteStream }> {
  const reader = stream.getReader();
  let head = new Uint8Array(0);
  while (head.byteLength < least) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- a stream is read in order
    const { value, done } = await reader.read();
    if (done) break;
    const longer = new Uint8Array(head.byteLength + value.byteLength);
    longer.set(head);
    longer.set(value, head.byteLength);
    head = longer;
  }
  const whole: ByteStream = new ReadableStream({
    start(controller) {
      if (head.byteLength > 0) controller.enqueue(head);
    },
    async pull(controller) {
      const { value, done } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { head, stream: whole };
}

/** `for await` over a stream, which not every browser's streams offer. Leaving early cancels the stream. */
async function* chunks(stream: ByteStream): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      // oxlint-disable-next-line eslint/no-await-in-loop -- a stream is read in order
      const { value, done } = await reader.read();
      if (done) {
        ended = true;
        return;
      }
      yield value;
    }
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined);
  }
}

function unreachable(what: string, cause?: unknown): ImageFailure {
  return new Failure(
    "image-unreachable",
    `The image is out of reach: ${what}. Check the connection, then try again.`,
    {
      cause,
    },
  );
}

function truncated(bytes: number, promised: number, cause?: unknown): ImageFailure {
  return new Failure(
    "image-truncated",
    `The image arrived cut short: ${bytes} of ${promised} bytes. Check the connection, then try again.`,
    { cause },
  );
}

function corrupt(what: string, cause?: unknown): ImageFailure {
  return new Failure(
    "image-corrupt",
    `The image is not the one this site was built with: ${what}. Nothing of it was started. Reload the page; ` +
      `if that does not help, the file on the server was altered or is out of date.`,
    { cause },
  );
}

function words(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
