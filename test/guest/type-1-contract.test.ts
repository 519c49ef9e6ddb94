/**
 * Type 1 guests: the real Linux image on the real emulator under our own scheduler, in Node, held to the contract of a
 * guest.
 */
import { systemClock } from "../../src/base/clock.ts";
import { BareHypervisor } from "../../src/guest/bare-hypervisor.ts";
import { HypervisorService } from "../../workers/hypervisor/hypervisor-service.ts";
import { testImage } from "../support/guest-builders.ts";
import { describeGuestContract } from "../support/guest-contract.ts";
import { InProcessThread } from "../support/in-process-hypervisor.ts";
import { emulator, linuxImage } from "./support-machine.ts";

const linux = linuxImage();

/** All tests share one hypervisor: what one of them does to its guest must not be felt by the next. */
const hypervisor = new BareHypervisor(() => {
  const service = new HypervisorService();
  return new InProcessThread(service, () => service[Symbol.dispose]());
}, systemClock);

describeGuestContract("the real guest under a type 1 hypervisor", async () => {
  const { image, commandLine } = await linux;
  const material = { image, emulator: await emulator };
  return {
    image: { ...testImage, commandLine },
    surroundings: { spawnWorker: hypervisor.spawnGuest, loadBootMaterial: () => material },
  };
});
