import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import list from "../../../images/sandbox/images.json" with { type: "json" };

const run = promisify(execFile);
const here = (path: string): URL => new URL(`../../../${path}`, import.meta.url);

describe("the sandboxes' images", () => {
  it("are what their recipe makes of the tree", { timeout: 60_000 }, async () => {
    const check = run(process.execPath, ["images/sandbox/build.mjs", "--check"], { cwd: here(".") });
    await expect(check).resolves.toMatchObject({ stderr: expect.not.stringContaining("Out of date") });
  });

  it.each(list.layers)("$name has the digest and sizes that the list says", async (layer) => {
    const packed = await readFile(here(`images/sandbox/${layer.file}`));
    const archive = gunzipSync(packed);
    expect({
      digest: `sha256:${createHash("sha256").update(archive).digest("hex")}`,
      rawBytes: archive.byteLength,
      compressedBytes: packed.byteLength,
    }).toEqual({ digest: layer.digest, rawBytes: layer.rawBytes, compressedBytes: layer.compressedBytes });
  });

  it("stay, with all other images, under 8 MiB", async () => {
    const files = ["images/linux/linux.elf.gz", ...list.layers.map(({ file }) => `images/sandbox/${file}`)];
    const programs = ["toybox", "lua", "sqlite3"].map((name) => `images/userland/${name}.wasm.gz`);
    const sizes = await Promise.all(
      [...files, ...programs].map(async (file) => (await stat(here(file))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(8 * 1024 ** 2);
  });
});
