/**
 * A line being edited: its text, the cursor, what was killed last. Knows nothing of keys or screens.
 */
import { characterWidth } from "./character-width.ts";

/** Text with a cursor. */
export class LineBuffer {
  #text = "";
  #cursor = 0;
  #killed = "";

  get text(): string {
    return this.#text;
  }

  /** In UTF-16 units; always between characters. */
  get cursor(): number {
    return this.#cursor;
  }

  get atEnd(): boolean {
    return this.#cursor === this.#text.length;
  }

  /** Sets the text, with the cursor at its end or where told. */
  set(text: string, cursor = text.length): void {
    this.#text = text;
    this.#cursor = cursor;
  }

  insert(text: string): void {
    this.#text = this.#text.slice(0, this.#cursor) + text + this.#text.slice(this.#cursor);
    this.#cursor += text.length;
  }

  /** Puts `text` where `start` to the cursor was. */
  replaceBack(start: number, text: string): void {
    this.#text = this.#text.slice(0, start) + text + this.#text.slice(this.#cursor);
    this.#cursor = start + text.length;
  }

  moveTo(place: "start" | "end" | "left" | "right" | "word-left" | "word-right"): void {
    this.#cursor = this.#place(place);
  }

  deleteBack(): void {
    this.#cut(this.#place("left"), this.#cursor);
  }

  deleteForward(): void {
    this.#cut(this.#cursor, this.#place("right"));
  }

  /** Cuts from the cursor to a place, to be put back by `yank`. `blank`: words are parted by blanks only. */
  kill(place: "start" | "end" | "word-left" | "word-right" | "blank-left"): void {
    const to = this.#place(place);
    this.#killed = this.#text.slice(Math.min(to, this.#cursor), Math.max(to, this.#cursor));
    this.#cut(Math.min(to, this.#cursor), Math.max(to, this.#cursor));
  }

  yank(): void {
    this.insert(this.#killed);
  }

  /** Swaps the characters before the cursor. */
  transpose(): void {
    if (this.#cursor === 0) return;
    if (this.atEnd) this.moveTo("left");
    if (this.#cursor === 0) return this.moveTo("end");
    const before = this.#place("left");
    const after = this.#place("right");
    const one = this.#text.slice(before, this.#cursor);
    const other = this.#text.slice(this.#cursor, after);
    this.#text = this.#text.slice(0, before) + other + one + this.#text.slice(after);
    this.#cursor = after;
  }

  /** Changes the word right of the cursor and goes behind it. */
  changeWord(change: (word: string) => string): void {
    const end = this.#place("word-right");
    const word = this.#text.slice(this.#cursor, end);
    this.#text = this.#text.slice(0, this.#cursor) + change(word) + this.#text.slice(end);
    this.#cursor = end;
  }

  #cut(from: number, to: number): void {
    this.#text = this.#text.slice(0, from) + this.#text.slice(to);
    this.#cursor = from;
  }

  #place(place: "start" | "end" | "left" | "right" | "word-left" | "word-right" | "blank-left"): number {
    const before = this.#text.slice(0, this.#cursor);
    const after = this.#text.slice(this.#cursor);
    switch (place) {
      case "start":
        return 0;
      case "end":
        return this.#text.length;
      case "left":
        return before.length - lastCluster(before);
      case "right":
        return this.#cursor + firstCluster(after);
      case "word-left":
        return wordStart(before);
      case "word-right":
        return this.#cursor + (/^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u.exec(after)?.[0].length ?? 0);
      case "blank-left":
        return before.replace(/\S*\s*$/, "").length;
    }
  }
}

function wordStart(before: string): number {
  const characters = Array.from(before);
  let at = characters.length;
  while (at > 0 && !/[\p{L}\p{N}]/u.test(characters[at - 1] ?? "")) at -= 1;
  while (at > 0 && /[\p{L}\p{N}]/u.test(characters[at - 1] ?? "")) at -= 1;
  return characters.slice(0, at).join("").length;
}

/** Length of the last character with the marks that stand on it. */
function lastCluster(text: string): number {
  const characters = Array.from(text);
  let length = 0;
  for (const character of characters.toReversed()) {
    length += character.length;
    if (characterWidth(character) > 0) break;
  }
  return length;
}

function firstCluster(text: string): number {
  const [first = "", ...rest] = Array.from(text);
  let { length } = first;
  for (const character of rest) {
    if (characterWidth(character) > 0) break;
    length += character.length;
  }
  return length;
}
