/**
 * What the monitor is given and what it gives.
 */

/** Running totals of one machine at one moment. Differences between two are what happened between. */
export interface MachineTotals {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** CPU time taken, in ms. */
  readonly cpuMs: number;
  /** Time it wanted to run and the host's OS gave it no core, in ms. */
  readonly stealMs: number;
  /** Instructions executed by its virtual processor; `null` where it has none of its own. */
  readonly instructions: number | null;
}

/** One machine as it is now. */
export interface MachineReading {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  /** `true` while its processor is allowed to run; what is not active uses no CPU. */
  readonly active: boolean;
  /** `null` before its first report. */
  readonly totals: MachineTotals | null;
  /** What the host has set aside for it, in bytes. */
  readonly memoryReservedBytes: number;
  /** What its own kernel counts as used, in bytes; `null` where it has not said. */
  readonly memoryUsedBytes: number | null;
}

/** The host as it is now. */
export interface HostReading {
  /** Logical processors. */
  readonly cores: number;
  /** Memory that machines may have, in bytes. */
  readonly memoryBytes: number;
  /** The page's own use of a core (main thread), 0 to 1; `null` where it can't be told. */
  readonly pageCores: number | null;
  /** Image layers that sandboxes share, each counted once and belonging to none, in bytes. */
  readonly layerBytes: number;
  readonly machines: readonly MachineReading[];
}

/** One machine's part of a sample. */
export interface MachineSample {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  /** CPU share in cores over the last second or so: 0.5 is half a core. `null` where it can't be told yet. */
  readonly cpuCores: number | null;
  /** Cores it wanted and did not get from the host's OS; `null` as above. */
  readonly stealCores: number | null;
  /** Instructions per second of its virtual processor; `null` as above. */
  readonly instructionsPerSecond: number | null;
  readonly memoryReservedBytes: number;
  readonly memoryUsedBytes: number | null;
}

/** The whole host at one moment. */
export interface MonitorSample {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly host: {
    readonly cores: number;
    /** Cores used by all machines and, where known, the page. */
    readonly cpuCores: number;
    /** Memory that machines may have, in bytes. */
    readonly memoryBytes: number;
    readonly pageCores: number | null;
    /** Image layers that sandboxes share, each counted once and belonging to none, in bytes. */
    readonly layerBytes: number;
  };
  /** In the order in which the machines were made. */
  readonly machines: readonly MachineSample[];
}
