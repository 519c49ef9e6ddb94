/** Base64 (RFC 4648) of bytes, for programs that show or take it. Knows nothing of lines. */

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The text of `bytes`, with `=` to fill. */
export function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const used = Math.min(4, bytes.length - at + 1);
    for (let part = 0; part < 4; part += 1)
      text += part < used ? letters.charAt((three >> (18 - 6 * part)) & 63) : "=";
  }
  return text;
}

/** The bytes of `text`; `null` where it is no base64. */
export function base64Bytes(text: string): Uint8Array | null {
  const digits = text.replace(/={0,2}$/u, "");
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*$/u.test(digits)) return null;
  const bytes: number[] = [];
  let kept = 0;
  let bits = 0;
  for (const letter of digits) {
    kept = ((kept << 6) | letters.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((kept >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}
