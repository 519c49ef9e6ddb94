/**
 * Scripts of sed(1) as commands: addresses, functions, blocks, labels. Parses; knows nothing of running.
 */
import { CommandFailure } from "../command/command.ts";
import { compilePattern, type PatternKind } from "./posix-pattern.ts";

/** A line that an address means. */
export type SedAddress =
  | { readonly kind: "line"; readonly number: number }
  | { readonly kind: "step"; readonly first: number; readonly step: number }
  | { readonly kind: "last" }
  /** `null` is the expression used last. */
  | { readonly kind: "match"; readonly pattern: RegExp | null }
  | { readonly kind: "plus"; readonly count: number }
  | { readonly kind: "multiple"; readonly of: number };

/** What `s` does. */
export interface Substitution {
  readonly pattern: RegExp | null;
  /** Text, groups (0 is all) and changes of case, in order. */
  readonly replacement: readonly ReplacementPart[];
  readonly all: boolean;
  readonly number: number;
  readonly print: boolean;
  readonly file: string | null;
}

/** A piece of a replacement. */
export type ReplacementPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "group"; readonly number: number }
  | { readonly kind: "case"; readonly letter: string };

/** One command. */
export interface SedCommand {
  readonly addresses: readonly SedAddress[];
  readonly negated: boolean;
  readonly name: string;
  /** Of `a`, `i`, `c`; of `b`, `t`, `T` and `:` the label; of `r`, `w` the file; of `q` and `Q` the status. */
  readonly text: string;
  readonly substitution: Substitution | null;
  readonly exchange: ReadonlyMap<string, string> | null;
  /** Of `{`: where its block ends. */
  readonly end: number;
}

/** Reads a script. */
export function parseSedScript(script: string, kind: PatternKind): readonly SedCommand[] {
  return new SedParser(script, kind).run();
}

class SedParser {
  readonly #script: string;
  readonly #kind: PatternKind;
  readonly #commands: SedCommand[] = [];
  readonly #open: number[] = [];
  #at = 0;

  constructor(script: string, kind: PatternKind) {
    this.#script = script;
    this.#kind = kind;
  }

  run(): readonly SedCommand[] {
    for (;;) {
      this.#skip(/[\s;]/u);
      if (this.#at >= this.#script.length) break;
      if (this.#peek() === "#") this.#toLineEnd();
      else this.#command();
    }
    if (this.#open.length > 0) this.#fail("unmatched `{'");
    return this.#commands;
  }

  #command(): void {
    const addresses: SedAddress[] = [];
    const first = this.#address();
    if (first) {
      addresses.push(first);
      this.#skip(/[ \t]/u);
      if (this.#peek() === ",") {
        this.#at += 1;
        this.#skip(/[ \t]/u);
        const second = this.#address(true);
        if (!second) this.#fail("unexpected `,'");
        else addresses.push(second);
      }
    }
    this.#skip(/[ \t]/u);
    let negated = false;
    while (this.#peek() === "!") {
      negated = true;
      this.#at += 1;
      this.#skip(/[ \t]/u);
    }
    const name = this.#peek();
    if (name === "") this.#fail("missing command");
    this.#at += 1;
    const base = { addresses, negated, name, text: "", substitution: null, exchange: null, end: 0 };
    if (name === "{") {
      this.#open.push(this.#commands.length);
      this.#commands.push(base);
    } else if (name === "}") {
      const start = this.#open.pop();
      const opening = start === undefined ? undefined : this.#commands[start];
      if (start === undefined || !opening) return this.#fail("unexpected `}'");
      if (addresses.length > 0) this.#fail("} doesn't want any addresses");
      this.#commands[start] = { ...opening, end: this.#commands.length };
      this.#endOfCommand();
    } else if (name === "s") this.#commands.push({ ...base, substitution: this.#substitution() });
    else if (name === "y") this.#commands.push({ ...base, exchange: this.#exchange() });
    else if ("aic".includes(name)) this.#commands.push({ ...base, text: this.#insertedText() });
    else if (name === ":") {
      if (addresses.length > 0) this.#fail(": doesn't want any addresses");
      this.#commands.push({ ...base, text: this.#word(/[\n;]/u) });
    } else if ("btT".includes(name)) this.#commands.push({ ...base, text: this.#word(/[\n;}]/u) });
    else if ("rRwW".includes(name)) {
      this.#skip(/[ \t]/u);
      const file = this.#toLineEnd();
      if (file === "") this.#fail("missing filename in r/R/w/W commands");
      this.#commands.push({ ...base, text: file });
    } else if ("qQlL".includes(name)) {
      this.#skip(/[ \t]/u);
      const digits = /^\d*/u.exec(this.#script.slice(this.#at))?.[0] ?? "";
      this.#at += digits.length;
      this.#commands.push({ ...base, text: digits });
      this.#endOfCommand();
    } else if ("dDgGhHnNpPxz=F".includes(name)) {
      this.#commands.push(base);
      this.#endOfCommand();
    } else this.#fail(`unknown command: \`${name}'`);
  }

  #address(second = false): SedAddress | null {
    const digits = /^\d+/u.exec(this.#script.slice(this.#at))?.[0];
    if (digits !== undefined) {
      this.#at += digits.length;
      const step = second ? null : /^[ \t]*~[ \t]*(\d+)/u.exec(this.#script.slice(this.#at));
      if (!step) return { kind: "line", number: Number(digits) };
      this.#at += step[0].length;
      return { kind: "step", first: Number(digits), step: Number(step[1]) };
    }
    const relative = second ? /^([+~])(\d+)/u.exec(this.#script.slice(this.#at)) : null;
    if (relative) {
      this.#at += relative[0].length;
      return relative[1] === "+"
        ? { kind: "plus", count: Number(relative[2]) }
        : { kind: "multiple", of: Number(relative[2]) };
    }
    const character = this.#peek();
    if (character === "$") {
      this.#at += 1;
      return { kind: "last" };
    }
    if (character !== "/" && character !== "\\") return null;
    this.#at += character === "\\" ? 2 : 1;
    const source = this.#delimited(this.#script[this.#at - 1] ?? "/", true, "unterminated address regex");
    const flags = /^[IM]*/u.exec(this.#script.slice(this.#at))?.[0] ?? "";
    this.#at += flags.length;
    return { kind: "match", pattern: this.#pattern(source, flags) };
  }

  #pattern(source: string, flags: string): RegExp | null {
    if (source === "") return null;
    const letters = `${/[iI]/u.test(flags) ? "i" : ""}${flags.includes("M") ? "m" : ""}`;
    return compilePattern(source, this.#kind, letters, 1);
  }

  #substitution(): Substitution {
    const delimiter = this.#script[this.#at] ?? "";
    this.#at += 1;
    if (delimiter === "" || delimiter === "\n" || delimiter === "\\") this.#fail("unterminated `s' command");
    const complaint = "unterminated `s' command";
    const source = this.#delimited(delimiter, true, complaint);
    const replacement = this.#delimited(delimiter, false, complaint);
    let [all, print, number] = [false, false, 1];
    let flags = "";
    let file: string | null = null;
    for (;;) {
      const character = this.#peek();
      const digits = /^\d+/u.exec(this.#script.slice(this.#at))?.[0];
      if (digits !== undefined) {
        number = Number(digits);
        if (number === 0) this.#fail("number option to `s' command may not be zero");
        this.#at += digits.length;
        continue;
      }
      if (character === "w") {
        this.#at += 1;
        this.#skip(/[ \t]/u);
        file = this.#toLineEnd();
        break;
      }
      if (character === "" || !"gpiImMe".includes(character)) {
        this.#endOfCommand("unknown option to `s'");
        break;
      }
      if (character === "g") all = true;
      else if (character === "p") print = true;
      else if (character === "e") this.#fail("the `e' option is not supported");
      else flags += character.toUpperCase();
      this.#at += 1;
    }
    return {
      pattern: this.#pattern(source, flags),
      replacement: replacementParts(replacement),
      all,
      number,
      print,
      file,
    };
  }

  #exchange(): ReadonlyMap<string, string> {
    const delimiter = this.#script[this.#at] ?? "";
    this.#at += 1;
    const plain = (text: string): readonly string[] =>
      Array.from(
        text.matchAll(/\\([^])|([^\\])|\\/gu),
        ([whole, escaped, other]) =>
          ({ n: "\n", t: "\t", r: "\r" })[escaped ?? ""] ?? escaped ?? other ?? whole,
      );
    const complaint = "unterminated `y' command";
    const from = plain(this.#delimited(delimiter, false, complaint));
    const to = plain(this.#delimited(delimiter, false, complaint));
    if (from.length !== to.length) this.#fail("strings for `y' command are different lengths");
    this.#endOfCommand();
    return new Map(from.map((character, at) => [character, to[at] ?? ""]));
  }

  /** Up to `delimiter`; in an expression `\DELIMITER` is the delimiter, and inside brackets it is nothing special. */
  #delimited(delimiter: string, isPattern: boolean, complaint: string): string {
    let out = "";
    for (let inBracket = false; ;) {
      const character = this.#script[this.#at];
      if (character === undefined || (character === "\n" && isPattern)) this.#fail(complaint);
      this.#at += 1;
      if (character === "\\") {
        const next = this.#script[this.#at] ?? "";
        this.#at += 1;
        if (next === delimiter && !(isPattern && /[().*+?[\]{}|^$]/u.test(delimiter)))
          out += isPattern ? next : /[&\\\d]/u.test(next) ? `\\${next}` : next;
        else out += `\\${next}`;
        continue;
      }
      if (character === delimiter && !inBracket) return out;
      if (isPattern && character === "[" && !inBracket) {
        inBracket = true;
        // A bracket in first place is a member.
        const start = /^\^?\]?/u.exec(this.#script.slice(this.#at))?.[0] ?? "";
        out += character + start;
        this.#at += start.length;
        if (!this.#script.slice(this.#at).includes("]")) inBracket = false;
        continue;
      }
      if (inBracket && character === "[" && /^[:.=]/u.test(this.#script.slice(this.#at))) {
        const inner = /^([:.=])[^]*?\1\]/u.exec(this.#script.slice(this.#at))?.[0] ?? "";
        out += character + inner;
        this.#at += inner.length;
        continue;
      }
      if (inBracket && character === "]") inBracket = false;
      out += character;
    }
  }

  /** `a\` and text on the next lines, or GNU's `a text`. */
  #insertedText(): string {
    this.#skip(/[ \t]/u);
    if (this.#peek() === "\\") {
      const rest = /^\\[ \t]*\n?/u.exec(this.#script.slice(this.#at))?.[0] ?? "";
      this.#at += rest.length;
      if (!rest.endsWith("\n")) this.#skip(/[ \t]/u);
    }
    let out = "";
    for (; this.#at < this.#script.length; this.#at++) {
      const character = this.#script[this.#at] ?? "";
      if (character === "\n") break;
      if (character === "\\") {
        this.#at += 1;
        out += this.#script[this.#at] ?? "";
      } else out += character;
    }
    return `${out}\n`;
  }

  #word(end: RegExp): string {
    this.#skip(/[ \t]/u);
    let word = "";
    while (this.#at < this.#script.length && !end.test(this.#script[this.#at] ?? ""))
      word += this.#script[this.#at++] ?? "";
    return word.trim();
  }

  #toLineEnd(): string {
    const end = this.#script.indexOf("\n", this.#at);
    const text = this.#script.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#script.length : end;
    return text;
  }

  #endOfCommand(complaint = "extra characters after command"): void {
    this.#skip(/[ \t]/u);
    const character = this.#peek();
    if (character !== "" && !"\n;}#".includes(character)) this.#fail(complaint);
  }

  #peek(): string {
    return this.#script[this.#at] ?? "";
  }

  #skip(what: RegExp): void {
    while (this.#at < this.#script.length && what.test(this.#script[this.#at] ?? "")) this.#at += 1;
  }

  #fail(message: string): never {
    throw new CommandFailure(`-e expression #1, char ${this.#at}: ${message}`);
  }
}

function replacementParts(text: string): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  const letters: Readonly<Record<string, string>> = {
    n: "\n",
    t: "\t",
    r: "\r",
    f: "\f",
    v: "\v",
    a: "\u0007",
  };
  for (const [whole, escaped] of text.matchAll(/\\([^])|&|[^\\&]+|\\/gu)) {
    if (whole === "&") parts.push({ kind: "group", number: 0 });
    else if (escaped === undefined) parts.push({ kind: "text", text: whole });
    else if (/\d/u.test(escaped)) parts.push({ kind: "group", number: Number(escaped) });
    else if (/[LUluE]/u.test(escaped)) parts.push({ kind: "case", letter: escaped });
    else parts.push({ kind: "text", text: letters[escaped] ?? escaped });
  }
  return parts;
}
