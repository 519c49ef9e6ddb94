import { describe, expect, test } from "vitest";
import type { IdMap } from "../../../../src/sandbox/fs/caller.ts";
import { describeLocation } from "../../../../src/sandbox/fs/path-string.ts";
import { CountingAccount, FileHost, type HostTask, now } from "../../../support/file-host.ts";
import { refusal } from "../../../support/refusal.ts";

describe("tmpfs", () => {
  test("takes no more than its size: what fits of a write, then ENOSPC", () => {
    const task = new FileHost().task();
    task.mkdir("/t");
    task.mount("t", "/t", "tmpfs", {}, "size=8k");
    const fd = now(task.open("/t/file", { create: true }));
    const written = [
      now(task.write(fd, new Uint8Array(10_000))),
      refusal(() => now(task.write(fd, new Uint8Array(1)))),
    ];
    const full = task.statfs("/t");
    task.ftruncate(fd, 100);

    expect([
      ...written,
      full.blocks,
      full.blocksFree,
      task.statfs("/t").blocksFree,
      task.fstat(fd).size,
    ]).toEqual([8192, "ENOSPC", 2, 0, 1, 100]);
  });

  test("counts inodes, and its size can be changed but not below what is used", () => {
    const task = new FileHost().task();
    task.mkdir("/t");
    task.mount("t", "/t", "tmpfs", {}, "size=50%,nr_inodes=3,mode=700,uid=5");
    task.writeFile("/t/a", "x".repeat(5000));
    task.mkdir("/t/b");
    const remount = (options: string): string | null =>
      refusal(() => task.mount("t", "/t", "", { remount: true }, options));

    expect([
      refusal(() => task.mkdir("/t/c")),
      task.statfs("/t").blocks * 4096,
      task.stat("/t").mode.toString(8),
      task.stat("/t").uid,
      remount("size=4k"),
      remount("size=8k,nr_inodes=9"),
      refusal(() => task.mkdir("/t/c")),
      refusal(() => task.mount("t", "/t", "tmpfs", {}, "colour=red")),
    ]).toEqual(["ENOSPC", 32 * 1024 ** 2, "700", 5, "EINVAL", null, null, "EINVAL"]);
  });

  test("charges who writes first, waits for its memory, and refuses new names without", () => {
    const host = new FileHost();
    const [mine, theirs] = [new CountingAccount(), new CountingAccount()];
    const me = host.task({}, { account: mine });
    const they = host.task({}, { account: theirs });
    me.writeFile("/file", "x".repeat(4096));
    const fd = now(they.open("/file", { access: "write", append: true }));
    theirs.limit = 4096;
    now(they.write(fd, new Uint8Array(4096)));
    const waiting = they.write(fd, new Uint8Array(1));

    expect([
      waiting.next("woken").done,
      mine.bytes,
      theirs.bytes,
      refusal(() => they.mkdir("/new")),
      me.stat("/file").size,
    ]).toEqual([false, 4096 + 1024, 4096, "ENOMEM", 8192]);
  });
});

/** Ids 0 to 65535 of a user namespace are 100000 and up of the host. */
const shifted: IdMap = {
  toKernel: (_kind, id) => (id >= 0 && id < 65_536 ? id + 100_000 : null),
  fromKernel: (_kind, id) => (id >= 100_000 && id < 165_536 ? id - 100_000 : 65_534),
  maps: (_kind, id) => id >= 100_000 && id < 165_536,
};

describe("root of a user namespace", () => {
  function rootInside(): { readonly host: HostTask; readonly inside: HostTask } {
    const files = new FileHost();
    return {
      host: files.task(),
      inside: files.task({
        uid: 100_000,
        userNamespace: {},
        idMap: shifted,
        capabilities: ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_MKNOD"],
      }),
    };
  }

  test("rules over the files of its ids and no others", () => {
    const { host, inside } = rootInside();
    host.mkdir("/own", 0o700);
    host.chown("/own", 100_005, 100_005);
    host.mkdir("/foreign", 0o700);
    inside.writeFile("/own/file", "x");
    inside.chown("/own/file", 7, 7);

    expect([
      host.stat("/own/file").uid,
      inside.stat("/own/file").uid,
      inside.stat("/foreign").uid,
      refusal(() => inside.names("/foreign")),
      refusal(() => inside.chmod("/foreign", 0o777)),
      refusal(() => inside.chown("/foreign", 0, 0)),
      refusal(() => inside.chown("/own/file", 70_000, 0)),
      refusal(() => inside.mknod("/own/null", "character", 0o666, { major: 1, minor: 3 })),
    ]).toEqual([100_007, 7, 65_534, "EACCES", "EPERM", "EPERM", "EINVAL", "EPERM"]);
  });
});

describe("descriptors", () => {
  test("are the lowest that are free, and shared files have one position", () => {
    const task = new FileHost().task();
    task.writeFile("/file", "abcdef");
    const [first, second] = [now(task.open("/file")), now(task.open("/file"))];
    task.close(first);
    const third = now(task.open("/file", { closeOnExec: true }));
    const copy = task.dup(third, 5);
    now(task.read(copy, 2));
    const rest = new TextDecoder().decode(now(task.read(third, 10)));
    const child = task.files.descriptors.fork();
    child.closeMarked();
    task.dup2(second, third);

    expect([first, second, third, copy, rest, child.numbers(), task.fdFlags(third).closeOnExec]).toEqual([
      0,
      1,
      0,
      5,
      "cdef",
      [1, 5],
      false,
    ]);
  });

  test("end at the limit, and refuse what they were not opened for", () => {
    const task = new FileHost().task();
    task.writeFile("/file", "abc");
    const read = now(task.open("/file", { access: "read" }));
    const path = now(task.open("/", { access: "path" }));
    const refused = [
      refusal(() => now(task.write(read, new Uint8Array(1)))),
      refusal(() => now(task.read(path, 1))),
      refusal(() => task.ftruncate(read, 0)),
      refusal(() => task.close(77)),
      refusal(() => task.dup(read, 5000)),
      refusal(() => task.seek(read, -1, "start")),
    ];
    while (refusal(() => now(task.open("/file"))) === null);

    expect([...refused, task.descriptors().length, refusal(() => task.dup(read))]).toEqual([
      "EBADF",
      "EBADF",
      "EINVAL",
      "EBADF",
      "EINVAL",
      "EINVAL",
      1024,
      "EMFILE",
    ]);
  });

  test("of directories are where relative paths can start, after the directory moved or went too", () => {
    const host = new FileHost();
    const task = host.task();
    task.mkdir("/d");
    task.writeFile("/d/file", "x");
    const at = now(task.open("/d", { access: "read" }));
    task.rename("/d", "/e");
    const moved = task.stat("file", { at }).size;
    const { place } = task.files.descriptors.get(at);
    const told = (): string => (place ? describeLocation(place.location, task.files.paths.root) : "");
    const before = told();
    task.unlink("/e/file");
    task.chdir("/e");
    task.rmdir("/e");

    expect([
      moved,
      before,
      told(),
      refusal(() => task.cwd()),
      refusal(() => task.mkdir("x", 0o755, { at })),
      refusal(() => task.writeFile("x", "")),
      task.readDirectory(at),
      task.stat("..").inode === task.stat("/").inode,
    ]).toEqual([1, "/e", "/e (deleted)", "ENOENT", "ENOENT", "ENOENT", [], true]);
  });
});
