/** Reads an awk program: its rules, functions and statements. Knows nothing of running it. */
import { CommandFailure } from "../command/command.ts";
import { TokenCursor } from "./awk-cursor.ts";
import { ExpressionReader } from "./awk-expressions.ts";
import { tokensOf } from "./awk-lexer.ts";
import type { AwkFunction, AwkProgram, Expression, Redirection, Rule, Statement } from "./awk-tree.ts";

/** Statements in statements: each level is a stretch of the JavaScript stack. */
const deepest = 200;

/** The program that `source` is; fails with what is wrong with it. */
export function parseAwk(source: string): AwkProgram {
  return new AwkParser(new TokenCursor(tokensOf(source))).program();
}

class AwkParser {
  readonly #cursor: TokenCursor;
  readonly #expressions: ExpressionReader;
  #depth = 0;

  constructor(cursor: TokenCursor) {
    this.#cursor = cursor;
    this.#expressions = new ExpressionReader(cursor);
  }

  program(): AwkProgram {
    const cursor = this.#cursor;
    const begin: Statement[] = [];
    const end: Statement[] = [];
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    for (cursor.skipEnds(); cursor.peek().kind !== "end"; cursor.skipEnds()) {
      if (cursor.takes("function") || cursor.takes("func")) {
        const made = this.#function();
        if (functions.has(made.name)) throw new CommandFailure(`function ${made.name} redefined`, 2);
        functions.set(made.name, made);
      } else if (cursor.takes("BEGIN")) begin.push(this.#block());
      else if (cursor.takes("END")) end.push(this.#block());
      else rules.push(this.#rule());
    }
    return { begin, end, rules, functions };
  }

  #function(): AwkFunction {
    const cursor = this.#cursor;
    const name = cursor.name();
    cursor.demand("(");
    const parameters: string[] = [];
    while (!cursor.takes(")")) {
      if (parameters.length > 0) cursor.demand(",");
      cursor.skipNewlines();
      parameters.push(cursor.name());
    }
    cursor.skipNewlines();
    return { name, parameters, body: this.#block() };
  }

  #rule(): Rule {
    const cursor = this.#cursor;
    if (cursor.sees("{")) return { pattern: { kind: "always" }, body: this.#block() };
    const test = this.#expressions.expression();
    if (!cursor.takes(","))
      return { pattern: { kind: "when", test }, body: cursor.sees("{") ? this.#block() : null };
    cursor.skipNewlines();
    const to = this.#expressions.expression();
    return { pattern: { kind: "range", from: test, to }, body: cursor.sees("{") ? this.#block() : null };
  }

  #block(): Statement {
    const cursor = this.#cursor;
    cursor.demand("{");
    const body: Statement[] = [];
    for (cursor.skipEnds(); !cursor.takes("}"); cursor.skipEnds()) body.push(this.#statement());
    return { kind: "block", body };
  }

  #statement(): Statement {
    this.#depth += 1;
    if (this.#depth > deepest) throw new CommandFailure("statements nested too deeply", 2);
    try {
      return this.#compound() ?? this.#ended(this.#simple());
    } finally {
      this.#depth -= 1;
    }
  }

  /** The body of a loop or branch, which may begin on the next line and may be empty. */
  #body(): Statement {
    this.#cursor.skipNewlines();
    if (this.#cursor.takes(";")) return { kind: "block", body: [] };
    return this.#statement();
  }

  #compound(): Statement | null {
    const cursor = this.#cursor;
    if (cursor.sees("{")) return this.#block();
    if (cursor.takes("if")) {
      const test = this.#test();
      const yes = this.#body();
      // The `else` may stand behind a semicolon and newlines; without one, those are the next statement's.
      let ahead = 0;
      while (cursor.peek(ahead).kind === "newline" || cursor.sees(";", ahead)) ahead += 1;
      if (!cursor.sees("else", ahead)) return { kind: "if", test, yes, no: null };
      cursor.skipEnds();
      cursor.demand("else");
      return { kind: "if", test, yes, no: this.#body() };
    }
    if (cursor.takes("while")) return { kind: "while", test: this.#test(), body: this.#body() };
    if (cursor.takes("do")) {
      const body = this.#body();
      cursor.skipEnds();
      cursor.demand("while");
      return this.#ended({ kind: "do", test: this.#test(), body });
    }
    return cursor.takes("for") ? this.#for() : null;
  }

  #for(): Statement {
    const cursor = this.#cursor;
    cursor.demand("(");
    if (cursor.peek().kind === "name" && cursor.sees("in", 1) && cursor.sees(")", 3)) {
      const name = cursor.name();
      cursor.demand("in");
      const array = cursor.name();
      cursor.demand(")");
      return { kind: "for-in", name, array, body: this.#body() };
    }
    const begin = cursor.sees(";") ? null : this.#simple();
    cursor.demand(";");
    cursor.skipNewlines();
    const test = cursor.sees(";") ? null : this.#expressions.expression();
    cursor.demand(";");
    cursor.skipNewlines();
    const step = cursor.sees(")") ? null : this.#simple();
    cursor.demand(")");
    return { kind: "for", begin, test, step, body: this.#body() };
  }

  #test(): Expression {
    this.#cursor.demand("(");
    const test = this.#expressions.expression();
    this.#cursor.demand(")");
    return test;
  }

  #simple(): Statement {
    const cursor = this.#cursor;
    for (const kind of ["next", "nextfile", "break", "continue"] as const)
      if (cursor.takes(kind)) return { kind };
    for (const kind of ["exit", "return"] as const)
      if (cursor.takes(kind)) return { kind, value: this.#isEnd() ? null : this.#expressions.expression() };
    for (const kind of ["print", "printf"] as const)
      if (cursor.takes(kind)) {
        const isBare = this.#isEnd() || cursor.sees(">") || cursor.sees(">>") || cursor.sees("|");
        const given = isBare ? [] : this.#expressions.printed();
        if (kind === "printf" && given.length === 0) throw cursor.unexpected();
        return { kind, given, to: this.#redirection() };
      }
    if (cursor.takes("delete")) {
      const array = cursor.name();
      if (!cursor.takes("[")) return { kind: "delete", array, index: null };
      const index = this.#expressions.list();
      cursor.demand("]");
      return { kind: "delete", array, index };
    }
    return { kind: "expression", value: this.#expressions.expression() };
  }

  #redirection(): Redirection | null {
    for (const kind of [">", ">>", "|"] as const)
      if (this.#cursor.takes(kind)) return { kind, name: this.#expressions.redirected() };
    return null;
  }

  #isEnd(): boolean {
    const { kind } = this.#cursor.peek();
    return kind === "newline" || kind === "end" || [";", "}", ")"].some((sign) => this.#cursor.sees(sign));
  }

  /** A simple statement ends with its line, a semicolon, or what it is in. */
  #ended(statement: Statement): Statement {
    if (!this.#isEnd()) throw this.#cursor.unexpected();
    if (!this.#cursor.sees("}") && !this.#cursor.sees(")")) this.#cursor.next();
    return statement;
  }
}
