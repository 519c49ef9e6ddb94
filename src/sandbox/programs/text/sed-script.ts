/**
 * Scripts of sed(1) as commands: addresses, functions, blocks, labels. Parses; knows nothing of running.
 */
import { compilePattern, type PatternKind } from "./posix-pattern.ts";
import { SedCursor } from "./sed-cursor.ts";
import { replacementParts, type ReplacementPart } from "./sed-replacement.ts";

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
  readonly #from: SedCursor;
  readonly #kind: PatternKind;
  readonly #commands: SedCommand[] = [];
  readonly #open: number[] = [];

  constructor(script: string, kind: PatternKind) {
    this.#from = new SedCursor(script);
    this.#kind = kind;
  }

  run(): readonly SedCommand[] {
    for (;;) {
      this.#from.skip(/[\s;]/u);
      if (this.#from.at >= this.#from.text.length) break;
      if (this.#from.peek() === "#") this.#from.toLineEnd();
      else this.#command();
    }
    if (this.#open.length > 0) this.#from.fail("unmatched `{'");
    return this.#commands;
  }

  #command(): void {
    const addresses: SedAddress[] = [];
    const first = this.#address();
    if (first) {
      addresses.push(first);
      this.#from.skip(/[ \t]/u);
      if (this.#from.peek() === ",") {
        this.#from.at += 1;
        this.#from.skip(/[ \t]/u);
        const second = this.#address(true);
        if (!second) this.#from.fail("unexpected `,'");
        else addresses.push(second);
      }
    }
    this.#from.skip(/[ \t]/u);
    let negated = false;
    while (this.#from.peek() === "!") {
      negated = true;
      this.#from.at += 1;
      this.#from.skip(/[ \t]/u);
    }
    const name = this.#from.peek();
    if (name === "") this.#from.fail("missing command");
    this.#from.at += 1;
    const base = { addresses, negated, name, text: "", substitution: null, exchange: null, end: 0 };
    if (name === "{") {
      this.#open.push(this.#commands.length);
      this.#commands.push(base);
    } else if (name === "}") {
      const start = this.#open.pop();
      const opening = start === undefined ? undefined : this.#commands[start];
      if (start === undefined || !opening) return this.#from.fail("unexpected `}'");
      if (addresses.length > 0) this.#from.fail("} doesn't want any addresses");
      this.#commands[start] = { ...opening, end: this.#commands.length };
      this.#from.endOfCommand();
    } else if (name === "s") this.#commands.push({ ...base, substitution: this.#substitution() });
    else if (name === "y") this.#commands.push({ ...base, exchange: this.#exchange() });
    else if ("aic".includes(name)) this.#commands.push({ ...base, text: this.#insertedText() });
    else if (name === ":") {
      if (addresses.length > 0) this.#from.fail(": doesn't want any addresses");
      this.#commands.push({ ...base, text: this.#from.word(/[\n;]/u) });
    } else if ("btT".includes(name)) this.#commands.push({ ...base, text: this.#from.word(/[\n;}]/u) });
    else if ("rRwW".includes(name)) {
      this.#from.skip(/[ \t]/u);
      const file = this.#from.toLineEnd();
      if (file === "") this.#from.fail("missing filename in r/R/w/W commands");
      this.#commands.push({ ...base, text: file });
    } else if ("qQlL".includes(name)) {
      this.#from.skip(/[ \t]/u);
      const digits = this.#from.match(/^\d*/u)?.[0] ?? "";
      this.#from.at += digits.length;
      this.#commands.push({ ...base, text: digits });
      this.#from.endOfCommand();
    } else if ("dDgGhHnNpPxz=F".includes(name)) {
      this.#commands.push(base);
      this.#from.endOfCommand();
    } else this.#from.fail(`unknown command: \`${name}'`);
  }

  #address(second = false): SedAddress | null {
    const digits = this.#from.match(/^\d+/u)?.[0];
    if (digits !== undefined) {
      this.#from.at += digits.length;
      const step = second ? null : this.#from.match(/^[ \t]*~[ \t]*(\d+)/u);
      if (!step) return { kind: "line", number: Number(digits) };
      this.#from.at += step[0].length;
      return { kind: "step", first: Number(digits), step: Number(step[1]) };
    }
    const relative = second ? this.#from.match(/^([+~])(\d+)/u) : null;
    if (relative) {
      this.#from.at += relative[0].length;
      return relative[1] === "+"
        ? { kind: "plus", count: Number(relative[2]) }
        : { kind: "multiple", of: Number(relative[2]) };
    }
    const character = this.#from.peek();
    if (character === "$") {
      this.#from.at += 1;
      return { kind: "last" };
    }
    if (character !== "/" && character !== "\\") return null;
    this.#from.at += character === "\\" ? 2 : 1;
    const source = this.#from.delimited(
      this.#from.text[this.#from.at - 1] ?? "/",
      true,
      "unterminated address regex",
    );
    const flags = this.#from.match(/^[IM]*/u)?.[0] ?? "";
    this.#from.at += flags.length;
    return { kind: "match", pattern: this.#pattern(source, flags) };
  }

  #pattern(source: string, flags: string): RegExp | null {
    if (source === "") return null;
    const letters = `${/[iI]/u.test(flags) ? "i" : ""}${flags.includes("M") ? "m" : ""}`;
    return compilePattern(source, this.#kind, letters, 1);
  }

  #substitution(): Substitution {
    const delimiter = this.#from.text[this.#from.at] ?? "";
    this.#from.at += 1;
    if (delimiter === "" || delimiter === "\n" || delimiter === "\\")
      this.#from.fail("unterminated `s' command");
    const complaint = "unterminated `s' command";
    const source = this.#from.delimited(delimiter, true, complaint);
    const replacement = this.#from.delimited(delimiter, false, complaint);
    let [all, print, number] = [false, false, 1];
    let flags = "";
    let file: string | null = null;
    for (;;) {
      const character = this.#from.peek();
      const digits = this.#from.match(/^\d+/u)?.[0];
      if (digits !== undefined) {
        number = Number(digits);
        if (number === 0) this.#from.fail("number option to `s' command may not be zero");
        this.#from.at += digits.length;
        continue;
      }
      if (character === "w") {
        this.#from.at += 1;
        this.#from.skip(/[ \t]/u);
        file = this.#from.toLineEnd();
        break;
      }
      if (character === "" || !"gpiImMe".includes(character)) {
        this.#from.endOfCommand("unknown option to `s'");
        break;
      }
      if (character === "g") all = true;
      else if (character === "p") print = true;
      else if (character === "e") this.#from.fail("the `e' option is not supported");
      else flags += character.toUpperCase();
      this.#from.at += 1;
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
    const delimiter = this.#from.text[this.#from.at] ?? "";
    this.#from.at += 1;
    const plain = (text: string): readonly string[] =>
      Array.from(
        text.matchAll(/\\([^])|([^\\])|\\/gu),
        ([whole, escaped, other]) =>
          ({ n: "\n", t: "\t", r: "\r" })[escaped ?? ""] ?? escaped ?? other ?? whole,
      );
    const complaint = "unterminated `y' command";
    const from = plain(this.#from.delimited(delimiter, false, complaint));
    const to = plain(this.#from.delimited(delimiter, false, complaint));
    if (from.length !== to.length) this.#from.fail("strings for `y' command are different lengths");
    this.#from.endOfCommand();
    return new Map(from.map((character, at) => [character, to[at] ?? ""]));
  }

  /** `a\` and text on the next lines, or GNU's `a text`. */
  #insertedText(): string {
    this.#from.skip(/[ \t]/u);
    if (this.#from.peek() === "\\") {
      const rest = this.#from.match(/^\\[ \t]*\n?/u)?.[0] ?? "";
      this.#from.at += rest.length;
      if (!rest.endsWith("\n")) this.#from.skip(/[ \t]/u);
    }
    let out = "";
    for (; this.#from.at < this.#from.text.length; this.#from.at++) {
      const character = this.#from.text[this.#from.at] ?? "";
      if (character === "\n") break;
      if (character === "\\") {
        this.#from.at += 1;
        out += this.#from.text[this.#from.at] ?? "";
      } else out += character;
    }
    return `${out}\n`;
  }
}
