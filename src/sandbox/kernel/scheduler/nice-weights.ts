/**
 * How heavy a task of a nice value is, by the kernel's table, and how that relates to `cpu.weight`. A step of one nice
 * is about 10 % of the processor between two tasks. Knows nothing of queues.
 */

/** The weight of nice 0, and of a cgroup with `cpu.weight` 100. */
export const normalWeight = 1024;

/** From nice -20 to 19 (`sched_prio_to_weight` of the kernel). */
const weights = [
  88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904, 3906, 3121,
  2501, 1991, 1586, 1277, 1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110, 87, 70, 56, 45, 36, 29, 23,
  18, 15,
];

/** The weight of a nice value, -20 to 19; beyond, that of the nearest. */
export function weightOfNice(nice: number): number {
  const row = Math.min(39, Math.max(0, Math.trunc(nice) + 20));
  return weights[row] ?? normalWeight;
}

/** The nice value whose weight is nearest, as `cpu.weight.nice` tells it. */
export function niceOfWeight(weight: number): number {
  let best = 0;
  let least = Infinity;
  for (const [row, candidate] of weights.entries()) {
    const off = Math.abs(candidate - weight);
    // Past the nearest one they only get farther: the first of two equally near wins, as in Linux.
    if (off >= least) break;
    least = off;
    best = row - 20;
  }
  return best;
}

/** The scheduler's weight of a `cpu.weight` from 1 to 10000. */
export function weightOfShare(share: number): number {
  return Math.round((share * normalWeight) / 100);
}

/** What `cpu.weight` reads for a weight of the scheduler. */
export function shareOfWeight(weight: number): number {
  return Math.round((weight * 100) / normalWeight);
}
