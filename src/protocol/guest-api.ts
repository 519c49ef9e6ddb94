/**
 * The contract of a guest's worker. One worker is one power cycle of one guest: booted once, ended by its client.
 * Names no emulator.
 */

import type { CommandEnd } from "./command-end.ts";
import type { GuestTrace } from "./guest-trace.ts";

/** Character cells of a terminal. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The virtual hardware to build and what to boot on it. */
export interface GuestBoot {
  /** The emulator, compiled once by the page and shared by all its workers. */
  readonly emulator: WebAssembly.Module;
  /** The boot image: a Multiboot ELF, loaded without firmware. */
  readonly image: Uint8Array<ArrayBuffer>;
  /** The kernel's command line, complete. */
  readonly commandLine: string;
  /** Guest RAM in MiB, not counting what the emulator itself takes. */
  readonly memoryMiB: number;
  /** The console's size at power-on. */
  readonly consoleSize: TerminalSize;
}

/** The ports of the event and data planes, one end each for the worker. */
export interface GuestPorts {
  /** Carries `GuestEvent`s to the page. */
  readonly events: MessagePort;
  /** The virtio console, both ways, as `ByteStreamMessage`s. */
  readonly console: MessagePort;
  /** The serial port, both ways, as `ByteStreamMessage`s: kernel messages. */
  readonly serial: MessagePort;
}

/** Calls on a guest's worker. Each rejects with a `Failure`; none waits for what runs inside the guest. */
export interface GuestApi {
  /** Builds the virtual hardware and starts the processor; the image's bytes are used up by it. Fails with `boot-failed` or `out-of-memory`. */
  boot(boot: GuestBoot, ports: GuestPorts): Promise<void>;
  /** Stops the processor between two instructions; resolves when it stands still. */
  pause(): Promise<void>;
  /** Lets the processor run on, with the guest's wall clock set right. */
  resume(): Promise<void>;
  /** Asks the guest's agent to power off, once it is up; whether it complies shows in the events. */
  requestShutdown(): Promise<void>;
  /** Asks the guest's agent to reboot, once it is up; whether it complies shows in the events. */
  requestReboot(): Promise<void>;
  /**
   * Runs `command` by a shell in the guest, beside its user's, as soon as its agent is up. `id` is for `cancelCommand`
   * and used once in a power cycle. Fails with `ended` or `cancelled`.
   */
  execute(id: number, command: string): Promise<CommandEnd>;
  /** Kills a command that `execute` began, if it still runs. */
  cancelCommand(id: number): Promise<void>;
  /** Tells the guest the size of its console. */
  resizeConsole(size: TerminalSize): Promise<void>;
  /** Limits the guest to a share of one core (0.05 to 1), or `null` for none. */
  setCpuCap(cores: number | null): Promise<void>;
  /** Who gets how much of a core that a type 1 hypervisor shares out, in proportion; 100 is usual. */
  setCpuWeight(weight: number): Promise<void>;
  /** Holds the guest to what its weight is worth while the host's cores are short; `null` when they are not. */
  setCpuGrant(cores: number | null): Promise<void>;
  /** Takes `bytes` of its RAM from the guest, as far as it can do without: the samples say how much it was. */
  setBalloon(bytes: number): Promise<void>;
  /**
   * Somebody looks at the guest's pressure: for 6 s from now its agent is asked for it, and samples tell it: every 2 s, as
   * its kernel counts it, or every 5 s if it is idle.
   */
  lookAtPressure(): Promise<void>;
  /** Begins to count what the guest does with its hardware, in place of a trace that was begun before. */
  beginTrace(): Promise<void>;
  /** Ends the trace that was begun; fails with `wrong-state` when there is none. */
  endTrace(): Promise<GuestTrace>;
}

/** Why a guest died, in a word to switch on. `GuestEvent.detail` has the machine's own words. */
export type CrashKind =
  | "kernel-panic"
  | "triple-fault"
  | "unexpected-reset"
  | "emulator-trap"
  | "out-of-memory"
  | "worker-died";

/**
 * What a guest's worker tells, in order. After `powered-off`, `rebooted` or `crashed` nothing follows. Messages on
 * different ports may overtake each other, so before such an end the worker ends both byte streams, and the page
 * ends the worker when it has seen those ends.
 */
export type GuestEvent =
  /** The guest's agent reports the system up, just before its first prompt. */
  | { readonly kind: "ready" }
  /** Running totals, once a second while the processor runs. */
  | { readonly kind: "sampled"; readonly sample: GuestSample }
  /** The guest switched itself off. */
  | { readonly kind: "powered-off" }
  /** The guest asked its hardware to reset on purpose. */
  | { readonly kind: "rebooted" }
  /** The guest died. `detail` comes from the guest: plain text, not to be trusted. */
  | { readonly kind: "crashed"; readonly crash: CrashKind; readonly detail: string };

/** Running totals of one guest since its worker began. Differences between two samples are what happened between. */
export interface GuestSample {
  /** When it was taken: ms since the epoch, comparable between workers and the page. */
  readonly atMs: number;
  /** CPU time the guest took, in ms: an estimate that leaves out preemption (see `workers/guest/README.md`). */
  readonly cpuMs: number;
  /**
   * Time the guest wanted to run and was not given a core, in ms: by the host's OS, which is the same estimate's other
   * side, or by a type 1 hypervisor's scheduler, which is exact.
   */
  readonly stealMs: number;
  /** Time the guest was held back by its cap, in ms. */
  readonly throttledMs: number;
  /** Time the guest was held back in favour of guests of more weight, in ms. */
  readonly governedMs: number;
  /** How much later than asked the host woke it, in ms: the browser slows down the timers of a hidden page. */
  readonly hostThrottledMs: number;
  /** Instructions executed by the virtual processor. */
  readonly instructions: number;
  /** What watching the guest took of the worker's thread, in ms: samples timed, checkpoints counted. */
  readonly watchingMs: number;
  /** What the hypervisor holds for the guest: the emulator's WebAssembly memory, guest RAM included. Bytes. */
  readonly reservedBytes: number;
  /** The part of it that was ever written, which is about what it costs the host; `null` while not yet counted. */
  readonly touchedBytes: number | null;
  /** RAM that the balloon has taken from the guest, in bytes: its kernel counts it as used. The host has it still. */
  readonly balloonBytes: number;
  /** What the guest's own kernel says, through the balloon's statistics; `null` while it has not answered. */
  readonly memory: GuestMemory | null;
  /** What the guest's own kernel says of waiting, by its agent; `null` while nobody has looked, or it has not answered. */
  readonly pressure: GuestPressure | null;
}

/** Pressure stall information as the guest's kernel counts it (psi.rst); not to be trusted. */
export interface GuestPressure {
  readonly cpu: StallShares;
  readonly memory: StallShares;
}

/** Percentages of time, 0 to 100, in which some, or all, of what could run waited. */
export interface StallShares {
  readonly some: StallAverages;
  /** Always 0 for the processor: Linux defines none for a whole system. */
  readonly full: StallAverages;
}

/** Means over about 10 and 60 s, in percent. */
export interface StallAverages {
  readonly avg10: number;
  readonly avg60: number;
}

/** Memory as the guest's kernel counts it (virtio 1.2, 5.5.6.3), in bytes. */
export interface GuestMemory {
  /** What the kernel manages (MEMTOT): RAM less what the kernel reserved at boot. */
  readonly totalBytes: number;
  /** Not used for anything (MEMFREE). */
  readonly freeBytes: number;
  /** What could be had without swapping (AVAIL). */
  readonly availableBytes: number;
  /** Page cache (CACHES). */
  readonly cachesBytes: number;
}
