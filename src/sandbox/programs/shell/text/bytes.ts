/**
 * Text of a shell is bytes, most often UTF-8: strings here carry a byte that is no UTF-8 as a lone surrogate (U+DC80 to
 * U+DCFF), so that what comes in goes out unchanged.
 */

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lone = /[\uDC80-\uDCFF]/;
const loneUnpaired = /(?<![\uD800-\uDBFF])[\uDC80-\uDCFF]/;

/** The character that stands for one byte. */
export function byteCharacter(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}

/** Bytes to text. */
export function decodeBytes(bytes: Uint8Array): string {
  let ascii = true;
  for (const byte of bytes) {
    if (byte >= 0x80) {
      ascii = false;
      break;
    }
  }
  if (!ascii) {
    try {
      return strict.decode(bytes);
    } catch {
      return decodeBroken(bytes);
    }
  }
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

/** How many bytes the character that begins with `byte` has; 1 where none can begin. */
export function sequenceLength(byte: number): number {
  if (byte >= 0xc2 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 1;
}

function decodeBroken(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const length = sequenceLength(byte);
    let character: string | null = null;
    if (length > 1 && at + length <= bytes.length) {
      try {
        character = strict.decode(bytes.subarray(at, at + length));
      } catch {
        character = null;
      }
    }
    text += character ?? byteCharacter(byte);
    at += character === null ? 1 : length;
  }
  return text;
}

/** Text to bytes. */
export function encodeText(text: string): Uint8Array {
  if (!lone.test(text) || !loneUnpaired.test(text)) return encoder.encode(text);
  const pieces: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (character.length === 1 && code >= 0xdc80 && code <= 0xdcff) pieces.push(code - 0xdc00);
    else pieces.push(...encoder.encode(character));
  }
  return Uint8Array.from(pieces);
}
