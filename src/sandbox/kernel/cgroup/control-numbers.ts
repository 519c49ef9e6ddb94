/**
 * Numbers as the kernel's control files take them: kstrtoll, memparse and their errors. Knows no file.
 */
import { Errno } from "../../abi/errno.ts";

/** Sizes are kept in whole pages. */
export const pageBytes = 4096;
const suffixes = ["", "k", "m", "g", "t", "p", "e"];

/** A whole number in decimal, octal or hexadecimal: EINVAL for anything else, ERANGE outside of the limits. */
export function wholeNumber(text: string, least: number, most: number): number {
  const given = text.trim();
  const match = /^([+-]?)(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)$/i.exec(given);
  if (!match) throw new Errno("EINVAL");
  const digits = match[2] ?? "";
  const octal = /^0[0-7]+$/.test(digits);
  const size = octal ? Number.parseInt(digits, 8) : Number(digits);
  const number = match[1] === "-" ? -size : size;
  if (number < least || number > most) throw new Errno("ERANGE");
  return number;
}

/** A number of bytes with an optional suffix, in whole pages; `max` is no limit (`null`). EINVAL. */
export function byteLimit(text: string): number | null {
  const given = text.trim();
  if (given === "max") return null;
  const match = /^(0x[0-9a-f]+|\d*)([kmgtpe]?)$/i.exec(given);
  if (!match) throw new Errno("EINVAL");
  const digits = match[1] ?? "";
  const octal = /^0\d+$/.test(digits);
  const bytes =
    (octal ? Number.parseInt(digits, 8) : Number(digits)) *
    1024 ** suffixes.indexOf((match[2] ?? "").toLowerCase());
  if (!(bytes >= 0)) throw new Errno("EINVAL");
  const pages = Math.floor(bytes / pageBytes);
  // More than can be counted is no limit.
  return pages > Number.MAX_SAFE_INTEGER / pageBytes ? null : pages * pageBytes;
}

/** How a limit reads: `max` is none. */
export function limitText(limit: number | null): string {
  return limit === null ? "max\n" : `${limit}\n`;
}
