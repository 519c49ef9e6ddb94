/** expr(1): values of expressions. */
import { CommandFailure, rawProgram } from "../command/command.ts";
import { UsageError } from "../command/options.ts";
import { compilePattern } from "./posix-pattern.ts";

export const expr = rawProgram(
  {
    usage: "EXPRESSION",
    about: "Print the value of EXPRESSION: + - * / % : = != < <= > >= & | ( ), length, substr, index, match.",
    usageStatus: 2,
  },
  function* (command) {
    const words = command.args[0] === "--" ? command.args.slice(1) : command.args;
    if (words.length === 0) throw new UsageError("missing operand");
    const value = new Arithmetic(words).run();
    yield* command.out.line(value);
    return value === "" || /^-?0+$/u.test(value) ? 1 : 0;
  },
);

const levels: readonly (readonly string[])[] = [
  ["|"],
  ["&"],
  ["=", "==", "!=", "<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
  [":"],
];

class Arithmetic {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  run(): string {
    const value = this.#level(0);
    if (this.#at < this.#words.length)
      throw new CommandFailure(`syntax error: unexpected argument '${this.#words[this.#at] ?? ""}'`, 2);
    return value;
  }

  #level(depth: number): string {
    const operators = levels[depth];
    if (!operators) return this.#primary();
    let left = this.#level(depth + 1);
    for (;;) {
      const operator = this.#words[this.#at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#at += 1;
      left = apply(left, operator, this.#level(depth + 1));
    }
  }

  #primary(): string {
    const word = this.#take();
    if (word === "(") {
      const value = this.#level(0);
      if (this.#take() !== ")") throw new CommandFailure("syntax error: expecting ')'", 2);
      return value;
    }
    if (word === "+") return this.#take();
    if (this.#at >= this.#words.length) return word;
    if (word === "length") return String(Array.from(this.#primary()).length);
    if (word === "match") return apply(this.#primary(), ":", this.#primary());
    if (word === "index") {
      const [text, characters] = [this.#primary(), this.#primary()];
      return String(Array.from(text).findIndex((character) => characters.includes(character)) + 1);
    }
    if (word === "substr") {
      const [text, start, length] = [this.#primary(), Number(this.#primary()), Number(this.#primary())];
      return start < 1 || !(length > 0)
        ? ""
        : Array.from(text)
            .slice(start - 1, start - 1 + length)
            .join("");
    }
    return word;
  }

  #take(): string {
    const word = this.#words[this.#at];
    if (word === undefined)
      throw new CommandFailure(`syntax error: missing argument after '${this.#words.at(-1) ?? ""}'`, 2);
    this.#at += 1;
    return word;
  }
}

function apply(left: string, operator: string, right: string): string {
  const isNull = (text: string): boolean => text === "" || /^-?0+$/u.test(text);
  if (operator === "|") return isNull(left) ? (isNull(right) ? "0" : right) : left;
  if (operator === "&") return isNull(left) || isNull(right) ? "0" : left;
  if (operator === ":") {
    const pattern = compilePattern(right.replace(/^\^/u, ""), "basic");
    const match = new RegExp(`^(?:${pattern.source})`, "u").exec(left);
    const hasGroup = /\\\(/u.test(right);
    return match ? (hasGroup ? (match[1] ?? "") : String(Array.from(match[0]).length)) : hasGroup ? "" : "0";
  }
  const numbers = [left, right].map((text) => (/^-?\d+$/u.test(text) ? BigInt(text) : null));
  const [one, other] = [numbers[0] ?? null, numbers[1] ?? null];
  if (/^[=!<>]/u.test(operator)) {
    const order =
      one !== null && other !== null
        ? one < other
          ? -1
          : one > other
            ? 1
            : 0
        : left < right
          ? -1
          : left > right
            ? 1
            : 0;
    const answers: Readonly<Record<string, boolean>> = {
      "=": order === 0,
      "==": order === 0,
      "!=": order !== 0,
      "<": order < 0,
      "<=": order <= 0,
      ">": order > 0,
      ">=": order >= 0,
    };
    return answers[operator] ? "1" : "0";
  }
  if (one === null || other === null) throw new CommandFailure("non-integer argument", 2);
  if ((operator === "/" || operator === "%") && other === 0n) throw new CommandFailure("division by zero", 2);
  const results: Readonly<Record<string, () => bigint>> = {
    "+": () => one + other,
    "-": () => one - other,
    "*": () => one * other,
    "/": () => one / other,
    "%": () => one % other,
  };
  return String(results[operator]?.() ?? 0n);
}
