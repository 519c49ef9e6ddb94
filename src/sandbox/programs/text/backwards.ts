/** tac(1), rev(1), nl(1): lines backwards, and numbered. */
import { program } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { LineReader } from "../command/input.ts";
import { value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";

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
