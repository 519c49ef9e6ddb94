/**
 * What a running awk program remembers: its variables and arrays, by name, and those of the functions it is in. Knows
 * nothing of records but the names that mean something.
 */
import { CommandFailure } from "../command/command.ts";
import { unset, type Value } from "./awk-value.ts";

/** Elements by index. */
export type AwkArray = Map<string, Value>;

/** One variable: a value or an array, as it is first used. */
export class Cell {
  value: Value = unset;
  #array: AwkArray | null = null;
  /** The variable an unset one was given for: where an array comes of it, it is that one's. */
  readonly #given: Cell | null;

  constructor(given: Cell | null = null) {
    this.#given = given;
  }

  get isArray(): boolean {
    return this.#array !== null || this.#given?.isArray === true;
  }

  /** Its elements; it becomes an array by that. */
  array(name: string): AwkArray {
    if (this.value !== unset) throw new CommandFailure(`can't assign to ${name}; it's a scalar`, 2);
    return (this.#array ??= this.#given ? this.#given.array(name) : new Map());
  }

  scalar(name: string): Value {
    if (this.isArray) throw new CommandFailure(`can't use array ${name} as a scalar`, 2);
    return this.value;
  }
}

/** Deeper calls would break the JavaScript stack. */
const deepestCall = 250;

/** All variables. */
export class AwkVariables {
  readonly #globals = new Map<string, Cell>();
  readonly #frames: ReadonlyMap<string, Cell>[] = [];

  cell(name: string): Cell {
    const local = this.#frames.at(-1)?.get(name);
    return local ?? this.global(name);
  }

  global(name: string): Cell {
    let cell = this.#globals.get(name);
    if (!cell) {
      cell = new Cell();
      this.#globals.set(name, cell);
    }
    return cell;
  }

  /** Enters a function with its parameters. */
  enter(parameters: ReadonlyMap<string, Cell>, name: string): void {
    if (this.#frames.length >= deepestCall)
      throw new CommandFailure(`${name}: functions nested too deeply`, 2);
    this.#frames.push(parameters);
  }

  leave(): void {
    this.#frames.pop();
  }
}
