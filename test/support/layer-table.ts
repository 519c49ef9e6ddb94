/**
 * The layer table of the design, and which library may be used where: data for the test that executes it.
 */

/** What each folder may import from, itself apart. A folder that is not here may not exist. */
export const layerTable: Readonly<Record<string, readonly string[]>> = {
  "src/base": [],
  "src/protocol": ["src/base"],
  "src/guest": ["src/protocol", "src/base"],
  "src/sandbox": ["src/protocol", "src/base"],
  "src/network": ["src/protocol", "src/base"],
  "src/storage": ["src/protocol", "src/base"],
  "src/monitor": ["src/protocol", "src/base"],
  "src/playground": [
    "src/guest",
    "src/sandbox",
    "src/network",
    "src/storage",
    "src/monitor",
    "src/protocol",
    "src/base",
    "images",
  ],
  "src/ui": [
    "src/playground",
    "src/guest",
    "src/sandbox",
    "src/network",
    "src/storage",
    "src/monitor",
    "src/protocol",
    "src/base",
    "images",
  ],
  // The composition root.
  src: [
    "src/ui",
    "src/playground",
    "src/guest",
    "src/sandbox",
    "src/monitor",
    "src/protocol",
    "src/base",
    "images",
  ],
  workers: ["src/protocol", "src/base", "images"],
  images: ["src/protocol", "src/base"],
};

/** Imports between layers that may bring in types and nothing that runs. */
export const typesOnly: readonly (readonly [from: string, to: string])[] = [["workers", "images"]];

/** Layers that run in Node, in a test or in a worker unchanged: they compile without the DOM library. */
export const layersWithoutDom = ["src/base", "src/protocol", "src/monitor", "src/network", "src/sandbox"];

/** Where a library may be imported. One that is not here may not be imported at all. */
export const packageTable: Readonly<Record<string, readonly string[]>> = {
  v86: ["workers/guest"],
  // The emulator's bytes, as a file to fetch.
  "v86/build/v86.wasm?url": ["src/playground/boot-store.ts"],
  comlink: ["src/guest", "src/playground", "workers"],
  "@noble/hashes": ["workers/image"],
  "modern-tar": ["src/sandbox/image", "images/sandbox"],
  lit: ["src/ui"],
  "@lit/context": ["src/ui"],
  "@xterm": ["src/ui"],
  uplot: ["src/ui"],
  "@awesome.me/webawesome": ["src/ui"],
  // Recipes run in Node.
  "node:crypto": ["images/sandbox"],
  "node:fs": ["images/userland", "images/sandbox"],
  "node:path": ["images/sandbox"],
  "node:url": ["images/sandbox"],
  "node:zlib": ["images/sandbox"],
  vite: ["images/sandbox"],
};

/** What the root of the repository may hold beside dotfiles and what Git ignores. */
export const rootEntries: readonly string[] = [
  "LICENSE",
  "README.md",
  "images",
  "package-lock.json",
  "package.json",
  "src",
  "test",
  "tsconfig.json",
  "vite.config.ts",
  "workers",
];
