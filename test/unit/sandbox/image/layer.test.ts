import { describe, expect, it } from "vitest";
import { Failure } from "../../../../src/base/failure.ts";
import type { LayerNode } from "../../../../src/sandbox/fs/layer-tree.ts";
import { layerOf } from "../../../../src/sandbox/image/layer.ts";
import { digestOf, tar, type TarEntry } from "./tar-archive.ts";

/** A tree as plain text: names with `/` for directories, `!` for whiteouts, `*` for opaque directories. */
function shown(node: LayerNode): unknown {
  if (node.type === "file") return new TextDecoder().decode(node.bytes);
  if (node.type === "symlink") return `-> ${node.target}`;
  if (node.type !== "directory") return node.type;
  return Object.fromEntries(
    [...node.entries].map(([name, inner]) => [
      inner.type === "directory" ? `${name}/${inner.opaque ? "*" : ""}` : name,
      shown(inner),
    ]),
  );
}

async function layer(entries: readonly TarEntry[]): Promise<unknown> {
  const archive = tar(entries);
  try {
    const { tree, bytes } = await layerOf(digestOf(archive), archive);
    return { tree: shown(tree.root), bytes };
  } catch (thrown) {
    return thrown instanceof Failure ? thrown.code : thrown;
  }
}

describe("a layer", () => {
  it("has whiteouts and opaque directories for its marks, and directories that the archive leaves out", async () => {
    expect(
      await layer([
        { path: "a/b/file", data: "text" },
        { path: "a/.wh.gone", data: "" },
        { path: "a/c/.wh..wh..opq", data: "" },
        { path: "a/c/new", data: "new" },
        { path: "link", type: "2", link: "/a/b" },
      ]),
    ).toEqual({
      tree: {
        "a/": { "b/": { file: "text" }, gone: "whiteout", "c/*": { new: "new" } },
        link: "-> /a/b",
      },
      bytes: 7,
    });
  });

  it("keeps what came last of a name, and counts hard links once", async () => {
    expect(
      await layer([
        { path: "f", data: "first" },
        { path: "g", type: "1", link: "f" },
        { path: "f", data: "second" },
        { path: "h", type: "1", link: "f" },
      ]),
    ).toEqual({ tree: { f: "second", g: "first", h: "second" }, bytes: 11 });
  });

  it.each<readonly [string, readonly TarEntry[], string]>([
    ["a hard link to what is not before it", [{ path: "a", type: "1", link: "b" }], "archive-link"],
    [
      "a hard link to a directory",
      [
        { path: "d", type: "5" },
        { path: "a", type: "1", link: "d" },
      ],
      "archive-link",
    ],
    [
      "a path through a file",
      [
        { path: "f", data: "x" },
        { path: "f/g", data: "x" },
      ],
      "archive-link",
    ],
    [
      "a path through a link",
      [
        { path: "l", type: "2", link: "/" },
        { path: "l/etc", data: "x" },
      ],
      "archive-link",
    ],
    ["a mark that removes nothing", [{ path: "a/.wh.", data: "" }], "archive-path"],
    ["a mark that removes its directory", [{ path: "a/.wh..", data: "" }], "archive-path"],
    ["a mark that removes what is above", [{ path: "a/.wh...", data: "" }], "archive-path"],
  ])("with %s is refused", async (_title, entries, code) => {
    expect(await layer(entries)).toBe(code);
  });
});
