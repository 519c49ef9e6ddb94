/**
 * What a sandbox is made from: layers, each known by its digest and shared by all that use it, and how to start what
 * is in them. Immutable. Knows nothing of where images come from.
 */
import type { LayerTree } from "../fs/layer-tree.ts";

/** `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

/** A layer, unpacked once however many images have it. */
export interface Layer {
  /** Of the uncompressed archive: OCI's diff id. */
  readonly digest: Digest;
  readonly tree: LayerTree;
  /** Bytes of all its files: what it costs in memory, once. */
  readonly bytes: number;
}

/** How what is in an image is started (the `config` of OCI's image specification). */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** `name`, `uid`, `name:group` or `uid:gid`; "" is root. */
  readonly user: string;
  readonly stopSignal: string;
}

/** What an image is for: a system has an init; an application runs on a runtime; a plain image is anything else. */
export type ImageKind = "system" | "application" | "runtime" | "plain";

/** An image, complete and in memory. */
export interface SandboxImage {
  /** What it is called on the command line. */
  readonly id: string;
  readonly title: string;
  readonly kind: ImageKind;
  /** Lowest first. */
  readonly layers: readonly [Layer, ...Layer[]];
  readonly config: ImageConfig;
}
