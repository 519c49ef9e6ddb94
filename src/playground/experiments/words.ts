/** Figures of experiments in words: three digits that count, with their unit. Pure. */
import type { Quantity } from "./result.ts";

/** `0.0123`, `4.56`, `78.9`, `1230`. */
export function digits(value: number): string {
  if (value === 0) return "0";
  const size = Math.floor(Math.log10(Math.abs(value)));
  if (size >= 2) return String(Math.round(value));
  return value
    .toFixed(Math.min(6, 2 - size))
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}

/** With the unit; of memory that is next to nothing in KiB. */
export function amount(value: number, { unit }: Pick<Quantity, "unit">): string {
  if (unit === "MiB" && value !== 0 && Math.abs(value) < 0.1) return `${digits(value * 1024)} KiB`;
  return unit === "" ? digits(value) : `${digits(value)} ${unit}`;
}

/** `1 run`, `3 runs`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
