/**
 * Awk's functions on numbers and texts that change nothing and wait for nothing. Knows nothing of variables.
 */
import { formatTime } from "../host/date.ts";
import { sprintf } from "./awk-format.ts";
import { numberOf, textOf, type Value } from "./awk-value.ts";

type Numeric = (...given: number[]) => number;

const bits = (value: number): bigint => BigInt(Math.trunc(Math.max(0, value) || 0));

const numeric: Readonly<Record<string, Numeric>> = {
  atan2: (y = 0, x = 0) => Math.atan2(y, x),
  cos: (x = 0) => Math.cos(x),
  sin: (x = 0) => Math.sin(x),
  exp: (x = 0) => Math.exp(x),
  log: (x = 0) => Math.log(x),
  sqrt: (x = 0) => Math.sqrt(x),
  int: (x = 0) => Math.trunc(x),
  and: (...given) => Number(given.map(bits).reduce((one, other) => one & other)),
  or: (...given) => Number(given.map(bits).reduce((one, other) => one | other)),
  xor: (...given) => Number(given.map(bits).reduce((one, other) => one ^ other)),
  compl: (x = 0) => Number(bits(x) ^ ((1n << 53n) - 1n)),
  lshift: (x = 0, by = 0) => Number(bits(x) << bits(Math.min(by, 1000))),
  rshift: (x = 0, by = 0) => Number(bits(x) >> bits(by)),
};

/** What the function `name` makes of values; `null` where it is none of these. `format` is CONVFMT. */
export function pureFunction(
  name: string,
  given: readonly Value[],
  format: string,
  epochMs: () => number,
): Value | null {
  const counted = numeric[name];
  if (counted) return counted(...given.map(numberOf));
  const text = (at: number): string => textOf(given[at] ?? "", format);
  switch (name) {
    case "index":
      return characterIndex(text(0), text(0).indexOf(text(1)));
    case "tolower":
      return text(0).toLowerCase();
    case "toupper":
      return text(0).toUpperCase();
    case "substr":
      return substring(text(0), numberOf(given[1] ?? 0), given[2] === undefined ? null : numberOf(given[2]));
    case "sprintf":
      return sprintf(text(0), given.slice(1), format);
    case "systime":
      return Math.floor(epochMs() / 1000);
    case "strftime":
      return formatTime(
        given.length > 0 ? text(0) : "%a %b %e %H:%M:%S %Z %Y",
        given[1] === undefined ? epochMs() : numberOf(given[1]) * 1000,
      );
    default:
      return null;
  }
}

/** Characters, not units of UTF-16; most texts have as many of these. */
export function lengthOf(text: string): number {
  return /[\ud800-\udbff]/u.test(text) || /[\u{10000}-\u{10ffff}]/u.test(text)
    ? Array.from(text).length
    : text.length;
}

/** The number, from 1, of the character at a unit; 0 for -1. */
export function characterIndex(text: string, unit: number): number {
  return unit < 0 ? 0 : lengthOf(text.slice(0, unit)) + 1;
}

/** substr(): places are rounded, and what is outside does not count. */
function substring(text: string, from: number, length: number | null): string {
  const characters = lengthOf(text) === text.length ? text : Array.from(text);
  const begin = rounded(from);
  const end = length === null ? Number.POSITIVE_INFINITY : begin + rounded(length);
  const part = characters.slice(
    Math.max(0, Math.min(begin - 1, characters.length)),
    Math.max(0, Math.min(end - 1, characters.length)),
  );
  return typeof part === "string" ? part : part.join("");
}

/** To the nearest, halves to the even one, as C's rint. */
function rounded(value: number): number {
  if (Number.isNaN(value)) return 0;
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** What takes the place of a match in sub() and gsub(): `&` is the match, `\\&` a `&`. */
export function replaced(replacement: string, found: string): string {
  if (!/[&\\]/u.test(replacement)) return replacement;
  return replacement.replaceAll(/\\([\\&])|&/gu, (_, escaped?: string) => escaped ?? found);
}

/** What takes its place in gensub(): `\\0` to `\\9` are its groups too. */
export function replacedByGroups(replacement: string, groups: readonly (string | undefined)[]): string {
  return replacement.replaceAll(/\\([\\&]|\d)|&/gu, (_, escaped?: string) =>
    escaped === undefined
      ? (groups[0] ?? "")
      : /\d/u.test(escaped)
        ? (groups[Number(escaped)] ?? "")
        : escaped,
  );
}
