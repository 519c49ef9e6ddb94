/**
 * Sizes as container tools write them: `64m`, `1g`, `512k`, `1.5GiB`, plain bytes.
 */

const units: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1024,
  m: 1024 ** 2,
  g: 1024 ** 3,
  t: 1024 ** 4,
};

/** Bytes; `null` for what is no size. */
export function quantity(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?$/i.exec(text.trim());
  if (!found) return null;
  return Math.round(Number(found[1]) * (units[(found[2] ?? "").toLowerCase()] ?? 1));
}
