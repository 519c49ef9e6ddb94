import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { Failure } from "../../../../src/base/failure.ts";
import { readOciArchive, type ArchiveTools } from "../../../../src/sandbox/image/oci-archive.ts";
import { digestOf, tar, type TarEntry } from "./tar-archive.ts";

const tools: ArchiveTools = {
  gunzip: (bytes, limit) => {
    try {
      return Promise.resolve(new Uint8Array(gunzipSync(bytes, { maxOutputLength: limit })));
    } catch {
      return Promise.reject(new Failure("archive-too-big", "too big, or no gzip"));
    }
  },
  sha256: (bytes) => Promise.resolve(createHash("sha256").update(bytes).digest("hex")),
};
const limits = { entries: 100, bytes: 100_000 };

const layer = tar([{ path: "etc/motd", data: "welcome\n" }]);
const configuration = {
  os: "linux",
  architecture: "386",
  config: { Cmd: ["/bin/sh"], Env: ["A=1", "B=x=y"], User: "nobody", WorkingDir: "/srv" },
  rootfs: { type: "layers", diff_ids: [digestOf(layer)] },
};

interface Changes {
  readonly packed?: Uint8Array;
  readonly mediaType?: string;
  readonly configuration?: object;
  /** Bytes in place of the layer's blob, under its name. */
  readonly forged?: Uint8Array;
  readonly without?: string;
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const blob = (bytes: Uint8Array): TarEntry => ({
  path: `blobs/${digestOf(bytes).replace(":", "/")}`,
  data: bytes,
});

/** An OCI archive of one layer, with something wrong in it if `changes` says so. */
function ociArchive(changes: Changes = {}): Uint8Array<ArrayBuffer> {
  const packed = changes.packed ?? layer;
  const config = json(changes.configuration ?? configuration);
  const manifest = json({
    schemaVersion: 2,
    config: { digest: digestOf(config) },
    layers: [
      { mediaType: changes.mediaType ?? "application/vnd.oci.image.layer.v1.tar", digest: digestOf(packed) },
    ],
  });
  const index = json({
    manifests: [
      { digest: digestOf(manifest), annotations: { "org.opencontainers.image.ref.name": "tiny:1" } },
    ],
  });
  return tar(
    [
      { path: "index.json", data: index },
      blob(manifest),
      blob(config),
      { ...blob(packed), data: changes.forged ?? packed },
    ].filter(({ path }) => path !== changes.without),
  );
}

async function outcome(archive: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    await readOciArchive(archive, tools, limits);
    return "accepted";
  } catch (thrown) {
    return thrown instanceof Failure ? thrown.code : `threw ${String(thrown)}`;
  }
}

const read = {
  name: "tiny:1",
  platform: "linux/386",
  config: {
    entrypoint: [],
    command: ["/bin/sh"],
    env: { A: "1", B: "x=y" },
    workingDirectory: "/srv",
    user: "nobody",
    stopSignal: "SIGTERM",
  },
  layers: [{ digest: digestOf(layer), archive: layer }],
};

describe("an OCI archive", () => {
  it("is read with its layers as they are, packed or not", async () => {
    const gzipped = new Uint8Array(gzipSync(layer));

    expect(await readOciArchive(ociArchive(), tools, limits)).toEqual(read);
    expect(await readOciArchive(ociArchive({ packed: gzipped }), tools, limits)).toEqual(read);
    expect(await readOciArchive(new Uint8Array(gzipSync(ociArchive())), tools, limits)).toEqual(read);
  });

  it("may come from docker save, whose layers can be links", async () => {
    const archive = tar([
      {
        path: "manifest.json",
        data: json([{ Config: "c.json", RepoTags: ["tiny:1"], Layers: ["a/layer.tar"] }]),
      },
      { path: "c.json", data: json(configuration) },
      { path: "b/layer.tar", data: layer },
      { path: "a/layer.tar", type: "2", link: "../b/layer.tar" },
    ]);

    expect(await readOciArchive(archive, tools, limits)).toEqual(read);
  });

  it.each<readonly [string, Uint8Array<ArrayBuffer>, string]>([
    [
      "a layer that is not what its digest says",
      ociArchive({ forged: tar([{ path: "x", data: "y" }]) }),
      "image-digest",
    ],
    [
      "a layer that unpacks to another than the configuration says",
      ociArchive({
        configuration: { ...configuration, rootfs: { diff_ids: [digestOf(new Uint8Array(1))] } },
      }),
      "image-digest",
    ],
    ["a layer that is missing", ociArchive({ without: blob(layer).path }), "archive-corrupt"],
    [
      "a layer packed with zstd",
      ociArchive({ packed: Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd) }),
      "image-unsupported",
    ],
    [
      "a layer said to be packed with zstd",
      ociArchive({ mediaType: "application/vnd.oci.image.layer.v1.tar+zstd" }),
      "image-unsupported",
    ],
    [
      "an encrypted layer",
      ociArchive({ mediaType: "application/vnd.oci.image.layer.v1.tar+encrypted" }),
      "image-unsupported",
    ],
    [
      "a bomb for a layer",
      ociArchive({ packed: new Uint8Array(gzipSync(new Uint8Array(200_000))) }),
      "archive-too-big",
    ],
    [
      "more diff ids than layers",
      ociArchive({ configuration: { ...configuration, rootfs: { diff_ids: [] } } }),
      "image-unsupported",
    ],
    [
      "a digest of another kind",
      ociArchive({ configuration: { ...configuration, rootfs: { diff_ids: ["md5:1"] } } }),
      "image-unsupported",
    ],
    ["a configuration that is a list", ociArchive({ configuration: [] }), "archive-corrupt"],
    ["an index that is no JSON", tar([{ path: "index.json", data: "{" }]), "archive-corrupt"],
    ["an empty index", tar([{ path: "index.json", data: json({ manifests: [] }) }]), "image-unsupported"],
    ["no index at all", tar([{ path: "readme", data: "hello" }]), "image-unsupported"],
    ["zstd around all of it", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0), "image-unsupported"],
    ["a bomb around all of it", new Uint8Array(gzipSync(new Uint8Array(200_000))), "archive-too-big"],
    ["a path out of it", tar([{ path: "../index.json", data: "{}" }]), "archive-path"],
  ])("with %s is refused", async (_title, archive, code) => {
    expect(await outcome(archive)).toBe(code);
  });
});
