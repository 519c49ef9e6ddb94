/**
 * The syntax of patterns in lessons: characters, `.`, `[…]`, `\d`, `\w`, `\s` and their opposites, groups, `|`, `* + ? {m,n}`, `^`
 * and `$`. A pattern becomes a tree, or is refused with words.
 */
import { Failure } from "../../base/failure.ts";

/** A piece of a pattern. */
export type Node =
  | { readonly kind: "character"; readonly fits: (character: string) => boolean }
  | { readonly kind: "place"; readonly at: "start" | "end" }
  | { readonly kind: "sequence"; readonly parts: readonly Node[] }
  | { readonly kind: "choice"; readonly options: readonly Node[] }
  | { readonly kind: "repeat"; readonly body: Node; readonly least: number; readonly most: number | null };

/** Characters in a pattern, and turns of a counted repetition, at most. */
const most = { characters: 200, turns: 100 };

const classes: Readonly<Record<string, (character: string) => boolean>> = {
  d: (character) => /\d/.test(character),
  D: (character) => !/\d/.test(character),
  w: (character) => /\w/.test(character),
  W: (character) => !/\w/.test(character),
  s: (character) => /\s/.test(character),
  S: (character) => !/\s/.test(character),
};
const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t" };

/** Reads a pattern. Fails with `bad-pattern`. */
export function parsePattern(source: string): Node {
  if (source.length > most.characters)
    throw new Failure(
      "bad-pattern",
      `A pattern can have ${most.characters} characters; this has ${source.length}.`,
    );
  return new Reader(source).pattern();
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  pattern(): Node {
    const node = this.#choice();
    if (this.#at < this.#source.length) throw this.#wrong(`"${this.#peek()}" stands alone`);
    return node;
  }

  #choice(): Node {
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    const [only] = options;
    return options.length === 1 && only ? only : { kind: "choice", options };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#peek())) parts.push(this.#repeated());
    return { kind: "sequence", parts };
  }

  #repeated(): Node {
    const body = this.#atom();
    const turns = this.#turns();
    if (!turns) return body;
    if (body.kind === "place") throw this.#wrong("^ and $ cannot be repeated");
    this.#take("?");
    if (this.#turns()) throw this.#wrong("a repetition is repeated");
    return { kind: "repeat", body, ...turns };
  }

  #turns(): { readonly least: number; readonly most: number | null } | null {
    if (this.#take("*")) return { least: 0, most: null };
    if (this.#take("+")) return { least: 1, most: null };
    if (this.#take("?")) return { least: 0, most: 1 };
    const counted = /^\{(\d{1,3})(,(\d{1,3})?)?\}/.exec(this.#source.slice(this.#at));
    if (!counted) return null;
    const [whole, first = "0", comma, last] = counted;
    this.#at += whole.length;
    const least = Number(first);
    const upTo = comma === undefined ? least : last === undefined ? null : Number(last);
    if (least > most.turns || (upTo !== null && (upTo > most.turns || upTo < least)))
      throw this.#wrong(`${whole} is no repetition of at most ${most.turns} turns`);
    return { least, most: upTo };
  }

  #atom(): Node {
    const character = this.#next();
    switch (character) {
      case "^":
        return { kind: "place", at: "start" };
      case "$":
        return { kind: "place", at: "end" };
      case ".":
        return { kind: "character", fits: (each) => each !== "\n" };
      case "[":
        return { kind: "character", fits: this.#set() };
      case "(":
        return this.#group();
      case "\\":
        return { kind: "character", fits: this.#escaped() };
      case "*":
      case "+":
      case "?":
      case "{":
        throw this.#wrong(`"${character}" repeats nothing`);
      default:
        return { kind: "character", fits: (each) => each === character };
    }
  }

  #group(): Node {
    if (this.#take("?") && !this.#take(":")) throw this.#wrong("only groups (…) and (?:…) are known");
    const body = this.#choice();
    if (!this.#take(")")) throw this.#wrong("a group is not closed");
    return body;
  }

  #set(): (character: string) => boolean {
    const negated = this.#take("^");
    const parts: ((character: string) => boolean)[] = [];
    while (!this.#take("]")) {
      const from = this.#next();
      if (from === "\\") parts.push(this.#escaped());
      else if (/^-[^\]\\]/.test(this.#source.slice(this.#at))) {
        this.#at++;
        const to = this.#next();
        if (to < from) throw this.#wrong(`${from}-${to} is no range`);
        parts.push((each) => each >= from && each <= to);
      } else parts.push((each) => each === from);
    }
    return (character) => parts.some((part) => part(character)) !== negated;
  }

  #escaped(): (character: string) => boolean {
    const character = this.#next();
    const known = classes[character];
    if (known) return known;
    const literal = escapes[character] ?? character;
    if (/[a-z0-9]/i.test(character) && !(character in escapes))
      throw this.#wrong(`\\${character} is not known`);
    return (each) => each === literal;
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #next(): string {
    if (this.#at >= this.#source.length) throw this.#wrong("it ends too soon");
    return this.#source.charAt(this.#at++);
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #wrong(why: string): Failure<"bad-pattern"> {
    return new Failure("bad-pattern", `The pattern ${JSON.stringify(this.#source)} cannot be read: ${why}.`);
  }
}
