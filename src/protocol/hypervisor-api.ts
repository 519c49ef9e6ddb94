/**
 * The contract of a type 1 hypervisor's worker: one core, several guests, and our own scheduler between them. Each guest
 * has its own `GuestApi` on its own port, as if it had a worker to itself. Names no emulator.
 */

/** What a vCPU does: has the core, wants it, may not have it because of its cap, or has nothing to do. */
export type VcpuState = "running" | "waiting" | "parked" | "blocked";

/** How a vCPU has spent its time since it was made, in ms: the parts add up to its age. */
export interface VcpuAccount {
  readonly state: VcpuState;
  /** It had the core. */
  readonly runMs: number;
  /** It was due and others had the core: other guests, or other threads of the host. */
  readonly waitMs: number;
  /** It was due and its cap kept it from the core. */
  readonly parkedMs: number;
  /** It had nothing to do, or was paused. */
  readonly blockedMs: number;
}

/** One stretch of a vCPU on the core; times are ms since the epoch. */
export interface VcpuRun {
  readonly guest: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Who has had the core. */
export interface HypervisorSchedule {
  /** When this was written down: ms since the epoch. */
  readonly atMs: number;
  readonly vcpus: readonly (VcpuAccount & { readonly guest: string; readonly weight: number })[];
  /** The newest runs, oldest first: some seconds of them. */
  readonly runs: readonly VcpuRun[];
}

/** Calls on the hypervisor itself. None waits for what runs inside a guest. */
export interface HypervisorApi {
  /** Makes room for a guest. `control` is then its `GuestApi`; `guest` names it in the other calls. */
  admit(guest: string, control: MessagePort): Promise<void>;
  /** Pulls a guest's plug and lets go of all that was its. */
  evict(guest: string): Promise<void>;
  /** Answers, as soon as the worker comes to it: it lives. */
  respond(): Promise<void>;
  /** Who has the core and has had it. */
  schedule(): Promise<HypervisorSchedule>;
}
