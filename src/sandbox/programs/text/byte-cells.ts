/** Bytes as od(1) and hexdump(1) show them: numbers of a kind and size, characters, names. Pure. */

/** How a type of `od -t` shows numbers of so many bytes. */
export function numbers(kind: string, size: number): (bytes: Uint8Array) => string {
  const digits =
    {
      o: Math.ceil((size * 8) / 3),
      x: size * 2,
      u: String(256n ** BigInt(size) - 1n).length,
      d: String(256n ** BigInt(size) / 2n).length + 1,
    }[kind] ?? 3;
  return (bytes) => {
    let out = "";
    for (let at = 0; at < bytes.length; at += size) {
      let number = 0n;
      for (let back = size - 1; back >= 0; back--) number = number * 256n + BigInt(bytes[at + back] ?? 0);
      if (kind === "d" && number >= 256n ** BigInt(size) / 2n) number -= 256n ** BigInt(size);
      const text = number.toString(kind === "o" ? 8 : kind === "x" ? 16 : 10);
      out += ` ${text.padStart(digits, kind === "o" || kind === "x" ? "0" : " ")}`;
    }
    return out;
  };
}

const escapes: Readonly<Record<number, string>> = {
  0: "\\0",
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
};
const names = [
  "nul",
  "soh",
  "stx",
  "etx",
  "eot",
  "enq",
  "ack",
  "bel",
  "bs",
  "ht",
  "nl",
  "vt",
  "ff",
  "cr",
  "so",
  "si",
  "dle",
  "dc1",
  "dc2",
  "dc3",
  "dc4",
  "nak",
  "syn",
  "etb",
  "can",
  "em",
  "sub",
  "esc",
  "fs",
  "gs",
  "rs",
  "us",
  "sp",
];

/** As `od -c` shows bytes. */
export const characters = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => {
    const text =
      escapes[byte] ??
      (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, "0"));
    return text.padStart(4);
  }).join("");

/** As `od -a` shows bytes. */
export const named = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => {
    const low = byte & 0x7f;
    return (names[low] ?? (low === 127 ? "del" : String.fromCharCode(low))).padStart(4);
  }).join("");

/** What is printable as it is, the rest as dots. */
export const printable = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".")).join("");
