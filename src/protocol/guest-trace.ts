/**
 * What a guest's worker counts while a trace is armed: how often the guest reached for its virtual hardware and was
 * interrupted by it, and when. Names no emulator.
 */

/** What happened at the border between a guest and its virtual hardware. */
export type GuestTraceHappening =
  /** The processor read or wrote an I/O port (IN, OUT). */
  | {
      readonly kind: "port-read" | "port-write";
      readonly device: string;
      readonly port: number;
      readonly bits: 8 | 16 | 32;
      readonly value: number;
    }
  /** A write to a virtio device's notification register: the guest has put something in a queue (virtio 1.2, 4.1.5.2). */
  | { readonly kind: "queue-notified"; readonly device: string; readonly queue: number }
  /** An interrupt line went up; `irq` is `null` for the processor's own APIC timer, which has no line. */
  | { readonly kind: "interrupt"; readonly device: string; readonly irq: number | null }
  /** An interrupt reached a processor that had executed HLT. */
  | { readonly kind: "woken" }
  /** Bytes were put in a receive queue of the virtio console. `port` 0 is the user's console. */
  | { readonly kind: "console-input"; readonly port: number; readonly bytes: number }
  /** Bytes came out of a transmit queue of the virtio console. */
  | { readonly kind: "console-output"; readonly port: number; readonly bytes: number };

/** A happening with its moment. */
export type GuestTraceEvent = GuestTraceHappening & {
  /** Since the trace began, in µs; as fine as the worker's clock. */
  readonly atUs: number;
  /** Instructions executed since the trace began; compiled code counts in blocks. */
  readonly instructions: number;
};

/** Port accesses of one device. */
export interface PortCount {
  readonly device: string;
  readonly reads: number;
  readonly writes: number;
}

/** Notifications of one queue. */
export interface QueueCount {
  readonly device: string;
  readonly queue: number;
  readonly notifications: number;
}

/** Interrupts of one line; `irq` as in `GuestTraceHappening`. */
export interface InterruptCount {
  readonly device: string;
  readonly irq: number | null;
  readonly count: number;
}

/** What a guest did while it was traced. */
export interface GuestTrace {
  /** When the trace began: ms since the epoch, comparable between workers and the page. */
  readonly beganAtMs: number;
  /** How long it went on, in ms. */
  readonly wallMs: number;
  /** CPU time of the guest meanwhile, in ms: the same estimate as in `GuestSample`. */
  readonly cpuMs: number;
  readonly instructions: number;
  /** Notifications of queues are among the writes too. The interrupt controllers live in the processor: not counted. */
  readonly ports: readonly PortCount[];
  readonly queues: readonly QueueCount[];
  readonly interrupts: readonly InterruptCount[];
  /** How often the processor executed HLT: it had nothing to do. */
  readonly halts: number;
  /** How much more of the emulator's memory is not empty than when the trace began, in bytes. */
  readonly touchedBytes: number;
  /** The first of them. */
  readonly events: readonly GuestTraceEvent[];
  /** How many more there were. */
  readonly eventsLost: number;
}
