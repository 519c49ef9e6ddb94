/** uniq(1), cut(1), paste(1), tee(1), seq(1), tac(1), rev(1), nl(1): simple filters. */
import { checkpoint, type Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, rawProgram } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { LineReader, readSome } from "../command/input.ts";
import { flag, optional, parseOptions, UsageError, value } from "../command/options.ts";
import { Output, writeAll } from "../command/output.ts";
import { integerArgument } from "../command/quantities.ts";
import { decodeText, encodeText } from "../command/text-encoding.ts";
import { parseRanges, selectRanges } from "./ranges.ts";

export const uniq = program(
  {
    usage: "[OPTION]... [INPUT [OUTPUT]]",
    about: "Of equal lines that follow each other, print one.",
    options: {
      count: flag("-c, --count", "how many before each"),
      repeated: flag("-d, --repeated", "only those that repeat"),
      all: flag("-D", "all of those that repeat"),
      unique: flag("-u, --unique", "only those that do not repeat"),
      ignoreCase: flag("-i, --ignore-case", "upper and lower case are the same"),
      skipFields: value("-f, --skip-fields=N", "compare without the first N fields"),
      skipCharacters: value("-s, --skip-chars=N", "compare without the first N characters"),
      width: value("-w, --check-chars=N", "compare N characters"),
      zero: flag("-z, --zero-terminated", "lines end with 0"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const [input = "-", output] = operands;
    if (operands[2] !== undefined) throw new UsageError(`extra operand '${operands[2]}'`);
    const number = (text: string | null, otherwise: number): number =>
      text === null ? otherwise : integerArgument(text, "number");
    const fields = number(options.skipFields, 0);
    const characters = number(options.skipCharacters, 0);
    const width = number(options.width, Infinity);
    const end = options.zero ? "\0" : "\n";
    const keyOf = (line: string): string => {
      const rest = line.replace(new RegExp(`^(?:[ \\t]*[^ \\t]+){0,${fields}}`, "u"), "").slice(characters);
      const key = width === Infinity ? rest : rest.slice(0, width);
      return options.ignoreCase ? key.toLowerCase() : key;
    };
    const target =
      output === undefined || output === "-"
        ? null
        : yield* sys.open(output, { access: "write", create: true, truncate: true }, 0o666);
    const out = target === null ? command.out : new Output(sys, target);
    yield* eachFile(command, [input], function* (fd) {
      const lines = new LineReader(sys, fd, end.charCodeAt(0));
      const state: { group: { readonly first: string; readonly key: string; count: number } | null } = {
        group: null,
      };
      const finish = function* (): Blocking<void> {
        const { group } = state;
        if (
          !group ||
          (options.repeated && group.count < 2) ||
          (options.unique && group.count > 1) ||
          options.all
        )
          return;
        yield* out.print(`${options.count ? `${String(group.count).padStart(7)} ` : ""}${group.first}${end}`);
      };
      for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
        const key = keyOf(line);
        const { group } = state;
        if (group?.key === key) {
          group.count += 1;
          if (options.all) yield* out.print((group.count === 2 ? group.first + end : "") + line + end);
        } else {
          yield* finish();
          state.group = { first: line, key, count: 1 };
        }
      }
      yield* finish();
    });
    yield* out.flush();
  },
);

export const cut = program(
  {
    usage: "-b LIST | -c LIST | -f LIST [-d C] [-s] [FILE]...",
    about: "Print parts of lines. LIST: 1,3-5,7-",
    options: {
      bytes: value("-b, --bytes=LIST", "these bytes"),
      characters: value("-c, --characters=LIST", "these characters"),
      fields: value("-f, --fields=LIST", "these fields"),
      delimiter: value("-d, --delimiter=C", "between fields (default: tab)"),
      only: flag("-s, --only-delimited", "no lines without C"),
      complement: flag("--complement", "all others"),
      output: value("--output-delimiter=TEXT", "between what is printed"),
      whole: flag("-n", "ignored"),
      zero: flag("-z, --zero-terminated", "lines end with 0"),
    },
  },
  function* (command, { options, operands }) {
    const given = [options.bytes, options.characters, options.fields].filter((list) => list !== null);
    const [list] = given;
    if (list === undefined) throw new UsageError("you must specify a list of bytes, characters, or fields");
    if (given.length > 1) throw new UsageError("only one type of list may be specified");
    const delimiter = options.delimiter ?? "\t";
    if (Array.from(delimiter).length > 1) throw new UsageError("the delimiter must be a single character");
    const ranges = parseRanges(list, options.fields === null ? "byte/character positions" : "fields");
    const end = options.zero ? "\0" : "\n";
    const cutLine = (line: string): string | null => {
      if (options.fields !== null) {
        if (!line.includes(delimiter)) return options.only ? null : line;
        const parts = selectRanges(line.split(delimiter), ranges, options.complement);
        return parts
          .map(({ items }) => items.join(options.output ?? delimiter))
          .join(options.output ?? delimiter);
      }
      if (options.bytes === null) {
        return selectRanges(Array.from(line), ranges, options.complement)
          .map(({ items }) => items.join(""))
          .join(options.output ?? "");
      }
      const parts = selectRanges(Array.from(encodeText(line)), ranges, options.complement);
      return parts.map(({ items }) => decodeText(Uint8Array.from(items))).join(options.output ?? "");
    };
    yield* eachFile(command, operands, function* (fd) {
      const lines = new LineReader(command.sys, fd, end.charCodeAt(0));
      for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
        const text = cutLine(line);
        if (text !== null) yield* command.out.print(text + end);
      }
    });
  },
);

export const paste = program(
  {
    usage: "[-s] [-d LIST] [FILE]...",
    about: "Print lines of FILEs side by side.",
    options: {
      serial: flag("-s, --serial", "each FILE in one line"),
      delimiters: value("-d, --delimiters=LIST", "between them (default: tab)"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const marks = Array.from(
      (options.delimiters ?? "\t")
        .replaceAll(String.raw`\t`, "\t")
        .replaceAll(String.raw`\n`, "\n")
        .replaceAll(String.raw`\0`, "\0"),
    );
    const markAt = (at: number): string => {
      const mark = marks[at % Math.max(1, marks.length)] ?? "";
      return mark === "\0" ? "" : mark;
    };
    if (options.serial) {
      yield* eachFile(command, operands, function* (fd) {
        const lines = new LineReader(sys, fd);
        let at = 0;
        for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
          yield* command.out.print((at === 0 ? "" : markAt(at - 1)) + line);
          at += 1;
        }
        yield* command.out.line("");
      });
      return;
    }
    const standard = new LineReader(sys, 0);
    const readers: LineReader[] = [];
    for (const name of operands.length > 0 ? operands : ["-"]) {
      if (name === "-") readers.push(standard);
      else readers.push(new LineReader(sys, yield* openNamed(name)));
    }
    for (;;) {
      const cells: (string | null)[] = [];
      for (const reader of readers) cells.push(yield* reader.next());
      if (cells.every((cell) => cell === null)) return;
      yield* command.out.line(
        cells.map((cell, at) => (at === 0 ? "" : markAt(at - 1)) + (cell ?? "")).join(""),
      );
    }

    function* openNamed(name: string): Blocking<number> {
      try {
        return yield* sys.open(name, { access: "read", closeOnExec: true });
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        throw new CommandFailure(`${name}: ${thrown.message}`);
      }
    }
  },
);

export const tee = program(
  {
    usage: "[-ai] [FILE]...",
    about: "Copy standard input to standard output and to FILEs.",
    options: {
      append: flag("-a, --append", "behind what is there"),
      ignore: flag("-i, --ignore-interrupts", "ignore ^C"),
      pipe: optional("-p, --output-error[=MODE]", "ignored"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    if (options.ignore) sys.sigaction("SIGINT", "ignore");
    const targets: { readonly fd: number; readonly name: string }[] = [{ fd: 1, name: "standard output" }];
    for (const name of operands) {
      try {
        const fd = yield* sys.open(
          name,
          {
            access: "write",
            create: true,
            truncate: !options.append,
            append: options.append,
            closeOnExec: true,
          },
          0o666,
        );
        targets.push({ fd, name });
      } catch (thrown) {
        yield* command.refused(thrown, name);
      }
    }
    for (let bytes = yield* readSome(sys, 0); bytes.length > 0; bytes = yield* readSome(sys, 0)) {
      for (const target of targets.slice()) {
        try {
          yield* writeAll(sys, target.fd, bytes);
        } catch (thrown) {
          // The others still get everything.
          yield* command.refused(thrown, target.name);
          targets.splice(targets.indexOf(target), 1);
        }
      }
    }
  },
);

const seqOptions = {
  format: value("-f, --format=FORMAT", "as printf(3): %g, %.2f, %05.1f"),
  separator: value("-s, --separator=TEXT", "between numbers (default: newline)"),
  equal: flag("-w, --equal-width", "with zeros before"),
};

export const seq = rawProgram(
  {
    usage: "[OPTION]... [FIRST [STEP]] LAST",
    about: "Print the numbers from FIRST to LAST.",
    options: seqOptions,
  },
  function* (command) {
    // Negative numbers are no options.
    const at = command.args.findIndex((word) => /^-[.\d]/u.test(word));
    const { options, operands } = parseOptions(
      seqOptions,
      at < 0 ? command.args : command.args.toSpliced(at, 0, "--"),
      true,
    );
    if (operands.length === 0) throw new UsageError("missing operand");
    if (operands[3] !== undefined) throw new UsageError(`extra operand '${operands[3]}'`);
    const numbers = operands.map((text) => {
      const number = Number(text);
      if (text.trim() === "" || Number.isNaN(number))
        throw new UsageError(`invalid floating point argument: '${text}'`);
      return number;
    });
    const last = numbers.at(-1) ?? 1;
    const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
    const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
    if (step === 0) throw new UsageError(`invalid Zero increment value: '${operands[1] ?? ""}'`);
    const places = (text: string | undefined): number => (text?.split(".")[1] ?? "").length;
    const decimals = Math.max(
      places(operands.length > 1 ? operands[0] : "1"),
      places(operands.length > 2 ? operands[1] : "1"),
    );
    const width = Math.max(first.toFixed(decimals).length, last.toFixed(decimals).length);
    const custom = options.format === null ? null : numberFormat(options.format);
    const format = (number: number): string => {
      if (custom) return custom(number);
      const text = number.toFixed(decimals);
      if (!options.equal) return text;
      return text.startsWith("-") ? `-${text.slice(1).padStart(width - 1, "0")}` : text.padStart(width, "0");
    };
    const separator = options.separator ?? "\n";
    const count = Math.floor((last - first) / step + 1e-10) + 1;
    for (let index = 0; index < count; index++) {
      if (index % 256 === 255) yield checkpoint;
      yield* command.out.print((index > 0 ? separator : "") + format(first + index * step));
    }
    if (count > 0) yield* command.out.print("\n");
  },
);

/** `%g`, `%.2f`, `x%05.1fy`. */
function numberFormat(format: string): (number: number) => string {
  const match = /^((?:[^%]|%%)*)%([-+ 0]*)(\d*)(?:\.(\d+))?([eEfgG])((?:[^%]|%%)*)$/u.exec(format);
  if (!match) throw new CommandFailure(`format '${format}' has no or too many % directives`);
  const [, before = "", flags = "", width = "", precision, letter = "g", after = ""] = match;
  return (number) => {
    const digits = precision === undefined ? 6 : Number(precision);
    const text = /[eE]/u.test(letter)
      ? number.toExponential(digits)
      : letter === "f"
        ? number.toFixed(digits)
        : String(Number(number.toPrecision(digits || 1)));
    const size = Number(width || 0);
    const padded = flags.includes("-")
      ? text.padEnd(size)
      : text.padStart(size, flags.includes("0") ? "0" : " ");
    return before.replaceAll("%%", "%") + padded + after.replaceAll("%%", "%");
  };
}

export const tac = program(
  { usage: "[FILE]...", about: "Print lines backwards, the last one first.", options: {} },
  function* (command, { operands }) {
    yield* eachFile(command, operands, function* (fd) {
      const reader = new LineReader(command.sys, fd);
      const lines: string[] = [];
      let lacksEnd = false;
      for (let line = yield* reader.next(); line !== null; line = yield* reader.next()) {
        lacksEnd = reader.lacksEnd;
        lines.push(line);
      }
      for (let at = lines.length - 1; at >= 0; at--) {
        yield* command.out.print((lines[at] ?? "") + (lacksEnd && at === lines.length - 1 ? "" : "\n"));
      }
    });
  },
);

export const rev = program(
  { usage: "[FILE]...", about: "Print each line backwards.", options: {} },
  function* (command, { operands }) {
    yield* eachFile(command, operands, function* (fd) {
      const reader = new LineReader(command.sys, fd);
      for (let line = yield* reader.next(); line !== null; line = yield* reader.next()) {
        yield* command.out.line(Array.from(line).toReversed().join(""));
      }
    });
  },
);

export const nl = program(
  {
    usage: "[-b STYLE] [-w N] [-s TEXT] [-v N] [FILE]...",
    about: "Number lines.",
    options: {
      style: value("-b, --body-numbering=STYLE", "a all, t those that are not empty, n none"),
      width: value("-w, --number-width=N", "default 6"),
      separator: value("-s, --number-separator=TEXT", "default: tab"),
      start: value("-v, --starting-line-number=N", "default 1"),
    },
  },
  function* (command, { options, operands }) {
    const width = integerArgument(options.width ?? "6", "line number field width");
    const separator = options.separator ?? "\t";
    let number = integerArgument(options.start ?? "1", "starting line number");
    yield* eachFile(command, operands, function* (fd) {
      const reader = new LineReader(command.sys, fd);
      for (let line = yield* reader.next(); line !== null; line = yield* reader.next()) {
        const counts = options.style === "a" || (options.style !== "n" && line !== "");
        yield* command.out.line(
          counts
            ? `${String(number).padStart(width)}${separator}${line}`
            : " ".repeat(width + separator.length) + line,
        );
        if (counts) number += 1;
      }
    });
  },
);
