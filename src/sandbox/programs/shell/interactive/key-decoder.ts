/**
 * Makes keys of the bytes a terminal sends (ECMA-48 and xterm's sequences). Knows nothing of what keys do.
 */
import { decodeBytes, sequenceLength } from "../text/bytes.ts";

/** A key, or text that was pasted. */
export type Key =
  | { readonly kind: "character"; readonly text: string }
  /** With Ctrl: the letter, upper-case, or one of `@[\]^_?`. */
  | { readonly kind: "control"; readonly letter: string }
  /** With Alt: the character. */
  | { readonly kind: "alt"; readonly text: string }
  | { readonly kind: "named"; readonly name: NamedKey; readonly control: boolean }
  | { readonly kind: "paste"; readonly text: string };

/** Keys that are no characters. */
export type NamedKey = "up" | "down" | "left" | "right" | "home" | "end" | "delete" | "insert" | "page";

const byLetter: Readonly<Record<string, NamedKey>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
};

const byNumber: Readonly<Record<string, NamedKey>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "page",
  6: "page",
  7: "home",
  8: "end",
};

const pasteEnd = "\u001B[201~";

/** Takes bytes one by one. */
export class KeyDecoder {
  #bytes: number[] = [];
  #state: "ground" | "escape" | "sequence" | "single" | "paste" = "ground";

  /** The key that `byte` completes, if it does. */
  push(byte: number): Key | null {
    switch (this.#state) {
      case "ground":
        return this.#ground(byte);
      case "escape":
        return this.#escape(byte);
      case "single":
        this.#state = "ground";
        return named(byLetter[String.fromCharCode(byte)], false);
      case "sequence":
        return this.#sequence(byte);
      case "paste":
        return this.#paste(byte);
    }
  }

  #ground(byte: number): Key | null {
    if (this.#bytes.length === 0) {
      if (byte === 0x1b) {
        this.#state = "escape";
        return null;
      }
      if (byte === 0x7f) return { kind: "control", letter: "?" };
      if (byte < 0x20) return { kind: "control", letter: String.fromCharCode(byte + 0x40) };
    }
    this.#bytes.push(byte);
    if (this.#bytes.length < sequenceLength(this.#bytes[0] ?? 0)) return null;
    const text = decodeBytes(Uint8Array.from(this.#bytes));
    this.#bytes = [];
    return { kind: "character", text };
  }

  #escape(byte: number): Key | null {
    const character = String.fromCharCode(byte);
    if (byte === 0x1b) return null;
    if (character === "[" || character === "O") {
      this.#state = character === "[" ? "sequence" : "single";
      return null;
    }
    this.#state = "ground";
    return { kind: "alt", text: character };
  }

  #sequence(byte: number): Key | null {
    if (byte < 0x40 || byte > 0x7e) {
      // Anything but parameters breaks it off.
      if (byte < 0x20) {
        this.#bytes = [];
        this.#state = "ground";
        return this.#ground(byte);
      }
      if (this.#bytes.length < 32) this.#bytes.push(byte);
      return null;
    }
    const parameters = String.fromCharCode(...this.#bytes).split(";");
    const final = String.fromCharCode(byte);
    this.#bytes = [];
    this.#state = "ground";
    // The modifier is 1 + Shift 1 + Alt 2 + Ctrl 4.
    const modified = ((Number(parameters[1] ?? 1) - 1) & 6) !== 0;
    if (final !== "~") return named(byLetter[final], modified);
    if (parameters[0] === "200") {
      this.#state = "paste";
      return null;
    }
    return named(byNumber[parameters[0] ?? ""], modified);
  }

  #paste(byte: number): Key | null {
    this.#bytes.push(byte);
    if (byte !== 0x7e) return null;
    const tail = String.fromCharCode(...this.#bytes.slice(-pasteEnd.length));
    if (tail !== pasteEnd) return null;
    const text = decodeBytes(Uint8Array.from(this.#bytes.slice(0, -pasteEnd.length)));
    this.#bytes = [];
    this.#state = "ground";
    return { kind: "paste", text: text.replaceAll(/\r\n?/g, "\n") };
  }
}

function named(name: NamedKey | undefined, control: boolean): Key | null {
  return name === undefined ? null : { kind: "named", name, control };
}
