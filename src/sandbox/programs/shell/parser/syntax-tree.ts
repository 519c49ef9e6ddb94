/**
 * What the parser makes of a script: commands, words and redirections as plain data. Knows nothing of how any of it is
 * run.
 */

/** Operators of a parameter expansion. `:` before the first four counts an empty value as unset. */
export type ParameterOperator =
  | { readonly kind: "plain" }
  | { readonly kind: "length" }
  | {
      readonly kind: "default" | "assign" | "error" | "alternative";
      readonly emptyCounts: boolean;
      readonly word: Word;
    }
  | {
      readonly kind: "trim";
      readonly side: "prefix" | "suffix";
      readonly longest: boolean;
      readonly word: Word;
    }
  | { readonly kind: "slice"; readonly offset: Word; readonly length: Word | null }
  | {
      readonly kind: "replace";
      readonly where: "first" | "all";
      readonly pattern: Word;
      readonly replacement: Word;
    };

/** A piece of a word. */
export type WordPart =
  /** Unquoted text of the script: a glob in it is one, and a tilde may be. */
  | { readonly kind: "literal"; readonly text: string }
  /** Text that stands for itself: from `'…'`, `\x` or `$'…'`. */
  | { readonly kind: "quoted"; readonly text: string }
  | { readonly kind: "double"; readonly parts: readonly WordPart[] }
  | { readonly kind: "parameter"; readonly name: string; readonly operator: ParameterOperator }
  | { readonly kind: "command"; readonly body: readonly CompleteCommand[] }
  | { readonly kind: "arithmetic"; readonly expression: Word };

/** A word before expansion. */
export interface Word {
  readonly parts: readonly WordPart[];
  /** As written. */
  readonly source: string;
}

/** A here-document's text; `delimiter` is kept for messages only. The parser fills it in after the line it stands on. */
export interface HereDocument {
  readonly delimiter: string;
  readonly stripTabs: boolean;
  /** Expanded unless some part of the delimiter was quoted. */
  readonly expand: boolean;
  body: Word;
}

/** A redirection; `fd` as written or the operator's default. */
export type Redirection =
  | {
      readonly kind: "file";
      readonly fd: number;
      readonly how: "read" | "write" | "clobber" | "append" | "both";
      readonly target: Word;
    }
  | { readonly kind: "duplicate"; readonly fd: number; readonly input: boolean; readonly target: Word }
  /** `&>file`: both output and errors. */
  | { readonly kind: "output-and-errors"; readonly append: boolean; readonly target: Word }
  | { readonly kind: "here-document"; readonly fd: number; readonly document: HereDocument }
  | { readonly kind: "here-string"; readonly fd: number; readonly target: Word };

/** `name=value` before a command. */
export interface Assignment {
  readonly name: string;
  readonly append: boolean;
  readonly value: Word;
}

/** A branch of `case`. */
export interface CaseBranch {
  readonly patterns: readonly Word[];
  readonly body: readonly Statement[];
  /** What its end says: `;;`, or `;&`: run the next branch too. */
  readonly fallThrough: boolean;
}

/** One stage of a pipeline. `line` is where it begins, 1-based. */
export type Command =
  | {
      readonly kind: "simple";
      readonly line: number;
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
      readonly redirections: readonly Redirection[];
    }
  | { readonly kind: "group" | "subshell"; readonly line: number; readonly body: readonly Statement[] }
  | {
      readonly kind: "if";
      readonly line: number;
      readonly branches: readonly {
        readonly condition: readonly Statement[];
        readonly body: readonly Statement[];
      }[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: "loop";
      readonly line: number;
      readonly until: boolean;
      readonly condition: readonly Statement[];
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: "for";
      readonly line: number;
      readonly variable: string;
      /** `null`: the positional parameters. */
      readonly words: readonly Word[] | null;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: "case";
      readonly line: number;
      readonly subject: Word;
      readonly branches: readonly CaseBranch[];
    }
  | { readonly kind: "function"; readonly line: number; readonly name: string; readonly body: Command }
  | {
      readonly kind: "redirected";
      readonly line: number;
      readonly command: Command;
      readonly redirections: readonly Redirection[];
    };

/** Commands joined by `|`. */
export interface Pipeline {
  readonly negated: boolean;
  /** `time` stood before it. */
  readonly timed: boolean;
  readonly commands: readonly Command[];
  /** As written, for `jobs`. */
  readonly source: string;
}

/** Pipelines joined by `&&` and `||`, and how the whole was ended. */
export interface Statement {
  readonly first: Pipeline;
  readonly rest: readonly { readonly when: "success" | "failure"; readonly pipeline: Pipeline }[];
  readonly background: boolean;
  /** As written, for `jobs`. */
  readonly source: string;
}

/** What is read and run at once: the statements up to a newline. */
export type CompleteCommand = readonly Statement[];
