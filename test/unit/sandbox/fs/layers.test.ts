import { beforeEach, describe, expect, test } from "vitest";
import { layerFile, type LayerDirectory, type LayerNode } from "../../../../src/sandbox/fs/layer-tree.ts";
import { layerType } from "../../../../src/sandbox/fs/layer-type.ts";
import { FileHost, type HostTask, now } from "../../../support/file-host.ts";
import { refusal } from "../../../support/refusal.ts";

const attributes = { uid: 0, gid: 0, modifiedMs: 5000 };

function file(text: string, mode = 0o644): LayerNode {
  return { ...attributes, type: "file", mode, bytes: new TextEncoder().encode(text) };
}

function directory(entries: Readonly<Record<string, LayerNode>>, opaque = false): LayerDirectory {
  return { ...attributes, type: "directory", mode: 0o755, opaque, entries: new Map(Object.entries(entries)) };
}

const shared = file("shared");
const base = directory({
  bin: directory({ tool: file("tool", 0o4755), other: shared, same: shared }),
  etc: directory({ name: file("base"), old: file("old") }),
  var: directory({ log: directory({ a: file("a") }) }),
});
const top = directory({
  etc: directory({ name: file("top"), old: { type: "whiteout" } }),
  var: directory({ log: directory({ b: file("b") }, true) }),
});

const options = "lowerdir=/top:/base,upperdir=/rw/upper,workdir=/rw/work";

describe("layers under an overlay", () => {
  let host: FileHost;
  let task: HostTask;

  beforeEach(() => {
    host = new FileHost();
    const trees = new Map([
      ["base", { root: base, bytes: 17 }],
      ["top", { root: top, bytes: 4 }],
    ]);
    host.vfs.register(layerType(host.vfs, (name) => trees.get(name) ?? null));
    task = host.task();
    for (const name of ["/base", "/top", "/rw", "/m"]) task.mkdir(name);
    task.mount("base", "/base", "layer");
    task.mount("top", "/top", "layer");
    task.mount("rw", "/rw", "tmpfs");
    task.mkdir("/rw/upper");
    task.mkdir("/rw/work");
    task.mount("overlay", "/m", "overlay", {}, options);
  });

  test("show the topmost of everything, without what is whited out or hidden by an opaque directory", () => {
    expect([
      task.readFile("/m/etc/name"),
      task.names("/m/etc"),
      task.names("/m/var/log"),
      task.names("/m/bin"),
      task.stat("/m/bin/same").links,
      task.stat("/m/bin/tool").mode.toString(8),
      task.stat("/m/etc/name").modifiedMs,
    ]).toEqual(["top", ["name"], ["b"], ["other", "same", "tool"], 2, "4755", 5000]);
  });

  test("are read-only by themselves, and one file system however often they are mounted", () => {
    task.mkdir("/again");
    task.mount("base", "/again", "layer");

    expect([
      refusal(() => task.writeFile("/base/new", "")),
      refusal(() => task.chmod("/base/etc", 0o700)),
      refusal(() => task.mount("none", "/x", "layer")),
      refusal(() => task.mount("none", "/m", "layer")),
      task.stat("/again/etc").device === task.stat("/base/etc").device,
    ]).toEqual(["EROFS", "EROFS", "ENOENT", "ENOENT", true]);
  });

  test("charge who changes a file for the whole of it, and nobody for reading", () => {
    const before = host.account.bytes;
    task.readFile("/m/etc/name");
    const read = host.account.bytes - before;
    const fd = now(task.open("/m/etc/name", { access: "write", append: true }));
    now(task.write(fd, new TextEncoder().encode("+")));
    task.close(fd);
    const changed = host.account.bytes - before;
    task.unlink("/m/etc/name");

    // A page and two inodes (the directory's and the file's); at last a directory and a whiteout are left.
    expect([read, changed, host.account.bytes - before, task.names("/rw/upper/etc")]).toEqual([
      0,
      4096 + 2 * 1024,
      2 * 1024,
      ["name"],
    ]);
  });

  test("keep owner, mode and times in a copy, and those of the directories above", () => {
    task.chown("/m/bin/tool", 7, 8);
    const { mode, uid, gid, modifiedMs } = task.stat("/rw/upper/bin/tool");

    expect([mode.toString(8), uid, gid, modifiedMs, task.stat("/m/bin").modifiedMs]).toEqual([
      "755",
      7,
      8,
      5000,
      5000,
    ]);
  });

  test("break hard links when one of them is written to", () => {
    task.writeFile("/m/bin/same", "changed");

    expect([
      task.readFile("/m/bin/same"),
      task.readFile("/m/bin/other"),
      task.stat("/m/bin/same").links,
    ]).toEqual(["changed", "shared", 1]);
  });

  test("show the new content to whoever had a file open before it was copied up, as Linux does since 4.19", () => {
    const fd = now(task.open("/m/etc/name", { access: "read" }));
    const number = task.fstat(fd).inode;
    task.writeFile("/m/etc/name", "changed");

    expect([
      new TextDecoder().decode(now(task.read(fd, 100))),
      task.fstat(fd).inode === number,
      task.stat("/m/etc/name").inode === number,
    ]).toEqual(["changed", true, true]);
  });

  test("give a removed file to whoever still has it open", () => {
    const [lower, upper] = ["/m/etc/name", "/m/bin/tool"].map((path) => {
      if (path === "/m/bin/tool") task.chmod(path, 0o700);
      const fd = now(task.open(path, { access: "read" }));
      task.unlink(path);
      return new TextDecoder().decode(now(task.pread(fd, 10, 0)));
    });

    expect([lower, upper, task.names("/m/etc")]).toEqual(["top", "tool", []]);
  });

  test("cannot have one of their directories renamed, but what is new can be", () => {
    task.mkdir("/m/new");

    expect([
      refusal(() => task.rename("/m/etc", "/m/etc2")),
      refusal(() => task.rename("/m/new", "/m/newer")),
      task.names("/m"),
    ]).toEqual(["EXDEV", null, ["bin", "etc", "newer", "var"]]);
  });

  test("give all back when the overlay and what it was made of are unmounted", () => {
    const before = host.account.bytes;
    task.writeFile("/m/etc/name", "x".repeat(10_000));
    task.mkdir("/m/new");
    task.unlink("/m/bin/other");
    const charged = host.account.bytes - before;
    task.umount("/rw");
    const kept = host.account.bytes - before;
    task.umount("/m");

    // Three pages; five inodes of its own, and the four that were in the tmpfs (and its top) from the start.
    expect([charged, kept, host.account.bytes - before]).toEqual([
      3 * 4096 + 5 * 1024,
      3 * 4096 + 5 * 1024,
      -4 * 1024,
    ]);
  });

  test("wait for memory in the middle of a copy, and leave nothing behind when the task is killed there", () => {
    host.account.limit = host.account.bytes + 2 * 1024;
    const opening = task.open("/m/etc/name", { access: "write" });
    const waits = !opening.next("woken").done;
    opening.return(0);
    host.account.limit = Infinity;

    expect([
      waits,
      task.names("/rw/upper/etc"),
      task.names("/rw/work/work"),
      refusal(() => task.umount("/m")),
    ]).toEqual([true, [], [], null]);
  });

  test("move their ids into a user namespace's range when asked", () => {
    task.mkdir("/shifted");
    task.mount("base", "/shifted", "layer", {}, "idmap=0:100000:65536");

    expect([task.stat("/shifted/etc").uid, task.stat("/base/etc").uid]).toEqual([100_000, 0]);
  });

  test("tell of one file without being mounted", () => {
    const tree = { root: top, bytes: 4 };

    expect(
      ["etc/name", "etc/old", "etc/none", "var/log/a", "bin/tool"].map((path) => {
        const found = layerFile(tree, path);
        return found instanceof Uint8Array ? new TextDecoder().decode(found) : found;
      }),
    ).toEqual(["top", "removed", null, "removed", null]);
  });

  test("take only options and directories that Linux takes", () => {
    const mount = (data: string): string | null => refusal(() => task.mount("o", "/m", "overlay", {}, data));

    expect([
      mount("lowerdir=/base"),
      mount("lowerdir=/base,upperdir=/rw/upper"),
      mount("lowerdir=/base,upperdir=/rw/upper,workdir=/rw/none"),
      mount("lowerdir=/base,upperdir=/rw/upper,workdir=/rw/upper"),
      mount("lowerdir=/base,upperdir=/rw/upper,workdir=/"),
      mount("lowerdir=/base:/base"),
      mount("lowerdir=/base:/base/etc"),
      mount("lowerdir=/base/etc/name,upperdir=/rw/upper,workdir=/rw/work"),
      mount("lowerdir=/base:/top,foo=1"),
      mount("lowerdir=/base:/top"),
      refusal(() => task.writeFile("/m/x", "")),
    ]).toEqual([
      "EINVAL",
      "EINVAL",
      "ENOENT",
      "EINVAL",
      "EINVAL",
      "ELOOP",
      "ELOOP",
      "EINVAL",
      "EINVAL",
      null,
      "EROFS",
    ]);
  });
});
