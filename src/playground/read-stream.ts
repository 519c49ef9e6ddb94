/** Reads streams of bytes whose length somebody else decides. */
import { joinBytes } from "../base/join-bytes.ts";

/** All bytes of a stream; `null`, and the rest unread, when there are more than `mostBytes`. Fails as the stream does. */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  /* oxlint-disable no-await-in-loop -- a stream comes in order */
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joinBytes(pieces);
    length += value.byteLength;
    if (length > mostBytes) {
      await reader.cancel();
      return null;
    }
    pieces.push(value);
  }
  /* oxlint-enable no-await-in-loop */
}
