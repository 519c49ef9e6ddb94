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

const mostInstructions = 2_000;

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

  /** Whether it matches anywhere in `text`. */
  test(text: string): boolean {
    let current = new Set<number>();
    for (let at = 0; at <= text.length; at++) {
      if (this.#follow(this.#start, text, at, current)) return true;
      if (at === text.length) return false;
      const character = text.charAt(at);
      const next = new Set<number>();
      for (const index of current) {
        const instruction = this.#program[index];
        if (instruction?.kind !== "character" || !instruction.fits(character)) continue;
        if (this.#follow(instruction.next, text, at + 1, next)) return true;
      }
      current = next;
    }
    return false;
  }

  /** Adds all that can be reached without a character; whether that is the match. */
  #follow(from: number, text: string, at: number, reached: Set<number>): boolean {
    const pending = [from];
    for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
      if (reached.has(index)) continue;
      reached.add(index);
      const instruction = this.#program[index];
      if (instruction?.kind === "match") return true;
      if (instruction?.kind === "split") pending.push(...instruction.next);
      if (instruction?.kind === "place" && isAt(instruction.at, text, at)) pending.push(instruction.next);
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

function isAt(place: "start" | "end", text: string, at: number): boolean {
  if (place === "start") return at === 0 || text.charAt(at - 1) === "\n";
  return at === text.length || text.charAt(at) === "\n";
}
