/**
 * The contract of the worker that runs a program of the sandboxes' userland with nothing around it: no kernel, no
 * limits, no virtual hardware.
 */

/** What to run, and on what. */
export interface BareRun {
  /** The program's own name first. */
  readonly argv: readonly string[];
  /** Zero bytes at its standard input. */
  readonly inputBytes: number;
  /** How often, one after the other, each in an instance of its own. */
  readonly times: number;
}

/** What came of it. */
export interface BareOutcome {
  /** All runs together, by the worker's clock. */
  readonly tookMs: number;
  /** What the last one printed, at most its first 4 KiB. */
  readonly output: string;
  /** Of the last one. */
  readonly exitCode: number;
}

/** Calls on the worker. */
export interface BareProgramApi {
  /** Takes the program: its module, and the pages its memory begins with. */
  load(module: WebAssembly.Module, initialPages: number): void;
  /** Runs it. Fails with `bare-program` when it ends by a trap. */
  run(run: BareRun): BareOutcome;
}
