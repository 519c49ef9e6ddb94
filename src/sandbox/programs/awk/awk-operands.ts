/** Reads the operands of awk's expressions: from the unary operators down to what stands alone. */
import { CommandFailure } from "../command/command.ts";
import { builtinNames } from "./awk-builtin-names.ts";
import type { TokenCursor } from "./awk-cursor.ts";
import type { Token } from "./awk-lexer.ts";
import type { Arithmetic, Expression, Target } from "./awk-tree.ts";

const assignments = new Set(["=", "+=", "-=", "*=", "/=", "%=", "^="]);
const deepest = 200;

/** Whoever reads whole expressions. */
interface OuterReader {
  expression(): Expression;
  /** Expressions up to a closing sign. */
  bracketed(close: string): readonly Expression[];
}

/** Reads operands from a place among tokens. */
export class OperandReader {
  readonly #cursor: TokenCursor;
  readonly #outer: OuterReader;
  #depth = 0;

  constructor(cursor: TokenCursor, outer: OuterReader) {
    this.#cursor = cursor;
    this.#outer = outer;
  }

  /** Down from the unary operators. */
  unary(): Expression {
    for (const [sign, kind] of [
      ["!", "not"],
      ["-", "minus"],
      ["+", "plus"],
    ] as const)
      if (this.#cursor.takes(sign)) return { kind, operand: this.#nested(() => this.unary()) };
    return this.#power();
  }

  #power(): Expression {
    const left = this.#assigned(this.#postfix());
    if (!this.#cursor.takes("^")) return left;
    // To the right first, and `2 ^ -3` is one.
    const right = this.#nested(() =>
      this.#cursor.sees("-") || this.#cursor.sees("+") ? this.unary() : this.#power(),
    );
    return { kind: "arithmetic", operator: "^", left, right };
  }

  #postfix(): Expression {
    const value = this.#primary();
    if (!isTarget(value)) return value;
    if (this.#cursor.takes("++")) return { kind: "step", target: value, by: 1, before: false };
    if (this.#cursor.takes("--")) return { kind: "step", target: value, by: -1, before: false };
    return value;
  }

  /** An assignment may stand wherever its target may: `a && b = 1`. */
  #assigned(target: Expression): Expression {
    const { kind, text } = this.#cursor.peek();
    if (!isTarget(target) || kind !== "sign" || !assignments.has(text)) return target;
    this.#cursor.next();
    this.#cursor.skipNewlines();
    const operator = text === "=" ? null : (text.slice(0, 1) as Arithmetic);
    return { kind: "assign", target, operator, value: this.#outer.expression() };
  }

  #primary(): Expression {
    const cursor = this.#cursor;
    const token = cursor.next();
    switch (token.kind) {
      case "number":
        return { kind: "number", value: Number(token.text) };
      case "text":
        return { kind: "text", value: token.text };
      case "pattern":
        return { kind: "pattern", source: token.text };
      case "name":
        if (builtinNames.has(token.text)) return { kind: "builtin", name: token.text, given: [] };
        if (!cursor.takes("[")) return { kind: "variable", name: token.text };
        return { kind: "element", array: token.text, index: this.#outer.bracketed("]") };
      case "function-name": {
        cursor.demand("(");
        const given = this.#outer.bracketed(")");
        if (builtinNames.has(token.text)) return { kind: "builtin", name: token.text, given };
        return { kind: "call", name: token.text, given, line: token.line };
      }
      case "sign":
      case "word":
      case "newline":
      case "end":
        return this.#signed(token);
    }
  }

  /** What begins with a sign or a word of the language. */
  #signed(token: Token): Expression {
    const cursor = this.#cursor;
    if (token.text === "$" && token.kind === "sign") {
      const index = this.#nested(() => this.#step() ?? (cursor.sees("-") ? this.unary() : this.#primary()));
      return { kind: "field", index };
    }
    if (token.text === "(" && token.kind === "sign") {
      const items = this.#outer.bracketed(")");
      const [only] = items;
      if (only && items.length === 1) return { kind: "group", inner: only };
      if (items.length > 1) return { kind: "list", items };
    }
    if (token.text === "getline" && token.kind === "word") return this.#getline();
    if (token.text === "++" || token.text === "--")
      return { kind: "step", target: this.#target(), by: token.text === "++" ? 1 : -1, before: true };
    throw cursor.unexpected(token);
  }

  #step(): Expression | null {
    return this.#cursor.sees("++") || this.#cursor.sees("--") ? this.#primary() : null;
  }

  #getline(): Expression {
    const target = this.optionalTarget();
    if (!this.#cursor.takes("<")) return { kind: "getline", target, from: null };
    return { kind: "getline", target, from: { kind: "file", name: this.#postfix() } };
  }

  /** What getline reads into, where it says so. */
  optionalTarget(): Target | null {
    const { kind, text } = this.#cursor.peek();
    const begins = (kind === "name" && !builtinNames.has(text)) || (kind === "sign" && text === "$");
    return begins ? this.#target() : null;
  }

  #target(): Target {
    const token = this.#cursor.peek();
    const target = this.#nested(() => this.#primary());
    if (!isTarget(target)) throw this.#cursor.unexpected(token);
    return target;
  }

  #nested(read: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > deepest) throw new CommandFailure("expressions nested too deeply", 2);
    const value = read();
    this.#depth -= 1;
    return value;
  }
}

function isTarget(value: Expression): value is Target {
  return value.kind === "variable" || value.kind === "field" || value.kind === "element";
}
