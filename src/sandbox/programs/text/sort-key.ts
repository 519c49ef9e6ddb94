/**
 * Keys of sort(1): `-k 2,2n -k 1.3r`, and the comparison they make. Text is compared by code points (the C locale).
 */
import { CommandFailure } from "../command/command.ts";

/** How to compare one key. */
export interface KeyOrder {
  readonly numeric: boolean;
  readonly general: boolean;
  readonly human: boolean;
  readonly month: boolean;
  readonly version: boolean;
  readonly fold: boolean;
  readonly dictionary: boolean;
  readonly blanks: boolean;
  readonly reverse: boolean;
}

/** Where a key begins and ends, in fields and characters from 1; `endField` null is the end of the line. */
export interface SortKey {
  readonly startField: number;
  readonly startCharacter: number;
  readonly endField: number | null;
  /** 0 is the end of the field. */
  readonly endCharacter: number;
  readonly order: KeyOrder;
}

/** Letters that say how to compare. */
export function orderOfLetters(letters: string): KeyOrder {
  return {
    numeric: letters.includes("n"),
    general: letters.includes("g"),
    human: letters.includes("h"),
    month: letters.includes("M"),
    version: letters.includes("V"),
    fold: letters.includes("f"),
    dictionary: letters.includes("d"),
    blanks: letters.includes("b"),
    reverse: letters.includes("r"),
  };
}

/** Reads `F[.C][OPTS][,F[.C][OPTS]]`; a key without letters takes the options of the whole. */
export function parseKey(text: string, otherwise: KeyOrder): SortKey {
  const match = /^(\d+)(?:\.(\d+))?([bdfghiMnrV]*)(?:,(\d+)(?:\.(\d+))?([bdfghiMnrV]*))?$/u.exec(text);
  if (!match) throw new CommandFailure(`invalid field specification '${text}'`, 2);
  const [, startField = "1", startCharacter = "1", first = "", endField, endCharacter = "0", second = ""] =
    match;
  if (Number(startField) === 0)
    throw new CommandFailure(`field number is zero: invalid field specification '${text}'`, 2);
  const letters = first + second;
  return {
    startField: Number(startField),
    startCharacter: Number(startCharacter) || 1,
    endField: endField === undefined ? null : Number(endField),
    endCharacter: Number(endCharacter),
    order: letters === "" ? otherwise : orderOfLetters(letters),
  };
}

/** What a key is of a line. */
export function keyText(line: string, key: SortKey, separator: string | null): string {
  const starts = fieldStarts(line, separator);
  const place = (field: number): number => starts[field - 1] ?? line.length;
  const skipBlanks = (at: number): number => {
    let next = at;
    while (key.order.blanks && (line[next] === " " || line[next] === "\t")) next += 1;
    return next;
  };
  const start = Math.min(line.length, skipBlanks(place(key.startField)) + key.startCharacter - 1);
  if (key.endField === null) return line.slice(start);
  const endOfField =
    (starts[key.endField] ?? line.length + (separator === null ? 0 : 1)) - (separator === null ? 0 : 1);
  const end =
    key.endCharacter === 0
      ? endOfField
      : Math.min(endOfField, skipBlanks(place(key.endField)) + key.endCharacter);
  return line.slice(start, Math.max(start, end));
}

/** Compares two texts as a key says, its reversal left out. */
export function compareTexts(a: string, b: string, order: KeyOrder): number {
  if (order.numeric) return numberOf(a) - numberOf(b);
  if (order.general) return generalNumber(a) - generalNumber(b);
  if (order.human) return humanNumber(a) - humanNumber(b);
  if (order.month) return monthNumber(a) - monthNumber(b);
  if (order.version) return compareVersions(a, b);
  const [left, right] = [folded(a, order), folded(b, order)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function folded(text: string, { fold, dictionary, blanks }: KeyOrder): string {
  const bare = blanks ? text.replace(/^[ \t]+/u, "") : text;
  const words = dictionary ? bare.replaceAll(/[^\p{L}\p{Nd} \t]/gu, "") : bare;
  return fold ? words.toUpperCase() : words;
}

function numberOf(text: string): number {
  return Number(/^\s*(-?\d*\.?\d+|-?\d+)/u.exec(text)?.[1] ?? 0);
}

/** What is no number comes first. */
function generalNumber(text: string): number {
  const number = Number.parseFloat(text);
  return Number.isNaN(number) ? Number.NEGATIVE_INFINITY : number;
}

function humanNumber(text: string): number {
  const [, digits = "0", suffix = ""] = /^\s*(-?\d*\.?\d+)([KMGTPEkmgtpe]?)/u.exec(text) ?? [];
  return Number(digits) * 1024 ** ("KMGTPE".indexOf(suffix.toUpperCase() || "-") + 1);
}

function monthNumber(text: string): number {
  const name = text.trimStart().slice(0, 3).toUpperCase();
  return ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"].indexOf(name);
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.match(/\d+|\D+/gu) ?? []);
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at++) {
    const [one = "", other = ""] = [left?.[at], right?.[at]];
    const bothNumbers = /^\d/u.test(one) && /^\d/u.test(other);
    const difference = bothNumbers ? Number(one) - Number(other) : one < other ? -1 : one > other ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return 0;
}

function fieldStarts(line: string, separator: string | null): readonly number[] {
  const starts = [0];
  if (separator === null) {
    // A field begins with the blanks before it.
    for (const { index, 0: blanks } of line.matchAll(/[ \t]+/gu))
      if (index > 0 || blanks === "") starts.push(index);
    return starts;
  }
  for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, at + 1)) starts.push(at + 1);
  return starts;
}
