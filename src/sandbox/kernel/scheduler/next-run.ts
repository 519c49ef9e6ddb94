/** What a run of the scheduler says of the next one. */

/** When to call `run` again. */
export type NextRun =
  /** Tasks are runnable: the budget was spent. */
  | { readonly kind: "now" }
  /** Nothing before `atMs` on the scheduler's clock, unless `wanted` tells. */
  | { readonly kind: "at"; readonly atMs: number }
  /** Nothing until `wanted` tells. */
  | { readonly kind: "woken" };
