/**
 * How a machine comes to its turns on a core, whoever shares the core out: its own worker's loop, or a hypervisor that
 * holds several machines. No behaviour.
 */

/** What is given turns, and whom the giver asks. */
export interface TurnGuest {
  /** Executes about a millisecond. Returns ms until there is more to do: 0 for at once, `Infinity` for never. */
  slice(): number;
  /** `wasHeld`: because of a hold, not of the guest, it did not run since its last turn, or for a part of that. */
  turnBegan(wasHeld: boolean): void;
  /** `sleeps`: because it has nothing to do or may not run. Also the moment to hand on output. */
  turnEnded(sleeps: boolean): void;
  /** How long the guest must be held back now, in ms, because of its cap. A hypervisor keeps caps itself. */
  capWaitMs(): number;
  /** How long other threads have had the core in the midst of its turns, in ms: an estimate. */
  stolenMs(): number;
}

/** Why a guest may not run; it runs when there is no reason left. */
export type Hold = "paused" | "output" | "ended";

/** The turns of one machine. Disposing ends them. */
export interface Turns extends Disposable {
  /** How long the cap has held the guest back, in ms. */
  readonly throttledMs: number;
  /** How much later than asked the host's timers woke the guest, in ms; the usual lateness is left out. */
  readonly lateMs: number;
  /** How long the guest was due and waited while its hypervisor gave the core to others, in ms. */
  readonly waitedMs: number;
  /** Whether `why` is among the reasons that keep the guest from running. */
  held(why: Hold): boolean;
  /** Keeps the guest from running, from after the current slice. */
  hold(why: Hold): void;
  /** Takes one reason away. */
  release(why: Hold): void;
  /** There is something to do: an interrupt, or a first turn. A guest held back by its cap stays so. */
  wake(): void;
  /** What the guest may take has changed: a share of one core, or `null` for no limit. */
  capChanged(cores: number | null): void;
  /** What it weighs beside those that share its core has changed; 100 is usual. */
  weightChanged(weight: number): void;
}

/** Gives a machine its turns. */
export type GiveTurns = (guest: TurnGuest) => Turns;
