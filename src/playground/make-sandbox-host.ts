/**
 * All the code of sandboxes in one piece, for the page to fetch when it first needs it: kernel, userland, runtime.
 */
import { userland } from "../sandbox/programs/userland.ts";
import { SandboxHost, type SandboxHostParts } from "../sandbox/runtime/sandbox-host.ts";
import { hasJspi } from "../sandbox/wasm/jspi.ts";
import { WasmFormat } from "../sandbox/wasm/wasm-format.ts";

const standardPath = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
/** Tools in TypeScript for what toybox does where it can run. */
const typescriptPath = `/usr/lib/typescript/bin:${standardPath}`;

/** Boots a host with the TypeScript userland, and with WebAssembly where the browser can suspend it. */
export function makeSandboxHost(parts: Omit<SandboxHostParts, "programs" | "formats" | "path">): SandboxHost {
  return new SandboxHost({
    ...parts,
    programs: userland,
    formats: [new WasmFormat()],
    path: hasJspi() ? standardPath : typescriptPath,
  });
}
