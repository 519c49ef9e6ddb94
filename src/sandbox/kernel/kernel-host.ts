/**
 * What the kernel is given from outside: time, chance and a place to report its own bugs. The page and the tests each
 * have their own.
 */

/** The world around the kernel. */
export interface KernelHost {
  /** Monotonic, in ms with parts; zero is the kernel's boot or before. */
  nowMs(): number;
  /** Wall clock, in ms since 1970. */
  epochMs(): number;
  /** Fills `bytes` with chance that is good enough for /dev/urandom. */
  random(bytes: Uint8Array): void;
  /** A bug in the kernel or a program, for the developer. */
  report(error: unknown): void;
}
