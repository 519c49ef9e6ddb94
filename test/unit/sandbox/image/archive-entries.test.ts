import { describe, expect, it } from "vitest";
import { Failure } from "../../../../src/base/failure.ts";
import { archiveEntries } from "../../../../src/sandbox/image/archive-entries.ts";
import { tar, type TarEntry } from "./tar-archive.ts";

async function refusal(
  entries: readonly TarEntry[],
  limits?: { entries: number; bytes: number },
): Promise<string> {
  try {
    await archiveEntries(tar(entries), limits);
    return "accepted";
  } catch (thrown) {
    return thrown instanceof Failure ? thrown.code : `threw ${String(thrown)}`;
  }
}

describe("the entries of an archive", () => {
  it("are what it has, with clean paths", async () => {
    const entries = await archiveEntries(
      tar([
        { path: "./", type: "5", mode: 0o755 },
        { path: "./etc//", type: "5", mode: 0o755 },
        { path: "etc/./passwd", data: "root", mode: 0o4644 },
        { path: "etc/link", type: "2", link: "../../../outside" },
        { path: "etc/hard", type: "1", link: "./etc/passwd" },
        { path: "pipe", type: "6" },
      ]),
    );

    expect(
      entries.map(({ path, mode, content }) => [
        path,
        mode.toString(8),
        content.kind === "file" ? new TextDecoder().decode(content.bytes) : content,
      ]),
    ).toEqual([
      ["", "755", { kind: "directory" }],
      ["etc", "755", { kind: "directory" }],
      ["etc/passwd", "4644", "root"],
      // Free text: it is followed inside the sandbox's own root only.
      ["etc/link", "644", { kind: "symlink", target: "../../../outside" }],
      ["etc/hard", "644", { kind: "hard-link", target: "etc/passwd" }],
      ["pipe", "644", { kind: "fifo" }],
    ]);
  });

  it.each<readonly [string, TarEntry, string]>([
    ["an absolute path", { path: "/etc/passwd", data: "x" }, "archive-path"],
    ["a path above its root", { path: "../outside", data: "x" }, "archive-path"],
    ["a path that climbs from within", { path: "a/b/../../../outside", data: "x" }, "archive-path"],
    ["a path that ends above", { path: "a/..", type: "5" }, "archive-path"],
    ["an absolute hard link", { path: "a", type: "1", link: "/etc/passwd" }, "archive-link"],
    ["a hard link that climbs", { path: "a", type: "1", link: "../outside" }, "archive-link"],
    ["a link to nothing", { path: "a", type: "2", link: "" }, "archive-link"],
    ["a character device", { path: "dev/null", type: "3" }, "archive-device"],
    ["a block device", { path: "dev/sda", type: "4" }, "archive-device"],
    ["a file that is longer than the archive", { path: "a", data: "x", size: 100_000 }, "archive-corrupt"],
  ])("with %s are refused", async (_title, entry, code) => {
    expect(await refusal([entry])).toBe(code);
  });

  it("are not more than allowed, in number or bytes", async () => {
    const many = Array.from({ length: 11 }, (_, at) => ({ path: `f${at}`, data: "x" }));
    const big = { path: "big", data: "x".repeat(1000) };

    expect([
      await refusal(many, { entries: 10, bytes: 1e6 }),
      await refusal([big], { entries: 10, bytes: 999 }),
      await refusal([big, { ...big, path: "big2" }], { entries: 10, bytes: 1500 }),
      await refusal([big], { entries: 10, bytes: 1000 }),
    ]).toEqual(["archive-too-big", "archive-too-big", "archive-too-big", "accepted"]);
  });

  it("are never promised to be bigger than allowed: a header alone is enough to refuse", async () => {
    expect(await refusal([{ path: "bomb", data: "x", size: 0o77777777777 }])).toBe("archive-too-big");
  });
});
