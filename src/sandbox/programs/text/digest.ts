/**
 * SHA-256, SHA-1 and MD5 as bytes come (FIPS 180-4, RFC 1321). The platform's own digests answer later, which a program
 * here cannot wait for.
 */

/** A digest under way. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** The digest in hexadecimal; nothing can be added afterwards. */
  finish(): string;
}

const rotateLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
const rotateRight = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The first 32 bits of the fractional parts of roots of the first primes. */
function rootBits(count: number, root: (prime: number) => number): Int32Array {
  const words = new Int32Array(count);
  for (let candidate = 2, found = 0; found < count; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++)
      if (candidate % divisor === 0) isPrime = false;
    if (!isPrime) continue;
    const value = root(candidate);
    words[found] = Math.floor((value - Math.floor(value)) * 2 ** 32) | 0;
    found += 1;
  }
  return words;
}

const sha256Constants = rootBits(64, Math.cbrt);
const sha256Start = rootBits(8, Math.sqrt);
const md5Constants = Int32Array.from(
  { length: 64 },
  (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32) | 0,
);
const md5Shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/** A SHA-256 sum. */
export function sha256(): Digest {
  return new BlockDigest(sha256Start, true, (state, block) => {
    const words = new Int32Array(64);
    for (let at = 0; at < 16; at++) words[at] = block.getInt32(at * 4);
    for (let at = 16; at < 64; at++) {
      const [early, late] = [words[at - 15] ?? 0, words[at - 2] ?? 0];
      const first = rotateRight(early, 7) ^ rotateRight(early, 18) ^ (early >>> 3);
      const second = rotateRight(late, 17) ^ rotateRight(late, 19) ^ (late >>> 10);
      words[at] = ((words[at - 16] ?? 0) + first + (words[at - 7] ?? 0) + second) | 0;
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let at = 0; at < 64; at++) {
      const sum1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
      const one = (h + sum1 + ((e & f) ^ (~e & g)) + (sha256Constants[at] ?? 0) + (words[at] ?? 0)) | 0;
      const sum0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
      const two = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    addTo(state, [a, b, c, d, e, f, g, h]);
  });
}

/** A SHA-1 sum. */
export function sha1(): Digest {
  const start = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0);
  return new BlockDigest(start, true, (state, block) => {
    const words = new Int32Array(80);
    for (let at = 0; at < 16; at++) words[at] = block.getInt32(at * 4);
    for (let at = 16; at < 80; at++) {
      words[at] = rotateLeft(
        (words[at - 3] ?? 0) ^ (words[at - 8] ?? 0) ^ (words[at - 14] ?? 0) ^ (words[at - 16] ?? 0),
        1,
      );
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
    for (let at = 0; at < 80; at++) {
      const mixed =
        at < 20 ? (b & c) | (~b & d) : at >= 40 && at < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][Math.floor(at / 20)] ?? 0;
      const next = (rotateLeft(a, 5) + mixed + e + constant + (words[at] ?? 0)) | 0;
      [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
    }
    addTo(state, [a, b, c, d, e]);
  });
}

/** An MD5 sum. */
export function md5(): Digest {
  const start = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  return new BlockDigest(start, false, (state, block) => {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let at = 0; at < 64; at++) {
      const round = at >> 4;
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round] ?? 0;
      const word = [at, 5 * at + 1, 3 * at + 5, 7 * at][round] ?? 0;
      const sum = (a + mixed + (md5Constants[at] ?? 0) + block.getInt32((word % 16) * 4, true)) | 0;
      [a, d, c, b] = [d, c, b, (b + rotateLeft(sum, md5Shifts[round * 4 + (at % 4)] ?? 0)) | 0];
    }
    addTo(state, [a, b, c, d]);
  });
}

function addTo(state: Int32Array, words: readonly number[]): void {
  for (const [at, word] of words.entries()) state[at] = ((state[at] ?? 0) + word) | 0;
}

/** What the three have in common: blocks of 64 bytes and the padding. */
class BlockDigest implements Digest {
  readonly #state: Int32Array;
  readonly #bigEndian: boolean;
  readonly #mix: (state: Int32Array, block: DataView) => void;
  readonly #block = new Uint8Array(64);
  #held = 0;
  #length = 0;

  constructor(start: Int32Array, bigEndian: boolean, mix: (state: Int32Array, block: DataView) => void) {
    this.#state = start.slice();
    this.#bigEndian = bigEndian;
    this.#mix = mix;
  }

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + 64 - this.#held);
      this.#block.set(part, this.#held);
      this.#held += part.length;
      at += part.length;
      if (this.#held < 64) break;
      this.#mix(this.#state, new DataView(this.#block.buffer));
      this.#held = 0;
    }
  }

  finish(): string {
    const bits = BigInt(this.#length) * 8n;
    const padding = new Uint8Array((this.#held < 56 ? 56 : 120) - this.#held + 8);
    padding[0] = 0x80;
    new DataView(padding.buffer).setBigUint64(padding.length - 8, bits, !this.#bigEndian);
    this.update(padding);
    const view = new DataView(new ArrayBuffer(this.#state.length * 4));
    for (const [at, word] of this.#state.entries()) view.setInt32(at * 4, word, !this.#bigEndian);
    return Array.from(new Uint8Array(view.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}
