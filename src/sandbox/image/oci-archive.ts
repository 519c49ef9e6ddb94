/**
 * Reads an OCI image archive (a tar of an image layout, as `skopeo` and `podman save --format oci-archive` write) or a
 * `docker save` archive, and checks every digest on the way. Runs nothing of it.
 */
import { Failure } from "../../base/failure.ts";
import { archiveEntries, defaultArchiveLimits, type ArchiveLimits } from "./archive-entries.ts";
import type { Digest, ImageConfig } from "./image.ts";
import { array, object, optionalText, text, texts, type JsonObject } from "./json-shape.ts";

/** What the reader leaves to its surroundings, which do it off the main thread. */
export interface ArchiveTools {
  /** Unpacks gzip; fails with `archive-too-big` beyond `limit` bytes. */
  gunzip(bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array<ArrayBuffer>>;
  /** SHA-256, lower-case hex. */
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
}

/** What an archive held: layers as tar archives, lowest first, and the image's configuration. */
export interface OciImage {
  /** The name in the archive, if it has one: `docker.io/library/alpine:3`. */
  readonly name: string | null;
  /** `linux/386`, … as the configuration says. */
  readonly platform: string;
  readonly config: ImageConfig;
  readonly layers: readonly { readonly digest: Digest; readonly archive: Uint8Array<ArrayBuffer> }[];
}

type Blobs = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Fails as `archiveEntries` does, and with `image-unsupported` (a kind of image or compression not known here) and
 * `image-digest` (a part is not what its digest says).
 */
export async function readOciArchive(
  file: Uint8Array<ArrayBuffer>,
  tools: ArchiveTools,
  limits: ArchiveLimits = defaultArchiveLimits,
): Promise<OciImage> {
  const archive = await plain(file, tools, limits);
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { path, content } of await archiveEntries(archive, limits)) {
    if (content.kind === "file") blobs.set(path, owned(content.bytes));
    // `docker save` links layers that images share.
    if (content.kind === "symlink") alias(blobs, path, content.target);
    if (content.kind === "hard-link") alias(blobs, path, `/${content.target}`);
  }
  if (blobs.has("index.json")) return await readLayout(blobs, tools, limits);
  if (blobs.has("manifest.json")) return await readDockerSave(blobs, tools, limits);
  throw unsupported("it has neither an index.json (OCI) nor a manifest.json (docker save)");
}

async function readLayout(blobs: Blobs, tools: ArchiveTools, limits: ArchiveLimits): Promise<OciImage> {
  const index = object(json(blobs, "index.json"), "index.json");
  const descriptor = await firstManifest(index, blobs, tools);
  const manifest = object(await blob(descriptor["digest"], blobs, tools), "the manifest");
  const config = object(manifest["config"], "the manifest's config");
  const configuration = object(await blob(config["digest"], blobs, tools), "the configuration");
  const layers = array(manifest["layers"], "the manifest's layers").map((layer) => object(layer, "a layer"));
  const packed = await Promise.all(
    layers.map(async (layer) => {
      refuseCompression(optionalText(layer["mediaType"]) ?? "");
      return await verified(text(layer["digest"], "a layer's digest"), blobs, tools);
    }),
  );
  const annotations = descriptor["annotations"];
  const names = annotations === undefined ? {} : object(annotations, "annotations");
  const name =
    optionalText(names["io.containerd.image.name"]) ??
    optionalText(names["org.opencontainers.image.ref.name"]);
  return await assemble(name, configuration, packed, tools, limits);
}

async function readDockerSave(blobs: Blobs, tools: ArchiveTools, limits: ArchiveLimits): Promise<OciImage> {
  const [first] = array(json(blobs, "manifest.json"), "manifest.json");
  const manifest = object(first, "manifest.json");
  const configuration = object(json(blobs, text(manifest["Config"], "Config")), "the configuration");
  const packed = texts(manifest["Layers"], "Layers").map((path) => required(blobs, path));
  const [name = null] = manifest["RepoTags"] ? texts(manifest["RepoTags"], "RepoTags") : [];
  return await assemble(name, configuration, packed, tools, limits);
}

/** An index may point to an index (one of several platforms): the first image that says Linux, else the first. */
async function firstManifest(
  index: JsonObject,
  blobs: Blobs,
  tools: ArchiveTools,
  depth = 0,
): Promise<JsonObject> {
  const manifests = array(index["manifests"], "the index's manifests").map((entry) =>
    object(entry, "a manifest"),
  );
  const forLinux = manifests.find((entry) => {
    const platform = entry["platform"];
    return platform !== undefined && object(platform, "a platform")["os"] === "linux";
  });
  const chosen = forLinux ?? manifests[0];
  if (!chosen) throw unsupported("its index is empty");
  if (!(optionalText(chosen["mediaType"]) ?? "").includes("index")) return chosen;
  if (depth > 3) throw unsupported("its index points to indexes without end");
  const inner = object(await blob(chosen["digest"], blobs, tools), "the inner index");
  return await firstManifest(inner, blobs, tools, depth + 1);
}

async function assemble(
  name: string | null,
  configuration: JsonObject,
  packed: readonly Uint8Array<ArrayBuffer>[],
  tools: ArchiveTools,
  limits: ArchiveLimits,
): Promise<OciImage> {
  const rootfs = object(configuration["rootfs"], "rootfs");
  const diffIds = texts(rootfs["diff_ids"], "rootfs.diff_ids");
  if (diffIds.length !== packed.length || packed.length === 0) {
    throw unsupported(`it has ${packed.length} layers and names ${diffIds.length}`);
  }
  const layers: { readonly digest: Digest; readonly archive: Uint8Array<ArrayBuffer> }[] = [];
  let left = limits.bytes;
  for (const [at, bytes] of packed.entries()) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- each layer may take what the ones before it left
    const archive = await plain(bytes, tools, { ...limits, bytes: left });
    left -= archive.byteLength;
    const digest = digestOf(diffIds[at] ?? "");
    // oxlint-disable-next-line eslint/no-await-in-loop -- as above
    await check(archive, digest, tools);
    layers.push({ digest, archive });
  }
  const platform = `${optionalText(configuration["os"]) ?? "?"}/${optionalText(configuration["architecture"]) ?? "?"}`;
  return { name, platform, config: imageConfig(configuration["config"]), layers };
}

function imageConfig(value: unknown): ImageConfig {
  const config = value === undefined || value === null ? {} : object(value, "config");
  const list = (key: string): readonly string[] => (config[key] ? texts(config[key], key) : []);
  const env: Record<string, string> = {};
  for (const pair of list("Env")) {
    const at = pair.indexOf("=");
    if (at > 0) env[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return {
    entrypoint: list("Entrypoint"),
    command: list("Cmd"),
    env,
    workingDirectory: optionalText(config["WorkingDir"]) || "/",
    user: optionalText(config["User"]) ?? "",
    stopSignal: optionalText(config["StopSignal"]) || "SIGTERM",
  };
}

/** A tar archive, unpacked if it was gzip. */
async function plain(
  bytes: Uint8Array<ArrayBuffer>,
  tools: ArchiveTools,
  limits: ArchiveLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes[0] === 0x28 && bytes[1] === 0xb5) throw unsupported("it is compressed with zstd; use gzip");
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return await tools.gunzip(bytes, limits.bytes);
}

function refuseCompression(mediaType: string): void {
  if (mediaType.endsWith("+zstd")) throw unsupported("a layer is compressed with zstd; use gzip");
  if (mediaType.endsWith("+encrypted")) throw unsupported("a layer is encrypted");
}

async function blob(digest: unknown, blobs: Blobs, tools: ArchiveTools): Promise<unknown> {
  return parsed(await verified(text(digest, "a digest"), blobs, tools), String(digest));
}

async function verified(name: string, blobs: Blobs, tools: ArchiveTools): Promise<Uint8Array<ArrayBuffer>> {
  const digest = digestOf(name);
  const bytes = required(blobs, `blobs/${digest.replace(":", "/")}`);
  await check(bytes, digest, tools);
  return bytes;
}

async function check(bytes: Uint8Array<ArrayBuffer>, digest: Digest, tools: ArchiveTools): Promise<void> {
  const found = `sha256:${await tools.sha256(bytes)}`;
  if (found === digest) return;
  throw new Failure("image-digest", `The image is refused: a part must be ${digest} and is ${found}.`);
}

function digestOf(name: string): Digest {
  if (!/^sha256:[0-9a-f]{64}$/.test(name)) throw unsupported(`"${name}" is no SHA-256 digest`);
  return `sha256:${name.slice("sha256:".length)}`;
}

function required(blobs: Blobs, path: string): Uint8Array<ArrayBuffer> {
  const bytes = blobs.get(path);
  if (!bytes) throw new Failure("archive-corrupt", `The image is incomplete: "${path}" is missing.`);
  return bytes;
}

function json(blobs: Blobs, path: string): unknown {
  return parsed(required(blobs, path), path);
}

function parsed(bytes: Uint8Array, what: string): unknown {
  try {
    const value: unknown = JSON.parse(decoder.decode(bytes));
    return value;
  } catch (thrown) {
    throw new Failure("archive-corrupt", `The image cannot be read: ${what} is no JSON.`, { cause: thrown });
  }
}

function alias(blobs: Map<string, Uint8Array<ArrayBuffer>>, path: string, target: string): void {
  const from = target.startsWith("/") ? [] : path.split("/").slice(0, -1);
  const parts: string[] = [...from];
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const bytes = blobs.get(parts.join("/"));
  if (bytes) blobs.set(path, bytes);
}

function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}

function unsupported(why: string): Failure<"image-unsupported"> {
  return new Failure("image-unsupported", `The image cannot be used: ${why}.`);
}
