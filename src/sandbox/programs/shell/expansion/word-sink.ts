/**
 * Where the pieces of an expanded word go: fields that are split and globbed, one string, or a pattern. Knows nothing of
 * how the pieces came about.
 */
import { escapePattern } from "./pattern.ts";

/** Takes pieces in their order. */
export interface WordSink {
  /** Unquoted text of the script: may be a glob, is not split. */
  literal(text: string): void;
  /** Stands for itself; even when empty it makes a field. */
  quoted(text: string): void;
  /** What an unquoted expansion gave: split and globbed. */
  expanded(text: string): void;
  /** Ends a field between two values of `$@`. `quotedBreak`: within double quotes, so that empty values stay. */
  breakField(quotedBreak: boolean): void;
  /** Whether `$@` gives fields here, or is joined. */
  readonly splits: boolean;
}

/** A field; as a pattern where it may be a glob. */
export interface Field {
  readonly text: string;
  /** With what was quoted escaped; `null` when nothing in it is special. */
  readonly pattern: string | null;
}

/** Splits by IFS (POSIX 2.6.5). */
export class FieldSink implements WordSink {
  readonly splits = true;
  readonly fields: Field[] = [];
  readonly #white: string;
  readonly #hard: string;
  #text = "";
  #pattern = "";
  #special = false;
  #open = false;
  /** What ended the last field. */
  #delimiter: "none" | "white" | "hard" = "none";

  /** `ifs` null is the default. */
  constructor(ifs: string | null) {
    const separators = ifs ?? " \t\n";
    this.#white = Array.from(separators)
      .filter((character) => /[ \t\n]/.test(character))
      .join("");
    this.#hard = Array.from(separators)
      .filter((character) => !/[ \t\n]/.test(character))
      .join("");
  }

  literal(text: string): void {
    if (text === "") return;
    this.#append(text, text, /[*?[\\]/.test(text));
  }

  quoted(text: string): void {
    const pattern = escapePattern(text);
    this.#append(text, pattern, false);
  }

  expanded(text: string): void {
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const character = text[at] ?? "";
      const isWhite = this.#white.includes(character);
      if (!isWhite && !this.#hard.includes(character)) continue;
      if (at > start) this.#appendExpanded(text.slice(start, at));
      start = at + 1;
      if (this.#open) {
        this.#close();
        this.#delimiter = isWhite ? "white" : "hard";
      } else if (!isWhite) {
        if (this.#delimiter !== "white") this.fields.push({ text: "", pattern: null });
        this.#delimiter = "hard";
      }
    }
    if (start < text.length) this.#appendExpanded(start === 0 ? text : text.slice(start));
  }

  breakField(quotedBreak: boolean): void {
    if (this.#open || quotedBreak) this.#close();
    this.#delimiter = "none";
  }

  /** Ends the word. */
  finish(): readonly Field[] {
    if (this.#open) this.#close();
    return this.fields;
  }

  #appendExpanded(text: string): void {
    this.#append(text, text, /[*?[\\]/.test(text));
  }

  #append(text: string, pattern: string, special: boolean): void {
    this.#text += text;
    this.#pattern += pattern;
    this.#special ||= special;
    this.#open = true;
    this.#delimiter = "none";
  }

  #close(): void {
    this.fields.push({ text: this.#text, pattern: this.#special ? this.#pattern : null });
    this.#text = "";
    this.#pattern = "";
    this.#special = false;
    this.#open = false;
  }
}

/** One string: assignments, here-documents, targets of redirections. */
export class StringSink implements WordSink {
  readonly splits = false;
  text = "";

  literal(text: string): void {
    this.text += text;
  }

  quoted(text: string): void {
    this.text += text;
  }

  expanded(text: string): void {
    this.text += text;
  }

  breakField(): void {
    this.text += " ";
  }
}

/** A pattern, with what was quoted escaped. */
export class PatternSink implements WordSink {
  readonly splits = false;
  pattern = "";

  literal(text: string): void {
    this.pattern += text;
  }

  quoted(text: string): void {
    this.pattern += escapePattern(text);
  }

  expanded(text: string): void {
    this.pattern += text;
  }

  breakField(): void {
    this.pattern += " ";
  }
}
