/**
 * Expressions of find(1) as a tree of tests and actions. Parses; knows nothing of walking.
 */
import { CommandFailure } from "../command/command.ts";
import { globPattern } from "../text/glob-pattern.ts";
import { compilePattern } from "../text/posix-pattern.ts";
import { comparison, depthArgument } from "./find-arguments.ts";
import type { FindNode, FindRequest } from "./find-node.ts";

/** Reads the words behind the paths. */
export function parseFind(words: readonly string[]): FindRequest {
  return new FindParser(words).run();
}

class FindParser {
  readonly #words: string[];
  #minDepth = 0;
  #maxDepth = Infinity;
  #depthFirst = false;
  #oneSystem = false;
  #acts = false;

  constructor(words: readonly string[]) {
    this.#words = [...words];
  }

  run(): FindRequest {
    const print: FindNode = { kind: "print", end: "\n", file: null };
    const tree = this.#words.length === 0 ? print : this.#comma();
    if (this.#words.length > 0)
      throw new CommandFailure(
        this.#words[0] === ")" ? "you have too many ')'" : `unexpected argument '${this.#words[0] ?? ""}'`,
      );
    const node: FindNode = this.#acts || tree === print ? tree : { kind: "and", left: tree, right: print };
    return {
      node,
      minDepth: this.#minDepth,
      maxDepth: this.#maxDepth,
      depthFirst: this.#depthFirst,
      oneSystem: this.#oneSystem,
    };
  }

  #comma(): FindNode {
    let left = this.#or();
    while (this.#words[0] === ",") {
      this.#words.shift();
      left = { kind: "comma", left, right: this.#or() };
    }
    return left;
  }

  #or(): FindNode {
    let left = this.#and();
    while (this.#words[0] === "-o" || this.#words[0] === "-or") {
      this.#words.shift();
      left = { kind: "or", left, right: this.#and() };
    }
    return left;
  }

  #and(): FindNode {
    let left = this.#not();
    for (;;) {
      const [word] = this.#words;
      if (word === undefined || word === ")" || word === "," || word === "-o" || word === "-or") return left;
      if (word === "-a" || word === "-and") this.#words.shift();
      left = { kind: "and", left, right: this.#not() };
    }
  }

  #not(): FindNode {
    const [word] = this.#words;
    if (word === "!" || word === "-not") {
      this.#words.shift();
      return { kind: "not", of: this.#not() };
    }
    if (word !== "(") return this.#primary();
    this.#words.shift();
    const inner = this.#comma();
    if (this.#words.shift() !== ")")
      throw new CommandFailure(
        "invalid expression; I was expecting to find a ')' somewhere but did not see one.",
      );
    return inner;
  }

  #primary(): FindNode {
    const word = this.#words.shift();
    if (word === undefined) throw new CommandFailure("invalid expression: a test is missing");
    const argument = (): string => {
      const text = this.#words.shift();
      if (text === undefined) throw new CommandFailure(`missing argument to '${word}'`);
      return text;
    };
    const act = (node: FindNode): FindNode => {
      this.#acts = true;
      return node;
    };
    const always: FindNode = { kind: "constant", value: true };
    const times = { a: "accessedMs", m: "modifiedMs", c: "changedMs" } as const;
    const time = /^-([amc])(time|min)$/u.exec(word);
    if (time) {
      const which = Object.entries(times).find(([letter]) => letter === time[1])?.[1] ?? "modifiedMs";
      return {
        kind: "time",
        which,
        unitMs: time[2] === "min" ? 60_000 : 86_400_000,
        than: comparison(argument(), word),
      };
    }
    switch (word) {
      case "-name":
        return { kind: "name", pattern: globPattern(argument()) };
      case "-iname":
        return { kind: "name", pattern: new RegExp(globPattern(argument()).source, "iu") };
      case "-path":
      case "-wholename":
        return { kind: "path", pattern: globPattern(argument()) };
      case "-ipath":
        return { kind: "path", pattern: new RegExp(globPattern(argument()).source, "iu") };
      case "-regex":
        return {
          kind: "path",
          pattern: new RegExp(`^(?:${compilePattern(argument(), "basic", "", 1).source})$`, "u"),
        };
      case "-lname":
        return { kind: "link", pattern: globPattern(argument()) };
      case "-type":
      case "-xtype": {
        const letters = argument().split(",");
        const unknown = letters.find((letter) => !/^[fdlpscb]$/u.test(letter));
        if (unknown !== undefined) throw new CommandFailure(`Unknown argument to -type: ${unknown}`);
        return { kind: "type", letters };
      }
      case "-size": {
        const [, amount = "", unit = "b"] = /^([+-]?\d+)([bcwkMG]?)$/u.exec(argument()) ?? [];
        const units: Readonly<Record<string, number>> = {
          "": 512,
          b: 512,
          c: 1,
          w: 2,
          k: 1024,
          M: 1024 ** 2,
          G: 1024 ** 3,
        };
        return { kind: "size", unit: units[unit] ?? 512, than: comparison(amount, word) };
      }
      case "-newer":
        return { kind: "newer", file: argument() };
      case "-links":
      case "-inum":
      case "-uid":
      case "-gid": {
        const which = ({ "-links": "links", "-inum": "inode", "-uid": "uid", "-gid": "gid" } as const)[word];
        return { kind: "number", which, than: comparison(argument(), word) };
      }
      case "-user":
        return { kind: "user", name: argument() };
      case "-group":
        return { kind: "group", name: argument() };
      case "-nouser":
        return { kind: "no-user" };
      case "-nogroup":
        return { kind: "no-group" };
      case "-perm": {
        const text = argument();
        const how = text.startsWith("-") ? "all" : text.startsWith("/") ? "any" : "exact";
        return { kind: "perm", how, mode: how === "exact" ? text : text.slice(1) };
      }
      case "-readable":
        return { kind: "access", mode: 4 };
      case "-writable":
        return { kind: "access", mode: 2 };
      case "-executable":
        return { kind: "access", mode: 1 };
      case "-empty":
        return { kind: "empty" };
      case "-true":
        return always;
      case "-false":
        return { kind: "constant", value: false };
      case "-prune":
        return { kind: "prune" };
      case "-quit":
        return act({ kind: "quit" });
      case "-delete":
        this.#depthFirst = true;
        return act({ kind: "delete" });
      case "-ls":
        return act({ kind: "list" });
      case "-print":
        return act({ kind: "print", end: "\n", file: null });
      case "-print0":
        return act({ kind: "print", end: "\0", file: null });
      case "-fprint":
        return act({ kind: "print", end: "\n", file: argument() });
      case "-printf":
        return act({ kind: "format", text: argument() });
      case "-exec":
      case "-ok":
      case "-execdir":
        return act(this.#exec(word));
      case "-depth":
      case "-d":
        this.#depthFirst = true;
        return always;
      case "-xdev":
      case "-mount":
        this.#oneSystem = true;
        return always;
      case "-follow":
      case "-noleaf":
        return always;
      case "-mindepth":
        this.#minDepth = depthArgument(argument(), word);
        return always;
      case "-maxdepth":
        this.#maxDepth = depthArgument(argument(), word);
        return always;
      default:
        throw new CommandFailure(
          word.startsWith("-") ? `unknown predicate '${word}'` : `paths must precede expression: '${word}'`,
        );
    }
  }

  #exec(word: string): FindNode {
    const argv: string[] = [];
    for (;;) {
      const next = this.#words.shift();
      if (next === undefined) throw new CommandFailure(`missing argument to '${word}'`);
      const many = next === "+" && argv.at(-1) === "{}";
      if (next === ";" || many) {
        if (argv.length === 0) throw new CommandFailure(`invalid argument '${next}' to '${word}'`);
        return {
          kind: "exec",
          argv: many ? argv.slice(0, -1) : argv,
          many,
          ask: word === "-ok",
          inFolder: word === "-execdir",
        };
      }
      argv.push(next);
    }
  }
}
