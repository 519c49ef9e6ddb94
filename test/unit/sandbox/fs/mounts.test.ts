import { describe, expect, test } from "vitest";
import { mountInfoText, mountsText, mountTable } from "../../../../src/sandbox/fs/mount-table.ts";
import { pathFrom } from "../../../../src/sandbox/fs/path-string.ts";
import { resolve } from "../../../../src/sandbox/fs/path-walk.ts";
import { originOf } from "../../../../src/sandbox/fs/starting-points.ts";
import { FileHost, type HostTask, now } from "../../../support/file-host.ts";
import { refusal } from "../../../support/refusal.ts";

function mounted(): { readonly host: FileHost; readonly task: HostTask } {
  const host = new FileHost();
  const task = host.task();
  for (const name of ["/a", "/b", "/a/sub"]) task.mkdir(name);
  task.mount("t", "/a", "tmpfs", {}, "size=1m,mode=755");
  return { host, task };
}

describe("mounts", () => {
  test("hide what is below, and show it again when they are gone", () => {
    const { task } = mounted();
    task.writeFile("/a/file", "x");
    const seen = [task.names("/a"), task.readFile("/a/../a/file")];
    task.umount("/a");

    expect([...seen, task.names("/a")]).toEqual([["file"], "x", ["sub"]]);
  });

  test("are busy while something is open, a directory is worked in, or another lies on them", () => {
    const { task } = mounted();
    const fd = now(task.open("/a/file", { create: true }));
    const open = refusal(() => task.umount("/a"));
    task.close(fd);
    task.mkdir("/a/d");
    task.mount("u", "/a/d", "tmpfs");
    const covered = refusal(() => task.umount("/a"));
    task.umount("/a/d");
    task.chdir("/a/d");
    const workedIn = refusal(() => task.umount("/a"));
    task.chdir("/");

    expect([
      open,
      covered,
      workedIn,
      refusal(() => task.umount("/a")),
      refusal(() => task.umount("/a")),
    ]).toEqual(["EBUSY", "EBUSY", "EBUSY", null, "EINVAL"]);
  });

  test("that are detached live until their last file is closed, and then give all memory back", () => {
    const { host, task } = mounted();
    const before = host.account.bytes;
    const fd = now(task.open("/a/file", { create: true }));
    now(task.write(fd, new Uint8Array(5000)));
    task.writeFile("/a/other", "y");
    task.umount("/a", { detach: true });
    const names = task.names("/a");
    const size = task.fstat(fd).size;
    const held = host.account.bytes > before;
    task.close(fd);

    // Its root was charged before.
    expect([names, size, held, host.account.bytes - before]).toEqual([["sub"], 5000, true, -1024]);
  });

  test("bound show the same files, read-only only after a remount", () => {
    const { task } = mounted();
    task.mkdir("/a/d");
    task.writeFile("/a/d/file", "x");
    task.mount("/a/d", "/b", "", { bind: true, readOnly: true });
    task.writeFile("/b/file", "y");
    task.mount("none", "/b", "", { bind: true, remount: true, readOnly: true });

    expect([
      task.readFile("/a/d/file"),
      refusal(() => task.writeFile("/b/file", "z")),
      refusal(() => task.unlink("/b/nothing")),
      refusal(() => task.mkdir("/b/file")),
      refusal(() => task.access("/b/file", 2)),
      refusal(() => task.writeFile("/a/d/file", "z")),
      refusal(() => task.rename("/a/d/file", "/b/x")),
      refusal(() => task.link("/a/d/file", "/b/x")),
    ]).toEqual(["y", "EROFS", "EROFS", "EEXIST", "EROFS", null, "EXDEV", "EROFS"]);
  });

  test("bound recursively carry what lies on them", () => {
    const { task } = mounted();
    task.mkdir("/a/d");
    task.mount("u", "/a/d", "tmpfs");
    task.writeFile("/a/d/file", "x");
    task.mkdir("/c");
    task.mount("/a", "/b", "", { bind: true });
    task.mount("/a", "/c", "", { bind: true, recursive: true });

    expect([task.names("/b/d"), task.names("/c/d")]).toEqual([[], ["file"]]);
  });

  test("move, but not below themselves", () => {
    const { task } = mounted();
    task.mkdir("/a/d");
    const below = refusal(() => task.mount("/a", "/a/d", "", { move: true }));
    task.mount("/a", "/b", "", { move: true });

    expect([
      below,
      task.names("/a"),
      task.names("/b"),
      refusal(() => task.mount("/b/d", "/a", "", { move: true })),
    ]).toEqual(["ELOOP", ["sub"], ["d"], "EINVAL"]);
  });

  test("restrict devices and execution", () => {
    const { task } = mounted();
    task.mount("t", "/b", "tmpfs", { noDev: true, noExec: true });
    task.mknod("/b/null", "character", 0o666, { major: 1, minor: 3 });
    task.writeFile("/b/run", "", 0o755);

    expect([refusal(() => now(task.open("/b/null"))), refusal(() => task.access("/b/run", 1))]).toEqual([
      "EACCES",
      "EACCES",
    ]);
  });

  test("are told as in /proc/self/mounts and mountinfo, from the task's root on", () => {
    const { task } = mounted();
    task.mkdir("/a/with space");
    task.mount("u", "/a/with space", "tmpfs", { noSuid: true, readOnly: true });
    const { files } = task;
    const rows = mountTable(files.mounts, files.paths.root);
    task.chroot("/a");

    expect([
      mountsText(rows),
      mountInfoText(rows),
      mountsText(mountTable(files.mounts, files.paths.root)),
    ]).toEqual([
      "root / tmpfs rw,relatime,mode=755 0 0\n" +
        "t /a tmpfs rw,relatime,size=1024k,mode=755 0 0\n" +
        "u /a/with\\040space tmpfs ro,nosuid,relatime 0 0\n",
      "2 1 0:2 / / rw,relatime - tmpfs root rw,mode=755\n" +
        "3 2 0:3 / /a rw,relatime - tmpfs t rw,size=1024k,mode=755\n" +
        "4 3 0:4 / /a/with\\040space ro,nosuid,relatime - tmpfs u ro\n",
      "t / tmpfs rw,relatime,size=1024k,mode=755 0 0\nu /with\\040space tmpfs ro,nosuid,relatime 0 0\n",
    ]);
  });
});

describe("mount namespaces", () => {
  test("do not show each other's mounts, and unmount all with their last user", () => {
    const { host, task } = mounted();
    const { namespace, moved } = host.namespace.copy(host.vfs, null);
    const paths = host.vfs.newPathState(moved(task.files.paths.root));
    const other = host.task({}, { mounts: namespace, paths });
    other.mount("u", "/b", "tmpfs");
    other.writeFile("/b/file", "x");
    const seen = [task.names("/b"), other.names("/b"), other.names("/a")];
    const before = host.account.bytes;
    paths[Symbol.dispose]();
    namespace.drop();
    task.umount("/a");

    expect([...seen, host.account.bytes - before]).toEqual([[], ["file"], [], -4096 - 3 * 1024]);
  });

  test("in a user namespace of their own cannot undo what came along", () => {
    const { host, task } = mounted();
    task.mount("none", "/a", "", { bind: true, remount: true, readOnly: true });
    const owner = {};
    const { namespace, moved } = host.namespace.copy(host.vfs, owner);
    const paths = host.vfs.newPathState(moved(task.files.paths.root));
    const inner = host.task({ userNamespace: owner }, { mounts: namespace, paths });

    expect([
      refusal(() => inner.umount("/a")),
      refusal(() => inner.mount("none", "/a", "", { bind: true, remount: true })),
      refusal(() => inner.mount("t", "/b", "tmpfs")),
      refusal(() => inner.umount("/b")),
      refusal(() => inner.mknod("/b/null", "character", 0o666, { major: 1, minor: 3 })),
      refusal(() => host.task({ userNamespace: owner }).mount("t", "/b", "tmpfs")),
    ]).toEqual(["EINVAL", "EPERM", null, null, "EPERM", "EPERM"]);
  });

  test("get a new root by pivot_root, and let go of the old one", () => {
    const { host, task } = mounted();
    task.mkdir("/a/old");
    task.writeFile("/a/inside", "x");
    task.chdir("/");
    const wrong = [
      refusal(() => task.pivotRoot("/b", "/b")),
      refusal(() => task.pivotRoot("/a", "/b")),
      refusal(() => task.pivotRoot("/a", "/a/none")),
    ];
    task.pivotRoot("/a", "/a/old");
    const seen = [task.names("/"), task.cwd(), task.names("/old")];
    const other = host.task();
    const followed = other.names("/");
    task.umount("/old", { detach: true });

    expect([...wrong, ...seen, followed, task.names("/old"), task.names("/../..")]).toEqual([
      "EBUSY",
      "EBUSY",
      "ENOENT",
      ["inside", "old"],
      "/",
      ["a", "b"],
      ["inside", "old"],
      [],
      ["inside", "old"],
    ]);
  });

  test("pivot onto the same place and unmount it, as container runtimes do", () => {
    const { task } = mounted();
    task.writeFile("/a/inside", "x");
    const old = now(task.open("/", { access: "read", directory: true }));
    const top = now(task.open("/a", { access: "read", directory: true }));
    task.fchdir(top);
    task.pivotRoot(".", ".");
    task.fchdir(old);
    task.umount(".", { detach: true });
    task.chdir("/");
    task.close(old);

    expect([task.names("/"), task.names("..")]).toEqual([["inside"], ["inside"]]);
  });
});

test("the old root goes by its stacked place too, as pivot_root(2) tells", () => {
  const { task } = mounted();
  task.writeFile("/a/inside", "x");
  task.chdir("/a");
  task.pivotRoot(".", ".");
  task.umount(".", { detach: true });

  expect([task.names("/"), task.names("..")]).toEqual([["inside"], ["inside"]]);
});

describe("no path leaves its root", () => {
  test("whatever names, links and mounts are in the way", () => {
    const { host, task } = mounted();
    let state = 7;
    const below = (count: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % count;
    };
    const names = ["a", "b", "..", ".", "", "../..", "/", "a/.."];
    const path = (): string =>
      Array.from({ length: 1 + below(6) }, () => names[below(names.length)] ?? "a").join("/");
    task.mkdir("/a/jail");
    task.chroot("/a/jail");
    task.chdir("/");
    const root = task.files.paths.root;
    const outside = host.vfs.topOf(host.namespace);
    const escaped: string[] = [];
    for (let round = 0; round < 4000; round += 1) {
      const [at, to] = [path(), path()];
      const actions = [
        () => task.mkdir(at),
        () => task.symlink(to, at),
        () => task.mount("t", at, "tmpfs"),
        () => task.mount(to, at, "", { bind: true }),
        () => task.umount(at, { detach: true }),
        () => task.chdir(at),
        () => task.rename(at, to),
      ];
      refusal(() => actions[below(actions.length)]?.());
      refusal(() => {
        const found = resolve(originOf(task.files), to);
        // What was detached with the task in it is in no tree at all: there is nothing to see from there.
        if (pathFrom(found, outside).reachable && !pathFrom(found, root).reachable) escaped.push(to);
      });
    }

    expect(escaped).toEqual([]);
  });
});
