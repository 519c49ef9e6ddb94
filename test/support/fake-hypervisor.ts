/**
 * A type 1 hypervisor of fakes: the real client in front of fake guests behind real ports.
 */
import { expose } from "comlink";
import type { Clock } from "../../src/base/clock.ts";
import { BareHypervisor } from "../../src/guest/bare-hypervisor.ts";
import type { HypervisorApi, HypervisorSchedule } from "../../src/protocol/hypervisor-api.ts";
import { FakeGuestWorker } from "./fake-guest-worker.ts";
import { InProcessThread } from "./in-process-hypervisor.ts";

/** The inside of one worker. */
class FakeResidents implements HypervisorApi {
  readonly guests = new Map<string, FakeGuestWorker>();
  /** It answers nothing any more. */
  hung = false;

  async admit(guest: string, control: MessagePort): Promise<void> {
    await Promise.resolve();
    const fake = new FakeGuestWorker({});
    this.guests.set(guest, fake);
    expose(fake.api, control);
  }

  async evict(guest: string): Promise<void> {
    await this.respond();
    this.guests.get(guest)?.[Symbol.dispose]();
    this.guests.delete(guest);
  }

  async respond(): Promise<void> {
    await (this.hung ? new Promise(() => undefined) : Promise.resolve());
  }

  async schedule(): Promise<HypervisorSchedule> {
    await this.respond();
    return { atMs: 0, vcpus: [], runs: [] };
  }
}

/** A hypervisor and the workers it made. */
export class FakeHypervisor {
  readonly workers: { readonly thread: InProcessThread; readonly inside: FakeResidents }[] = [];
  readonly hypervisor: BareHypervisor;

  constructor(clock: Clock) {
    this.hypervisor = new BareHypervisor(() => {
      const inside = new FakeResidents();
      const thread = new InProcessThread(inside, () => {
        for (const guest of inside.guests.values()) guest[Symbol.dispose]();
      });
      this.workers.push({ thread, inside });
      return thread;
    }, clock);
  }

  /** Guests in each of its workers, or that the worker has ended. */
  get occupancy(): (number | "ended")[] {
    return this.workers.map(({ thread, inside }) => (thread.terminated ? "ended" : inside.guests.size));
  }
}
