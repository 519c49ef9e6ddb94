/**
 * How many columns a character takes on a terminal, as wcwidth(3): 0, 1 or 2.
 */

const zero = /^(?:\p{Mn}|\p{Me}|\p{Cf})$/u;
const emoji = /^\p{Emoji_Presentation}$/u;

/** Ranges of East Asian wide and fullwidth characters (Unicode's EastAsianWidth.txt, joined where gaps are unassigned). */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x17000, 0x18cff],
  [0x1b000, 0x1b2ff],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** Columns of one character (a code point). Control characters are shown as `^X`: 2. */
export function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return 2;
  if (code < 0x300) return 1;
  if (zero.test(character)) return 0;
  if (emoji.test(character)) return 2;
  return wideRanges.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
