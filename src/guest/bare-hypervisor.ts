/**
 * A type 1 hypervisor seen from the page: one worker that owns a core and holds several guests. The worker lives as long
 * as it has guests; when it dies, or no longer answers, all of its guests die with it.
 */
import { releaseProxy, transfer, wrap } from "comlink";
import { settledWithin } from "../base/abort.ts";
import type { Clock } from "../base/clock.ts";
import { Disposables } from "../base/disposable.ts";
import { Failure } from "../base/failure.ts";
import type { HypervisorApi, HypervisorSchedule } from "../protocol/hypervisor-api.ts";
import { GuestLink } from "./guest-link.ts";
import type { SpawnGuestWorker } from "./guest-worker.ts";

/** The worker is asked this often whether it lives. */
const askEveryMs = 5_000;
/**
 * It is dead when it has left so many in a row unanswered: one can be missed by a host that slept, whose timers are
 * due before the worker had a moment to answer.
 */
const mostMissed = 2;

/** The part of `Worker` that is used. */
export type HypervisorThread = Pick<
  Worker,
  "postMessage" | "addEventListener" | "removeEventListener" | "terminate"
>;

/** Makes the worker's thread. */
export type SpawnHypervisorThread = () => HypervisorThread;

/** Spawns a real Web Worker. */
export const spawnHypervisorThread: SpawnHypervisorThread = () =>
  new Worker(new URL("../../workers/hypervisor.worker.ts", import.meta.url), {
    type: "module",
    name: "type 1 hypervisor",
  });

/** The hypervisor, whether or not it has a worker at the moment. */
export class BareHypervisor implements Disposable {
  readonly #spawn: SpawnHypervisorThread;
  readonly #clock: Clock;
  #host: Host | null = null;

  constructor(spawn: SpawnHypervisorThread, clock: Clock) {
    this.#spawn = spawn;
    this.#clock = clock;
  }

  /** Makes a guest beside those that are there; the first brings the worker with it. */
  readonly spawnGuest: SpawnGuestWorker = (name) => {
    this.#host ??= new Host(this.#spawn(), this.#clock, () => (this.#host = null));
    return this.#host.admit(name);
  };

  /** Who has had the core, by the guests' names; `null` while there is no guest. */
  async schedule(): Promise<HypervisorSchedule | null> {
    return (await this.#host?.schedule()) ?? null;
  }

  /** Ends the worker and its guests. */
  [Symbol.dispose](): void {
    this.#host?.die("the hypervisor was ended");
  }
}

/** One worker, from its first guest to its last. */
class Host {
  readonly #life = new Disposables();
  readonly #thread: HypervisorThread;
  readonly #remote;
  readonly #links = new Map<string, GuestLink>();
  readonly #clock: Clock;
  #admitted = 0;
  #missed = 0;

  constructor(thread: HypervisorThread, clock: Clock, ended: () => void) {
    this.#thread = thread;
    this.#clock = clock;
    this.#life.defer(ended);
    this.#life.defer(() => thread.terminate());
    this.#remote = wrap<HypervisorApi>(thread);
    this.#life.defer(() => this.#remote[releaseProxy]());
    this.#hear("error", (event) => {
      event.preventDefault();
      const words = "message" in event && typeof event.message === "string" ? event.message : "";
      this.die(words || "the worker's script could not be loaded");
    });
    this.#hear("messageerror", () => this.die("a message from the worker could not be read"));
    this.#life.add(clock.every(askEveryMs, () => void this.#ask()));
  }

  /** A guest with its own way in. It is numbered: two power cycles of one guest may overlap. */
  admit(name: string): GuestLink {
    const guest = `${name}#${++this.#admitted}`;
    const control = new MessageChannel();
    const link = new GuestLink(control.port1, () => this.#evict(guest));
    this.#links.set(guest, link);
    this.#remote.admit(guest, transfer(control.port2, [control.port2])).catch((error: unknown) => {
      link.die(error instanceof Error ? error.message : String(error));
    });
    return link;
  }

  /** Fails with `worker-died` when the worker does not answer. */
  async schedule(): Promise<HypervisorSchedule> {
    let schedule: HypervisorSchedule | null = null;
    const asked = this.#remote.schedule().then((answer) => (schedule = answer));
    await settledWithin(asked, askEveryMs, this.#clock);
    if (schedule) return byNames(schedule);
    throw new Failure("worker-died", "The hypervisor did not answer.");
  }

  /** Ends the worker; every guest is told `words`. */
  die(words: string): void {
    const links = [...this.#links.values()];
    this.#links.clear();
    this.#life[Symbol.dispose]();
    for (const link of links) link.die(words);
  }

  /** The last guest takes the worker with it: its memory is free at once, whatever the worker is doing. */
  #evict(guest: string): void {
    if (!this.#links.delete(guest)) return;
    if (this.#links.size === 0) this.#life[Symbol.dispose]();
    else this.#remote.evict(guest).catch(() => undefined);
  }

  async #ask(): Promise<void> {
    this.#missed += 1;
    if (this.#missed > mostMissed) {
      this.die(`the hypervisor has not answered for ${(mostMissed * askEveryMs) / 1000} s`);
      return;
    }
    await this.#remote.respond();
    this.#missed = 0;
  }

  #hear(kind: "error" | "messageerror", listener: (event: Event) => void): void {
    this.#thread.addEventListener(kind, listener);
    this.#life.defer(() => this.#thread.removeEventListener(kind, listener));
  }
}

function byNames({ vcpus, runs, ...schedule }: HypervisorSchedule): HypervisorSchedule {
  const named = <T extends { readonly guest: string }>(entry: T): T => ({
    ...entry,
    guest: entry.guest.slice(0, entry.guest.lastIndexOf("#")),
  });
  return { ...schedule, vcpus: vcpus.map(named), runs: runs.map(named) };
}
