/**
 * What kinds of characters a line discipline tells apart, byte by byte.
 */

/** C0 and DEL. */
export function isControl(byte: number): boolean {
  return byte < 0x20 || byte === 0x7f;
}

/** A byte of a UTF-8 character that is not its first. */
export function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** What `werase` takes for a part of a word: Latin-1 letters too, so that first bytes of UTF-8 letters count. */
export function isWordCharacter(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x5f ||
    (byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7)
  );
}
