/**
 * Regular expressions that cannot take long: all ways to match are followed at once (Thompson, 1968), so the time is
 * proportional to the text, whatever the pattern. For patterns out of lessons that others wrote. Knows the common part of
 * the syntax and refuses the rest.
 */
import { Failure } from "../../base/failure.ts";
import { parsePattern, type Node } from "./pattern-syntax.ts";

/** A step of the machine: consume a character, check a place, or go on at one or two others. */
type Instruction =
  | { readonly kind: "character"; readonly fits: (character: string) => boolean; readonly next: number }
  | { readonly kind: "place"; readonly at: "start" | "end"; readonly next: number }
  | { readonly kind: "split"; readonly next: readonly number[] }
  | { readonly kind: "match" };

const mostInstructions = 300;

/** Instructions that a look may follow, over all characters: some tens of ms. Usual patterns need few at each character. */
const mostSteps = 500_000;

/** A pattern that has been read. `^` and `$` stand at the ends of lines. */
export class LinearPattern {
  readonly source: string;
  readonly #program: Instruction[] = [{ kind: "match" }];
  readonly #start: number;

  /** Fails with `bad-pattern`. */
  constructor(source: string) {
    this.source = source;
    this.#start = this.#compile(parsePattern(source), 0);
  }

  /** Whether it matches anywhere in `text`, as far as `mostSteps` lead: what takes longer is no match. */
  test(text: string): boolean {
    let current = new Places(this.#program.length);
    let next = new Places(this.#program.length);
    let steps = 0;
    for (let at = 0; at <= text.length && steps < mostSteps; at++) {
      if (this.#follow(this.#start, text, at, current)) return true;
      if (at === text.length) return false;
      const character = text.charAt(at);
      steps += current.count;
      next.clear();
      for (let each = 0; each < current.count; each++) {
        const instruction = this.#program[current.at(each)];
        if (instruction?.kind !== "character" || !instruction.fits(character)) continue;
        if (this.#follow(instruction.next, text, at + 1, next)) return true;
      }
      [current, next] = [next, current];
    }
    return false;
  }

  /** Adds all that can be reached without a character; whether that is the match. */
  #follow(from: number, text: string, at: number, reached: Places): boolean {
    if (!reached.add(from)) return false;
    // What is added is followed in its turn.
    for (let each = reached.count - 1; each < reached.count; each++) {
      const instruction = this.#program[reached.at(each)];
      if (instruction?.kind === "match") return true;
      if (instruction?.kind === "split") for (const next of instruction.next) reached.add(next);
      if (instruction?.kind === "place" && isAt(instruction.at, text, at)) reached.add(instruction.next);
    }
    return false;
  }

  /** The instruction at which `node` begins, which goes on at `next`. */
  #compile(node: Node, next: number): number {
    switch (node.kind) {
      case "character":
        return this.#add({ kind: "character", fits: node.fits, next });
      case "place":
        return this.#add({ kind: "place", at: node.at, next });
      case "sequence":
        return node.parts.reduceRight((after, part) => this.#compile(part, after), next);
      case "choice":
        return this.#add({ kind: "split", next: node.options.map((option) => this.#compile(option, next)) });
      case "repeat":
        return this.#repeat(node, next);
    }
  }

  #repeat({ body, least, most }: Extract<Node, { kind: "repeat" }>, next: number): number {
    let after = next;
    if (most === null) {
      const targets: number[] = [];
      const loop = this.#add({ kind: "split", next: targets });
      targets.push(this.#compile(body, loop), next);
      after = loop;
    } else {
      for (let count = least; count < most; count++)
        after = this.#add({ kind: "split", next: [this.#compile(body, after), next] });
    }
    for (let count = 0; count < least; count++) after = this.#compile(body, after);
    return after;
  }

  #add(instruction: Instruction): number {
    if (this.#program.length >= mostInstructions)
      throw new Failure("bad-pattern", `The pattern ${JSON.stringify(this.source)} is too large.`);
    return this.#program.push(instruction) - 1;
  }
}

/** Some of the program's instructions, each once: emptied at no cost, as there is a set for every character. */
class Places {
  readonly #list: Uint32Array;
  readonly #round: Uint32Array;
  #rounds = 1;
  count = 0;

  constructor(most: number) {
    this.#list = new Uint32Array(most);
    this.#round = new Uint32Array(most);
  }

  at(index: number): number {
    return this.#list[index] ?? 0;
  }

  /** Whether it was not there yet. */
  add(instruction: number): boolean {
    if (this.#round[instruction] === this.#rounds) return false;
    this.#round[instruction] = this.#rounds;
    this.#list[this.count++] = instruction;
    return true;
  }

  clear(): void {
    this.#rounds += 1;
    this.count = 0;
  }
}

function isAt(place: "start" | "end", text: string, at: number): boolean {
  if (place === "start") return at === 0 || text.charAt(at - 1) === "\n";
  return at === text.length || text.charAt(at) === "\n";
}
