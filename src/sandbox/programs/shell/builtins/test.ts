/**
 * `test`, `[` and `[[` (POSIX test(1)).
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Stat } from "../../../abi/stat.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { isOptionName } from "../state/shell-options.ts";
import { Pattern, unescapePattern } from "../expansion/pattern.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import type { Builtin } from "./builtin.ts";
import { fileTest } from "./file-test.ts";

const binaryOperators = new Set("= == != < > -eq -ne -lt -le -gt -ge -nt -ot -ef =~".split(" "));

/** One run of `test`. */
class Test {
  readonly #shell: ShellProcess;
  readonly #args: readonly string[];
  /** Of `[[`: patterns on the right, `&&` and `||`. */
  readonly #extended: boolean;
  #at = 0;

  constructor(shell: ShellProcess, args: readonly string[], extended: boolean) {
    this.#shell = shell;
    this.#args = args;
    this.#extended = extended;
  }

  run(): boolean {
    const args = this.#args;
    if (args.length === 0) return false;
    // What POSIX says for few arguments, where operators may be operands.
    if (!this.#extended && args.length <= 4) {
      const decided = this.#byCount(args);
      if (decided !== null) return decided;
    }
    const result = this.#or();
    if (this.#at < args.length) throw new ShellFailure(`${args[this.#at] ?? ""}: unknown operand`);
    return result;
  }

  #byCount(args: readonly string[]): boolean | null {
    const [first = "", second = "", third = ""] = args;
    if (args.length === 1) return first !== "";
    if (args.length === 2 && first === "!") return second === "";
    if (args.length === 3 && binaryOperators.has(second)) return this.#binary(first, second, third);
    if (args.length === 3 && first === "!") return negate(this.#byCount(args.slice(1)));
    if (args.length === 3 && first === "(" && third === ")") return second !== "";
    if (args.length === 4 && first === "!") return negate(this.#byCount(args.slice(1)));
    return null;
  }

  #or(): boolean {
    let result = this.#and();
    while (this.#accept("-o") || (this.#extended && this.#accept("||"))) result = this.#and() || result;
    return result;
  }

  #and(): boolean {
    let result = this.#not();
    while (this.#accept("-a") || (this.#extended && this.#accept("&&"))) result = this.#not() && result;
    return result;
  }

  #not(): boolean {
    let negated = false;
    while (this.#args[this.#at] === "!" && this.#at + 1 < this.#args.length) {
      this.#at += 1;
      negated = !negated;
    }
    return this.#primary() !== negated;
  }

  #primary(): boolean {
    const [operand, next, right] = this.#args.slice(this.#at, this.#at + 3);
    if (operand === undefined) throw new ShellFailure("argument expected");
    if (next !== undefined && right !== undefined && binaryOperators.has(next)) {
      this.#at += 3;
      return this.#binary(operand, next, right);
    }
    if (operand === "(") {
      this.#at += 1;
      const result = this.#or();
      if (!this.#accept(")")) throw new ShellFailure("closing paren expected");
      return result;
    }
    if (next !== undefined && binaryOperators.has(next)) throw new ShellFailure(`${next}: argument expected`);
    if (/^-[a-zA-Z]$/.test(operand) && next !== undefined) {
      this.#at += 2;
      return this.#unary(operand, next);
    }
    this.#at += 1;
    return operand !== "";
  }

  #accept(text: string): boolean {
    if (this.#args[this.#at] !== text) return false;
    this.#at += 1;
    return true;
  }

  #binary(left: string, operator: string, right: string): boolean {
    switch (operator) {
      case "=":
      case "==":
        return this.#extended ? new Pattern(right).matches(left) : left === right;
      case "!=":
        return this.#extended ? !new Pattern(right).matches(left) : left !== right;
      case "=~":
        return matchesExpression(left, unescapePattern(right));
      case "<":
        return left < right;
      case ">":
        return left > right;
      case "-nt":
      case "-ot":
      case "-ef":
        return this.#compareFiles(left, operator, right);
      default:
        return compareNumbers(number(left), operator, number(right));
    }
  }

  #compareFiles(left: string, operator: string, right: string): boolean {
    const one = this.#stat(left);
    const other = this.#stat(right);
    if (operator === "-ef") return one !== null && one.inode === other?.inode && one.device === other.device;
    const [newer, older] = operator === "-nt" ? [one, other] : [other, one];
    return newer !== null && (older === null || newer.modifiedMs > older.modifiedMs);
  }

  #unary(operator: string, operand: string): boolean {
    const { state, sys } = this.#shell;
    switch (operator) {
      case "-n":
        return operand !== "";
      case "-z":
        return operand === "";
      case "-t":
        return isTerminal(this.#shell, operand);
      case "-o":
        return isOptionName(operand) && state.has(operand);
      case "-v":
        return state.variables.get(operand) !== null;
      case "-r":
        return this.#allows(operand, 4);
      case "-w":
        return this.#allows(operand, 2);
      case "-x":
        return this.#allows(operand, 1);
      case "-h":
      case "-L":
        return this.#stat(operand, false)?.type === "symlink";
      default: {
        const stat = this.#stat(operand);
        return fileTest(operator, stat, sys.credentials());
      }
    }
  }

  #allows(path: string, mode: number): boolean {
    try {
      this.#shell.sys.access(path, mode);
      return true;
    } catch (error) {
      if (isErrno(error)) return false;
      throw error;
    }
  }

  #stat(path: string, follow = true): Stat | null {
    try {
      return follow ? this.#shell.sys.stat(path) : this.#shell.sys.lstat(path);
    } catch (error) {
      if (isErrno(error)) return null;
      throw error;
    }
  }
}

function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

function number(text: string): bigint {
  const trimmed = text.trim();
  if (!/^[-+]?\d+$/.test(trimmed)) throw new ShellFailure(`${text}: bad number`);
  return BigInt(trimmed.replace(/^\+/, ""));
}

function compareNumbers(left: bigint, operator: string, right: bigint): boolean {
  switch (operator) {
    case "-eq":
      return left === right;
    case "-ne":
      return left !== right;
    case "-lt":
      return left < right;
    case "-le":
      return left <= right;
    case "-gt":
      return left > right;
    default:
      return left >= right;
  }
}

function matchesExpression(text: string, expression: string): boolean {
  try {
    return new RegExp(expression, "u").test(text);
  } catch {
    throw new ShellFailure("bad regex");
  }
}

function isTerminal({ sys }: ShellProcess, text: string): boolean {
  try {
    return /^\d+$/.test(text) && sys.isatty(Number(text));
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

const test: Builtin = {
  isApplet: true,
  // oxlint-disable-next-line require-yield -- it is called as one that may
  *run(shell, args, name): Blocking<number> {
    const closing = { "[": "]", "[[": "]]" }[name];
    if (closing !== undefined && args.at(-1) !== closing) throw new ShellFailure(`missing ${closing}`);
    const words = closing === undefined ? args : args.slice(0, -1);
    return new Test(shell, words, name === "[[").run() ? 0 : 1;
  },
};

/** These builtins, by name. */
export const testBuiltins: readonly (readonly [string, Builtin])[] = [
  ["test", test],
  ["[", test],
  ["[[", test],
];
