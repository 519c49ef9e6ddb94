/**
 * Reads the compound commands: `if`, loops, `case`, groups, subshells. Knows simple commands only through the parser.
 */
import type { Parser } from "./parser.ts";
import { isToken, literalText, wordText } from "./token-text.ts";
import type { CaseBranch, Command, Statement, Word } from "./syntax-tree.ts";

/** Reads what begins with a keyword or `(`. */
export class CompoundReader {
  readonly #parser: Parser;

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  /** The command whose first token is next. */
  read(): Command {
    const parser = this.#parser;
    const token = parser.lexer.next();
    const { line } = token;
    switch (token.kind === "operator" ? token.text : (wordText(token) ?? "")) {
      case "(": {
        const body = parser.readBlock(")");
        parser.expect(")");
        return { kind: "subshell", line, body };
      }
      case "{": {
        const body = parser.readBlock("}");
        parser.expect("}");
        return { kind: "group", line, body };
      }
      case "if":
        return this.#readIf(line);
      case "while":
      case "until": {
        const condition = parser.readBlock("do");
        return { kind: "loop", line, until: isToken(token, "until"), condition, body: this.#readDo() };
      }
      case "for":
        return this.#readFor(line);
      case "case":
        return this.#readCase(line);
      case "function":
        return this.#readFunction(line);
      default:
        throw parser.unexpected(token);
    }
  }

  #readIf(line: number): Command {
    const parser = this.#parser;
    const branches: { condition: Statement[]; body: Statement[] }[] = [];
    do {
      const condition = parser.readBlock("then");
      parser.expect("then");
      branches.push({ condition, body: parser.readBlock("fi") });
    } while (parser.accept("elif"));
    const otherwise = parser.accept("else") ? parser.readBlock("fi") : [];
    parser.expect("fi");
    return { kind: "if", line, branches, otherwise };
  }

  #readDo(): Statement[] {
    const parser = this.#parser;
    parser.expect("do");
    const body = parser.readBlock("done");
    parser.expect("done");
    return body;
  }

  #readFor(line: number): Command {
    const parser = this.#parser;
    const token = parser.lexer.next();
    const variable = wordText(token);
    if (variable === null || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
      if (token.kind === "end") throw parser.unexpected(token);
      throw token.kind === "word"
        ? parser.lexer.source.refuse("bad for loop variable")
        : parser.unexpected(token);
    }
    parser.skipNewlines();
    let words: Word[] | null = null;
    if (parser.accept("in")) {
      words = [];
      for (let next = parser.lexer.peek(); next.kind === "word"; next = parser.lexer.peek()) {
        words.push(next.word);
        parser.lexer.next();
      }
      const end = parser.lexer.peek();
      if (end.kind !== "newline" && !isToken(end, ";")) throw parser.unexpected(end);
      parser.lexer.next();
    } else {
      parser.accept(";");
    }
    parser.skipNewlines();
    return { kind: "for", line, variable, words, body: this.#readDo() };
  }

  #readCase(line: number): Command {
    const parser = this.#parser;
    const token = parser.lexer.next();
    if (token.kind !== "word") throw parser.unexpected(token);
    parser.skipNewlines();
    parser.expect("in");
    const branches: CaseBranch[] = [];
    for (;;) {
      parser.skipNewlines();
      if (parser.accept("esac")) break;
      branches.push(this.#readBranch());
      const end = parser.lexer.peek();
      if (isToken(end, "esac")) continue;
      if (!isToken(end, ";;") && !isToken(end, ";&")) throw parser.unexpected(end, ";;");
      parser.lexer.next();
    }
    return { kind: "case", line, subject: token.word, branches };
  }

  #readBranch(): CaseBranch {
    const parser = this.#parser;
    parser.accept("(");
    const patterns: Word[] = [];
    do {
      const token = parser.lexer.next();
      if (token.kind !== "word" && token.kind !== "descriptor") throw parser.unexpected(token);
      patterns.push(
        token.kind === "word"
          ? token.word
          : { parts: [{ kind: "literal", text: String(token.fd) }], source: String(token.fd) },
      );
    } while (parser.accept("|"));
    parser.expect(")");
    parser.skipNewlines();
    const next = parser.lexer.peek();
    const empty = isToken(next, ";;") || isToken(next, ";&") || isToken(next, "esac");
    const body = empty ? [] : parser.readBlock("esac");
    return { patterns, body, fallThrough: isToken(parser.lexer.peek(), ";&") };
  }

  /** `function f { …; }`, with or without `()`. */
  #readFunction(line: number): Command {
    const parser = this.#parser;
    const token = parser.lexer.next();
    const name = token.kind === "word" ? literalText(token.word) : null;
    if (name === null) throw parser.unexpected(token);
    if (parser.accept("(")) parser.expect(")");
    parser.skipNewlines();
    return { kind: "function", line, name, body: parser.readCommand() };
  }
}
