/** printf(1): text in a format. */
import type { Blocking } from "../../abi/blocking.ts";
import { CommandFailure, rawProgram, type Command } from "../command/command.ts";
import { UsageError } from "../command/options.ts";
import { unescaped } from "./escapes.ts";

export const printf = rawProgram(
  {
    usage: "FORMAT [ARGUMENT]...",
    about: "Print ARGUMENTs in FORMAT: %s %d %i %u %o %x %X %c %b %q %f %e %g %%.",
  },
  function* (command) {
    const [format, ...rest] = command.args[0] === "--" ? command.args.slice(1) : command.args;
    if (format === undefined) throw new UsageError("missing operand");
    const words = [...rest];
    do {
      const before = words.length;
      if (yield* once(command, format, words)) return command.status;
      // A format that takes nothing would never come to an end.
      if (words.length === before) break;
    } while (words.length > 0);
    return command.status;
  },
);

/** The format once; whether `\c` ended the output. */
function* once(command: Command, format: string, words: string[]): Blocking<boolean> {
  const pattern =
    /%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?([a-zA-Z%])|[^%\\]+|\\(?:c|0?[0-7]{1,3}|x[\da-fA-F]{1,2}|u[\da-fA-F]{1,4}|U[\da-fA-F]{1,8}|[^])|[^]/gu;
  for (const [whole, flags = "", widthText = "", precisionText, letter] of format.matchAll(pattern)) {
    if (letter === undefined) {
      const { text, stopped } = whole.startsWith("\\")
        ? unescaped(whole, "printf")
        : { text: whole, stopped: false };
      yield* command.out.print(text);
      if (stopped) return true;
      continue;
    }
    if (letter === "%") {
      yield* command.out.print("%");
      continue;
    }
    const star = function* (text: string): Blocking<number> {
      return text === "*" ? yield* numberOf(command, words.shift()) : Number(text || 0);
    };
    const width = yield* star(widthText);
    const precision = precisionText === undefined ? null : yield* star(precisionText);
    const left = flags.includes("-") || width < 0;
    const pad = (text: string, zero: boolean): string => {
      const size = Math.abs(width);
      if (left) return text.padEnd(size);
      if (!zero || !flags.includes("0")) return text.padStart(size);
      const sign = /^[-+ ]/u.exec(text)?.[0] ?? "";
      return sign + text.slice(sign.length).padStart(size - sign.length, "0");
    };
    if ("sbcq".includes(letter)) {
      const word = words.shift() ?? "";
      if (letter === "b") {
        const { text, stopped } = unescaped(word, "echo");
        yield* command.out.print(pad(precision === null ? text : text.slice(0, precision), false));
        if (stopped) return true;
      } else {
        const text = letter === "c" ? (Array.from(word)[0] ?? "") : letter === "q" ? shellQuoted(word) : word;
        yield* command.out.print(pad(precision === null ? text : text.slice(0, precision), false));
      }
      continue;
    }
    if (!/[diouxXfFeEgG]/u.test(letter))
      throw new CommandFailure(`%${letter}: invalid conversion specification`);
    const number = yield* numberOf(command, words.shift());
    const plus =
      number >= 0 && /[dieEfFgG]/u.test(letter)
        ? flags.includes("+")
          ? "+"
          : flags.includes(" ")
            ? " "
            : ""
        : "";
    yield* command.out.print(
      pad(
        plus + formattedNumber(number, letter, precision, flags.includes("#")),
        precision === null || /[eEfFgG]/u.test(letter),
      ),
    );
  }
  return false;
}

/** A number; `'x` is a character's code. What is no number is told and counts as 0. */
function* numberOf(command: Command, word: string | undefined): Blocking<number> {
  if (word === undefined || word === "") return 0;
  if (/^['"]/u.test(word)) return word.codePointAt(1) ?? 0;
  const octal = /^([-+]?)0([0-7]+)$/u.exec(word);
  const number = octal
    ? Number.parseInt(octal[2] ?? "0", 8) * (octal[1] === "-" ? -1 : 1)
    : Number(word.replace(/^\+/u, "").replace(/^(-)(0x)/iu, "$2"));
  if (!Number.isNaN(number)) return /^-0x/iu.test(word) ? -number : number;
  const start = /^[-+]?\d+(\.\d+)?/u.exec(word)?.[0];
  yield* command.complain(
    start === undefined ? `'${word}': expected a numeric value` : `'${word}': value not completely converted`,
  );
  return Number(start ?? 0);
}

/** A number as `%d`, `%x`, `%e`, `%g`… have it, without sign marks and width. */
export function formattedNumber(
  number: number,
  letter: string,
  precision: number | null,
  alternate: boolean,
): string {
  if (/[di]/u.test(letter)) {
    const digits = String(Math.abs(Math.trunc(number))).padStart(precision ?? 1, "0");
    return (number < 0 ? "-" : "") + digits;
  }
  if (/[ouxX]/u.test(letter)) {
    const radix = letter === "o" ? 8 : letter === "u" ? 10 : 16;
    const digits = BigInt.asUintN(64, BigInt(Math.trunc(number)))
      .toString(radix)
      .padStart(precision ?? 1, "0");
    const marked = (alternate ? ({ o: "0", x: "0x", X: "0x" }[letter] ?? "") : "") + digits;
    return letter === "X" ? marked.toUpperCase() : marked;
  }
  const places = precision ?? 6;
  if (/[fF]/u.test(letter)) return number.toFixed(places);
  const scientific = (digits: number): string =>
    number.toExponential(digits).replace(/e([-+])(\d)$/u, "e$10$2");
  if (/[eE]/u.test(letter)) return letter === "E" ? scientific(places).toUpperCase() : scientific(places);
  const significant = places || 1;
  const exponent = number === 0 ? 0 : Math.floor(Math.log10(Math.abs(number)));
  const text =
    exponent < -4 || exponent >= significant
      ? scientific(significant - 1).replace(/\.?0+e/u, "e")
      : number
          .toFixed(Math.max(0, significant - 1 - exponent))
          .replace(/(\.\d*?)0+$/u, "$1")
          .replace(/\.$/u, "");
  return letter === "G" ? text.toUpperCase() : text;
}

function shellQuoted(text: string): string {
  if (text === "") return "''";
  return /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
