import { expect, test } from "vitest";
import { WasmFormat } from "../../../../src/sandbox/wasm/wasm-format.ts";
import { hasJspi } from "../../../../src/sandbox/wasm/jspi.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";
import { tinyProgram } from "./tiny-program.ts";

test.skipIf(hasJspi())("where WebAssembly cannot wait, exec says so and what would help", () => {
  const world = new SandboxWorld({
    formats: [new WasmFormat()],
    files: { "/bin/program": tinyProgram([]) },
  });

  const told = world.call(function* exec(sys) {
    sys.chmod("/bin/program", 0o755);
    try {
      return yield* sys.exec("/bin/program", { argv: ["program"], env: {} });
    } catch (error) {
      return error;
    }
  });

  expect(told).toMatchObject({ code: "ENOEXEC", why: expect.stringContaining("JSPI") });
});
