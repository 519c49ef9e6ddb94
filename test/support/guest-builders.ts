/** Builders of what a guest is made from, for tests that boot nothing real. */
import type { BootMaterial, GuestImage } from "../../src/guest/guest-options.ts";

/** An image with plausible figures and nothing behind it. */
export const testImage: GuestImage = {
  id: "linux",
  title: "Linux",
  kernelVersion: "6.12.0",
  commandLine: "console=ttyS0",
  minimumMemoryMiB: 24,
  defaultMemoryMiB: 32,
};

/** The smallest WebAssembly module there is, and an empty image. */
export function fakeMaterial(): Promise<BootMaterial> {
  const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  return Promise.resolve({ image: new Uint8Array(), emulator: new WebAssembly.Module(emptyModule) });
}
