/**
 * The composition root: builds everything once and hands it to the root element.
 */
import { systemClock } from "./base/clock.ts";
import { spawnGuestWorker } from "./guest/guest-worker.ts";
import { BootStore } from "./playground/boot-store.ts";
import { HostCapacity } from "./playground/host-capacity.ts";
import { Playground } from "./playground/playground.ts";
import { scripting, type Scripting } from "./playground/scripting.ts";
import { GuesthouseApp } from "./ui/app/guesthouse-app.ts";

declare global {
  var guesthouse: Scripting;
  interface Navigator {
    /** Device Memory API, where the browser has it: GiB, rounded. */
    readonly deviceMemory?: number;
  }
}

const playground = new Playground({
  capacity: new HostCapacity({
    cores: navigator.hardwareConcurrency,
    deviceMemoryGiB: navigator.deviceMemory,
  }),
  bootStore: new BootStore(),
  spawnWorker: spawnGuestWorker,
  clock: systemClock,
});
globalThis.guesthouse = scripting(playground);
document.body.append(new GuesthouseApp(playground));
