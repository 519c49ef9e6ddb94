/**
 * A stretch of time in rough words, as `docker ps` has them.
 */

const steps: readonly (readonly [ms: number, word: string])[] = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
];

/** "3 minutes", "1 second", "Less than a second". */
export function since(ms: number): string {
  for (const [length, word] of steps) {
    const count = Math.floor(ms / length);
    if (count > 0) return `${count} ${word}${count === 1 ? "" : "s"}`;
  }
  return "Less than a second";
}
