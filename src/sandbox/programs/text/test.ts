/** test(1) and [: conditions, by POSIX's rules for so many arguments. */
import { isErrno } from "../../abi/errno.ts";
import type { Blocking } from "../../abi/blocking.ts";
import type { Program, Syscalls } from "../../abi/program.ts";
import type { Stat } from "../../abi/stat.ts";
import { CommandFailure, rawProgram } from "../command/command.ts";
import { integer } from "../command/quantities.ts";

export const test: Program = rawProgram(
  {
    usage: "EXPRESSION",
    about: "True (status 0) or false (1): -f FILE, -n TEXT, A = B, M -lt N, ! ( ) -a -o.",
  },
  function* (command) {
    const words = [...command.args];
    if (command.name === "[" && words.pop() !== "]") throw new CommandFailure("missing ']'", 2);
    return yield* answered(new Expression(command.sys, words).run() ? 0 : 1);
  },
);

// oxlint-disable-next-line require-yield -- a program is a generator
function* answered(status: number): Blocking<number> {
  return status;
}

const fileTests: Readonly<Record<string, (stat: Stat) => boolean>> = {
  e: () => true,
  f: ({ type }) => type === "file",
  d: ({ type }) => type === "directory",
  b: ({ type }) => type === "block",
  c: ({ type }) => type === "character",
  p: ({ type }) => type === "fifo",
  S: ({ type }) => type === "socket",
  s: ({ size }) => size > 0,
  g: ({ mode }) => (mode & 0o2000) !== 0,
  k: ({ mode }) => (mode & 0o1000) !== 0,
  u: ({ mode }) => (mode & 0o4000) !== 0,
};

const binaryWords = new Set([
  "=",
  "==",
  "!=",
  "<",
  ">",
  "-eq",
  "-ne",
  "-lt",
  "-le",
  "-gt",
  "-ge",
  "-nt",
  "-ot",
  "-ef",
]);

class Expression {
  readonly #sys: Syscalls;
  readonly #words: readonly string[];
  #at = 0;

  constructor(sys: Syscalls, words: readonly string[]) {
    this.#sys = sys;
    this.#words = words;
  }

  run(): boolean {
    const words = this.#words;
    const [first = "", second = "", third = ""] = words;
    // With few arguments what they are decides, not how they look (POSIX).
    if (words.length === 0) return false;
    if (words.length === 1) return first !== "";
    if (words.length === 2 && first === "!") return second === "";
    if (words.length === 3 && binaryWords.has(second)) return this.#binary(first, second, third);
    if (words.length === 4 && first === "!" && binaryWords.has(third))
      return !this.#binary(second, third, words[3] ?? "");
    const value = this.#or();
    if (this.#at < words.length) throw new CommandFailure(`extra argument '${words[this.#at] ?? ""}'`, 2);
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#words[this.#at] === "-o") {
      this.#at += 1;
      value = this.#and() || value;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#words[this.#at] === "-a") {
      this.#at += 1;
      value = this.#not() && value;
    }
    return value;
  }

  #not(): boolean {
    const word = this.#words[this.#at];
    if (word === undefined) throw new CommandFailure("argument expected", 2);
    const next = this.#words[this.#at + 1];
    if (next !== undefined && binaryWords.has(next) && this.#at + 2 < this.#words.length) {
      this.#at += 3;
      return this.#binary(word, next, this.#words[this.#at - 1] ?? "");
    }
    if (word === "!") {
      this.#at += 1;
      return !this.#not();
    }
    if (word === "(") {
      this.#at += 1;
      const value = this.#or();
      if (this.#words[this.#at] !== ")") throw new CommandFailure("')' expected", 2);
      this.#at += 1;
      return value;
    }
    if (/^-[a-zA-Z]$/u.test(word) && next !== undefined) {
      this.#at += 2;
      return this.#unary(word, next);
    }
    this.#at += 1;
    return word !== "";
  }

  #unary(word: string, operand: string): boolean {
    const letter = word.slice(1);
    if (letter === "n") return operand !== "";
    if (letter === "z") return operand === "";
    if (letter === "t") return this.#sys.isatty(numberOf(operand));
    if (letter === "h" || letter === "L") return this.#stat(operand, false)?.type === "symlink";
    if ("rwx".includes(letter)) return this.#may(operand, { r: 4, w: 2, x: 1 }[letter] ?? 0);
    const { euid, egid } = this.#sys.credentials();
    if (letter === "O") return this.#stat(operand)?.uid === euid;
    if (letter === "G") return this.#stat(operand)?.gid === egid;
    if (letter === "N") {
      const stat = this.#stat(operand);
      return stat !== null && stat.modifiedMs > stat.accessedMs;
    }
    const fileTest = fileTests[letter];
    if (!fileTest) throw new CommandFailure(`${word}: unary operator expected`, 2);
    const stat = this.#stat(operand);
    return stat !== null && fileTest(stat);
  }

  #binary(left: string, word: string, right: string): boolean {
    switch (word) {
      case "=":
      case "==":
        return left === right;
      case "!=":
        return left !== right;
      case "<":
        return left < right;
      case ">":
        return left > right;
      case "-nt":
      case "-ot": {
        const [one, other] = word === "-nt" ? [left, right] : [right, left];
        const [newer, older] = [this.#stat(one), this.#stat(other)];
        return newer !== null && (older === null || newer.modifiedMs > older.modifiedMs);
      }
      case "-ef": {
        const [one, other] = [this.#stat(left), this.#stat(right)];
        return one !== null && other !== null && one.device === other.device && one.inode === other.inode;
      }
      default: {
        const difference = numberOf(left) - numberOf(right);
        const answers: Readonly<Record<string, boolean>> = {
          "-eq": difference === 0,
          "-ne": difference !== 0,
          "-lt": difference < 0,
          "-le": difference <= 0,
          "-gt": difference > 0,
          "-ge": difference >= 0,
        };
        return answers[word] ?? false;
      }
    }
  }

  #stat(path: string, follow = true): Stat | null {
    try {
      return follow ? this.#sys.stat(path) : this.#sys.lstat(path);
    } catch (thrown) {
      if (isErrno(thrown)) return null;
      throw thrown;
    }
  }

  #may(path: string, mode: number): boolean {
    try {
      this.#sys.access(path, mode);
      return true;
    } catch (thrown) {
      if (isErrno(thrown)) return false;
      throw thrown;
    }
  }
}

function numberOf(text: string): number {
  const number = integer(text.trim());
  if (number === null) throw new CommandFailure(`invalid integer '${text}'`, 2);
  return number;
}
