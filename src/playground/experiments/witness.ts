/**
 * A machine that does the same small piece of work again and again and prints a dot after each: how fast, at any moment,
 * tells what others leave to it.
 */
import type { Clock } from "../../base/clock.ts";
import type { Laboratory } from "./experiment.ts";
import type { MachineRequest, TestMachine } from "./experiment-host.ts";

/** A hundred turns of a shell's loop, and a dot. The same text for every kernel. */
const steadyWork = "while :; do i=0; while [ $i -lt 100 ]; do i=$((i+1)); done; printf .; done 2>/dev/null";

const dot = ".".charCodeAt(0);
/** Until what was typed is echoed, and the first pieces, which are slower, are done. */
const warmUpMs = 1_000;

/** A machine at its steady work. */
export class Witness {
  readonly machine: TestMachine;
  readonly #clock: Clock;
  #dotsMs: number[] = [];

  private constructor(machine: TestMachine, clock: Clock) {
    this.machine = machine;
    this.#clock = clock;
    machine.watch((byte) => {
      if (byte === dot) this.#dotsMs.push(this.#clock.nowMs());
    });
  }

  /** Makes a machine and sets it to work. */
  static async begin(lab: Laboratory, request: MachineRequest): Promise<Witness> {
    const machine = await lab.ready(request);
    const witness = new Witness(machine, lab.host.clock);
    machine.type(steadyWork);
    await lab.pause(warmUpMs);
    return witness;
  }

  get isWorking(): boolean {
    return this.machine.state === "running";
  }

  /** Pieces of work a second in each stretch of `binMs` between two moments; what is left at the end is left out. */
  rates(fromMs: number, toMs: number, binMs: number): readonly number[] {
    return Array.from({ length: Math.floor((toMs - fromMs) / binMs) }, (_, index) => {
      const beganMs = fromMs + index * binMs;
      const done = this.#dotsMs.filter((atMs) => atMs >= beganMs && atMs < beganMs + binMs).length;
      return (done * 1_000) / binMs;
    });
  }

  /** Forgets what was before. */
  forget(): void {
    this.#dotsMs = [];
  }
}
