/**
 * The text being parsed and the place in it, with aliases put in where they are met. Knows nothing of the grammar.
 */
import { ShellSyntaxError } from "./syntax-error.ts";

/** A place to come back to. Valid until an alias is put in before it. */
export interface Mark {
  readonly position: number;
  readonly line: number;
}

/** Deeper nesting than this is refused rather than risking the stack. */
const maxDepth = 150;

/** Aliases put in per text before it is refused. */
const maxAliases = 1000;

/** A cursor over a script. */
export class SourceText {
  #text: string;
  #position = 0;
  #line: number;
  #depth: number;
  #aliasesMet = 0;
  /**
   * Aliases being read, with where each ends counted from the end of the text: putting in another one before that
   * place does not move it.
   */
  #openAliases: { readonly name: string; readonly endsBeforeEnd: number }[] = [];

  /** As `endsBeforeEnd`, of those whose values end with a blank. */
  readonly #blankEnds: number[] = [];

  /** `line` and `depth` are those of the place the text was taken from. */
  constructor(text: string, line = 1, depth = 0) {
    this.#text = text;
    this.#line = line;
    this.#depth = depth;
  }

  get depth(): number {
    return this.#depth;
  }

  get position(): number {
    return this.#position;
  }

  get line(): number {
    return this.#line;
  }

  get atEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  /** Characters not read yet. */
  get left(): number {
    return this.#text.length - this.#position;
  }

  /** The next character, `""` at the end. */
  peek(ahead = 0): string {
    return this.#text[this.#position + ahead] ?? "";
  }

  startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#position);
  }

  next(): string {
    const character = this.#text[this.#position] ?? "";
    this.#position += 1;
    if (character === "\n") this.#line += 1;
    return character;
  }

  skip(count: number): void {
    for (let index = 0; index < count; index += 1) this.next();
  }

  /** Skips what `pattern` (sticky) matches here, and tells it. */
  take(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.#position += found.length;
    for (let at = found.indexOf("\n"); at !== -1; at = found.indexOf("\n", at + 1)) this.#line += 1;
    return found;
  }

  mark(): Mark {
    return { position: this.#position, line: this.#line };
  }

  reset(mark: Mark): void {
    this.#position = mark.position;
    this.#line = mark.line;
  }

  /** The text from `start` to `end`, or to here. */
  since(start: number, end = this.#position): string {
    return this.#text.slice(start, end);
  }

  /** Whether `name` is being read as an alias at `position`, so that it must not be put in again. */
  isOpenAlias(name: string, position: number): boolean {
    const beforeEnd = this.#text.length - position;
    this.#openAliases = this.#openAliases.filter((alias) => alias.endsBeforeEnd < beforeEnd);
    return this.#openAliases.some((alias) => alias.name === name);
  }

  /** Whether between `end` and `start` an alias ended whose value ends with a blank: then the next word may be one too. */
  followsBlankAlias(end: number, start: number): boolean {
    const { length } = this.#text;
    return this.#blankEnds.some((place) => length - end >= place && place >= length - start);
  }

  /** Puts `value` in place of the text from `position` to here, and goes back to its start. */
  putAlias(name: string, value: string, position: number): void {
    this.#aliasesMet += 1;
    if (this.#aliasesMet > maxAliases) throw this.refuse("aliases nested too deeply");
    const rest = this.#text.slice(this.#position);
    this.#text = this.#text.slice(0, position) + value + rest;
    this.#position = position;
    if (/[ \t]$/.test(value)) this.#blankEnds.push(rest.length);
    this.#openAliases.push({ name, endsBeforeEnd: rest.length });
  }

  /** Runs `read` one level deeper. */
  nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw this.refuse("nested too deeply");
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  refuse(why: string): ShellSyntaxError {
    return new ShellSyntaxError(`syntax error: ${why}`, this.#line);
  }

  /** The text ended too early. */
  wantMore(why: string): ShellSyntaxError {
    return new ShellSyntaxError(`syntax error: ${why}`, this.#line, true);
  }
}
