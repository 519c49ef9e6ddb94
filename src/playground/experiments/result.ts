/**
 * What an experiment found, as plain data that can be shown, compared and exported: figures with every value measured,
 * where and when it was, what failed. Knows neither machines nor the screen.
 */

/** What a value was measured of: gives it its colour and mark everywhere. */
export type Subject =
  | "guest"
  | "guest-type-1"
  | "system-sandbox"
  | "application-sandbox"
  | "page"
  | "budget"
  | "ideal";

/** A quantity with its unit; without one it is a count or a ratio. */
export interface Quantity {
  readonly name: string;
  readonly unit: string;
}

/** Values of one thing, in the order in which they were measured. */
export interface SampleGroup {
  readonly id: string;
  readonly name: string;
  readonly subject: Subject;
  readonly values: readonly number[];
}

/** Groups of values of the same quantity, to be shown as box plots with all their points. */
export interface SamplesFigure {
  readonly kind: "samples";
  readonly id: string;
  readonly title: string;
  readonly quantity: Quantity;
  /** What there is a value for each of: `run`. */
  readonly each: string;
  /** Logarithmic where one group is many times another. */
  readonly scale: "linear" | "log";
  readonly groups: readonly SampleGroup[];
}

/** A point of a curve; several values where it was measured several times. */
export interface CurvePoint {
  readonly x: number;
  readonly values: readonly number[];
}

/** One curve. */
export interface Curve {
  readonly id: string;
  readonly name: string;
  readonly subject: Subject;
  readonly line: "solid" | "dashed";
  readonly points: readonly CurvePoint[];
}

/** Something to point at in a chart of curves: a place on the x axis, or a stretch of it. */
export interface Mark {
  readonly from: number;
  /** The same as `from` for a place. */
  readonly to: number;
  readonly words: string;
}

/** Curves over a common x. */
export interface CurvesFigure {
  readonly kind: "curves";
  readonly id: string;
  readonly title: string;
  readonly x: Quantity;
  readonly y: Quantity;
  readonly curves: readonly Curve[];
  readonly marks: readonly Mark[];
}

/** A chart's worth of data. */
export type Figure = SamplesFigure | CurvesFigure;

/** One run of several that failed, and why. */
export interface RunFailure {
  readonly where: string;
  /** A failure's literal code; `unexpected` for others. */
  readonly code: string;
  readonly message: string;
}

/** How an experiment ended. */
export type Outcome =
  | { readonly kind: "complete" }
  | { readonly kind: "aborted" }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** Where it was measured. */
export interface Environment {
  /** Logical processors. */
  readonly cores: number;
  /** What all machines together may have, in MiB. */
  readonly memoryBudgetMiB: number;
  /** What the browser says the device has, in GiB, rounded by it; `null` where it does not tell. */
  readonly deviceMemoryGiB: number | null;
  /** Name and version. */
  readonly browser: string;
  readonly userAgent: string;
  /** Whether the page's clock is exact to 5 µs; else to 100 µs (High Resolution Time). */
  readonly crossOriginIsolated: boolean;
  /** Machines of the user that were on, by name: they take part of the host. */
  readonly otherMachines: readonly string[];
  /** Whether the page was hidden for a while: browsers then slow its timers down. */
  readonly pageWasHidden: boolean;
}

/** What a setting may be. */
export type SettingValue = number | boolean | readonly string[];

/** All of one experiment. */
export interface ExperimentResult {
  readonly format: "guesthouse-experiment-1";
  /** Unique in this visit: `start-up-1`. */
  readonly id: string;
  readonly experiment: string;
  readonly title: string;
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** ms since the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly environment: Environment;
  readonly outcome: Outcome;
  /** What was measured and how, a sentence or more each. */
  readonly method: readonly string[];
  /** What the figures say, in words made from them. */
  readonly findings: readonly string[];
  readonly figures: readonly Figure[];
  readonly failures: readonly RunFailure[];
}
