/**
 * The catalog of what sandboxes are made from: images, and the layers that they share. Its data are written by the
 * recipe in `sandbox/`.
 */
import type { ImageLicence } from "./catalog.ts";
import list from "./sandbox/images.json" with { type: "json" };

/** A layer as a file. Sizes in bytes. */
export interface CatalogLayer {
  readonly name: string;
  /** Where the gzip file is. */
  readonly url: string;
  /** SHA-256 of the uncompressed archive, lower-case hex. */
  readonly sha256: string;
  readonly rawBytes: number;
  readonly compressedBytes: number;
}

/** How what is in an image is started. */
export interface CatalogImageConfig {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly user: string;
  readonly stopSignal: string;
}

/** An image. */
export interface CatalogSandboxImage {
  readonly id: string;
  readonly title: string;
  readonly kind: "system" | "application" | "runtime" | "host";
  /** Lowest first. */
  readonly layers: readonly [CatalogLayer, ...CatalogLayer[]];
  readonly config: CatalogImageConfig;
  readonly licences: readonly ImageLicence[];
}

// One call for each: the build finds assets by these expressions.
const urls: Readonly<Record<string, string>> = {
  runtime: new URL("./sandbox/layers/runtime.tar.gz", import.meta.url).href,
  system: new URL("./sandbox/layers/system.tar.gz", import.meta.url).href,
  host: new URL("./sandbox/layers/host.tar.gz", import.meta.url).href,
  lua: new URL("./sandbox/layers/lua.tar.gz", import.meta.url).href,
  sqlite: new URL("./sandbox/layers/sqlite.tar.gz", import.meta.url).href,
};

const all: readonly CatalogSandboxImage[] = list.images.map(({ layers: names, kind, ...image }) => {
  const [first, ...rest] = names.map(layerNamed);
  if (!first) throw new Error(`the image ${image.id} has no layers`);
  return { ...image, kind: kindNamed(kind), layers: [first, ...rest] };
});

/** What sandboxes can be made from; the first is the default. */
export const sandboxCatalog: readonly CatalogSandboxImage[] = all.filter(({ kind }) => kind !== "host");

/** What the host itself is made from. */
export const hostImage: CatalogSandboxImage = only(all.filter(({ kind }) => kind === "host"));

function layerNamed(name: string): CatalogLayer {
  const layer = list.layers.find((candidate) => candidate.name === name);
  const url = urls[name];
  if (!layer || url === undefined) throw new Error(`there is no layer ${name}`);
  const { digest, rawBytes, compressedBytes } = layer;
  return { name, url, sha256: digest.replace("sha256:", ""), rawBytes, compressedBytes };
}

function kindNamed(kind: string): CatalogSandboxImage["kind"] {
  const kinds = ["system", "application", "runtime", "host"] as const;
  const known = kinds.find((candidate) => candidate === kind);
  if (known) return known;
  throw new Error(`an image cannot be a ${kind}`);
}

function only<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error("the catalog has no image for the host");
  return first;
}
