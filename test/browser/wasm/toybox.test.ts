import { expect, test } from "vitest";
import { UserlandWorld } from "./userland-world.ts";
import type { Told } from "./userland-world.ts";

const world = new UserlandWorld({
  files: {
    "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nada:x:1000:1000:Ada:/home/ada:/bin/sh\n",
    "/etc/group": "root:x:0:\nada:x:1000:\nstaff:x:50:ada\n",
    "/tmp/fruit": "pear\napple\nfig\napple\n",
  },
});

// Words are divided at blanks; one that is part of a word is a no-break space.
const cases: readonly [title: string, argv: string, out: string, input?: string][] = [
  ["echo writes its arguments", "echo -n a b", "a b"],
  ["seq counts with fractions", "seq 1 .5 2", "1.0\n1.5\n2.0\n"],
  ["cat joins a file and its input", "cat /tmp/fruit -", "pear\napple\nfig\napple\nend\n", "end\n"],
  ["sort orders and drops doubles", "sort -u /tmp/fruit", "apple\nfig\npear\n"],
  ["uniq counts", "uniq -c", "      2 a\n      1 b\n", "a\na\nb\n"],
  ["wc counts lines, words, bytes", "wc", "      2       3      14\n", "one two\nthree\n"],
  ["grep knows expressions", "grep -E ^.p+", "apple\n", "pear\napple\nfig\n"],
  ["sed replaces", "sed s/a/A/g", "bAnAnA\n", "banana\n"],
  ["tr maps ranges", "tr a-z A-Z", "UP\n", "up\n"],
  ["cut takes fields", "cut -d: -f1,3", "root:0\n", "root:x:0:0\n"],
  ["head and tail take ends", "tail -n 2 /tmp/fruit", "fig\napple\n"],
  ["od dumps bytes beyond ASCII", "od -An -tx1", " c3 a9 0a\n", "é\n"],
  ["base64 encodes", "base64", "aGkK\n", "hi\n"],
  ["xxd dumps bytes beyond ASCII", "xxd -p", "c3a90a\n", "é\n"],
  [
    "sha256sum hashes",
    "sha256sum",
    "98ea6e4f216f2fb4b69fff9b3a44842c38686ca685f3f55dc48c5d3fb1107be4  -\n",
    "hi\n",
  ],
  ["bc calculates without limits", "bc", "1267650600228229401496703205376\n", "2^100\n"],
  ["expr answers", "expr 6 * 7", "42\n"],
  ["printf formats floating point", "printf %.3f|%5d 2.5 42", "2.500|   42"],
  ["basename and dirname split", "dirname /a/b/c", "/a/b\n"],
  ["factor finds primes", "factor 360", "360: 2 2 2 3 3 5\n"],
  ["date formats a time", "date -u -d @86400 +%F", "1970-01-02\n"],
  ["id knows groups by name", "id ada", "uid=1000(ada) gid=1000(ada) groups=1000(ada),50(staff)\n"],
  ["env passes a changed environment on", "env A=b printenv A", "b\n"],
  ["xargs starts programs with what it reads", "xargs -n 2 echo +", "+ 1 2\n+ 3\n", "1 2 3\n"],
  ["find runs a program for each file", "find /tmp/fruit -exec wc -l {} ;", "4 /tmp/fruit\n"],
  ["timeout lets a quick program end", "timeout 5 echo done", "done\n"],
  ["nice lowers priority for a child", "nice -n 5 cut -d\u00a0 -f19 /proc/self/stat", "5\n"],
  ["which follows PATH", "which sort", "/bin/sort\n"],
  ["uname asks the kernel", "uname -sm", "Linux wasm32\n"],
];

/** What was printed by a command that succeeded. */
function printed(told: Told): string {
  if (typeof told !== "string") throw new Error(told.err);
  return told;
}

test.each(cases)("%s", async (_title, argv, out, input = "") => {
  expect(
    await world.tell(
      argv.split(" ").map((word) => word.replaceAll("\u00a0", " ")),
      input,
    ),
  ).toBe(out);
});

test("ls tells modes, owners, links, devices and sizes as they are", async () => {
  world.call(function* prepare(sys) {
    sys.mkdir("/tmp/shown", 0o750);
    sys.mknod("/tmp/shown/fifo", "fifo", 0o620);
    const fd = yield* sys.open("/tmp/shown/set-id", { access: "write", create: true }, 0o755);
    sys.ftruncate(fd, 1234);
    sys.close(fd);
    sys.chmod("/tmp/shown/set-id", 0o4755);
    sys.chown("/tmp/shown/fifo", 1000, 50);
    sys.symlink("set-id", "/tmp/shown/symbolic");
    sys.link("/tmp/shown/set-id", "/tmp/shown/twin");
    sys.utimes("/tmp/shown/set-id", 0, 0);
    return 0;
  });

  const listed = await world.tell(["ls", "-l", "/tmp/shown", "/dev/null"]);

  expect(
    printed(listed)
      .replaceAll(/2025-06-15 \d\d:\d\d/g, "TODAY")
      .split("\n"),
  ).toEqual([
    "crw-rw-rw- 1 root root 1,   3 TODAY /dev/null",
    "",
    "/tmp/shown:",
    expect.stringMatching(/^total \d+$/),
    "prw------- 1 ada  staff    0 TODAY fifo",
    "-rwsr-xr-x 2 root root  1234 1970-01-01 00:00 set-id",
    "lrwxrwxrwx 1 root root     6 TODAY symbolic -> set-id",
    "-rwsr-xr-x 2 root root  1234 1970-01-01 00:00 twin",
    "",
  ]);
});

test("tar keeps a tree, gzip a file", async () => {
  await world.tell(["mkdir", "-p", "/tmp/tree/sub"]);
  await world.tell(["tee", "/tmp/tree/sub/file"], "kept\n");
  await world.tell(["chmod", "640", "/tmp/tree/sub/file"]);

  const packed = await world.tell(["tar", "-C", "/tmp", "-cf", "/tmp/tree.tar", "tree"]);
  const squeezed = await world.tell(["gzip", "-k", "/tmp/tree.tar"]);
  const listed = await world.tell(["tar", "-tvf", "/tmp/tree.tar"]);

  expect([packed, squeezed]).toEqual(["", ""]);
  expect(
    printed(listed)
      .replaceAll(/2025-06-15 \d\d:\d\d/g, "TODAY")
      .split("\n"),
  ).toEqual([
    "drwxr-xr-x root/root         0  TODAY tree/",
    "drwxr-xr-x root/root         0  TODAY tree/sub/",
    "-rw-r----- root/root         5  TODAY tree/sub/file",
    "",
  ]);
});

test("a program that nobody reads from any more dies of SIGPIPE", async () => {
  const ran = await world.pipeline(["yes"], ["head", "-n", "2"]);

  expect(ran).toEqual({ status: { kind: "exited", code: 0 }, out: "y\ny\n", err: "" });
});

test("a pipeline runs side by side", async () => {
  const ran = await world.pipeline(["seq", "1", "20000"], ["sort", "-rn"], ["head", "-n", "1"]);

  expect(ran).toEqual({ status: { kind: "exited", code: 0 }, out: "20000\n", err: "" });
});

test("timeout kills what takes too long", async () => {
  const ran = await world.run("/bin/timeout", ["timeout", "2", "sleep", "100"]);

  expect(ran.status).toEqual({ kind: "exited", code: 124 });
});

test("errors are those of Linux, by name and status", async () => {
  const ran = await world.run("/bin/cat", ["cat", "/nowhere"]);

  expect(ran).toEqual({
    status: { kind: "exited", code: 1 },
    out: "",
    err: "cat: /nowhere: No such file or directory\n",
  });
});
