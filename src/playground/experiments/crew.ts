/**
 * The machines of one experiment: whatever was made through it is removed at its end, those that were still being made
 * when it ended included. Knows no other machine.
 */
import type { ExperimentHost, MachineRequest, TestMachine } from "./experiment-host.ts";

/** Makes machines and removes them. */
export class Crew {
  readonly #host: ExperimentHost;
  readonly #signal: AbortSignal;
  readonly #machines = new Set<TestMachine>();
  readonly #making = new Set<Promise<unknown>>();

  constructor(host: ExperimentHost, signal: AbortSignal) {
    this.#host = host;
    this.#signal = signal;
  }

  async make(request: MachineRequest): Promise<TestMachine> {
    this.#signal.throwIfAborted();
    const making = this.#host.make(request).then((machine) => {
      this.#machines.add(machine);
      return machine;
    });
    this.#making.add(making);
    try {
      const machine = await making;
      // Aborted meanwhile: it is known by now, and removed with the others.
      this.#signal.throwIfAborted();
      return machine;
    } finally {
      this.#making.delete(making);
    }
  }

  async remove(machine: TestMachine): Promise<void> {
    await machine.remove();
    this.#machines.delete(machine);
  }

  /** Removes all of them, side by side; gives the reasons of those that could not be. */
  async removeAll(): Promise<readonly unknown[]> {
    await Promise.allSettled(this.#making);
    const outcomes = await Promise.allSettled(Array.from(this.#machines, (machine) => this.remove(machine)));
    return outcomes.flatMap((outcome): unknown[] => (outcome.status === "rejected" ? [outcome.reason] : []));
  }
}
