/** wc(1): counts lines, words, characters and bytes. */
import type { Blocking } from "../../abi/blocking.ts";
import { program, type Command } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { readSome } from "../command/input.ts";
import { flag } from "../command/options.ts";

interface Counts {
  lines: number;
  words: number;
  characters: number;
  bytes: number;
  longest: number;
}

export const wc = program(
  {
    usage: "[-lwcmL] [FILE]...",
    about: "Count lines, words and bytes.",
    options: {
      bytes: flag("-c, --bytes", "bytes"),
      characters: flag("-m, --chars", "characters"),
      lines: flag("-l, --lines", "lines"),
      longest: flag("-L, --max-line-length", "length of the longest line"),
      words: flag("-w, --words", "words"),
    },
  },
  function* (command, { options, operands }) {
    const { lines, words, characters, bytes, longest } = options;
    const chosen: readonly (keyof Counts)[] =
      lines || words || characters || bytes || longest
        ? [
            ...(lines ? (["lines"] as const) : []),
            ...(words ? (["words"] as const) : []),
            ...(characters ? (["characters"] as const) : []),
            ...(bytes ? (["bytes"] as const) : []),
            ...(longest ? (["longest"] as const) : []),
          ]
        : ["lines", "words", "bytes"];
    const total: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
    const rows: { readonly counts: Counts; readonly name: string }[] = [];
    let hasStream = operands.length === 0;
    yield* eachFile(command, operands, function* (fd, name) {
      hasStream ||= command.sys.fstat(fd).type !== "file";
      const counts = yield* count(
        command,
        fd,
        chosen.every((key) => key === "bytes" || key === "lines"),
      );
      for (const key of ["lines", "words", "characters", "bytes"] as const) total[key] += counts[key];
      total.longest = Math.max(total.longest, counts.longest);
      rows.push({ counts, name: operands.length === 0 ? "" : name });
    });
    if (operands.length > 1) rows.push({ counts: total, name: "total" });
    // As GNU: as wide as the total of bytes, at least seven where a size is not known before.
    const single = rows.length === 1 && chosen.length === 1;
    const width = single ? 1 : Math.max(hasStream ? 7 : 1, String(total.bytes).length);
    for (const { counts, name } of rows) {
      const cells = chosen.map((key) => String(counts[key]).padStart(width)).join(" ");
      yield* command.out.line(name === "" ? cells : `${cells} ${name}`);
    }
  },
);

function* count({ sys }: Command, fd: number, linesAndBytesOnly: boolean): Blocking<Counts> {
  const counts: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
  let inWord = false;
  let column = 0;
  for (let bytes = yield* readSome(sys, fd); bytes.length > 0; bytes = yield* readSome(sys, fd)) {
    counts.bytes += bytes.length;
    if (linesAndBytesOnly) {
      for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) counts.lines += 1;
      continue;
    }
    for (const byte of bytes) {
      // A byte of the inside of a character counts nowhere.
      if ((byte & 0xc0) === 0x80) continue;
      counts.characters += 1;
      const isSpace = byte === 0x20 || (byte >= 9 && byte <= 13);
      if (!isSpace && !inWord) counts.words += 1;
      inWord = !isSpace;
      if (byte === 10) {
        counts.lines += 1;
        column = 0;
      } else if (byte === 9) column += 8 - (column % 8);
      else if (byte === 13) column = 0;
      else if (byte >= 0x20 && byte !== 0x7f) column += 1;
      if (column > counts.longest) counts.longest = column;
    }
  }
  return counts;
}
