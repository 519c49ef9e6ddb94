/**
 * The composition root: builds everything once and hands it to the root element.
 */
import { systemClock } from "./base/clock.ts";
import { BareHypervisor, spawnHypervisorThread } from "./guest/bare-hypervisor.ts";
import { spawnGuestWorker } from "./guest/guest-worker.ts";
import { BrowserMemoryProbe, measureBytes } from "./playground/browser-memory.ts";
import { BootStore } from "./playground/boot-store.ts";
import { HostCapacity } from "./playground/host-capacity.ts";
import { askedSeldom, MemoryBesideProbe, pageHeapBytes } from "./playground/memory-beside.ts";
import { meterTasks, PageMeter } from "./playground/page-meter.ts";
import { pageHostSystem } from "./playground/page-host-system.ts";
import { pageVisibility } from "./playground/pause-when-hidden.ts";
import { Playground } from "./playground/playground.ts";
import { scripting, type Scripting } from "./playground/scripting.ts";
import { pageWatchScope, WatchMeter } from "./playground/watch-meter.ts";
import { GuesthouseApp } from "./ui/app/guesthouse-app.ts";

declare global {
  var guesthouse: Scripting;
  interface Navigator {
    /** Device Memory API, where the browser has it: GiB, rounded. */
    readonly deviceMemory?: number;
  }
}

const pageMeter = new PageMeter(() => performance.now());
meterTasks(window, pageMeter);

const capacity = new HostCapacity({
  cores: navigator.hardwareConcurrency,
  deviceMemoryGiB: navigator.deviceMemory,
});
const playground = new Playground({
  capacity,
  bootStore: new BootStore(),
  spawnWorker: spawnGuestWorker,
  bareHypervisor: new BareHypervisor(spawnHypervisorThread, systemClock),
  clock: systemClock,
  pageMeter,
  ...pageHostSystem(capacity.memoryBytes),
  visibility: pageVisibility(document),
  watchMeter: new WatchMeter(pageWatchScope(window, () => performance.now())),
  memoryBeside: new MemoryBesideProbe(askedSeldom(pageHeapBytes)),
  browserMemory: new BrowserMemoryProbe(measureBytes, () => Date.now()),
});
globalThis.guesthouse = scripting(playground);
document.body.append(new GuesthouseApp(playground));
