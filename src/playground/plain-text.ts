/**
 * The plain text of what a terminal was sent: escape sequences (ECMA-48) and control characters left out, line ends
 * as `\n`, the last mebibyte kept. Works on a stream, so a sequence cut by a chunk's end is still left out.
 */
import { KIB, MIB } from "../base/units.ts";

type State = "text" | "escape" | "intermediate" | "csi" | "string" | "string-escape";

const [bell, tab, lineFeed, escape, space, del] = [0x07, 0x09, 0x0a, 0x1b, 0x20, 0x7f];
/** From here on a byte is a part of a longer character (UTF-8); the first byte of one is 0xc0 or more. */
const [beyondAscii, leading] = [0x80, 0xc0];

const smallestBytes = 4 * KIB;
// A byte order mark within the stream is a character like others.
const wholeText = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/**
 * Collects plain text, in one ring of bytes: a flood of output leaves nothing to collect behind, where strings put together
 * and cut cost the page a collection of garbage every second.
 */
export class PlainText {
  readonly #limitBytes: number;
  readonly #decoder = new TextDecoder();
  #state: State = "text";
  /** Well-formed UTF-8; position `p` of the stream is at `p % #ring.length`. */
  #ring: Uint8Array<ArrayBuffer>;
  #length = 0;
  /** Whether the decoder may hold the beginning of a character. */
  #cut = false;

  constructor(limitBytes = MIB) {
    this.#limitBytes = limitBytes;
    this.#ring = new Uint8Array(Math.min(limitBytes, smallestBytes));
  }

  get text(): string {
    return this.since(0);
  }

  /** Bytes since the start, as UTF-8, dropped ones included: the position of what comes next. */
  get length(): number {
    return this.#length;
  }

  /** The text from `position` (counted since the start) on, as far as it is kept. */
  since(position: number): string {
    const kept = this.#kept(Math.max(position, this.#length - this.#ring.length, 0));
    // Of a character that was dropped in part nothing is shown.
    const whole = kept.findIndex((byte) => byte < beyondAscii || byte >= leading);
    return whole < 0 ? "" : wholeText.decode(kept.subarray(whole));
  }

  /** Where in the stream `text`, the end of what is kept, begins. */
  positionOf(text: string): number {
    return this.#length - encoder.encode(text).length;
  }

  /** Takes `bytes`, which it does not keep. */
  add(bytes: Uint8Array): void {
    const other = this.#cut ? 0 : firstBeyondAscii(bytes);
    if (other === bytes.length) {
      this.#strip(bytes);
      return;
    }
    this.#strip(bytes.subarray(0, other));
    const rest = bytes.subarray(other);
    this.#strip(encoder.encode(this.#decoder.decode(rest, { stream: true })));
    this.#cut = (rest.at(-1) ?? beyondAscii) >= beyondAscii;
  }

  /** `bytes` are well-formed UTF-8. */
  #strip(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    const [ring, size] = [this.#ring, bytes.length];
    let length = this.#length;
    let into = length % ring.length;
    let state = this.#state;
    for (let at = 0; at < size; at++) {
      const byte = bytes[at] ?? 0;
      if (state !== "text") {
        state = afterEscape(state, byte);
        // A character that ends a sequence is left out whole.
        if (state === "text" && byte >= leading) while (isWithin(bytes[at + 1])) at++;
      } else if (byte === escape) state = "escape";
      else if (byte >= space ? byte !== del : byte === lineFeed || byte === tab) {
        ring[into] = byte;
        length++;
        if (++into === ring.length) into = 0;
      }
    }
    this.#length = length;
    this.#state = state;
  }

  /** Makes the ring as large as it is needed, twice as large each time, until it is as large as it may be. */
  #makeRoom(bytes: number): void {
    const wanted = Math.min(this.#limitBytes, this.#length + bytes);
    if (wanted <= this.#ring.length) return;
    const kept = this.#kept(0);
    let size = this.#ring.length;
    while (size < wanted) size = Math.min(this.#limitBytes, size * 2);
    // Nothing was dropped yet: the stream's position is the place.
    this.#ring = new Uint8Array(size);
    this.#ring.set(kept);
  }

  /** What is kept from `position` on, which is not before what is kept. */
  #kept(position: number): Uint8Array<ArrayBuffer> {
    const size = Math.max(0, this.#length - position);
    const from = position % this.#ring.length;
    const first = this.#ring.subarray(from, from + size);
    if (first.length === size) return first;
    const whole = new Uint8Array(size);
    whole.set(first);
    whole.set(this.#ring.subarray(0, size - first.length), first.length);
    return whole;
  }
}

function firstBeyondAscii(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && (bytes[at] ?? 0) < beyondAscii) at++;
  return at;
}

function isWithin(byte: number | undefined): boolean {
  return byte !== undefined && byte >= beyondAscii && byte < leading;
}

/** The state after `byte` of an escape sequence that has begun. */
function afterEscape(state: Exclude<State, "text">, byte: number): State {
  const character = String.fromCharCode(byte);
  switch (state) {
    case "escape":
      if (character === "[") return "csi";
      // OSC, DCS, SOS, PM and APC carry a string that ends with BEL or ESC \.
      if ("]PX^_".includes(character)) return "string";
      return character >= " " && character <= "/" ? "intermediate" : "text";
    case "intermediate":
      return character >= " " && character <= "/" ? "intermediate" : "text";
    case "csi":
      return character >= "@" && character <= "~" ? "text" : "csi";
    case "string":
      if (byte === bell) return "text";
      return byte === escape ? "string-escape" : "string";
    case "string-escape":
      return character === "\\" ? "text" : "string";
  }
}
