/**
 * JSON in a link: deflated (RFC 1951), in base64url (RFC 4648), and bounded at both ends, since anybody can write a
 * link. Knows nothing of what the JSON is about.
 */
import { Failure } from "../../base/failure.ts";
import { readStream } from "../read-stream.ts";

/** Characters of a packed text, at most: what chat programs and proxies pass on. */
const longestPacked = 16_384;
/** Characters of JSON in it, at most; more is refused before it is unpacked whole. */
const longestJson = 128 * 1024;

/** Packs a value. Fails with `link-too-long`. */
export async function packJson(value: unknown): Promise<string> {
  const json = JSON.stringify(value);
  const bytes = await readStream(
    through(new TextEncoder().encode(json), new CompressionStream("deflate-raw")),
    Infinity,
  );
  const packed = btoa(Array.from(bytes ?? [], (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
  if (json.length <= longestJson && packed.length <= longestPacked) return packed;
  throw new Failure(
    "link-too-long",
    `A link would have ${packed.length} characters; ${longestPacked} are taken. Remove some machines, or keep the lesson as a file.`,
  );
}

/** What was packed. Fails with `bad-link`. */
export async function unpackJson(packed: string): Promise<unknown> {
  if (packed.length > longestPacked)
    throw new Failure("bad-link", `It has ${packed.length} characters; ${longestPacked} are taken.`);
  if (!/^[\w-]+$/.test(packed))
    throw new Failure("bad-link", "It is cut off or changed: it has characters that no link has.");
  let bytes: Uint8Array | null;
  try {
    const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const raw = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    bytes = await readStream(through(raw, new DecompressionStream("deflate-raw")), longestJson);
  } catch (error) {
    throw new Failure("bad-link", "It is cut off or changed: it cannot be unpacked.", { cause: error });
  }
  if (!bytes) throw new Failure("bad-link", `It unpacks to more than ${longestJson} characters.`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Failure("bad-link", "What is in it is no JSON.", { cause: error });
  }
}

function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(stream);
}
