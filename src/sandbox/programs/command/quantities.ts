/**
 * Numbers as people write them on command lines (sizes, durations, counts) and as tools print them.
 */
import { CommandFailure } from "./command.ts";

const sizeSuffixes = "KMGTPE";

/** A whole number, with an optional sign; `null` when it is none. */
export function integer(text: string): number | null {
  return /^[+-]?\d+$/u.test(text) ? Number(text) : null;
}

/** A whole number; fails with `invalid what: 'text'`. */
export function integerArgument(text: string, what: string, status = 1): number {
  const number = integer(text);
  if (number === null) throw new CommandFailure(`invalid ${what}: '${text}'`, status);
  return number;
}

/** Bytes of `4096`, `64k`, `1.5M`, `2GiB`, `1kB` (1000), `2b` (blocks of 512); `null` when it is no size. */
export function sizeBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(?:([bcw])|([kKmMgGtTpPeE])(i?B|D)?|B)?$/u.exec(text);
  if (!match) return null;
  const [, digits = "", unit, prefix, kind] = match;
  const small = unit === "b" ? 512 : unit === "w" ? 2 : 1;
  const power = prefix === undefined ? 0 : sizeSuffixes.indexOf(prefix.toUpperCase()) + 1;
  return Math.floor(Number(digits) * small * (kind === "B" || kind === "D" ? 1000 : 1024) ** power);
}

/** ms of `1.5`, `10s`, `2m`, `1h`, `1d` (sleep(1)); `null` when it is no duration. */
export function durationMs(text: string): number | null {
  if (/^inf(inity)?$/iu.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/u.exec(text);
  if (!match) return null;
  const seconds = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 }[match[2] ?? ""] ?? 1;
  return Number(match[1]) * seconds * 1000;
}

/** As `ls -h` and `du -h` print sizes: at most three digits, rounded up, in powers of `base`. */
export function humanSize(bytes: number, base: 1000 | 1024 = 1024): string {
  if (bytes < base) return String(bytes);
  let size = bytes;
  let power = 0;
  // 999.5 would print as four digits.
  while (size >= base && power < sizeSuffixes.length) {
    size /= base;
    power += 1;
  }
  const suffix = sizeSuffixes[power - 1] ?? "";
  const letter = base === 1000 && suffix === "K" ? "k" : suffix;
  if (size < 10) {
    const tenths = Math.ceil(size * 10) / 10;
    if (tenths < 10) return `${tenths.toFixed(1)}${letter}`;
  }
  return `${Math.ceil(size)}${letter}`;
}
