/** What an awk program is once it is read: statements and expressions. Knows nothing of running. */

/** Something that can be assigned to. */
export type Target =
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "field"; readonly index: Expression }
  | { readonly kind: "element"; readonly array: string; readonly index: readonly Expression[] };

/** Operators of two operands that have numbers for both. */
export type Arithmetic = "+" | "-" | "*" | "/" | "%" | "^";
/** Comparisons, of numbers or texts. */
export type Comparison = "<" | "<=" | "==" | "!=" | ">" | ">=";

/** An expression. */
export type Expression =
  | Target
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  /** By itself it is matched with the record. */
  | { readonly kind: "pattern"; readonly source: string }
  | { readonly kind: "group"; readonly inner: Expression }
  /** `(a, b) in array`: only there. */
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | {
      readonly kind: "assign";
      readonly target: Target;
      readonly operator: Arithmetic | null;
      readonly value: Expression;
    }
  | { readonly kind: "step"; readonly target: Target; readonly by: 1 | -1; readonly before: boolean }
  | { readonly kind: "choice"; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | {
      readonly kind: "logic";
      readonly operator: "&&" | "||";
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "not" | "plus" | "minus"; readonly operand: Expression }
  | {
      readonly kind: "arithmetic";
      readonly operator: Arithmetic;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "compare";
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "join"; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "match";
      readonly negated: boolean;
      readonly text: Expression;
      readonly pattern: Expression;
    }
  | { readonly kind: "in"; readonly array: string; readonly index: readonly Expression[] }
  /** A function of awk's own. */
  | { readonly kind: "builtin"; readonly name: string; readonly given: readonly Expression[] }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly given: readonly Expression[];
      readonly line: number;
    }
  | {
      readonly kind: "getline";
      readonly target: Target | null;
      readonly from: { readonly kind: "file" | "command"; readonly name: Expression } | null;
    };

/** Where print goes. */
export interface Redirection {
  readonly kind: ">" | ">>" | "|";
  readonly name: Expression;
}

/** A statement. */
export type Statement =
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "expression"; readonly value: Expression }
  | {
      readonly kind: "print" | "printf";
      readonly given: readonly Expression[];
      readonly to: Redirection | null;
    }
  | { readonly kind: "if"; readonly test: Expression; readonly yes: Statement; readonly no: Statement | null }
  | { readonly kind: "while"; readonly test: Expression; readonly body: Statement }
  | { readonly kind: "do"; readonly test: Expression; readonly body: Statement }
  | {
      readonly kind: "for";
      readonly begin: Statement | null;
      readonly test: Expression | null;
      readonly step: Statement | null;
      readonly body: Statement;
    }
  | { readonly kind: "for-in"; readonly name: string; readonly array: string; readonly body: Statement }
  | { readonly kind: "delete"; readonly array: string; readonly index: readonly Expression[] | null }
  | { readonly kind: "next" | "nextfile" | "break" | "continue" }
  | { readonly kind: "exit" | "return"; readonly value: Expression | null };

/** What happens with a record; without `body` it is printed. */
export interface Rule {
  readonly pattern:
    | { readonly kind: "always" }
    | { readonly kind: "when"; readonly test: Expression }
    | { readonly kind: "range"; readonly from: Expression; readonly to: Expression };
  readonly body: Statement | null;
}

/** A function of the program's. */
export interface AwkFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: Statement;
}

/** A whole program. */
export interface AwkProgram {
  readonly begin: readonly Statement[];
  readonly end: readonly Statement[];
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}
