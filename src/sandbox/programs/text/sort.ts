/** sort(1): lines in order. */
import { checkpoint, type Blocking } from "../../abi/blocking.ts";
import { CommandFailure, program } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { LineReader } from "../command/input.ts";
import { flag, value, values } from "../command/options.ts";
import { Output } from "../command/output.ts";
import { compareTexts, keyText, orderOfLetters, parseKey, type KeyOrder, type SortKey } from "./sort-key.ts";

export const sort = program(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Print the lines of all FILEs in order.",
    usageStatus: 2,
    options: {
      blanks: flag("-b, --ignore-leading-blanks", "without blanks before"),
      dictionary: flag("-d, --dictionary-order", "letters, digits and blanks alone"),
      fold: flag("-f, --ignore-case", "upper and lower case are the same"),
      general: flag("-g, --general-numeric-sort", "by numbers with exponents"),
      human: flag("-h, --human-numeric-sort", "by numbers like 2K 1G"),
      month: flag("-M, --month-sort", "by names of months"),
      numeric: flag("-n, --numeric-sort", "by numbers"),
      version: flag("-V, --version-sort", "by versions"),
      reverse: flag("-r, --reverse", "backwards"),
      check: flag("-c, --check", "only see whether it is in order"),
      quietCheck: flag("-C", "the same without a word"),
      keys: values("-k, --key=KEY", "by fields: 2,2n"),
      merge: flag("-m, --merge", "the FILEs are in order already"),
      output: value("-o, --output=FILE", "into FILE"),
      stable: flag("-s, --stable", "equals stay as they were"),
      separator: value("-t, --field-separator=C", "between fields"),
      unique: flag("-u, --unique", "of equals only the first"),
      zero: flag("-z, --zero-terminated", "lines end with 0"),
      buffer: value("-S, --buffer-size=SIZE", "ignored"),
      temporary: value("-T, --temporary-directory=DIR", "ignored"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const whole = orderOfLetters(
      Object.entries({
        b: options.blanks,
        d: options.dictionary,
        f: options.fold,
        g: options.general,
        h: options.human,
        M: options.month,
        n: options.numeric,
        r: options.reverse,
        V: options.version,
      })
        .flatMap(([letter, isSet]) => (isSet ? [letter] : []))
        .join(""),
    );
    const separator =
      options.separator === String.raw`\t`
        ? "\t"
        : options.separator === String.raw`\0`
          ? "\0"
          : options.separator;
    if (separator !== null && Array.from(separator).length !== 1)
      throw new CommandFailure(separator === "" ? "empty tab" : `multi-character tab '${separator}'`, 2);
    const keys = options.keys.map((text) => parseKey(text, whole));
    const compare = comparison(keys, whole, separator, options.stable || options.unique);
    const end = options.zero ? 0 : 10;
    const lines: string[] = [];
    let disorder: string | null = null;
    yield* eachFile(
      command,
      operands,
      function* (fd, name) {
        const reader = new LineReader(sys, fd, end);
        let number = 0;
        for (let line = yield* reader.next(); line !== null; line = yield* reader.next()) {
          number += 1;
          const before = lines.at(-1);
          if ((options.check || options.quietCheck) && before !== undefined) {
            const order = compare(before, line);
            if (order > 0 || (options.unique && order === 0)) {
              disorder ??= `${name}:${number}: disorder: ${line}`;
              return;
            }
            lines.length = 0;
          }
          lines.push(line);
        }
      },
      2,
    );
    if (command.status !== 0) return 2;
    if (options.check || options.quietCheck) {
      if (disorder === null) return 0;
      if (!options.quietCheck) yield* command.complain(disorder);
      return 1;
    }
    const ordered = yield* mergeSorted(lines, compare);
    const file =
      options.output === null
        ? null
        : yield* sys.open(options.output, { access: "write", create: true, truncate: true }, 0o666);
    const out = file === null ? command.out : new Output(sys, file);
    let last: string | null = null;
    for (const line of ordered) {
      if (options.unique && last !== null && compare(last, line) === 0) continue;
      last = line;
      yield* out.print(line + String.fromCharCode(end));
    }
    yield* out.flush();
    return 0;
  },
);

/** The order of keys, then, if nothing is stable, that of the whole line. */
function comparison(
  keys: readonly SortKey[],
  whole: KeyOrder,
  separator: string | null,
  stable: boolean,
): (a: string, b: string) => number {
  const plain = orderOfLetters("");
  return (a, b) => {
    if (keys.length === 0) {
      const order = compareTexts(a, b, whole);
      if (order !== 0 || stable) return whole.reverse ? -order : order;
    }
    for (const key of keys) {
      const order = compareTexts(keyText(a, key, separator), keyText(b, key, separator), key.order);
      if (order !== 0) return key.order.reverse ? -order : order;
    }
    if (stable) return 0;
    const order = compareTexts(a, b, plain);
    return whole.reverse ? -order : order;
  };
}

/** A stable merge sort that gives way: the engine's own would keep the processor for as long as it takes. */
function* mergeSorted(
  lines: readonly string[],
  compare: (a: string, b: string) => number,
): Blocking<readonly string[]> {
  const runLength = 512;
  let runs: string[][] = [];
  for (let at = 0; at < lines.length; at += runLength) {
    runs.push(lines.slice(at, at + runLength).toSorted(compare));
    yield checkpoint;
  }
  while (runs.length > 1) {
    const merged: string[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* mergeTwo(runs[at] ?? [], runs[at + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergeTwo(
  left: readonly string[],
  right: readonly string[],
  compare: (a: string, b: string) => number,
): Blocking<string[]> {
  const merged: string[] = [];
  let [leftAt, rightAt] = [0, 0];
  while (leftAt < left.length && rightAt < right.length) {
    if (merged.length % 512 === 511) yield checkpoint;
    const [one = "", other = ""] = [left[leftAt], right[rightAt]];
    if (compare(one, other) <= 0) {
      merged.push(one);
      leftAt += 1;
    } else {
      merged.push(other);
      rightAt += 1;
    }
  }
  for (; leftAt < left.length; leftAt++) merged.push(left[leftAt] ?? "");
  for (; rightAt < right.length; rightAt++) merged.push(right[rightAt] ?? "");
  return merged;
}
