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
  /** Time its own limit held it back, in ms. */
  readonly throttledMs: number;
  /** Time the host held it back in favour of machines of more weight, in ms; `null` where a scheduler sees to that. */
  readonly governedMs: number | null;
  /** How much later than asked the host's timers woke it, in ms; `null` where it has none of its own. */
  readonly hostThrottledMs: number | null;
  /** Instructions executed by its virtual processor; `null` where it has none of its own. */
  readonly instructions: number | null;
  /** What watching it took of its own thread, in ms: an estimate; `null` where it has none of its own. */
  readonly watchingMs: number | null;
}

/** What a machine's memory is, kind by kind, in bytes: all 0 of one that is off, `null` where one that is on has not said. */
export type MemoryKinds =
  | {
      readonly kind: "guest";
      /** What the hypervisor holds for it: RAM and the emulator's own. */
      readonly reservedBytes: number;
      /** Its RAM, whatever it does with it. */
      readonly ramBytes: number;
      /** The emulator's own, beside the RAM. */
      readonly emulatorBytes: number;
      /** The part of what is reserved that was ever written: about what it costs the host, and no more than that. */
      readonly touchedBytes: number | null;
      /** What its kernel counts as used, without the balloon. */
      readonly usedBytes: number | null;
      /** What the balloon has taken from it. The host has it still: it comes back when the guest ends. */
      readonly balloonBytes: number;
    }
  | {
      readonly kind: "sandbox";
      /** What is charged to its cgroup. */
      readonly chargedBytes: number;
      /** The host kernel's own objects among it: tasks, inodes, pipes, sockets. */
      readonly kernelBytes: number;
      /** What is charged, by the kernel's names: `anon`, `file`, `shmem`, `kernel`, `sock`, `pipe`. */
      readonly chargedByKind: Readonly<Record<string, number>>;
    };

/** Pressure as Linux has it (psi.rst): the percentage of time in which some, or all, that could work waited. */
export interface Pressure {
  readonly some: PressureAverages;
  readonly full: PressureAverages;
}

/** Percentages, 0 to 100, over about 10 and 60 s. */
export interface PressureAverages {
  readonly avg10: number;
  readonly avg60: number;
}

/** Pressure for each resource; `null` where it cannot be told. */
export interface MachinePressure {
  readonly cpu: Pressure | null;
  readonly memory: Pressure | null;
}

/** What a machine may have at most; `null` is no limit. */
export interface MachineCeilings {
  /** Cores. */
  readonly cpuCores: number | null;
  /** Bytes: a guest's RAM less what its balloon shall have, a sandbox's `memory.max`. */
  readonly memoryBytes: number | null;
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
  /** What its own kernel counts as used, in bytes: 0 of one that is off, `null` where one that is on has not said. */
  readonly memoryUsedBytes: number | null;
  /** `null` where one that is on has not said. */
  readonly memoryKinds: MemoryKinds | null;
  /** As its kernel tells it: a guest's of the whole guest, the sandboxes' of its cgroup; `null` where it does not. */
  readonly kernelPressure: MachinePressure | null;
  readonly limits: MachineCeilings;
}

/** The host as it is now. */
export interface HostReading {
  /** Logical processors. */
  readonly cores: number;
  /** Memory that machines may have, in bytes. */
  readonly memoryBytes: number;
  /**
   * The page's own use of a core (main thread), 0 to 1, the mean of the last 3 s by the wall clock; `null` where it can't be
   * told.
   */
  readonly pageCores: number | null;
  /** Image layers that sandboxes share, each counted once and belonging to none, in bytes. */
  readonly layerBytes: number;
  /** What watching took of the page's main thread; `null` where it can't be told. */
  readonly pageWatching: PageWatching | null;
  readonly browserMemory: BrowserMemory | null;
  /** `null` where nobody looks. */
  readonly memoryBeside: MemoryBeside | null;
  /** Of the kernel that sandboxes share, as it tells it; `null` while it does not run. */
  readonly memoryPressure: Pressure | null;
  readonly machines: readonly MachineReading[];
}

/** What watching takes of the page's main thread, in cores: estimates. */
export interface PageWatching {
  /** Reading, accounting and remembering. */
  readonly samplingCores: number;
  /** Bringing it to the screen: what elements do about a sample, and the frame in which that is drawn. */
  readonly showingCores: number;
}

/**
 * What machines cost the browser beside what guests have touched, in bytes. With that it makes up about what the browser's
 * process has grown by. Estimates, but for the page's heap.
 */
export interface MemoryBeside {
  /** The guests' workers: the emulator's objects, threads, JavaScript engines and what these have compiled. */
  readonly workersBytes: number;
  /** The machines' consoles on the screen. */
  readonly screenBytes: number;
  /** The browser's own code and buffers that machines make it use. */
  readonly browserBytes: number;
  /**
   * By how much the page's JavaScript heap has grown since there are machines: sandboxes with all that is charged to them,
   * image layers, what consoles remember. `null` where the browser does not tell.
   */
  readonly pageHeapBytes: number | null;
}

/** The browser's own measurement of the page and its workers (`performance.measureUserAgentSpecificMemory`). */
export interface BrowserMemory {
  readonly bytes: number;
  /** When it was told, in ms since the epoch: the browser is asked rarely and takes its time. */
  readonly atMs: number;
}

/** One machine's part of a sample. */
export interface MachineSample {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  /**
   * CPU share in cores, the mean of the last 3 s: 0.5 is half a core. All shares together are no more than the host has.
   * `null` where it can't be told yet.
   */
  readonly cpuCores: number | null;
  /** Cores it wanted and did not get, as others had them; `null` as above. */
  readonly stealCores: number | null;
  /** Cores it wanted and its own limit kept from it; `null` as above. */
  readonly throttledCores: number | null;
  /** Cores it wanted and the host gave to machines of more weight; `null` as above, and in sandboxes. */
  readonly governedCores: number | null;
  /**
   * The share of time by which the host's timers came late, as in a hidden page: then a machine that seems idle is not.
   * `null` as above, and in sandboxes.
   */
  readonly hostThrottledShare: number | null;
  /** Instructions per second of its virtual processor; `null` as above. */
  readonly instructionsPerSecond: number | null;
  /** What watching it takes of its own thread, in cores: an estimate; `null` as above, and in sandboxes. */
  readonly watchingCores: number | null;
  /** The time over which these rates are means, in ms since the epoch; `null` while there are none. */
  readonly ratesOver: { readonly fromMs: number; readonly toMs: number } | null;
  readonly memoryReservedBytes: number;
  readonly memoryUsedBytes: number | null;
  readonly memoryKinds: MemoryKinds | null;
  /** CPU: of a guest, worked out from how long the host kept its processor waiting. The rest is as a kernel tells it. */
  readonly pressure: MachinePressure;
  /**
   * As its kernel tells it: of a guest, its own, of what waits in it (asked only while somebody looks); of a sandbox, the
   * host's, of its cgroup. `null` where it does not.
   */
  readonly kernelPressure: MachinePressure | null;
  /** As they were then. */
  readonly limits: MachineCeilings;
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
    /** The page's own use of a core, the mean of the last 3 s as the machines' are; `null` where it can't be told. */
    readonly pageCores: number | null;
    /** Image layers that sandboxes share, each counted once and belonging to none, in bytes. */
    readonly layerBytes: number;
    /** Cores that machines wanted and did not get: above zero when there are too few. */
    readonly stealCores: number;
    /**
     * What is neither a machine's nor the page's while machines wait for cores: the browser, its compiler, other
     * programs. `null` while none waits, as it cannot be told from what is free.
     */
    readonly overheadCores: number | null;
    /** What is left of the cores: with machines, page and overhead it makes up `cores`. */
    readonly freeCores: number;
    /**
     * What all this watching costs, in cores: sampling, accounting and showing it on the page's main thread, sampling and
     * checkpoints in the guests' workers. A part of what the page and the machines take; `null` where it can't be told.
     */
    readonly watchingCores: number | null;
    /** The part of that which brings it to the screen; `null` as above. */
    readonly showingCores: number | null;
    /** `null` where the browser tells nothing (the page is not cross-origin isolated), and until it first has. */
    readonly browserMemory: BrowserMemory | null;
    /** `null` where nobody looks. */
    readonly memoryBeside: MemoryBeside | null;
    /**
     * CPU: `some` is that of the machine that waits most, so at least that; `full` has no meaning for a whole host
     * (psi.rst). Memory: of the kernel that sandboxes share; `null` while it does not run.
     */
    readonly pressure: MachinePressure;
  };
  /** In the order in which the machines were made. */
  readonly machines: readonly MachineSample[];
}
