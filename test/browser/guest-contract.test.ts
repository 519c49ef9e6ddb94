import { catalog } from "../../images/catalog.ts";
import { spawnGuestWorker } from "../../src/guest/guest-worker.ts";
import { BootStore } from "../../src/playground/boot-store.ts";
import { describeGuestContract } from "../support/guest-contract.ts";

const [image] = catalog;
const store = new BootStore();

describeGuestContract("the real guest", () =>
  Promise.resolve({
    image,
    surroundings: { spawnWorker: spawnGuestWorker, loadBootMaterial: () => store.load(image) },
  }),
);
