/** diff(1): how one file becomes another, in the normal or the unified format. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { LineReader } from "../command/input.ts";
import { flag, optional, UsageError, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { baseName, joined } from "../files/path-text.ts";
import { formatTime } from "../host/date.ts";
import { lineChanges, type Change } from "./line-difference.ts";

export const diff = program(
  {
    usage: "[OPTION]... FILE1 FILE2",
    about: "Print what has to be changed to make FILE2 of FILE1.",
    usageStatus: 2,
    options: {
      unified: flag("-u", "with three lines around"),
      context: optional("-U[N], --unified[=N]", "with N lines around"),
      brief: flag("-q, --brief", "only whether they differ"),
      recursive: flag("-r, --recursive", "directories with everything below"),
      newFile: flag("-N, --new-file", "what is missing is empty"),
      ignoreCase: flag("-i, --ignore-case", "upper and lower case are the same"),
      ignoreBlanks: flag("-w, --ignore-all-space", "without blanks"),
      ignoreBlankChange: flag("-b, --ignore-space-change", "one blank is as many"),
      identical: flag("-s, --report-identical-files", "say when they are the same"),
      label: value("--label=TEXT", "instead of the first name"),
      text: flag("-a, --text", "ignored"),
    },
  },
  function* (command, { options, operands }) {
    const [first, second] = operands;
    if (first === undefined || second === undefined)
      throw new UsageError(`missing operand after '${first ?? "diff"}'`);
    if (operands[2] !== undefined) throw new UsageError(`extra operand '${operands[2]}'`);
    const around = options.unified
      ? 3
      : options.context === null
        ? null
        : options.context === ""
          ? 3
          : integerArgument(options.context, "context length", 2);
    const fold = (line: string): string => {
      const cased = options.ignoreCase ? line.toLowerCase() : line;
      return options.ignoreBlanks
        ? cased.replaceAll(/\s/gu, "")
        : options.ignoreBlankChange
          ? cased.replaceAll(/\s+/gu, " ").trimEnd()
          : cased;
    };
    const comparison = new Comparison(command, {
      around,
      brief: options.brief,
      recursive: options.recursive,
      newFile: options.newFile,
      identical: options.identical,
      fold,
      line: command.args.filter((word) => word.startsWith("-")).join(" "),
    });
    return (yield* comparison.compare(first, second, false)) ? 1 : command.status;
  },
);

interface DiffSettings {
  readonly around: number | null;
  readonly brief: boolean;
  readonly recursive: boolean;
  readonly newFile: boolean;
  readonly identical: boolean;
  readonly fold: (line: string) => string;
  readonly line: string;
}

interface Lines {
  readonly lines: readonly string[];
  readonly lacksEnd: boolean;
  readonly modifiedMs: number;
}

class Comparison {
  readonly #command: Command;
  readonly #settings: DiffSettings;

  constructor(command: Command, settings: DiffSettings) {
    this.#command = command;
    this.#settings = settings;
  }

  /** Whether they differ. */
  *compare(first: string, second: string, inside: boolean): Blocking<boolean> {
    const [one, other] = [this.#typeOf(first), this.#typeOf(second)];
    if (one === "directory" && other === "directory") return yield* this.#directories(first, second, inside);
    if (one === "directory") return yield* this.compare(joined(first, baseName(second)), second, inside);
    if (other === "directory") return yield* this.compare(first, joined(second, baseName(first)), inside);
    return yield* this.#files(first, second, inside);
  }

  #typeOf(path: string): string {
    if (path === "-") return "file";
    try {
      return this.#command.sys.stat(path).type;
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      if (this.#settings.newFile) return "missing";
      throw new CommandFailure(`${path}: ${thrown.message}`, 2);
    }
  }

  *#directories(first: string, second: string, inside: boolean): Blocking<boolean> {
    if (inside && !this.#settings.recursive) {
      yield* this.#command.out.line(`Common subdirectories: ${first} and ${second}`);
      return false;
    }
    const [left, right] = [yield* this.#names(first), yield* this.#names(second)];
    let differ = false;
    for (const name of [...new Set([...left, ...right])].toSorted()) {
      const missing = left.has(name) ? (right.has(name) ? null : first) : second;
      if (missing !== null && !this.#settings.newFile) {
        yield* this.#command.out.line(`Only in ${missing}: ${name}`);
        differ = true;
      } else if (yield* this.compare(joined(first, name), joined(second, name), true)) differ = true;
    }
    return differ;
  }

  *#names(path: string): Blocking<ReadonlySet<string>> {
    const { sys } = this.#command;
    const fd = yield* sys.open(path, { access: "read", directory: true, closeOnExec: true });
    const names = sys.readDirectory(fd).map(({ name }) => name);
    sys.close(fd);
    return new Set(names.filter((name) => name !== "." && name !== ".."));
  }

  *#files(first: string, second: string, inside: boolean): Blocking<boolean> {
    const { out } = this.#command;
    const { around, brief, identical, fold, line } = this.#settings;
    const [left, right] = [yield* this.#read(first), yield* this.#read(second)];
    // A missing end makes a different line.
    const keys = ({ lines, lacksEnd }: Lines): string[] =>
      lines.map((text, at) => fold(text) + (lacksEnd && at === lines.length - 1 ? "\0" : ""));
    const changes = yield* lineChanges(keys(left), keys(right));
    if (changes.length === 0) {
      if (identical) yield* out.line(`Files ${first} and ${second} are identical`);
      return false;
    }
    if (brief) {
      yield* out.line(`Files ${first} and ${second} differ`);
      return true;
    }
    if (inside) yield* out.line(`diff ${line === "" ? "" : `${line} `}${first} ${second}`);
    if (around === null) for (const change of changes) yield* this.#normal(change, left, right);
    else {
      const stamp = (ms: number): string => formatTime("%Y-%m-%d %H:%M:%S.%N +0000", ms);
      yield* out.line(`--- ${first}\t${stamp(left.modifiedMs)}`);
      yield* out.line(`+++ ${second}\t${stamp(right.modifiedMs)}`);
      for (const hunk of hunksOf(changes, around)) yield* this.#unified(hunk, around, left, right);
    }
    return true;
  }

  *#read(path: string): Blocking<Lines> {
    const { sys } = this.#command;
    if (this.#typeOf(path) === "missing") return { lines: [], lacksEnd: false, modifiedMs: 0 };
    const fd = path === "-" ? 0 : yield* sys.open(path, { access: "read", closeOnExec: true });
    const reader = new LineReader(sys, fd);
    const lines: string[] = [];
    let lacksEnd = false;
    for (let line = yield* reader.next(); line !== null; line = yield* reader.next()) {
      lines.push(line);
      lacksEnd = reader.lacksEnd;
    }
    const { modifiedMs } = sys.fstat(fd);
    if (fd !== 0) sys.close(fd);
    return { lines, lacksEnd, modifiedMs };
  }

  *#show(mark: string, { lines, lacksEnd }: Lines, start: number, end: number): Blocking<void> {
    for (let at = start; at < end; at++) {
      yield* this.#command.out.line(mark + (lines[at] ?? ""));
      if (lacksEnd && at === lines.length - 1) yield* this.#command.out.line("\\ No newline at end of file");
    }
  }

  *#normal(change: Change, left: Lines, right: Lines): Blocking<void> {
    const { fromStart, fromEnd, toStart, toEnd } = change;
    const range = (start: number, end: number): string =>
      end - start > 1 ? `${start + 1},${end}` : String(end > start ? start + 1 : start);
    const letter = fromStart === fromEnd ? "a" : toStart === toEnd ? "d" : "c";
    yield* this.#command.out.line(range(fromStart, fromEnd) + letter + range(toStart, toEnd));
    yield* this.#show("< ", left, fromStart, fromEnd);
    if (letter === "c") yield* this.#command.out.line("---");
    yield* this.#show("> ", right, toStart, toEnd);
  }

  *#unified(hunk: readonly Change[], around: number, left: Lines, right: Lines): Blocking<void> {
    const [first, last] = [hunk[0], hunk.at(-1)];
    if (!first || !last) return;
    const before = Math.min(around, first.fromStart);
    const fromStart = first.fromStart - before;
    const toStart = first.toStart - before;
    const after = Math.min(around, left.lines.length - last.fromEnd);
    const range = (start: number, end: number): string => {
      const count = end - start;
      return count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`;
    };
    yield* this.#command.out.line(
      `@@ -${range(fromStart, last.fromEnd + after)} +${range(toStart, last.toEnd + after)} @@`,
    );
    let at = fromStart;
    for (const change of hunk) {
      yield* this.#show(" ", left, at, change.fromStart);
      yield* this.#show("-", left, change.fromStart, change.fromEnd);
      yield* this.#show("+", right, change.toStart, change.toEnd);
      at = change.fromEnd;
    }
    yield* this.#show(" ", left, at, last.fromEnd + after);
  }
}

/** Changes that share lines around them belong together. */
function hunksOf(changes: readonly Change[], around: number): readonly (readonly Change[])[] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last && change.fromStart - last.fromEnd <= 2 * around) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks;
}
