/**
 * The images that sandboxes are made from, had once per visit: those of the catalog, layer by layer, and those a user
 * brought along as archives.
 */
import type { CatalogLayer, CatalogSandboxImage } from "../../images/sandbox-catalog.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { Layer, SandboxImage } from "../sandbox/image/image.ts";
import { layerOf } from "../sandbox/image/layer.ts";
import { readOciArchive, type ArchiveTools } from "../sandbox/image/oci-archive.ts";
import type { ImageSource } from "../sandbox/runtime/engine.ts";
import { readStream } from "./read-stream.ts";

/** Fetches, unpacks and verifies a layer's archive. */
export type LoadLayer = (layer: CatalogLayer) => Promise<Uint8Array<ArrayBuffer>>;

/** An image that can be chosen. */
export interface OfferedImage {
  readonly id: string;
  readonly title: string;
  readonly kind: SandboxImage["kind"];
}

/** Knows all images by their id. */
export class SandboxImages implements ImageSource, Disposable {
  readonly #catalog: readonly CatalogSandboxImage[];
  readonly #load: LoadLayer;
  readonly #tools: ArchiveTools;
  readonly #layers = new Map<string, Promise<Layer>>();
  readonly #brought = new Map<string, SandboxImage>();
  readonly #onDidChange = new Emitter<void>();

  /** Fires when an image was brought along. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  constructor(catalog: readonly CatalogSandboxImage[], load: LoadLayer, tools: ArchiveTools) {
    this.#catalog = catalog;
    this.#load = load;
    this.#tools = tools;
  }

  get ids(): readonly string[] {
    return this.offered.map(({ id }) => id);
  }

  get offered(): readonly OfferedImage[] {
    const catalog = this.#catalog.map(({ id, title, kind }): OfferedImage => ({
      id,
      title,
      kind: kind === "host" ? "plain" : kind,
    }));
    return [...catalog, ...this.#brought.values()];
  }

  async load(id: string): Promise<SandboxImage> {
    const brought = this.#brought.get(id);
    if (brought) return brought;
    const image = this.#catalog.find((candidate) => candidate.id === id);
    if (!image)
      throw new Failure("unknown-image", `There is no image "${id}". There are: ${this.ids.join(", ")}.`);
    return await this.loadCatalogImage(image);
  }

  /** An image of a catalog, its layers loaded or already there. Fails as loading a layer does. */
  async loadCatalogImage({ id, title, kind, layers, config }: CatalogSandboxImage): Promise<SandboxImage> {
    const [first, ...rest] = layers;
    const [lowest, others] = await Promise.all([
      this.#layer(first),
      Promise.all(rest.map((one) => this.#layer(one))),
    ]);
    return { id, title, kind: kind === "host" ? "plain" : kind, layers: [lowest, ...others], config };
  }

  /** Takes an image out of an archive (OCI, or of `docker save`). Fails as `readOciArchive` and `layerOf` do. */
  async bring(archive: Uint8Array<ArrayBuffer>, fileName: string): Promise<SandboxImage> {
    const { name, platform, config, layers } = await readOciArchive(archive, this.#tools);
    const [lowest, ...others] = await Promise.all(
      layers.map((layer) => layerOf(layer.digest, layer.archive)),
    );
    if (!lowest) throw new Failure("image-unsupported", "The image cannot be used: it has no layers.");
    const stem = (name ?? fileName).split("/").at(-1)?.split(/[:@.]/)[0] ?? "";
    const id = this.#freeId(
      stem
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .replaceAll(/^-|-$/g, "") || "image",
    );
    const image: SandboxImage = {
      id,
      title: `${name ?? fileName} (${platform})`,
      kind: "plain",
      layers: [lowest, ...others],
      config,
    };
    this.#brought.set(id, image);
    this.#onDidChange.fire();
    return image;
  }

  [Symbol.dispose](): void {
    this.#onDidChange[Symbol.dispose]();
  }

  #layer(layer: CatalogLayer): Promise<Layer> {
    const known = this.#layers.get(layer.sha256);
    if (known) return known;
    const loading = this.#load(layer).then(async (bytes) => await layerOf(`sha256:${layer.sha256}`, bytes));
    this.#layers.set(layer.sha256, loading);
    // What failed is tried again by the next who asks.
    loading.catch(() => this.#layers.delete(layer.sha256));
    return loading;
  }

  #freeId(stem: string): string {
    const taken = new Set(this.ids);
    if (!taken.has(stem)) return stem;
    for (let number = 2; ; number++) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
  }
}

/** The browser's own tools for archives: both work off the main thread. */
export const pageArchiveTools: ArchiveTools = {
  async gunzip(bytes, limit) {
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const whole = await readStream(unpacked, limit).catch((thrown: unknown) => {
      throw new Failure("archive-corrupt", "The archive is no valid gzip file.", { cause: thrown });
    });
    if (whole) return whole;
    throw new Failure("archive-too-big", `The archive unpacks to more than ${limit} bytes.`);
  },
  async sha256(bytes) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  },
};
