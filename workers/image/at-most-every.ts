/**
 * Passes on a stream of values no oftener than once a period; a value marked as the last always passes.
 */
export function atMostEvery(
  periodMs: number,
  pass: (value: number) => void,
  nowMs: () => number = () => performance.now(),
): (value: number, last: boolean) => void {
  let passedAtMs = -Infinity;
  return (value, last) => {
    const now = nowMs();
    if (!last && now - passedAtMs < periodMs) return;
    passedAtMs = now;
    pass(value);
  };
}
