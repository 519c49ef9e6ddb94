/**
 * Text from a source that is not to be trusted, made fit to stand in a line of the interface: no control characters,
 * none that change the direction of what follows, and a bounded length.
 */

// C0, DEL and C1 controls, and the characters that steer the Unicode bidirectional algorithm (UAX #9, 2).
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const unfit = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** At most `mostCharacters` code points of `raw`, without characters that control or reorder, trimmed. */
export function plainLine(raw: string, mostCharacters: number): string {
  // Bounded before the work: `raw` may be megabytes long. By code point: half a surrogate pair is no text.
  const fit = raw
    .slice(0, mostCharacters * 4)
    .replace(unfit, "")
    .trim();
  return Array.from(fit).slice(0, mostCharacters).join("").trim();
}
