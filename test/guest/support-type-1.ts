/**
 * A type 1 hypervisor in Node with guests on it, without the state machine of `guest/`.
 */
import { systemClock } from "../../src/base/clock.ts";
import { Disposables } from "../../src/base/disposable.ts";
import { BareHypervisor } from "../../src/guest/bare-hypervisor.ts";
import { ConsoleLine } from "../../src/guest/console-line.ts";
import { PowerCycle } from "../../src/guest/power-cycle.ts";
import type { GuestEvent } from "../../src/protocol/guest-api.ts";
import type { HypervisorSchedule } from "../../src/protocol/hypervisor-api.ts";
import { HypervisorService } from "../../workers/hypervisor/hypervisor-service.ts";
import { InProcessThread } from "../support/in-process-hypervisor.ts";
import { emulator, type TestBoot } from "./support-machine.ts";

/** A hypervisor in this thread. */
export function inProcessHypervisor(): BareHypervisor {
  return new BareHypervisor(() => {
    const service = new HypervisorService();
    return new InProcessThread(service, () => service[Symbol.dispose]());
  }, systemClock);
}

/** One guest and what it told. */
export interface TestGuest {
  readonly cycle: PowerCycle;
  readonly console: ConsoleLine;
  readonly events: GuestEvent[];
  /** Resolves with the first event of this kind. */
  told<K extends GuestEvent["kind"]>(kind: K): Promise<Extract<GuestEvent, { kind: K }>>;
}

/** A hypervisor with its guests. */
export class TestHypervisor implements Disposable {
  readonly #life = new Disposables();
  readonly hypervisor = this.#life.add(inProcessHypervisor());

  /** Boots a guest beside the others. */
  async boot(name: string, { image, commandLine = "", memoryMiB = 4 }: TestBoot): Promise<TestGuest> {
    const lines = { console: new ConsoleLine(), serial: new ConsoleLine() };
    const cycle = this.#life.add(new PowerCycle(this.hypervisor.spawnGuest(name), lines));
    const events: GuestEvent[] = [];
    const waiting = new Set<() => void>();
    cycle.onEvent.listen((event) => {
      events.push(event);
      for (const look of waiting) look();
    });
    await cycle.boot({
      image,
      commandLine,
      memoryMiB,
      emulator: await emulator,
      consoleSize: { columns: 80, rows: 24 },
    });
    type Told<K> = Extract<GuestEvent, { kind: K }>;
    const told = <K extends GuestEvent["kind"]>(kind: K): Promise<Told<K>> =>
      new Promise((resolve) => {
        const look = (): void => {
          const event = events.find((candidate): candidate is Told<K> => candidate.kind === kind);
          if (!event) return;
          waiting.delete(look);
          resolve(event);
        };
        waiting.add(look);
        look();
      });
    return { cycle, console: lines.console, events, told };
  }

  /** Who has had the core, by the guests' names. Throws when there is no guest. */
  async schedule(): Promise<HypervisorSchedule> {
    const schedule = await this.hypervisor.schedule();
    if (!schedule) throw new Error("the hypervisor has no guest");
    return schedule;
  }

  /** What part of the next `ms` each guest runs, in their order. */
  async shares(ms: number): Promise<number[]> {
    const before = await this.schedule();
    await new Promise((resolve) => setTimeout(resolve, ms));
    const after = await this.schedule();
    return after.vcpus.map(
      ({ runMs }, at) => (runMs - (before.vcpus[at]?.runMs ?? 0)) / (after.atMs - before.atMs),
    );
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }
}
