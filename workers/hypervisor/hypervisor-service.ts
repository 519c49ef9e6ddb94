/**
 * What a type 1 hypervisor's worker offers: guests on one core, each with its own control port. Knows the protocol;
 * knows nothing of the emulator.
 */
import { expose } from "comlink";
import { toDisposable } from "../../src/base/disposable.ts";
import type { HypervisorApi, HypervisorSchedule } from "../../src/protocol/hypervisor-api.ts";
import { GuestService } from "../guest/guest-service.ts";
import { Core } from "./core.ts";
import { RunRecord } from "./run-record.ts";
import type { Vcpu } from "./vcpu.ts";

interface Resident extends Disposable {
  readonly vcpu: Vcpu;
}

/** The guests of one worker. Methods are async so that what they throw rejects. */
/* oxlint-disable typescript/require-await */
export class HypervisorService implements HypervisorApi, Disposable {
  readonly #record = new RunRecord<Vcpu>();
  readonly #core = new Core(nowMs, (vcpu, fromMs, toMs) => this.#record.note(vcpu, fromMs, toMs));
  readonly #residents = new Map<string, Resident>();

  async admit(guest: string, control: MessagePort): Promise<void> {
    if (this.#residents.has(guest)) throw new Error(`the guest ${guest} is here already`);
    const vcpu = this.#core.scheduler.add(nowMs());
    const service = new GuestService(this.#core.seat(vcpu));
    expose(service, control);
    const unplugged = toDisposable(() => {
      control.close();
      service[Symbol.dispose]();
      this.#core.scheduler.remove(vcpu);
      this.#record.forget(vcpu);
    });
    this.#residents.set(guest, { vcpu, [Symbol.dispose]: () => unplugged[Symbol.dispose]() });
  }

  async evict(guest: string): Promise<void> {
    this.#residents.get(guest)?.[Symbol.dispose]();
    this.#residents.delete(guest);
  }

  async respond(): Promise<void> {}

  async schedule(): Promise<HypervisorSchedule> {
    const now = nowMs();
    const origin = performance.timeOrigin;
    const names = new Map([...this.#residents].map(([guest, { vcpu }]) => [vcpu, guest]));
    return {
      atMs: origin + now,
      vcpus: [...names].map(([vcpu, guest]) => ({ guest, weight: vcpu.weight, ...vcpu.account(now) })),
      runs: this.#record.latest(now).map(({ runner, fromMs, toMs }) => ({
        guest: names.get(runner) ?? "",
        fromMs: origin + fromMs,
        toMs: origin + toMs,
      })),
    };
  }

  [Symbol.dispose](): void {
    for (const resident of this.#residents.values()) resident[Symbol.dispose]();
    this.#residents.clear();
    this.#core[Symbol.dispose]();
  }
}
/* oxlint-enable typescript/require-await */

function nowMs(): number {
  return performance.now();
}
