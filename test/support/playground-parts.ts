/**
 * What a playground is made of in tests that boot nothing real: fake guests behind real ports, sandbox images nobody can
 * choose, and a host that cannot boot.
 */
import { Failure } from "../../src/base/failure.ts";
import type { Clock } from "../../src/base/clock.ts";
import { BootStore } from "../../src/playground/boot-store.ts";
import { HostCapacity } from "../../src/playground/host-capacity.ts";
import { HostSystem } from "../../src/playground/host-system.ts";
import { PageMeter } from "../../src/playground/page-meter.ts";
import type { PlaygroundParts } from "../../src/playground/playground.ts";
import { pageArchiveTools, SandboxImages } from "../../src/playground/sandbox-images.ts";
import { FakeGuestWorkers } from "./fake-guest-worker.ts";
import { FakeHypervisor } from "./fake-hypervisor.ts";
import { fakeMaterial } from "./guest-builders.ts";

/** All of it, on a host of two cores that does not tell its memory. A test overrides what it looks at. */
export function playgroundParts(clock: Clock): PlaygroundParts {
  return {
    capacity: new HostCapacity({ cores: 2, deviceMemoryGiB: undefined }),
    bootStore: new BootStore(
      async () => (await fakeMaterial()).image,
      async () => (await fakeMaterial()).emulator,
    ),
    spawnWorker: new FakeGuestWorkers().spawn,
    bareHypervisor: new FakeHypervisor(clock).hypervisor,
    clock,
    pageMeter: new PageMeter(() => performance.now()),
    ...hostOutOfReach(),
  };
}

function hostOutOfReach(): Pick<PlaygroundParts, "hostSystem" | "sandboxImages"> {
  const unreachable = (): Promise<never> =>
    Promise.reject(new Failure("image-unreachable", "The host's image cannot be had."));
  const sandboxImages = new SandboxImages([], unreachable, pageArchiveTools);
  const nothing: Disposable = { [Symbol.dispose]: () => undefined };
  const hostSystem = new HostSystem({
    images: sandboxImages,
    loadHostImage: unreachable,
    loadMaker: unreachable,
    memoryBytes: 0,
    scope: { nowMs: () => 0, afterFrame: () => nothing, soon: () => nothing, after: () => nothing },
  });
  return { hostSystem, sandboxImages };
}
