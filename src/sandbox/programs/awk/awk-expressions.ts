/** Reads awk's expressions, by POSIX's table of precedence. Knows nothing of statements. */
import { CommandFailure } from "../command/command.ts";
import type { TokenCursor } from "./awk-cursor.ts";
import { OperandReader } from "./awk-operands.ts";
import type { Arithmetic, Comparison, Expression } from "./awk-tree.ts";

const comparisons: readonly Comparison[] = ["<", "<=", "==", "!=", ">", ">="];
/** Expressions in expressions: each level is a stretch of the JavaScript stack. */
const deepest = 200;

/** Reads expressions from a place among tokens. */
export class ExpressionReader {
  readonly #cursor: TokenCursor;
  readonly #operands: OperandReader;
  /** In a print statement `>` is where it goes. */
  #noGreater = false;
  #depth = 0;

  constructor(cursor: TokenCursor) {
    this.#cursor = cursor;
    this.#operands = new OperandReader(cursor, this);
  }

  expression(): Expression {
    this.#depth += 1;
    if (this.#depth > deepest) throw new CommandFailure("expressions nested too deeply", 2);
    try {
      return this.#choice();
    } finally {
      this.#depth -= 1;
    }
  }

  /** What print is given: `>` in it only within parentheses. */
  printed(): readonly Expression[] {
    this.#noGreater = true;
    try {
      const given = this.list();
      const [first] = given;
      return given.length === 1 && first?.kind === "list" ? first.items : given;
    } finally {
      this.#noGreater = false;
    }
  }

  /** What is behind a redirection: no comparison. */
  redirected(): Expression {
    return this.#joined();
  }

  list(): readonly Expression[] {
    const items = [this.expression()];
    while (this.#cursor.takes(",")) {
      this.#cursor.skipNewlines();
      items.push(this.expression());
    }
    return items;
  }

  #choice(): Expression {
    const test = this.#or();
    if (!this.#cursor.takes("?")) return test;
    this.#cursor.skipNewlines();
    const yes = this.expression();
    this.#cursor.skipNewlines();
    this.#cursor.demand(":");
    this.#cursor.skipNewlines();
    return { kind: "choice", test, yes, no: this.expression() };
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#cursor.takes("||")) {
      this.#cursor.skipNewlines();
      left = { kind: "logic", operator: "||", left, right: this.#and() };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#membership();
    while (this.#cursor.takes("&&")) {
      this.#cursor.skipNewlines();
      left = { kind: "logic", operator: "&&", left, right: this.#membership() };
    }
    return left;
  }

  #membership(): Expression {
    let left = this.#match();
    while (this.#cursor.takes("in"))
      left = { kind: "in", array: this.#cursor.name(), index: left.kind === "list" ? left.items : [left] };
    return left;
  }

  #match(): Expression {
    let text = this.#comparison();
    for (;;) {
      const negated = this.#cursor.sees("!~");
      if (!negated && !this.#cursor.sees("~")) return text;
      this.#cursor.next();
      text = { kind: "match", negated, text, pattern: this.#comparison() };
    }
  }

  #comparison(): Expression {
    let left = this.#piped(this.#joined());
    const operator = comparisons.find((sign) => this.#cursor.sees(sign));
    if (operator === undefined || (operator === ">" && this.#noGreater)) return left;
    this.#cursor.next();
    left = { kind: "compare", operator, left, right: this.#joined() };
    return this.#piped(left);
  }

  /** `command | getline`. */
  #piped(command: Expression): Expression {
    let left = command;
    while (this.#cursor.sees("|") && this.#cursor.sees("getline", 1)) {
      this.#cursor.next();
      this.#cursor.next();
      left = {
        kind: "getline",
        target: this.#operands.optionalTarget(),
        from: { kind: "command", name: left },
      };
    }
    return left;
  }

  #joined(): Expression {
    let left = this.#additive();
    while (this.#beginsValue()) left = { kind: "join", left, right: this.#additive() };
    return left;
  }

  #beginsValue(): boolean {
    const { kind, text } = this.#cursor.peek();
    if (kind === "sign") return ["$", "(", "++", "--"].includes(text);
    return (
      kind === "number" ||
      kind === "text" ||
      kind === "pattern" ||
      kind === "name" ||
      kind === "function-name"
    );
  }

  #additive(): Expression {
    return this.#leftToRight(["+", "-"], () =>
      this.#leftToRight(["*", "/", "%"], () => this.#operands.unary()),
    );
  }

  #leftToRight(operators: readonly Arithmetic[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((sign) => this.#cursor.sees(sign));
      if (operator === undefined) return left;
      this.#cursor.next();
      left = { kind: "arithmetic", operator, left, right: operand() };
    }
  }

  /** Up to a closing sign; there `>` compares. */
  bracketed(close: string): readonly Expression[] {
    const before = this.#noGreater;
    this.#noGreater = false;
    this.#cursor.skipNewlines();
    const items = this.#cursor.sees(close) ? [] : this.list();
    this.#cursor.skipNewlines();
    this.#cursor.demand(close);
    this.#noGreater = before;
    return items;
  }
}
