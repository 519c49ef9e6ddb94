import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { initialPages } from "../../../src/sandbox/wasm/wasm-image.ts";
import { BareProgram } from "../../../workers/bare/bare-program.ts";

describe("a program of the userland without a kernel", () => {
  let program: BareProgram;
  let ms = 0;

  beforeAll(() => {
    const packed = readFileSync(new URL("../../../images/userland/toybox.wasm.gz", import.meta.url));
    const bytes = new Uint8Array(gunzipSync(packed));
    program = new BareProgram(new WebAssembly.Module(bytes), initialPages(bytes));
  });

  const run = (argv: readonly string[], inputBytes: number, times = 1) =>
    program.run({ argv, inputBytes, times }, () => (ms += 5));

  it("gives the hash that others give", () => {
    const expected = createHash("sha256").update(new Uint8Array(300_000)).digest("hex");
    expect(run(["sha256sum"], 300_000)).toEqual({ tookMs: 5, output: `${expected}  -\n`, exitCode: 0 });
  });

  it("keeps the beginning of what it prints, however much that is", () => {
    expect(run(["cat"], 100_000).output).toBe("\0".repeat(4096));
  });

  it("runs again and again, each time anew", () => {
    const [once, thrice] = [run(["wc", "-c"], 4_000), run(["wc", "-c"], 4_000, 3)];
    expect([once.output.trim(), thrice.output.trim()]).toEqual(["4000", "4000"]);
  });

  it("tells how it ended", () => {
    expect(run(["false"], 0).exitCode).toBe(1);
  });
});
