/**
 * A guest's worker seen from the page: a type 2 hypervisor, whose guests are threads of the browser's operating system.
 * Only this client makes the `Worker`, wraps it and ends it.
 */
import type { Evt } from "../base/event.ts";
import type { GuestApi } from "../protocol/guest-api.ts";
import { GuestLink } from "./guest-link.ts";

/** What runs a guest for one power cycle, with the calls on it. Disposing ends it at once. */
export interface GuestWorker extends Disposable {
  /** Every call rejects with `worker-died` when the worker ends before it answers. */
  readonly api: GuestApi;
  /** Fires once if the worker dies by itself, with what the browser said. */
  readonly onDidDie: Evt<string>;
}

/** Makes what runs one power cycle. `name` is for developer tools. */
export type SpawnGuestWorker = (name: string) => GuestWorker;

/** Spawns a real Web Worker. */
export const spawnGuestWorker: SpawnGuestWorker = (name) => {
  const worker = new Worker(new URL("../../workers/guest.worker.ts", import.meta.url), {
    type: "module",
    name,
  });
  const link = new GuestLink(worker, () => worker.terminate());
  worker.onerror = (event) => {
    event.preventDefault();
    link.die(event.message || "the worker's script could not be loaded");
  };
  worker.onmessageerror = () => link.die("a message from the worker could not be read");
  return link;
};
