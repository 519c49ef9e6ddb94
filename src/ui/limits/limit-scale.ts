/**
 * Where a limit's figure is on its slider: evenly, or by doublings where what is small matters as much as what is
 * large. Pure.
 */

/** The figures that a slider can give. */
export interface LimitScale {
  readonly least: number;
  readonly most: number;
  /** `even`: each step adds one. `doubling`: each step is a hundredth of the way in factors. */
  readonly kind: "even" | "doubling";
}

/** Steps from one end of a doubling slider to the other. */
const doublingSteps = 100;

/** The slider's own least and most. */
export function sliderEnds({ kind, least, most }: LimitScale): {
  readonly least: number;
  readonly most: number;
} {
  return kind === "even" ? { least, most } : { least: 0, most: doublingSteps };
}

/** Where `figure` is on the slider; the nearest end where it is beyond. */
export function sliderPosition(scale: LimitScale, figure: number): number {
  const { kind, least, most } = scale;
  const within = Math.min(most, Math.max(least, figure));
  if (kind === "even") return Math.round(within);
  return Math.round((Math.log(within / least) / Math.log(most / least)) * doublingSteps);
}

/** The whole figure at a position of the slider. */
export function figureAt({ kind, least, most }: LimitScale, position: number): number {
  if (kind === "even") return position;
  return Math.round(least * (most / least) ** (position / doublingSteps));
}
