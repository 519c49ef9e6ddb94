/** cut(1): parts of lines. */
import { program } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { LineReader } from "../command/input.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { decodeText, encodeText } from "../command/text-encoding.ts";
import { parseRanges, selectRanges } from "./ranges.ts";

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
