/**
 * Makes v86 come back for its timers every 20,011 instructions in place of every 100,003, by changing that number in the
 * bytes of its WebAssembly module. Each time is a checkpoint of the CPU meter: interpreted, the longer stretches take as
 * long as a preemption. Run when the site is built; knows nothing of how.
 */

/** Instructions between two checkpoints of a busy guest: a prime, as v86's own number is (`LOOP_COUNTER` in `cpu.rs`). */
export const stretchInstructions = 20_011;

/** 100,003 as WebAssembly has it, in signed LEB128, and how often: the loop, and twice in what the compiler writes. */
const longBytes = [0xa3, 0x8d, 0x06] as const;
const places = 3;

/** The module with the shorter stretches. Throws when it is not the v86 whose module is known. */
export function shortenStretches(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const changed = new Uint8Array(module);
  const found = changed.reduce<number[]>(
    (all, byte, at) =>
      byte === longBytes[0] && changed[at + 1] === longBytes[1] && changed[at + 2] === longBytes[2]
        ? [...all, at]
        : all,
    [],
  );
  if (found.length !== places) {
    throw new Error(`v86's module has LOOP_COUNTER in ${found.length} places, not in ${places}`);
  }
  const value = stretchInstructions;
  // As long as the number it replaces, so that nothing moves.
  const bytes = [(value & 0x7f) | 0x80, ((value >> 7) & 0x7f) | 0x80, value >> 14];
  for (const at of found) changed.set(bytes, at);
  return changed;
}
