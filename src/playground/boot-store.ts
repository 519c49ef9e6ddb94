/**
 * What every boot needs, had once per visit: the verified image and the compiled emulator. A download that failed is
 * tried again by the next boot.
 */
import { releaseProxy, transfer, transferHandlers, wrap } from "comlink";
import emulatorUrl from "v86/build/v86.wasm?url";
import type { CatalogImage } from "../../images/catalog.ts";
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { BootMaterial } from "../guest/guest-options.ts";
import { installFailureTransfer } from "../protocol/failure-transfer.ts";
import type { ImageApi, ImageEvent, ImageRequest } from "../protocol/image-api.ts";

installFailureTransfer(transferHandlers);

/** How far an image is. `loadedBytes` counts unpacked, verified bytes. */
export type ImageStatus =
  | { readonly kind: "absent" }
  | { readonly kind: "loading"; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string };

/** Fetches, unpacks and verifies an image; tells how far it is. */
export type LoadImage = (
  image: CatalogImage,
  onProgress: (loadedBytes: number) => void,
) => Promise<Uint8Array<ArrayBuffer>>;

/** Has everything needed to boot, and keeps it. */
export class BootStore implements Disposable {
  readonly #loadImage: LoadImage;
  readonly #compileEmulator: () => Promise<WebAssembly.Module>;
  readonly #images = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  readonly #loaded = new Map<string, BootMaterial>();
  readonly #statuses = new Map<string, ImageStatus>();
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  #emulator: Promise<WebAssembly.Module> | null = null;

  /** Fires when an image's status changes. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  constructor(loadImage: LoadImage = loadImageInWorker, compileEmulator = compileEmulatorFromSite) {
    this.#loadImage = loadImage;
    this.#compileEmulator = compileEmulator;
  }

  /** How far `image` is. */
  status(image: CatalogImage): ImageStatus {
    return this.#statuses.get(image.id) ?? { kind: "absent" };
  }

  /** The image and the emulator, if they were loaded before. */
  atHand(image: CatalogImage): BootMaterial | null {
    return this.#loaded.get(image.id) ?? null;
  }

  /** The image and the emulator. Fails with an image's failure or `emulator-unreachable`. */
  async load(image: CatalogImage): Promise<BootMaterial> {
    const [bytes, emulator] = await Promise.all([this.#imageBytes(image), this.#compiledEmulator()]);
    const material = { image: bytes, emulator };
    this.#loaded.set(image.id, material);
    return material;
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #imageBytes(image: CatalogImage): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#images.get(image.id);
    if (known) return known;
    const totalBytes = image.rawBytes;
    const progress = (loadedBytes: number): void =>
      this.#setStatus(image, { kind: "loading", loadedBytes, totalBytes });
    progress(0);
    const loading = this.#loadImage(image, progress);
    this.#images.set(image.id, loading);
    loading.then(
      () => this.#setStatus(image, { kind: "ready" }),
      (error: unknown) => {
        this.#images.delete(image.id);
        const message = error instanceof Error ? error.message : String(error);
        this.#setStatus(image, { kind: "failed", message });
      },
    );
    return loading;
  }

  #compiledEmulator(): Promise<WebAssembly.Module> {
    this.#emulator ??= this.#compileEmulator().catch((error: unknown) => {
      this.#emulator = null;
      throw error;
    });
    return this.#emulator;
  }

  #setStatus(image: CatalogImage, status: ImageStatus): void {
    this.#statuses.set(image.id, status);
    this.#onDidChange.fire();
  }
}

/** Fetches, unpacks and verifies what is at an address, away from the page. Fails as `ImageApi.load` does. */
export async function loadImageInWorker(
  { url, sha256, rawBytes, compressedBytes }: ImageRequest,
  onProgress: (loadedBytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  using life = new Disposables();
  const worker = new Worker(new URL("../../workers/image.worker.ts", import.meta.url), {
    type: "module",
    name: "image",
  });
  life.defer(() => worker.terminate());
  const died = new Promise<never>((_, reject) => {
    worker.onerror = (event) => {
      event.preventDefault();
      reject(
        new Failure(
          "image-unreachable",
          `The image could not be unpacked: ${event.message || "its worker did not load"}. Reload the page.`,
        ),
      );
    };
  });
  const remote = wrap<ImageApi>(worker);
  life.defer(() => remote[releaseProxy]());
  const events = new MessageChannel();
  life.defer(() => events.port1.close());
  events.port1.onmessage = ({ data }: MessageEvent<ImageEvent>) => onProgress(data.loadedBytes);
  const request = { url, sha256, rawBytes, compressedBytes };
  return await Promise.race([remote.load(request, transfer(events.port2, [events.port2])), died]);
}

async function compileEmulatorFromSite(): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compileStreaming(fetch(emulatorUrl));
  } catch (streamingError) {
    // A static host may send another type than application/wasm; compiling from bytes does not mind.
    const compiled = await fetch(emulatorUrl)
      .then(async (response) =>
        response.ok ? await WebAssembly.compile(await response.arrayBuffer()) : null,
      )
      .catch(() => null);
    if (compiled) return compiled;
    throw new Failure(
      "emulator-unreachable",
      "The emulator could not be fetched. Check the connection and try again.",
      {
        cause: streamingError,
      },
    );
  }
}
