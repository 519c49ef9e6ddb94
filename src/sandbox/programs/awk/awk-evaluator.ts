/**
 * Evaluates awk's expressions. Any of them may wait, for any may read a line or run a command. Knows nothing of
 * statements but by the callback that runs a function's body.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { CommandFailure } from "../command/command.ts";
import { AwkFunctions, type AwkMachine } from "./awk-functions.ts";
import type { Arithmetic, Comparison, Expression, Target } from "./awk-tree.ts";
import { compared, fromOutside, isTrue, numberOf, textOf, unset, type Value } from "./awk-value.ts";
import { Cell } from "./awk-variables.ts";
import { countOf, patternOf } from "./awk-record.ts";

/** Of one running program. */
export class AwkEvaluator {
  readonly #machine: AwkMachine;
  readonly #functions: AwkFunctions;

  constructor(machine: AwkMachine) {
    this.#machine = machine;
    this.#functions = new AwkFunctions(machine, this);
  }

  *value(expression: Expression): Blocking<Value> {
    switch (expression.kind) {
      case "number":
      case "text":
        return expression.value;
      case "variable":
        return this.#variable(expression.name);
      case "field":
        return this.#machine.record.field(Math.trunc(numberOf(yield* this.value(expression.index))));
      case "element": {
        const key = yield* this.key(expression.index);
        const array = this.#machine.variables.cell(expression.array).array(expression.array);
        const found = array.get(key);
        // To ask for an element makes it.
        if (found === undefined) array.set(key, unset);
        return found ?? unset;
      }
      case "pattern":
        return patternOf(expression.source).test(this.text(this.#machine.record.field(0))) ? 1 : 0;
      case "group":
        return yield* this.value(expression.inner);
      case "list":
        return yield* this.key(expression.items);
      case "assign": {
        const given = yield* this.value(expression.value);
        if (expression.operator === null) return yield* this.assign(expression.target, given);
        const before = numberOf(yield* this.value(expression.target));
        return yield* this.assign(
          expression.target,
          arithmetic(expression.operator, before, numberOf(given)),
        );
      }
      case "step": {
        const before = numberOf(yield* this.value(expression.target));
        const after = yield* this.assign(expression.target, before + expression.by);
        return expression.before ? after : before;
      }
      case "choice":
        return yield* this.value(isTrue(yield* this.value(expression.test)) ? expression.yes : expression.no);
      case "logic": {
        const left = isTrue(yield* this.value(expression.left));
        if (left === (expression.operator === "||")) return left ? 1 : 0;
        return isTrue(yield* this.value(expression.right)) ? 1 : 0;
      }
      case "not":
        return isTrue(yield* this.value(expression.operand)) ? 0 : 1;
      case "plus":
        return numberOf(yield* this.value(expression.operand));
      case "minus":
        return -numberOf(yield* this.value(expression.operand));
      case "arithmetic": {
        const left = numberOf(yield* this.value(expression.left));
        return arithmetic(expression.operator, left, numberOf(yield* this.value(expression.right)));
      }
      case "compare": {
        const left = yield* this.value(expression.left);
        const right = yield* this.value(expression.right);
        return holds(expression.operator, compared(left, right, this.#machine.conversion)) ? 1 : 0;
      }
      case "join": {
        const left = this.text(yield* this.value(expression.left));
        return left + this.text(yield* this.value(expression.right));
      }
      case "match": {
        const text = this.text(yield* this.value(expression.text));
        const pattern = yield* this.patternSource(expression.pattern);
        return patternOf(pattern).test(text) === expression.negated ? 0 : 1;
      }
      case "in": {
        const key = yield* this.key(expression.index);
        return this.#machine.variables.cell(expression.array).array(expression.array).has(key) ? 1 : 0;
      }
      case "builtin":
        return yield* this.#functions.call(expression.name, expression.given);
      case "call":
        return yield* this.#call(expression.name, expression.given);
      case "getline":
        return yield* this.#getline(expression);
    }
  }

  text(value: Value): string {
    return textOf(value, this.#machine.conversion);
  }

  /** The index of an element: several are joined by SUBSEP. */
  *key(index: readonly Expression[]): Blocking<string> {
    let key = "";
    for (const [at, expression] of index.entries()) {
      if (at > 0) key += this.text(this.#machine.variables.global("SUBSEP").value);
      key += this.text(yield* this.value(expression));
    }
    return key;
  }

  /** A regular expression: as written, or any text. */
  *patternSource(expression: Expression): Blocking<string> {
    return expression.kind === "pattern" ? expression.source : this.text(yield* this.value(expression));
  }

  *assign(target: Target, value: Value): Blocking<Value> {
    const { variables, record } = this.#machine;
    switch (target.kind) {
      case "variable": {
        if (target.name === "NF") record.count = numberOf(value);
        const cell = variables.cell(target.name);
        cell.scalar(target.name);
        cell.value = value;
        break;
      }
      case "field":
        record.assign(Math.trunc(numberOf(yield* this.value(target.index))), value);
        break;
      case "element": {
        const key = yield* this.key(target.index);
        variables.cell(target.array).array(target.array).set(key, value);
        yield* this.#machine.keeps(key.length + 64);
      }
    }
    if (typeof value === "string" && value.length > 256) yield* this.#machine.keeps(value.length);
    return value;
  }

  #variable(name: string): Value {
    if (name === "NF") return this.#machine.record.count;
    return this.#machine.variables.cell(name).scalar(name);
  }

  *#call(name: string, given: readonly Expression[]): Blocking<Value> {
    const { program, variables } = this.#machine;
    const called = program.functions.get(name);
    if (!called) throw new CommandFailure(`calling undefined function ${name}`, 2);
    if (given.length > called.parameters.length)
      throw new CommandFailure(
        `function ${name} called with ${given.length} args, accepts only ${called.parameters.length}`,
        2,
      );
    const cells = new Map<string, Cell>();
    for (const [at, parameter] of called.parameters.entries()) {
      const expression = given[at];
      let cell = new Cell();
      if (expression?.kind === "variable" && expression.name !== "NF") {
        const own = variables.cell(expression.name);
        // An array is the same one; what may become one is known by what it was given for.
        if (own.isArray) cell = own;
        else if (own.value === unset) cell = new Cell(own);
        else cell.value = own.value;
      } else if (expression) cell.value = yield* this.value(expression);
      cells.set(parameter, cell);
    }
    variables.enter(cells, name);
    try {
      return yield* this.#machine.runBody(called.body);
    } finally {
      variables.leave();
    }
  }

  /** 1 for a record, 0 at the end, -1 where it cannot be read. */
  *#getline({ target, from }: Extract<Expression, { kind: "getline" }>): Blocking<number> {
    const machine = this.#machine;
    const { variables } = machine;
    let text: string | null;
    if (from) {
      const reader = yield* machine.streams.input(from.kind, this.text(yield* this.value(from.name)));
      if (!reader) return -1;
      text = yield* machine.guardedRecord(reader);
    } else text = yield* machine.nextRecord();
    if (text === null) return 0;
    if (from?.kind !== "file") variables.global("NR").value = countOf(variables, "NR") + 1;
    if (!from) variables.global("FNR").value = countOf(variables, "FNR") + 1;
    if (target) yield* this.assign(target, fromOutside(text));
    else machine.record.set(text);
    return 1;
  }
}

function arithmetic(operator: Arithmetic, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
    case "%":
      if (right === 0) throw new CommandFailure(`division by zero${operator === "%" ? " in %" : ""}`, 2);
      return operator === "/" ? left / right : left % right;
    case "^":
      return left ** right;
  }
}

function holds(operator: Comparison, order: number): boolean {
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}
