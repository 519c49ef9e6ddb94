/**
 * Executes the design's layer table against the real files: imports, libraries, names, compiler settings, the root.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { brokenRules, layerOf } from "../support/layer-rules.ts";
import { layersWithoutDom, layerTable, rootEntries } from "../support/layer-table.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const layered = await filesUnder("src", "workers", "images");
const modules = layered.filter((file) => /\.(?:ts|mjs)$/.test(file) && !file.endsWith(".d.ts"));
// What benches and screenshots leave in test/.output is nobody's source.
const testModules = (await filesUnder("test")).filter(
  (file) => /\.(?:ts|mjs)$/.test(file) && !file.startsWith("test/.output/"),
);

async function filesUnder(...folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
    }),
  );
  return found.flat().toSorted();
}

const read = (file: string): Promise<string> => readFile(path.join(root, file), "utf8");

interface CompilerSettings {
  readonly extends?: string;
  readonly compilerOptions?: { readonly lib?: readonly string[] };
  readonly references?: readonly { readonly path: string }[];
}

async function settingsOf(folder: string): Promise<CompilerSettings> {
  return JSON.parse(await read(`${folder}/tsconfig.json`));
}

async function libsOf(folder: string): Promise<readonly string[]> {
  const own = (await settingsOf(folder)).compilerOptions?.lib;
  const base: CompilerSettings = JSON.parse(await read("src/tsconfig.base.json"));
  return own ?? base.compilerOptions?.lib ?? ["DOM"];
}

describe("the layer table", () => {
  it("names every folder of src", async () => {
    const entries = await readdir(path.join(root, "src"), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `src/${name}`);
    expect(folders.filter((folder) => !(folder in layerTable))).toEqual([]);
  });

  it("is kept by every import", async () => {
    const broken = await Promise.all(modules.map(async (file) => brokenRules(file, await read(file))));
    expect(broken.flat()).toEqual([]);
  });

  it("is kept by the project references", async () => {
    const folders = [...new Set(modules.map(layerOf))].filter((folder) => folder !== null);
    const broken = await Promise.all(
      folders.map(async (folder) => {
        const { references = [] } = await settingsOf(folder);
        return references
          .map((reference) => path.posix.join(folder, reference.path))
          .filter((to) => !layerTable[folder]?.includes(to))
          .map((to) => `${folder}/tsconfig.json refers to ${to}`);
      }),
    );
    expect(broken.flat()).toEqual([]);
  });

  it("keeps the DOM library from the layers that run anywhere", async () => {
    const present = layersWithoutDom.filter((folder) => modules.some((file) => layerOf(file) === folder));
    const libs = await Promise.all(present.map(async (folder) => ({ folder, libs: await libsOf(folder) })));
    expect(libs.filter((layer) => layer.libs.some((lib) => /^(?:DOM|WebWorker)/i.test(lib)))).toEqual([]);
  });
});

describe("a broken rule is told with file, import and rule", () => {
  it.each([
    [
      "src/guest/a.ts",
      'import { x } from "../sandbox/x.ts";',
      [
        'src/guest/a.ts: import "../sandbox/x.ts": src/guest may import src/protocol, src/base, not src/sandbox',
      ],
    ],
    [
      "src/guest/a.ts",
      'import type { Api } from "../../workers/guest.worker.ts";',
      [
        "src/guest/a.ts: type \"../../workers/guest.worker.ts\": code of workers is reached by new URL('….worker.ts') alone",
      ],
    ],
    [
      "src/guest/a.ts",
      'new Worker(new URL("../../workers/guest.worker.ts", import.meta.url), { type: "module" });',
      [],
    ],
    [
      "src/guest/a.ts",
      'import { V86 } from "v86";',
      ['src/guest/a.ts: import "v86": only workers/guest may use it'],
    ],
    [
      "src/base/a.ts",
      'export type A = import("../guest/guest.ts").Guest;',
      ['src/base/a.ts: type "../guest/guest.ts": src/base may import nothing, not src/guest'],
    ],
    [
      "workers/guest/a.ts",
      'const m = await import("../../images/catalog.ts");',
      ['workers/guest/a.ts: import "../../images/catalog.ts": workers may import types alone from images'],
    ],
    ["workers/guest/a.ts", 'export type { CatalogImage } from "../../images/catalog.ts";', []],
    [
      "src/monitor/a.ts",
      'export * from "left-pad";',
      ['src/monitor/a.ts: import "left-pad": this library is not in the package table'],
    ],
    ["src/extra/a.ts", "", ["src/extra/a.ts: its folder is not in the layer table"]],
  ])("%s: %s", (file, source, broken) => {
    expect(brokenRules(file, source)).toEqual(broken);
  });
});

describe("every file", () => {
  it("is named in kebab-case after what it holds", () => {
    const named = [...modules, ...testModules].filter((file) => {
      const name = path.posix.basename(file);
      const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:worker|test|config|d))?\.(?:ts|mjs)$/.test(name);
      return !kebab || /^(?:utils?|helpers?|types?|common|misc|.*-manager)\./.test(name);
    });
    expect(named).toEqual([]);
  });

  it("opens with a comment that says what it is, unless it is a test, whose title does", async () => {
    const files = [...modules, ...testModules].filter((file) => !file.endsWith(".test.ts"));
    const sources = await Promise.all(files.map(async (file) => ({ file, source: await read(file) })));
    expect(sources.filter(({ source }) => !/^\/[*/]/.test(source)).map(({ file }) => file)).toEqual([]);
  });
});

describe("the root of the repository", () => {
  it("holds only what the design allows", async () => {
    const entries = await readdir(root);
    const others = entries.filter(
      (name) =>
        !name.startsWith(".") && !["node_modules", "dist"].includes(name) && !rootEntries.includes(name),
    );
    expect(others).toEqual([]);
  });
});
