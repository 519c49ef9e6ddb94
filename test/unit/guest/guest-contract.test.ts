import { describeGuestContract } from "../../support/guest-contract.ts";
import { fakeMaterial, testImage } from "../../support/guest-builders.ts";
import { FakeGuestWorkers } from "../../support/fake-guest-worker.ts";

describeGuestContract("the fake", () =>
  Promise.resolve({
    image: testImage,
    surroundings: { spawnWorker: new FakeGuestWorkers().spawn, loadBootMaterial: fakeMaterial },
  }),
);
