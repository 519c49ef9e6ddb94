/**
 * Regular expressions of POSIX (basic and extended, with GNU's additions) as those of JavaScript. One difference stays:
 * of alternatives the first that fits is taken, not the longest.
 */
import { CommandFailure } from "../command/command.ts";

/** Which grammar (regex(7)); `fixed` is no grammar at all. */
export type PatternKind = "basic" | "extended" | "fixed";

const classes: Readonly<Record<string, string>> = {
  alpha: String.raw`\p{L}`,
  digit: "0-9",
  alnum: String.raw`\p{L}\p{Nd}`,
  upper: String.raw`\p{Lu}`,
  lower: String.raw`\p{Ll}`,
  space: String.raw`\s`,
  blank: String.raw` \t`,
  punct: String.raw`!-\/:-@\[-\`\{-~`,
  print: String.raw`\x20-\x7e\u00a0-\u{10ffff}`,
  graph: String.raw`\x21-\x7e\u00a1-\u{10ffff}`,
  cntrl: String.raw`\x00-\x1f\x7f`,
  xdigit: "0-9A-Fa-f",
};

/** Escapes that mean the same in both grammars. */
const sharedEscapes: Readonly<Record<string, string>> = {
  w: "[A-Za-z0-9_]",
  W: "[^A-Za-z0-9_]",
  s: String.raw`\s`,
  S: String.raw`\S`,
  b: String.raw`\b`,
  B: String.raw`\B`,
  "<": String.raw`\b(?=\w)`,
  ">": String.raw`\b(?<=\w)`,
  "`": "(?<![^])",
  "'": "(?![^])",
  n: String.raw`\n`,
  t: String.raw`\t`,
  f: String.raw`\f`,
  v: String.raw`\v`,
  r: String.raw`\r`,
};

/** The expression; fails with the reason where it is none. `flags` are those of JavaScript beside `u`. */
export function compilePattern(pattern: string, kind: PatternKind, flags = "", failureStatus = 2): RegExp {
  try {
    return new RegExp(patternSource(pattern, kind), `u${flags}`);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw new CommandFailure(complaintAbout(pattern), failureStatus);
  }
}

/** The expression as JavaScript writes it. */
export function patternSource(pattern: string, kind: PatternKind): string {
  if (kind === "fixed") return pattern.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
  return new Translation(pattern, kind === "extended").run();
}

function complaintAbout(pattern: string): string {
  if (/\[[^\]]*$/u.test(pattern)) return "Unmatched [, [^, [:, [., or [=";
  const opened = pattern.split(/\\?\(/u).length;
  const closed = pattern.split(/\\?\)/u).length;
  if (opened > closed) return String.raw`Unmatched ( or \(`;
  if (closed > opened) return String.raw`Unmatched ) or \)`;
  return pattern.endsWith("\\") ? "Trailing backslash" : "Invalid regular expression";
}

class Translation {
  readonly #pattern: string;
  readonly #extended: boolean;
  #at = 0;
  #out = "";
  /** Nothing is before that could be repeated: the start, behind `(` or `|`. */
  #begins = true;
  #depth = 0;

  constructor(pattern: string, extended: boolean) {
    this.#pattern = pattern;
    this.#extended = extended;
  }

  run(): string {
    const characters = Array.from(this.#pattern);
    while (this.#at < characters.length) {
      const character = characters[this.#at] ?? "";
      this.#at += 1;
      if (character === "[") this.#put(this.#bracket(characters));
      else if (character === "\\") this.#escape(characters);
      else this.#plain(character, characters);
    }
    return this.#out;
  }

  #put(source: string): void {
    this.#out += source;
    this.#begins = false;
  }

  #operator(operator: string, characters: readonly string[]): void {
    switch (operator) {
      case "(":
        this.#depth += 1;
        this.#out += "(";
        this.#begins = true;
        return;
      case ")":
        // An unmatched one is an ordinary character in extended expressions.
        if (this.#depth === 0 && this.#extended) {
          this.#put(String.raw`\)`);
          return;
        }
        this.#depth -= 1;
        this.#put(")");
        return;
      case "|":
        this.#out += "|";
        this.#begins = true;
        return;
      case "{": {
        const rest = characters.slice(this.#at).join("");
        const end = this.#extended ? String.raw`\}` : String.raw`\\\}`;
        const interval = new RegExp(`^(\\d*)(,?)(\\d*)${end}`, "u").exec(rest);
        if (!interval || this.#begins || (interval[1] === "" && interval[2] === "")) {
          this.#put(String.raw`\{`);
          return;
        }
        this.#at += Array.from(interval[0]).length;
        this.#out += `{${interval[1] || "0"}${interval[2]}${interval[3]}}`;
        return;
      }
      default:
        // A repetition of nothing is the character itself; one of a repetition adds nothing.
        if (this.#begins) this.#put(`\\${operator}`);
        else if (/(?<!\\)[*+?}]$/u.test(this.#out)) this.#out = `(?:${this.#lastAtomOpened()})${operator}`;
        else this.#out += operator;
    }
  }

  /** Everything so far: only for `a**`, where grouping the whole would be wrong, the last operator is dropped. */
  #lastAtomOpened(): string {
    const match = /((?:\\.|\[(?:\\.|[^\]])*\]|\((?:[^()]*)\)|[^\\]))([*+?]|\{\d+,?\d*\})$/u.exec(this.#out);
    if (!match) return this.#out;
    const head = this.#out.slice(0, match.index);
    this.#out = "";
    return head === "" ? match[0] : `${head}(?:${match[0]})`;
  }

  #plain(character: string, characters: readonly string[]): void {
    const next = characters[this.#at];
    if (character === "*" || (this.#extended && "(){|+?".includes(character))) {
      this.#operator(character, characters);
    } else if (character === "^") {
      if (this.#extended || this.#begins) this.#out += "^";
      else this.#put(String.raw`\^`);
    } else if (character === "$") {
      const closes = next === undefined || (next === "\\" && /[)|]/u.test(characters[this.#at + 1] ?? ""));
      this.#put(this.#extended || closes ? "$" : String.raw`\$`);
    } else if (character === ".") this.#put("[^]");
    else this.#put(/[{}()|+?\]/\\]/u.test(character) ? `\\${character}` : character);
  }

  #escape(characters: readonly string[]): void {
    const character = characters[this.#at];
    if (character === undefined) throw new SyntaxError("Trailing backslash");
    this.#at += 1;
    const shared = sharedEscapes[character];
    if (shared !== undefined) this.#put(shared);
    else if (!this.#extended && "(){|+?".includes(character)) this.#operator(character, characters);
    else if (/[1-9]/u.test(character)) this.#put(`(?:\\${character})`);
    else if (
      character === "x" &&
      /^[0-9a-fA-F]{2}$/u.test(characters.slice(this.#at, this.#at + 2).join(""))
    ) {
      this.#put(`\\x${characters.slice(this.#at, this.#at + 2).join("")}`);
      this.#at += 2;
    } else this.#put(/[\^$\\.*+?()[\]{}|/]/u.test(character) ? `\\${character}` : character);
  }

  #bracket(characters: readonly string[]): string {
    let source = "[";
    if (characters[this.#at] === "^") {
      source += "^";
      this.#at += 1;
    }
    for (let first = true; ; first = false) {
      const character = characters[this.#at];
      if (character === undefined) throw new SyntaxError("Unmatched [");
      this.#at += 1;
      if (character === "]" && !first) return `${source}]`;
      const kind = characters[this.#at];
      if (character === "[" && (kind === ":" || kind === "=" || kind === ".")) {
        const rest = characters.slice(this.#at + 1).join("");
        const end = rest.indexOf(`${kind}]`);
        if (end < 0) throw new SyntaxError("Unmatched [");
        const name = rest.slice(0, end);
        this.#at += 1 + Array.from(name).length + 2;
        const members = kind === ":" ? classes[name] : name.replaceAll(/[\\\]^-]/gu, String.raw`\$&`);
        if (members === undefined) throw new SyntaxError("Invalid character class name");
        source += members;
        continue;
      }
      const next = characters[this.#at] ?? "";
      if (character === "\\" && /[nt\]\\]/u.test(next) && next !== "]") {
        // sed and awk read these in brackets; grep's users mean them too.
        this.#at += 1;
        source += `\\${next}`;
      } else if (character === "-") {
        const isRange = !first && next !== "]" && !source.endsWith("^");
        source += isRange ? "-" : String.raw`\-`;
      } else
        source += /[\\\]^[/&~!#$%*+,.:;<=>?@`{|}()]/u.test(character) ? escapeInClass(character) : character;
    }
  }
}

/** In a class of a `u` expression only these may be escaped. */
function escapeInClass(character: string): string {
  return /[\\\]^[/$*+.?{|}()]/u.test(character) ? `\\${character}` : character;
}
