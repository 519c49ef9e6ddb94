/**
 * The host's system as this page has it: the images of the catalog, the TypeScript userland, WebAssembly where the
 * browser can suspend it.
 */
import { hostImage, sandboxCatalog } from "../../images/sandbox-catalog.ts";
import { userland } from "../sandbox/programs/userland.ts";
import { hasJspi } from "../sandbox/wasm/jspi.ts";
import { WasmFormat } from "../sandbox/wasm/wasm-format.ts";
import { loadImageInWorker } from "./boot-store.ts";
import { HostSystem } from "./host-system.ts";
import { pageDriverScope } from "./kernel-driver.ts";
import { pageArchiveTools, SandboxImages } from "./sandbox-images.ts";

const standardPath = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
/** Tools in TypeScript for what toybox does where it can run. */
const typescriptPath = `/usr/lib/typescript/bin:${standardPath}`;

/** The images and the host. `memoryBytes` is what all sandboxes may have. */
export function pageHostSystem(memoryBytes: number): { images: SandboxImages; hostSystem: HostSystem } {
  const images = new SandboxImages(
    sandboxCatalog,
    (layer) => loadImageInWorker(layer, () => undefined),
    pageArchiveTools,
  );
  const hostSystem = new HostSystem({
    images,
    loadHostImage: () => images.loadCatalogImage(hostImage),
    programs: userland,
    formats: [new WasmFormat()],
    path: hasJspi() ? standardPath : typescriptPath,
    memoryBytes,
    scope: pageDriverScope(window, () => performance.now()),
  });
  return { images, hostSystem };
}
