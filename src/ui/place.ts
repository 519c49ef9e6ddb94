/**
 * What has a place on the screen: a machine, or the host's own console. All that arranging needs to know of either.
 */

/** Something with a row in the list and a tile. */
export interface Place {
  readonly id: string;
  /** What it is called; no machine can have the host's name, as that has a blank. */
  readonly name: string;
}

/** The host's console. */
export const hostPlace: Place = { id: "host", name: "host console" };

/** All places, the host's last. */
export function allPlaces<M extends Place>(machines: readonly M[]): readonly (M | Place)[] {
  return [...machines, hostPlace];
}
