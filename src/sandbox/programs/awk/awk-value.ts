/**
 * Awk's values: numbers, texts, and texts from outside that count as numbers where they look like some (POSIX awk,
 * "Expressions in awk").
 */
import { sprintf } from "./awk-format.ts";

/** Text that came from outside and looks like a number: it compares as one. */
export class NumericText {
  readonly text: string;
  readonly number: number;

  constructor(text: string, number: number) {
    this.text = text;
    this.number = number;
  }
}

/** What was never assigned: 0 and "". */
export const unset = new NumericText("", 0);

/** Any value. */
export type Value = number | string | NumericText;

const looksNumeric = /^[ \t\n\r]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t\n\r]*$/u;
const leading = /^[ \t\n\r]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/u;

/** A value that came from outside: a field, an assignment of the command line, a line read. */
export function fromOutside(text: string): Value {
  return looksNumeric.test(text) ? new NumericText(text, Number(text)) : text;
}

/** Its number: what it begins with, or 0. */
export function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return value.number;
  const found = leading.exec(value)?.[1];
  if (found !== undefined) return Number(found);
  const special = /^\s*([-+])(nan|inf)(?:inity)?\s*$/iu.exec(value);
  if (!special) return 0;
  const amount = special[2]?.toLowerCase() === "nan" ? Number.NaN : Number.POSITIVE_INFINITY;
  return special[1] === "-" ? -amount : amount;
}

/** Its text; `format` (CONVFMT or OFMT) is for numbers that are not whole. */
export function textOf(value: Value, format: string): string {
  if (typeof value === "string") return value;
  if (typeof value !== "number") return value.text;
  if (Number.isInteger(value)) return Math.abs(value) < 1e16 ? String(value + 0) : BigInt(value).toString();
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return sprintf(format, [value], format);
}

/** Whether it counts as true: not 0 and not "". */
export function isTrue(value: Value): boolean {
  if (typeof value === "number") return value !== 0;
  if (typeof value === "string") return value !== "";
  return value.number !== 0;
}

/** Less than 0, 0 or more: as numbers where both are or look like some, else as texts. */
export function compared(left: Value, right: Value, format: string): number {
  if (typeof left !== "string" && typeof right !== "string") {
    const [one, other] = [numberOf(left), numberOf(right)];
    return one < other ? -1 : one > other ? 1 : 0;
  }
  const [one, other] = [textOf(left, format), textOf(right, format)];
  return one < other ? -1 : one > other ? 1 : 0;
}
