/** A place in the text of a sed(1) script, and what is read from there. Knows no commands. */
import { CommandFailure } from "../command/command.ts";

/** Reads on and on. */
export class SedCursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** What `pattern`, which begins with `^`, matches here. */
  match(pattern: RegExp): RegExpExecArray | null {
    return pattern.exec(this.text.slice(this.at));
  }

  /** Up to `delimiter`; in an expression `\DELIMITER` is the delimiter, and inside brackets it is nothing special. */
  delimited(delimiter: string, isPattern: boolean, complaint: string): string {
    let out = "";
    for (let inBracket = false; ;) {
      const character = this.text[this.at];
      if (character === undefined || (character === "\n" && isPattern)) this.fail(complaint);
      this.at += 1;
      if (character === "\\") {
        const next = this.text[this.at] ?? "";
        this.at += 1;
        if (next === delimiter && !(isPattern && /[().*+?[\]{}|^$]/u.test(delimiter)))
          out += isPattern ? next : /[&\\\d]/u.test(next) ? `\\${next}` : next;
        else out += `\\${next}`;
        continue;
      }
      if (character === delimiter && !inBracket) return out;
      if (isPattern && character === "[" && !inBracket) {
        inBracket = true;
        // A bracket in first place is a member.
        const start = /^\^?\]?/u.exec(this.text.slice(this.at))?.[0] ?? "";
        out += character + start;
        this.at += start.length;
        if (!this.text.slice(this.at).includes("]")) inBracket = false;
        continue;
      }
      if (inBracket && character === "[" && /^[:.=]/u.test(this.text.slice(this.at))) {
        const inner = /^([:.=])[^]*?\1\]/u.exec(this.text.slice(this.at))?.[0] ?? "";
        out += character + inner;
        this.at += inner.length;
        continue;
      }
      if (inBracket && character === "]") inBracket = false;
      out += character;
    }
  }

  /** Up to what `end` matches, without blanks around it. */
  word(end: RegExp): string {
    this.skip(/[ \t]/u);
    let word = "";
    while (this.at < this.text.length && !end.test(this.text[this.at] ?? ""))
      word += this.text[this.at++] ?? "";
    return word.trim();
  }

  /** The rest of the line. */
  toLineEnd(): string {
    const end = this.text.indexOf("\n", this.at);
    const text = this.text.slice(this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.text.length : end;
    return text;
  }

  /** Fails when more than blanks is left of a command. */
  endOfCommand(complaint = "extra characters after command"): void {
    this.skip(/[ \t]/u);
    const character = this.peek();
    if (character !== "" && !"\n;}#".includes(character)) this.fail(complaint);
  }

  /** The next character; "" at the end. */
  peek(): string {
    return this.text[this.at] ?? "";
  }

  /** Goes over all characters that match. */
  skip(what: RegExp): void {
    while (this.at < this.text.length && what.test(this.text[this.at] ?? "")) this.at += 1;
  }

  /** Complains of the place it is at. */
  fail(message: string): never {
    throw new CommandFailure(`-e expression #1, char ${this.at}: ${message}`);
  }
}
