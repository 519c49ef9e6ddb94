/**
 * The plain text of what a terminal was sent: escape sequences (ECMA-48) and control characters left out, line ends
 * as `\n`, the last mebibyte kept. Works on a stream, so a sequence cut by a chunk's end is still left out.
 */
import { MIB } from "../base/units.ts";

type State = "text" | "escape" | "intermediate" | "csi" | "string" | "string-escape";

const escape = "\x1b";
const bell = "\x07";
/** C0 controls but for tab and line feed, and DEL. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is for
const controls = /[\0-\x08\x0b-\x1f\x7f]/g;

/** Collects plain text. */
export class PlainText {
  readonly #limit: number;
  readonly #decoder = new TextDecoder();
  #state: State = "text";
  #text = "";
  /** Characters dropped at the front: a position in the stream is an index in `text` plus this. */
  #dropped = 0;

  constructor(limitCharacters = MIB) {
    this.#limit = limitCharacters;
  }

  get text(): string {
    return this.#text;
  }

  /** Characters since the start, dropped ones included. */
  get length(): number {
    return this.#dropped + this.#text.length;
  }

  /** The text from `position` (counted since the start) on, as far as it is kept. */
  since(position: number): string {
    return this.#text.slice(Math.max(0, position - this.#dropped));
  }

  add(bytes: Uint8Array<ArrayBuffer>): void {
    const decoded = this.#decoder.decode(bytes, { stream: true });
    this.#text += this.#strip(decoded);
    // Cut well past the limit, so that a stream of small chunks does not copy the whole text for each.
    if (this.#text.length > this.#limit * 1.25) {
      const excess = this.#text.length - this.#limit;
      this.#dropped += excess;
      this.#text = this.#text.slice(excess);
    }
  }

  #strip(input: string): string {
    let plain = "";
    let at = 0;
    while (at < input.length) {
      if (this.#state === "text") {
        const sequence = input.indexOf(escape, at);
        const end = sequence < 0 ? input.length : sequence;
        plain += input.slice(at, end).replace(controls, "");
        if (sequence >= 0) this.#state = "escape";
        at = end + 1;
      } else {
        this.#state = afterEscape(this.#state, input.charAt(at));
        at += 1;
      }
    }
    return plain;
  }
}

/** The state after `character` of an escape sequence that has begun. */
function afterEscape(state: Exclude<State, "text">, character: string): State {
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
      if (character === bell) return "text";
      return character === escape ? "string-escape" : "string";
    case "string-escape":
      return character === "\\" ? "text" : "string";
  }
}
