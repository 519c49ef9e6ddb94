/**
 * Runs a script of sed(1) on lines: pattern space, hold space, ranges, branches. Where lines come from and go to is
 * given.
 */
import { checkpoint, type Blocking } from "../../abi/blocking.ts";
import { CommandFailure } from "../command/command.ts";
import { replacementOf } from "./sed-replacement.ts";
import type { SedCommand, Substitution } from "./sed-script.ts";
import { SedSelection } from "./sed-selection.ts";
import type { SedStreams } from "./sed-streams.ts";
import { unambiguous } from "./unambiguous.ts";

/** A script being run. */
export class SedMachine {
  readonly #commands: readonly SedCommand[];
  readonly #streams: SedStreams;
  readonly #quiet: boolean;
  readonly #end: string;
  readonly #selection: SedSelection;
  readonly #labels = new Map<string, number>();
  #pattern = "";
  #hold = "";
  #number = 0;
  #replaced = false;
  #appended: (() => Blocking<void>)[] = [];

  constructor(commands: readonly SedCommand[], streams: SedStreams, quiet: boolean, end: string) {
    this.#commands = commands;
    this.#streams = streams;
    this.#quiet = quiet;
    this.#end = end;
    this.#selection = new SedSelection(commands.length, () => streams.isLast());
    for (const [at, { name, text }] of commands.entries()) if (name === ":") this.#labels.set(text, at);
    for (const { name, text } of commands) {
      if ("btT".includes(name) && text !== "" && !this.#labels.has(text)) {
        throw new CommandFailure(`-e expression #1, char 0: can't find label for jump to \`${text}'`);
      }
    }
  }

  /** Runs on all lines; the exit status. */
  *run(): Blocking<number> {
    let line = yield* this.#streams.next();
    while (line !== null) {
      this.#number += 1;
      this.#pattern = line;
      this.#replaced = false;
      const outcome = yield* this.#cycle();
      if (outcome.kind === "restart") continue;
      if (outcome.print && !this.#quiet) yield* this.#printLine(this.#pattern);
      yield* this.#flushAppended();
      if (outcome.kind === "quit") return outcome.status;
      line = yield* this.#streams.next();
    }
    return 0;
  }

  /** Line numbers and ranges begin anew: for `-i` and `-s`. */
  restart(): void {
    this.#number = 0;
    this.#selection.restart();
  }

  /** One line. `D` with text left begins again without reading: that is done in here. */
  *#cycle(): Blocking<
    | { readonly kind: "next"; readonly print: boolean }
    | { readonly kind: "quit"; readonly print: boolean; readonly status: number }
    | { readonly kind: "restart" }
  > {
    let steps = 0;
    for (let at = 0; at < this.#commands.length; at++) {
      steps += 1;
      if (steps % 64 === 63) yield checkpoint;
      const command = this.#commands[at];
      if (!command || command.name === ":") continue;
      const line = { number: this.#number, pattern: this.#pattern };
      if ((yield* this.#selection.selects(command, at, line)) === command.negated) {
        if (command.name === "{") at = command.end - 1;
        continue;
      }
      const { name, text } = command;
      switch (name) {
        case "s":
          if (command.substitution) yield* this.#substitute(command.substitution);
          break;
        case "y":
          this.#pattern = Array.from(
            this.#pattern,
            (character) => command.exchange?.get(character) ?? character,
          ).join("");
          break;
        case "d":
          return { kind: "next", print: false };
        case "D": {
          const end = this.#pattern.indexOf("\n");
          if (end < 0) return { kind: "next", print: false };
          this.#pattern = this.#pattern.slice(end + 1);
          yield* this.#flushAppended();
          at = -1;
          break;
        }
        case "p":
          yield* this.#printLine(this.#pattern);
          break;
        case "P":
          yield* this.#streams.print((this.#pattern.split("\n")[0] ?? "") + this.#end);
          break;
        case "n": {
          if (yield* this.#streams.isLast()) return { kind: "quit", print: true, status: 0 };
          if (!this.#quiet) yield* this.#printLine(this.#pattern);
          yield* this.#flushAppended();
          this.#pattern = (yield* this.#streams.next()) ?? "";
          this.#number += 1;
          break;
        }
        case "N": {
          // GNU prints what it has when there is no next line.
          if (yield* this.#streams.isLast()) return { kind: "quit", print: true, status: 0 };
          yield* this.#flushAppended();
          this.#pattern += `\n${(yield* this.#streams.next()) ?? ""}`;
          this.#number += 1;
          break;
        }
        case "g":
          this.#pattern = this.#hold;
          break;
        case "G":
          this.#pattern += `\n${this.#hold}`;
          break;
        case "h":
          this.#hold = this.#pattern;
          break;
        case "H":
          this.#hold += `\n${this.#pattern}`;
          break;
        case "x":
          [this.#pattern, this.#hold] = [this.#hold, this.#pattern];
          break;
        case "z":
          this.#pattern = "";
          break;
        case "=":
          yield* this.#streams.print(`${this.#number}\n`);
          break;
        case "F":
          yield* this.#streams.print(`${this.#streams.fileName()}\n`);
          break;
        case "l":
          yield* this.#streams.print(unambiguous(this.#pattern, text === "" ? 70 : Number(text)));
          break;
        case "a":
          this.#appended.push(() => this.#streams.print(text));
          break;
        case "i":
          yield* this.#streams.print(text);
          break;
        case "c":
          if (command.negated || command.addresses.length < 2 || !this.#selection.isInRange(at))
            yield* this.#streams.print(text);
          return { kind: "next", print: false };
        case "r":
          this.#appended.push(
            function* (this: SedMachine): Blocking<void> {
              yield* this.#streams.print(yield* this.#streams.readFile(text));
            }.bind(this),
          );
          break;
        case "R":
          this.#appended.push(
            function* (this: SedMachine): Blocking<void> {
              const next = yield* this.#streams.readLineOf(text);
              if (next !== null) yield* this.#streams.print(`${next}\n`);
            }.bind(this),
          );
          break;
        case "w":
          yield* this.#streams.writeFile(text, `${this.#pattern}\n`);
          break;
        case "W":
          yield* this.#streams.writeFile(text, `${this.#pattern.split("\n")[0] ?? ""}\n`);
          break;
        case "b":
          at = this.#target(text);
          break;
        case "t":
          if (this.#replaced) at = this.#target(text);
          this.#replaced = false;
          break;
        case "T":
          if (!this.#replaced) at = this.#target(text);
          this.#replaced = false;
          break;
        case "q":
          return { kind: "quit", print: true, status: Number(text || 0) };
        case "Q":
          return { kind: "quit", print: false, status: Number(text || 0) };
        default:
      }
    }
    return { kind: "next", print: true };
  }

  #target(label: string): number {
    return label === "" ? this.#commands.length : (this.#labels.get(label) ?? this.#commands.length);
  }

  *#substitute(substitution: Substitution): Blocking<void> {
    const pattern = this.#selection.expression(substitution.pattern);
    const global = new RegExp(pattern.source, `${pattern.flags.replace("g", "")}g`);
    let out = "";
    let end = 0;
    let count = 0;
    let lastEnd = -1;
    for (const match of this.#pattern.matchAll(global)) {
      // An empty match right behind a match is none.
      if (match[0] === "" && match.index === lastEnd) continue;
      lastEnd = match.index + match[0].length;
      count += 1;
      if (count < substitution.number || (count > substitution.number && !substitution.all)) continue;
      out += this.#pattern.slice(end, match.index) + replacementOf(substitution.replacement, match);
      end = lastEnd;
      if (count % 256 === 255) yield checkpoint;
    }
    if (count < substitution.number) return;
    this.#pattern = out + this.#pattern.slice(end);
    this.#replaced = true;
    if (substitution.print) yield* this.#printLine(this.#pattern);
    if (substitution.file !== null) yield* this.#streams.writeFile(substitution.file, `${this.#pattern}\n`);
  }

  *#printLine(text: string): Blocking<void> {
    const isLast = this.#streams.lacksEnd() && (yield* this.#streams.isLast());
    yield* this.#streams.print(text + (isLast ? "" : this.#end));
  }

  *#flushAppended(): Blocking<void> {
    for (const append of this.#appended.splice(0)) yield* append();
  }
}
