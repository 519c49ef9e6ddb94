/**
 * Type 1 guests: the real Linux image on the real emulator under our own scheduler, in Node, held to the contract of a
 * guest.
 */
import { testImage } from "../support/guest-builders.ts";
import { describeGuestContract } from "../support/guest-contract.ts";
import { emulator, linuxImage } from "./support-machine.ts";
import { inProcessHypervisor } from "./support-type-1.ts";

const linux = linuxImage();
const hypervisor = inProcessHypervisor();

describeGuestContract("the real guest under a type 1 hypervisor", async () => {
  const { image, commandLine } = await linux;
  const material = { image, emulator: await emulator };
  return {
    image: { ...testImage, commandLine },
    surroundings: { spawnWorker: hypervisor.spawnGuest, loadBootMaterial: () => material },
  };
});
