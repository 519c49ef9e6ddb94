/**
 * Builds the layers of the sandboxes' images and the list of them, `images.json`: same inputs, same bytes.
 *
 *   node images/sandbox/build.mjs           writes layers/*.tar.gz and images.json
 *   node images/sandbox/build.mjs --check   writes nothing; fails if what is committed is not what it would write
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { runnerImport } from "vite";
import { images } from "./images.mjs";
import { layers } from "./layers.mjs";

const check = process.argv.includes("--check");
const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
// No file is older or younger than another: what an image holds shall not depend on when it was built.
const mtime = new Date(0);

/** @param {readonly import("./layers.mjs").Entry[]} entries */
async function archive(entries) {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const sorted = [...byPath.values()].toSorted((one, other) => (one.path < other.path ? -1 : 1));
  return await packTar(
    sorted.map(({ path, mode, uid = 0, gid = 0, bytes, link }) => ({
      header: {
        name: bytes || link ? path : `${path}/`,
        size: bytes?.byteLength ?? 0,
        mode,
        uid,
        gid,
        mtime,
        type: link ? "symlink" : bytes ? "file" : "directory",
        ...(link ? { linkname: link } : {}),
      },
      ...(bytes ? { body: bytes } : {}),
    })),
  );
}

const { module } = await runnerImport(here("../../src/sandbox/programs/userland.ts"));
const programs = [...module.userland.keys()].toSorted((one, other) => (one < other ? -1 : 1));
await mkdir(here("layers"), { recursive: true });
/** @type {string[]} */
const stale = [];
const built = await Promise.all(
  Object.entries(await layers(programs)).map(async ([name, entries]) => {
    const tar = await archive(entries);
    const file = `layers/${name}.tar.gz`;
    const digest = `sha256:${createHash("sha256").update(tar).digest("hex")}`;
    const packed = gzipSync(tar, { level: 9 });
    if (!check) await writeFile(here(file), packed);
    return { name, file, digest, rawBytes: tar.byteLength, compressedBytes: packed.byteLength };
  }),
);
const list = `${JSON.stringify({ layers: built, images }, null, 2)}\n`;
if (check) {
  /** @type {{ layers: typeof built }} */
  const committed = JSON.parse(await readFile(here("images.json"), "utf8"));
  for (const { name, digest } of built) {
    if (committed.layers.find((layer) => layer.name === name)?.digest !== digest) stale.push(name);
  }
  if (stale.length > 0) {
    console.error(`Out of date: ${stale.join(", ")}. Run: node images/sandbox/build.mjs`);
    process.exit(1);
  }
} else await writeFile(here("images.json"), list);
for (const { name, digest, rawBytes, compressedBytes } of built) {
  console.log(`${name.padEnd(8)} ${digest} ${rawBytes} -> ${compressedBytes}`);
}
