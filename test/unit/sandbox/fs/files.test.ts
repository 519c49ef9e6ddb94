import { describe, expect, test } from "vitest";
import { PseudoDirectory, PseudoLink } from "../../../../src/sandbox/fs/pseudo-nodes.ts";
import { PseudoFile } from "../../../../src/sandbox/fs/pseudo-file.ts";
import { PseudoFileSystem } from "../../../../src/sandbox/fs/pseudo-file-system.ts";
import { FileHost, now } from "../../../support/file-host.ts";
import { refusal } from "../../../support/refusal.ts";

describe("files in memory", () => {
  test("what is written is read, through other paths too", () => {
    const task = new FileHost().task();
    task.mkdir("/a");
    task.mkdir("/a/b");
    task.writeFile("/a/b/file", "hello");
    task.symlink("../a/b", "/a/short");
    task.link("/a/short/file", "/hard");

    expect([
      task.readFile("/a/../a/./short//file"),
      task.readFile("hard"),
      task.stat("/hard").links,
      task.stat("/a").links,
      task.names("/a"),
    ]).toEqual(["hello", "hello", 2, 3, ["b", "short"]]);
  });

  test("memory is charged by the page and returned with the last reference", () => {
    const host = new FileHost();
    const task = host.task();
    const before = host.account.bytes;
    task.writeFile("/file", "x");
    const fd = now(task.open("/file"));
    now(task.pwrite(fd, new Uint8Array(10), 1_000_000));
    const charged = host.account.bytes - before;
    const { size, blocks } = task.fstat(fd);
    task.unlink("/file");
    const stillOpen = host.account.bytes - before;
    task.close(fd);

    expect([charged, stillOpen, host.account.bytes - before, size, blocks]).toEqual([
      2 * 4096 + 1024,
      2 * 4096 + 1024,
      0,
      1_000_010,
      16,
    ]);
  });

  test("walking refuses as Linux does", () => {
    const host = new FileHost();
    const root = host.task();
    const user = host.task({ uid: 1000 });
    root.mkdir("/private", 0o700);
    root.writeFile("/file", "");
    root.symlink("loop", "/loop");

    expect([
      refusal(() => user.stat("/private/x")),
      refusal(() => root.stat("/file/")),
      refusal(() => root.stat("/file/x")),
      refusal(() => root.stat("/loop")),
      refusal(() => root.stat(`/${"n".repeat(256)}`)),
      refusal(() => root.stat("/nothing/x")),
      refusal(() => root.mkdir("/file")),
      refusal(() => now(user.open("/new", { create: true }))),
      refusal(() => now(root.open("/loop", { noFollow: true }))),
      refusal(() => root.rmdir("/private/.")),
      refusal(() => root.unlink("/private")),
      refusal(() => root.rename("/private", "/private/x")),
    ]).toEqual([
      "EACCES",
      "ENOTDIR",
      "ENOTDIR",
      "ELOOP",
      "ENAMETOOLONG",
      "ENOENT",
      "EEXIST",
      "EACCES",
      "ELOOP",
      "EINVAL",
      "EISDIR",
      "EINVAL",
    ]);
  });
});

describe("pseudo files", () => {
  test("say and understand what the kernel makes up, and lead where magic links point", () => {
    const host = new FileHost();
    const task = host.task();
    let value = "1\n";
    host.vfs.register({
      name: "proc",
      mountableInUserNamespace: true,
      make: () =>
        new PseudoFileSystem({
          type: "proc",
          device: host.vfs.nextDevice(),
          owner: null,
          epochMs: () => host.epochMs,
          top: (fs) =>
            new PseudoDirectory(fs, {}, [
              [
                "value",
                new PseudoFile(fs, {
                  read: () => value,
                  write: (text) => {
                    value = text;
                  },
                }),
              ],
              [
                "root",
                new PseudoLink(fs, {
                  target: () => "/somewhere",
                  follow: () => task.files.paths.root,
                }),
              ],
            ]),
        }),
    });
    task.mkdir("/proc");
    task.mount("proc", "/proc", "proc");
    task.writeFile("/proc/value", "22\n");

    expect([
      task.readFile("/proc/value"),
      task.readlink("/proc/root"),
      task.names("/proc/root/proc"),
      task.lstat("/proc/root").type,
    ]).toEqual(["22\n", "/somewhere", ["root", "value"], "symlink"]);
  });
});
