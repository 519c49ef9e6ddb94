/**
 * A program of a few bytes, not yet metered: what metering and the kernel need of it, and a given body for `_start`.
 */

const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/**
 * The program. Functions: 0 `kernel.tick`, 1 `tick`, 2 `pages`, 3 `grow`, 4 `_start`; all but the last do as little as can
 * be.
 */
export function tinyProgram(start: readonly number[]): Uint8Array<ArrayBuffer> {
  const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
  const section = (id: number, content: readonly number[]): number[] => [id, content.length, ...content];
  const body = (code: readonly number[]): number[] => [code.length + 2, 0, ...code, 0x0b];
  const exported = (text: string, index: number): number[] => [...name(text), 0, index];
  return new Uint8Array([
    ...magic,
    ...section(1, [3, 0x60, 0, 0, 0x60, 0, 1, 0x7f, 0x60, 1, 0x7f, 1, 0x7f]),
    ...section(2, [2, ...name("kernel"), ...name("tick"), 0, 1, ...name("env"), ...name("memory"), 2, 0, 3]),
    ...section(3, [4, 0, 1, 2, 0]),
    ...section(7, [
      4,
      ...exported("tick", 1),
      ...exported("pages", 2),
      ...exported("grow", 3),
      ...exported("_start", 4),
    ]),
    ...section(10, [4, ...body([0x10, 0, 0x1a]), ...body([0x41, 42]), ...body([0x41, 7]), ...body(start)]),
  ]);
}
