/** Sizes in words, for what is drawn and told of layers. */
import { KIB, MIB } from "../../base/units.ts";

/** `17 KiB`, `0.8 MiB`, `12 MiB`. */
export function formatMebibytes(bytes: number): string {
  if (bytes < MIB / 10) return `${Math.ceil(bytes / KIB)} KiB`;
  const mebibytes = bytes / MIB;
  return `${mebibytes < 9.95 ? mebibytes.toFixed(1) : Math.round(mebibytes)} MiB`;
}
