/**
 * The words of an ip(8) command line, which is keywords that may be abbreviated, one after the other.
 */
import { CommandFailure } from "../command/command.ts";

/** Words to be taken one by one. */
export class Words {
  readonly #words: string[];

  constructor(words: readonly string[]) {
    this.#words = [...words];
  }

  next(): string | null {
    return this.#words.shift() ?? null;
  }

  /** What is left. */
  rest(): readonly string[] {
    return this.#words.splice(0);
  }

  /** The next word, if it is an option; `--` counts as `-`. */
  option(): string | null {
    const [word] = this.#words;
    if (word === undefined || !/^-./u.test(word)) return null;
    this.#words.shift();
    return word.startsWith("--") ? word.slice(1) : word;
  }

  need(after: string): string {
    const word = this.next();
    if (word === null)
      throw new CommandFailure(`Command line is not complete. Try option "help" (after "${after}").`, 255);
    return word;
  }

  /** One of `verbs` by its beginning; the first one where nothing is left. */
  verb(verbs: readonly string[]): string {
    const word = this.next();
    if (word === null) return verbs[0] ?? "";
    const found = verbs.find((verb) => verb.startsWith(word));
    if (found === undefined) throw new CommandFailure(`Command "${word}" is unknown, try "ip --help".`, 255);
    return found;
  }

  /** A name that `keyword` may stand before. */
  afterOptional(keyword: string): string {
    const word = this.need(keyword);
    return word === keyword ? this.need(keyword) : word;
  }
}
