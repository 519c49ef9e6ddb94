/**
 * Quantities as text. Pure. Every quantity on the screen is written by one of these, so that it reads the same
 * everywhere; what cannot be had is `n/a`.
 */
import { MIB } from "../base/units.ts";

/** What stands for a quantity that cannot be had. */
export const notAvailable = "n/a";

/** Cores with one decimal: `1.3`. */
export function formatCores(cores: number | null): string {
  return cores === null ? notAvailable : cores.toFixed(1);
}

/** A share of one core as a percentage: `31 %`, below ten `2.4 %`, nothing at all `0 %`. */
export function formatPercent(share: number | null): string {
  if (share === null) return notAvailable;
  const percent = share * 100;
  if (percent < 0.05) return "0 %";
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** Bytes as whole mebibytes, below ten with a decimal, without the unit: `412`, `1.1`. */
export function formatMiB(bytes: number | null): string {
  if (bytes === null) return notAvailable;
  const mebibytes = bytes / MIB;
  if (mebibytes < 0.05) return "0";
  return mebibytes < 9.95 ? mebibytes.toFixed(1) : String(Math.round(mebibytes));
}

/** As `formatMiB`, with two decimals below one: what a sandbox takes is often less than that. */
export function formatFineMiB(bytes: number | null): string {
  if (bytes === null || bytes === 0 || bytes >= 0.995 * MIB) return formatMiB(bytes);
  return Math.max(0.01, bytes / MIB).toFixed(2);
}

/** A count with its noun: `1 kernel`, `3 kernels`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Instructions per second in millions: `312 M/s`. */
export function formatInstructions(perSecond: number | null): string {
  if (perSecond === null) return notAvailable;
  const millions = perSecond / 1e6;
  return `${millions < 9.95 ? millions.toFixed(1) : Math.round(millions)} M/s`;
}
