/**
 * The container engine of the host: keeps the list of sandboxes, makes new ones from images and options, and sets
 * aside what each needs. The page and the `sandbox` command both drive this one.
 */
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import { Failure } from "../../base/failure.ts";
import type { SandboxImage } from "../image/image.ts";
import { configFor } from "./config-for.ts";
import { confinements } from "./confinement.ts";
import type { EngineKernel } from "./engine-kernel.ts";
import { IdRanges } from "./id-ranges.ts";
import { imageUser } from "./image-user.ts";
import type { OciConfig } from "./oci-config.ts";
import { Sandbox } from "./sandbox.ts";
import { checkShare } from "./shared-namespaces.ts";
import { checkSandboxOptions, type SandboxKind, type SandboxOptions } from "./sandbox-options.ts";
import type { LayerSource } from "./shim.ts";

/** Where images come from. */
export interface ImageSource {
  /** Names of all there are, the first system image being the default. */
  readonly ids: readonly string[];
  /** Complete and in memory. Fails with `unknown-image` or as loading does. */
  load(id: string): Promise<SandboxImage>;
}

/** What the engine is built from. */
export interface EngineParts {
  readonly kernel: EngineKernel;
  readonly images: ImageSource;
  /** `PATH` inside sandboxes. */
  readonly path: string;
  /** Wall clock, in ms since the epoch. */
  readonly epochMs: () => number;
  /** Names taken by other machines. */
  readonly isTaken?: (name: string) => boolean;
}

/** A sandbox came or went. */
export interface SandboxChange {
  readonly kind: "added" | "removed";
  readonly sandbox: Sandbox;
}

/** Owns the sandboxes. */
export class Engine implements Disposable {
  readonly #parts: EngineParts;
  readonly #life = new Disposables();
  readonly #ids = new IdRanges();
  readonly #sandboxes: Sandbox[] = [];
  readonly #names = new Set<string>();
  readonly #onDidChange = this.#life.add(new Emitter<SandboxChange>());
  /** By stem, where to look for a free number first. */
  readonly #taken = new Map<string, number>();
  #made = 0;

  /** Fires when a sandbox was added or removed. */
  readonly onDidChange: Evt<SandboxChange> = this.#onDidChange;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#life.defer(() => {
      for (const sandbox of this.#sandboxes.splice(0)) sandbox[Symbol.dispose]();
    });
  }

  /** In order of creation. */
  get sandboxes(): readonly Sandbox[] {
    return this.#sandboxes;
  }

  get imageIds(): readonly string[] {
    return this.#parts.images.ids;
  }

  /** A sandbox by its name, its id or the beginning of one. Fails with `unknown-sandbox`. */
  find(name: string): Sandbox {
    const found =
      this.#sandboxes.find((sandbox) => sandbox.name === name || sandbox.id === name) ??
      this.#only(this.#sandboxes.filter(({ id }) => name.length > 1 && id.startsWith(name)));
    if (found) return found;
    throw new Failure("unknown-sandbox", `There is no sandbox "${name}".`);
  }

  /**
   * Makes a sandbox, not yet started. Fails with the codes of `checkSandboxOptions`, `bad-share`, `unknown-image`,
   * `bad-name`, `bad-user`, `host-down`, and as loading an image does.
   */
  async create(options: SandboxOptions = {}): Promise<Sandbox> {
    const { down } = this.#parts.kernel;
    if (down !== null) throw new Failure("host-down", down);
    checkSandboxOptions(options);
    if (options.name !== undefined) this.#requireFree(options.name);
    const image = await this.#parts.images.load(options.image ?? this.#defaultImage());
    const kind = kindOf(image, options);
    checkShare({ ...options, kind });
    // Again: another may have taken the name while the image was loaded.
    const name = options.name ?? this.#freeName(image.id);
    this.#requireFree(name);
    const user = imageUser(options.user ?? image.config.user, image);
    const id = sandboxId(++this.#made);
    const ids = this.#ids.take();
    let config: OciConfig;
    try {
      config = configFor({ id, name, image, kind, options, ids, user, path: this.#parts.path });
    } catch (error) {
      ids[Symbol.dispose]();
      throw error;
    }
    this.#names.add(name);
    const sandbox = new Sandbox({
      id,
      name,
      kind,
      image,
      options,
      config,
      layers: layersOf(kind, image, options, config.linux.uidMappings?.[0]),
      hostDirectories:
        kind === "application"
          ? confinements[options.confinement ?? "portal"]({ name, image, options }).hostDirectories
          : [],
      kernel: this.#parts.kernel,
      epochMs: this.#parts.epochMs,
      release: () => {
        this.#names.delete(name);
        this.#taken.clear();
        ids[Symbol.dispose]();
        const at = this.#sandboxes.indexOf(sandbox);
        if (at < 0) return;
        this.#sandboxes.splice(at, 1);
        this.#onDidChange.fire({ kind: "removed", sandbox });
      },
    });
    this.#sandboxes.push(sandbox);
    this.#onDidChange.fire({ kind: "added", sandbox });
    return sandbox;
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #defaultImage(): string {
    const [first] = this.#parts.images.ids;
    if (first === undefined)
      throw new Failure("unknown-image", "There are no images to make a sandbox from.");
    return first;
  }

  #isTaken(name: string): boolean {
    return this.#names.has(name) || (this.#parts.isTaken?.(name) ?? false);
  }

  #requireFree(name: string): void {
    if (!this.#isTaken(name)) return;
    throw new Failure("bad-name", `There is a machine named "${name}" already: choose another name.`);
  }

  #freeName(imageId: string): string {
    const stem =
      imageId
        .replaceAll(/[^a-z0-9]+/gi, "-")
        .replaceAll(/^-|-$/g, "")
        .slice(0, 40) || "sandbox";
    for (let number = this.#taken.get(stem) ?? 1; ; number++) {
      const name = `${stem}-${number}`;
      if (this.#isTaken(name)) continue;
      // It is free still, if what it is for comes to nothing.
      this.#taken.set(stem, number);
      return name;
    }
  }

  #only(found: readonly Sandbox[]): Sandbox | null {
    if (found.length < 2) return found[0] ?? null;
    throw new Failure(
      "unknown-sandbox",
      `More than one sandbox begins so: ${found.map(({ id }) => id).join(", ")}.`,
    );
  }
}

function kindOf(image: SandboxImage, { kind }: SandboxOptions): SandboxKind {
  if (kind !== "application" || image.kind === "application") {
    return kind ?? (image.kind === "application" ? "application" : "system");
  }
  throw new Failure(
    "bad-kind",
    `The image ${image.id} is no application: leave the kind out, or choose an application.`,
  );
}

function layersOf(
  kind: SandboxKind,
  image: SandboxImage,
  { confinement = "portal", share }: SandboxOptions,
  mapping: { readonly hostID: number } | undefined,
): readonly LayerSource[] {
  if (share?.includes("mnt")) return [];
  if (kind === "application" && confinement !== "confined") return [];
  const shift = kind === "system" ? (mapping?.hostID ?? 0) : 0;
  return image.layers.map(({ digest }) => ({ source: digest, shift }));
}

/** Twelve hex digits, as engines show them; the same in every run, so that tests and lessons can name them. */
function sandboxId(number: number): string {
  // Knuth's multiplicative hash spreads neighbouring numbers.
  const low = Math.imul(number, 2_654_435_761) >>> 0;
  const high = Math.imul(number, 40_503) & 0xff_ff;
  return low.toString(16).padStart(8, "0") + high.toString(16).padStart(4, "0");
}
