import { catalog } from "../../images/catalog.ts";
import { systemClock } from "../../src/base/clock.ts";
import { BareHypervisor, spawnHypervisorThread } from "../../src/guest/bare-hypervisor.ts";
import { spawnGuestWorker, type SpawnGuestWorker } from "../../src/guest/guest-worker.ts";
import { BootStore } from "../../src/playground/boot-store.ts";
import { describeGuestContract } from "../support/guest-contract.ts";

const [image] = catalog;
const store = new BootStore();
const bare = new BareHypervisor(spawnHypervisorThread, systemClock);

const arrangements: readonly (readonly [name: string, spawn: SpawnGuestWorker])[] = [
  ["the real guest", spawnGuestWorker],
  ["the real guest under a type 1 hypervisor", bare.spawnGuest],
];
for (const [name, spawnWorker] of arrangements) {
  describeGuestContract(name, () =>
    Promise.resolve({ image, surroundings: { spawnWorker, loadBootMaterial: () => store.load(image) } }),
  );
}
