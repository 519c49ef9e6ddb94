/**
 * A window title set by a machine, made fit to be shown: plain text of bounded length.
 */

const longest = 80;

// Control characters, and the invisible ones that reorder or hide text.
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const unfit = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** At most 80 characters of `raw`, without control or direction-changing characters. */
export function plainTitle(raw: string): string {
  // Bounded before the work: a title may be megabytes long. By code point: half a surrogate is no text.
  return Array.from(
    raw
      .slice(0, longest * 4)
      .replace(unfit, "")
      .trim(),
  )
    .slice(0, longest)
    .join("");
}
