/**
 * What a playground needs for sandboxes, in tests that have none: images nobody can choose, and a host that cannot boot.
 */
import type { PlaygroundParts } from "../../src/playground/playground.ts";
import { Failure } from "../../src/base/failure.ts";
import { HostSystem } from "../../src/playground/host-system.ts";
import { pageArchiveTools, SandboxImages } from "../../src/playground/sandbox-images.ts";

/** Where the host's image is out of reach. */
export function hostOutOfReach(): Pick<PlaygroundParts, "hostSystem" | "sandboxImages"> {
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
