/**
 * Writes tar archives for tests, byte by byte, good ones and bad ones: what a well-behaved library would not write.
 */
import { createHash } from "node:crypto";

/** One entry; `type` is tar's flag: `0` file, `1` hard link, `2` symlink, `3` character, `4` block, `5` directory, `6` fifo. */
export interface TarEntry {
  readonly path: string;
  readonly type?: string;
  readonly data?: string | Uint8Array;
  readonly link?: string;
  readonly mode?: number;
  /** What the header says instead of the data's length, in bytes. */
  readonly size?: number;
}

const blockBytes = 512;
const encoder = new TextEncoder();

/** A ustar archive. */
export function tar(entries: readonly TarEntry[]): Uint8Array<ArrayBuffer> {
  const blocks = entries.flatMap((entry) => {
    const data =
      typeof entry.data === "string" ? encoder.encode(entry.data) : (entry.data ?? new Uint8Array(0));
    const padded = new Uint8Array(Math.ceil(data.byteLength / blockBytes) * blockBytes);
    padded.set(data);
    return [header(entry, data.byteLength), padded];
  });
  return joined([...blocks, new Uint8Array(2 * blockBytes)]);
}

/** `sha256:` and the digest of `bytes`. */
export function digestOf(bytes: Uint8Array): `sha256:${string}` {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function header(
  { path, type = "0", link = "", mode = 0o644, size }: TarEntry,
  dataBytes: number,
): Uint8Array {
  const block = new Uint8Array(blockBytes);
  const put = (text: string, at: number): void => block.set(encoder.encode(text), at);
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");
  put(path, 0);
  put(octal(mode, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size ?? dataBytes, 11), 124);
  put(octal(1_000_000_000, 11), 136);
  put("        ", 148);
  put(type, 156);
  put(link, 157);
  put("ustar\u000000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${octal(sum, 6)}\0 `, 148);
  return block;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((total, { byteLength }) => total + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
