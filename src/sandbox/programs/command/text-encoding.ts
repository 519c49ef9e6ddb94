/**
 * Text of files as strings, without loss: bytes that are not UTF-8 become lone surrogates (U+DC80 to U+DCFF, as Python's
 * surrogateescape does) and come out as they went in.
 */
import { joinBytes } from "../../../base/join-bytes.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
const loneSurrogate = /[\uDC80-\uDCFF]/u;

/** The text of `bytes`; ends of chunks have to be ends of characters. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodePieces(bytes);
  }
}

/** The bytes of `text`. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  if (!loneSurrogate.test(text)) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  for (const piece of text.split(/([\uDC80-\uDCFF])/u)) {
    const unit = piece.length === 1 ? piece.charCodeAt(0) : 0;
    parts.push(unit >= 0xdc80 && unit <= 0xdcff ? Uint8Array.of(unit - 0xdc00) : encoder.encode(piece));
  }
  return joinBytes(parts);
}

/** How many bytes the character at `at` takes by its first byte; 1 where it is not a whole character. */
export function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
  for (let offset = 1; offset < length; offset++) {
    if (((bytes[at + offset] ?? 0) & 0xc0) !== 0x80) return 1;
  }
  return length;
}

function decodePieces(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    const first = bytes[at] ?? 0;
    if (first < 0x80) text += String.fromCharCode(first);
    else if (length === 1) text += String.fromCharCode(0xdc00 + first);
    else text += decodeCharacter(bytes.subarray(at, at + length));
    at += length;
  }
  return text;
}

function decodeCharacter(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return String.fromCharCode(...Array.from(bytes, (byte) => 0xdc00 + byte));
  }
}
