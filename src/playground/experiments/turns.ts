/** The order in which things are measured, so that what changes with time falls on all of them alike. Pure. */

/**
 * `items` as often as there are `rounds`, each round beginning one further: every item is first equally often, and none
 * has always the same one before it going first.
 */
export function inTurns<T>(items: readonly T[], rounds: number): readonly (readonly T[])[] {
  return Array.from({ length: rounds }, (_, round) =>
    items.map((_item, index) => items[(index + round) % items.length] as T),
  );
}
