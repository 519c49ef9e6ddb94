/**
 * Arithmetic of `$((…))`: C's operators on 64-bit integers, with assignment (POSIX 2.6.4; `++`, `--`, `**`, `,` as
 * bash). Knows variables only through who keeps them.
 */
import { ShellFailure } from "../state/shell-failure.ts";
import { applyOperator, readNumber, refusal, truth, wrap } from "./operators.ts";

/** Where the variables of an expression are. */
export interface ArithmeticVariables {
  /** `null` when unset, which counts as 0. */
  get(name: string): string | null;
  set(name: string, value: string): void;
}

/** A value, with the variable it came from: that can be assigned to. */
interface Operand {
  readonly value: bigint;
  readonly name: string | null;
}

const tokens =
  /\s*(0[xX][0-9a-fA-F]+|[0-9]+#[0-9A-Za-z@_]+|[0-9]+|[A-Za-z_][A-Za-z0-9_]*|<<=|>>=|\*\*=|\+\+|--|\*\*|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^~!<>=?:(),])/y;

const levels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];

const assignments = new Set(["=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|=", "**="]);

const maxDepth = 100;

/** The value of an expression; fails for what is none, and for division by zero. */
export function evaluate(expression: string, variables: ArithmeticVariables, depth = 0): bigint {
  if (depth > 32) throw new ShellFailure("expression recursion loop detected");
  return new Evaluation(expression, variables, depth).run();
}

class Evaluation {
  readonly #variables: ArithmeticVariables;
  readonly #tokens: readonly string[];
  readonly #recursion: number;
  #at = 0;
  #depth = 0;
  /** Above 0, what is read is not to happen: the other side of `&&`, `||` or `?:`. */
  #idle = 0;

  constructor(expression: string, variables: ArithmeticVariables, recursion: number) {
    this.#variables = variables;
    this.#recursion = recursion;
    const found: string[] = [];
    tokens.lastIndex = 0;
    for (let end = 0; ; end = tokens.lastIndex) {
      tokens.lastIndex = end;
      const token = tokens.exec(expression)?.[1];
      if (token === undefined) {
        if (expression.slice(end).trim() !== "") throw refusal();
        break;
      }
      found.push(token);
    }
    this.#tokens = found;
  }

  run(): bigint {
    if (this.#tokens.length === 0) return 0n;
    const { value } = this.#comma();
    if (this.#at < this.#tokens.length) throw refusal();
    return value;
  }

  #comma(): Operand {
    let operand = this.#assignment();
    while (this.#accept(",")) operand = this.#assignment();
    return operand;
  }

  #assignment(): Operand {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw refusal();
    const left = this.#conditional();
    const operator = this.#tokens[this.#at] ?? "";
    let result = left;
    if (assignments.has(operator)) {
      if (left.name === null) throw refusal();
      this.#at += 1;
      const right = this.#assignment().value;
      const value = operator === "=" ? right : this.#combine(operator.slice(0, -1), left.value, right);
      this.#assign(left.name, value);
      result = { value, name: null };
    }
    this.#depth -= 1;
    return result;
  }

  #conditional(): Operand {
    const condition = this.#binary(0);
    if (!this.#accept("?")) return condition;
    const yes = this.#unless(condition.value === 0n, () => this.#comma().value);
    if (!this.#accept(":")) throw refusal();
    const no = this.#unless(condition.value !== 0n, () => this.#assignment().value);
    return { value: condition.value === 0n ? no : yes, name: null };
  }

  #binary(level: number): Operand {
    const operators = levels[level];
    if (!operators) return this.#power();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#tokens[this.#at] ?? "";
      if (!operators.includes(operator)) return left;
      this.#at += 1;
      const { value } = left;
      const decided = (operator === "||" && value !== 0n) || (operator === "&&" && value === 0n);
      const right = this.#unless(decided, () => this.#binary(level + 1).value);
      left = {
        value: decided ? truth(operator === "||") : this.#combine(operator, value, right),
        name: null,
      };
    }
  }

  #power(): Operand {
    const base = this.#unary();
    if (!this.#accept("**")) return base;
    this.#depth += 1;
    if (this.#depth > maxDepth) throw refusal();
    const exponent = this.#power().value;
    this.#depth -= 1;
    return { value: this.#combine("**", base.value, exponent), name: null };
  }

  #unary(): Operand {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw refusal();
    const operand = this.#readUnary();
    this.#depth -= 1;
    return operand;
  }

  #readUnary(): Operand {
    const operator = this.#tokens[this.#at] ?? "";
    switch (operator) {
      case "+":
      case "-":
      case "!":
      case "~": {
        this.#at += 1;
        const { value } = this.#unary();
        if (operator === "!") return { value: truth(value === 0n), name: null };
        if (operator === "~") return { value: ~value, name: null };
        return { value: operator === "-" ? wrap(-value) : value, name: null };
      }
      case "++":
      case "--": {
        this.#at += 1;
        const { name, value } = this.#unary();
        // Of a number they are two signs.
        if (name === null) return { value, name: null };
        const next = wrap(operator === "++" ? value + 1n : value - 1n);
        this.#assign(name, next);
        return { value: next, name: null };
      }
      default:
        return this.#postfix(this.#primary());
    }
  }

  #postfix(operand: Operand): Operand {
    const operator = this.#tokens[this.#at];
    if (operand.name === null || (operator !== "++" && operator !== "--")) return operand;
    this.#at += 1;
    this.#assign(operand.name, wrap(operator === "++" ? operand.value + 1n : operand.value - 1n));
    return { value: operand.value, name: null };
  }

  #primary(): Operand {
    const token = this.#tokens[this.#at] ?? "";
    this.#at += 1;
    if (token === "(") {
      const { value } = this.#comma();
      if (!this.#accept(")")) throw refusal();
      return { value, name: null };
    }
    if (/^[0-9]/.test(token)) return { value: readNumber(token), name: null };
    if (!/^[A-Za-z_]/.test(token)) throw refusal();
    return { value: this.#idle > 0 ? 0n : this.#lookUp(token), name: token };
  }

  #lookUp(name: string): bigint {
    const text = (this.#variables.get(name) ?? "").trim();
    if (text === "") return 0n;
    // A variable may hold an expression.
    return /^-?[1-9][0-9]{0,17}$/.test(text)
      ? BigInt(text)
      : evaluate(text, this.#variables, this.#recursion + 1);
  }

  #assign(name: string, value: bigint): void {
    if (this.#idle === 0) this.#variables.set(name, String(value));
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #unless(idle: boolean, read: () => bigint): bigint {
    if (idle) this.#idle += 1;
    try {
      return read();
    } finally {
      if (idle) this.#idle -= 1;
    }
  }

  #combine(operator: string, left: bigint, right: bigint): bigint {
    if ((operator === "/" || operator === "%") && right === 0n) {
      if (this.#idle > 0) return 0n;
      throw new ShellFailure("divide by zero");
    }
    return applyOperator(operator, left, right);
  }
}
