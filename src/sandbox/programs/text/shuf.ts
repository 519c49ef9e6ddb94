/** shuf(1): lines in an order of chance. */
import type { Blocking } from "../../abi/blocking.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { LineReader, readSome } from "../command/input.ts";
import { flag, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";

export const shuf = program(
  {
    usage: "[OPTION]... [FILE] | -e [WORD]... | -i LOW-HIGH",
    about: "Print lines in an order of chance.",
    options: {
      echo: flag("-e, --echo", "words of the command line instead of lines"),
      range: value("-i, --input-range=LOW-HIGH", "these numbers"),
      count: value("-n, --head-count=N", "N at most"),
      repeat: flag("-r, --repeat", "each may come again, for ever without -n"),
    },
  },
  function* (command, { options, operands }) {
    const lines = yield* given(command, options.echo, options.range, operands);
    const most =
      options.count === null
        ? Number.POSITIVE_INFINITY
        : integerArgument(options.count, "invalid line count");
    const chance = yield* command.sys.open("/dev/urandom", { access: "read", closeOnExec: true });
    const below = function* (bound: number): Blocking<number> {
      const bytes = yield* readSome(command.sys, chance, 6);
      return bytes.reduce((sum, byte) => sum * 256 + byte, 0) % bound;
    };
    if (options.repeat) {
      if (lines.length === 0) throw new CommandFailure("no lines to repeat");
      for (let leftToPrint = most; leftToPrint > 0; leftToPrint -= 1)
        yield* command.out.line(lines[yield* below(lines.length)] ?? "");
      return;
    }
    const left = [...lines];
    for (let leftToPrint = most; left.length > 0 && leftToPrint > 0; leftToPrint -= 1) {
      const at = yield* below(left.length);
      yield* command.out.line(left[at] ?? "");
      left[at] = left.at(-1) ?? "";
      left.pop();
    }
  },
);

function* given(
  command: Command,
  echo: boolean,
  range: string | null,
  operands: readonly string[],
): Blocking<readonly string[]> {
  if (echo) return operands;
  if (range !== null) {
    const [, low, high] = /^(\d+)-(\d+)$/u.exec(range) ?? [];
    if (low === undefined || Number(high) < Number(low) - 1)
      throw new CommandFailure(`invalid input range: '${range}'`);
    if (Number(high) - Number(low) > 1_000_000) throw new CommandFailure(`too many numbers in '${range}'`);
    return Array.from({ length: Number(high) - Number(low) + 1 }, (_, at) => String(Number(low) + at));
  }
  if (operands.length > 1) throw new CommandFailure(`extra operand '${operands[1] ?? ""}'`);
  const lines: string[] = [];
  yield* eachFile(command, operands, function* (fd) {
    const reader = new LineReader(command.sys, fd);
    for (let line = yield* reader.next(); line !== null; line = yield* reader.next()) lines.push(line);
  });
  return lines;
}
