/** uniq(1): of equal lines that follow each other, one. */
import type { Blocking } from "../../abi/blocking.ts";
import { program } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { LineReader } from "../command/input.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { Output } from "../command/output.ts";
import { integerArgument } from "../command/quantities.ts";

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
