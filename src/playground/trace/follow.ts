/** What following one thing needs beside a machine: time, a signal, a scenario, and somewhere to tell how far it is. */
import type { Clock } from "../../base/clock.ts";
import type { Scenario } from "./scenario.ts";
import type { EpochMs } from "./typed-key.ts";

/** Given to whoever follows. */
export interface Following {
  readonly scenario: Scenario;
  readonly runs: number;
  readonly clock: Clock;
  readonly epochMs: EpochMs;
  readonly signal: AbortSignal;
  /** One more run is done. */
  done(): void;
}

/** A page's console shows a deletion and the shell waits again within this, in ms. */
export const settleMs = 120;
