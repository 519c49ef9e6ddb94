/**
 * The tar reader against archives that nobody wrote on purpose: it ends with entries or with a failure that has a code,
 * never with anything else, and no entry leaves its root.
 */
import { expect, it } from "vitest";
import { Failure } from "../../../../src/base/failure.ts";
import type { LayerNode } from "../../../../src/sandbox/fs/layer-tree.ts";
import { archiveEntries } from "../../../../src/sandbox/image/archive-entries.ts";
import { layerTree } from "../../../../src/sandbox/image/layer.ts";
import { tar } from "./tar-archive.ts";

const limits = { entries: 1000, bytes: 1024 * 1024 };
const codes = new Set<string>([
  "archive-corrupt",
  "archive-too-big",
  "archive-path",
  "archive-link",
  "archive-device",
]);

/** A repeatable source of numbers below `bound` (mulberry32). */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

const sound = tar([
  { path: "etc", type: "5" },
  { path: "etc/passwd", data: "root:x:0:0::/root:/bin/sh\n" },
  { path: "bin/sh", data: new Uint8Array(1500), mode: 0o755 },
  { path: "bin/ash", type: "1", link: "bin/sh" },
  { path: "lib", type: "2", link: "usr/lib" },
  { path: "var/.wh.old", data: "" },
  { path: "PaxHeader", type: "x", data: "30 path=some/longer/path/name\n" },
  { path: "renamed", data: "x" },
  { path: "././@LongLink", type: "L", data: "a/long/name/of/gnu\0" },
  { path: "short", data: "y" },
]);

/** What is wrong with how the reader took `archive`; `null` if nothing is. */
async function fault(archive: Uint8Array<ArrayBuffer>): Promise<string | null> {
  try {
    const entries = await archiveEntries(archive, limits);
    const outside = entries.find(({ path }) => /(^|\/)\.{0,2}(\/|$)/.test(path) && path !== "");
    if (outside) return `the path ${JSON.stringify(outside.path)}`;
    return badName(layerTree(entries).root);
  } catch (thrown) {
    if (thrown instanceof Failure && codes.has(thrown.code)) return null;
    return `threw ${String(thrown)}`;
  }
}

function badName(node: LayerNode): string | null {
  if (node.type !== "directory") return null;
  for (const [name, inner] of node.entries) {
    if (name === "" || name === "." || name === ".." || /[/\0]/.test(name))
      return `the name ${JSON.stringify(name)}`;
    const found = badName(inner);
    if (found !== null) return found;
  }
  return null;
}

/** The header's checksum set right again, so that what changed is looked at. */
function resum(archive: Uint8Array<ArrayBuffer>, block: number): void {
  const header = archive.subarray(block * 512, block * 512 + 512);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
}

const tries = Array.from({ length: 400 }, (_, seed) => seed);

async function faults(make: (seed: number) => Uint8Array<ArrayBuffer>): Promise<readonly string[]> {
  const found = await Promise.all(
    tries.map(async (seed) => {
      const why = await fault(make(seed));
      return why === null ? [] : [`seed ${seed}: ${why}`];
    }),
  );
  return found.flat();
}

it("takes the sound archive", async () => {
  expect((await archiveEntries(sound, limits)).map(({ path }) => path)).toEqual([
    "etc",
    "etc/passwd",
    "bin/sh",
    "bin/ash",
    "lib",
    "var/.wh.old",
    "some/longer/path/name",
    "a/long/name/of/gnu",
  ]);
});

it("takes random bytes, or refuses them with a code", async () => {
  expect(
    await faults((seed) => {
      const next = numbers(seed);
      return Uint8Array.from({ length: next(4096) }, () => next(256));
    }),
  ).toEqual([]);
});

it("takes archives with wrong bytes, or refuses them with a code", async () => {
  expect(
    await faults((seed) => {
      const next = numbers(seed);
      const archive = sound.slice();
      for (let left = 1 + next(8); left > 0; left -= 1) archive[next(archive.byteLength)] = next(256);
      return archive;
    }),
  ).toEqual([]);
});

it("takes headers with wrong bytes and right checksums, or refuses them with a code", async () => {
  expect(
    await faults((seed) => {
      const next = numbers(seed);
      const archive = sound.slice();
      const block = next(archive.byteLength / 512 - 2);
      const hostile = ["../", "/", "..", "\0", ".wh.", ".wh...", "//", "9", "x", "L", "g", "1", "\u00ff"];
      for (let left = 1 + next(6); left > 0; left -= 1) {
        const piece = new TextEncoder().encode(hostile[next(hostile.length)] ?? "");
        archive.set(piece, block * 512 + next(300));
      }
      resum(archive, block);
      return archive;
    }),
  ).toEqual([]);
});

it("takes archives that break off anywhere, or refuses them with a code", async () => {
  expect(await faults((seed) => sound.slice(0, numbers(seed)(sound.byteLength)))).toEqual([]);
});
