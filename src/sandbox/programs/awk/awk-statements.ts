/** Runs awk's statements. Knows nothing of where records come from. */
import { checkpoint, type Blocking } from "../../abi/blocking.ts";
import { CommandFailure, type Command } from "../command/command.ts";
import type { Output } from "../command/output.ts";
import type { AwkEvaluator } from "./awk-evaluator.ts";
import { sprintf } from "./awk-format.ts";
import type { AwkMachine } from "./awk-functions.ts";
import type { Redirection, Statement } from "./awk-tree.ts";
import { isTrue, numberOf, textOf, unset, type Value } from "./awk-value.ts";

/** How statements were left before their end. */
export type Left = "next" | "nextfile" | "exit" | "break" | "continue" | "return";

/** What leaves a function that was called within an expression. */
class LeftFunction extends Error {
  readonly how: Left;

  constructor(how: Left) {
    super(how);
    this.how = how;
  }
}

/** Of one running program. */
export class AwkStatements {
  readonly #machine: AwkMachine;
  readonly #evaluator: AwkEvaluator;
  readonly #command: Command;
  /** What the last `return` gave. */
  returned: Value = unset;
  /** What the last `exit` gave. */
  status = 0;

  constructor(machine: AwkMachine, evaluator: AwkEvaluator, command: Command) {
    this.#machine = machine;
    this.#evaluator = evaluator;
    this.#command = command;
  }

  /** Runs the outermost statement of a rule or function. */
  *run(statement: Statement): Blocking<Left | null> {
    try {
      return yield* this.#run(statement);
    } catch (thrown) {
      if (thrown instanceof LeftFunction) return thrown.how;
      throw thrown;
    }
  }

  /** `next` and `exit` in a function leave all that called it. */
  leave(how: Left): never {
    throw new LeftFunction(how);
  }

  *#run(statement: Statement): Blocking<Left | null> {
    switch (statement.kind) {
      case "block":
        for (const inner of statement.body) {
          const left = yield* this.#run(inner);
          if (left !== null) return left;
        }
        return null;
      case "expression":
        yield* this.#evaluator.value(statement.value);
        return null;
      case "print":
      case "printf":
        yield* this.#print(statement);
        return null;
      case "if": {
        const chosen = (yield* this.#holds(statement.test)) ? statement.yes : statement.no;
        return chosen ? yield* this.#run(chosen) : null;
      }
      case "while":
      case "do":
      case "for":
        return yield* this.#loop(statement);
      case "for-in": {
        const array = this.#machine.variables.cell(statement.array).array(statement.array);
        const keys = [...array.keys()];
        for (const key of keys) {
          yield* this.#evaluator.assign({ kind: "variable", name: statement.name }, key);
          const left = yield* this.#round(statement.body);
          if (left !== null) return left === "break" ? null : left;
        }
        return null;
      }
      case "delete": {
        const array = this.#machine.variables.cell(statement.array).array(statement.array);
        if (statement.index) array.delete(yield* this.#evaluator.key(statement.index));
        else array.clear();
        return null;
      }
      case "exit":
        if (statement.value)
          this.status = Math.trunc(numberOf(yield* this.#evaluator.value(statement.value)));
        return "exit";
      case "return":
        this.returned = statement.value ? yield* this.#evaluator.value(statement.value) : unset;
        return "return";
      case "next":
      case "nextfile":
      case "break":
      case "continue":
        return statement.kind;
    }
  }

  *#loop(statement: Extract<Statement, { kind: "while" | "do" | "for" }>): Blocking<Left | null> {
    if (statement.kind === "for" && statement.begin) yield* this.#run(statement.begin);
    for (let isFirst = true; ; isFirst = false) {
      const asks = statement.kind !== "do" || !isFirst;
      if (asks && statement.test && !(yield* this.#holds(statement.test))) return null;
      const left = yield* this.#round(statement.body);
      if (left !== null) return left === "break" ? null : left;
      if (statement.kind === "for" && statement.step) yield* this.#run(statement.step);
    }
  }

  /** A loop's body once. */
  *#round(body: Statement): Blocking<Left | null> {
    yield checkpoint;
    const left = yield* this.#run(body);
    return left === "continue" ? null : left;
  }

  *#holds(test: Parameters<AwkEvaluator["value"]>[0]): Blocking<boolean> {
    return isTrue(yield* this.#evaluator.value(test));
  }

  *#print({ kind, given, to }: Extract<Statement, { kind: "print" | "printf" }>): Blocking<void> {
    const { variables, record, conversion } = this.#machine;
    const values: Value[] = [];
    for (const expression of given) values.push(yield* this.#evaluator.value(expression));
    let text: string;
    if (kind === "printf") {
      const [format, ...rest] = values;
      if (format === undefined) throw new CommandFailure("no format in printf", 2);
      text = sprintf(textOf(format, conversion), rest, conversion);
    } else {
      const format = textOf(variables.global("OFMT").value, conversion);
      const separator = textOf(variables.global("OFS").value, conversion);
      const all = given.length > 0 ? values : [record.field(0)];
      text =
        all.map((value) => textOf(value, format)).join(separator) +
        textOf(variables.global("ORS").value, conversion);
    }
    const output = yield* this.#output(to);
    yield* output.print(text);
  }

  *#output(to: Redirection | null): Blocking<Output> {
    if (!to) return this.#command.out;
    const name = this.#evaluator.text(yield* this.#evaluator.value(to.name));
    return yield* this.#machine.streams.output(to.kind, name);
  }
}
