/**
 * The host's system as this page has it: the images of the catalog, code fetched when it is first needed, the window's
 * frames.
 */
import { hostImage, sandboxCatalog } from "../../images/sandbox-catalog.ts";
import { loadImageInWorker } from "./boot-store.ts";
import { HostSystem } from "./host-system.ts";
import { pageDriverScope } from "./kernel-driver.ts";
import type { PlaygroundParts } from "./playground.ts";
import { pageArchiveTools, SandboxImages } from "./sandbox-images.ts";

/** The images and the host. `memoryBytes` is what all sandboxes may have. */
export function pageHostSystem(memoryBytes: number): Pick<PlaygroundParts, "hostSystem" | "sandboxImages"> {
  const sandboxImages = new SandboxImages(
    sandboxCatalog,
    (layer) => loadImageInWorker(layer, () => undefined),
    pageArchiveTools,
  );
  const hostSystem = new HostSystem({
    images: sandboxImages,
    loadHostImage: () => sandboxImages.loadCatalogImage(hostImage),
    loadMaker: async () => (await import("./make-sandbox-host.ts")).makeSandboxHost,
    memoryBytes,
    scope: pageDriverScope(window, () => performance.now()),
  });
  return { hostSystem, sandboxImages };
}
