import { expect, test } from "vitest";
import type { Blocking } from "../../../../src/sandbox/abi/blocking.ts";
import { Errno } from "../../../../src/sandbox/abi/errno.ts";
import type { Syscalls } from "../../../../src/sandbox/abi/program.ts";
import { KernelLog } from "../../../../src/sandbox/kernel/kernel-log.ts";
import { userland } from "../../../../src/sandbox/programs/userland.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const root = "/sys/fs/cgroup";

function* echo(sys: Syscalls, text: string, path: string): Blocking<void> {
  const fd = yield* sys.open(path, { access: "write" });
  yield* sys.write(fd, new TextEncoder().encode(text));
  sys.close(fd);
}

function* attempt<T>(call: () => Blocking<T>): Blocking<T | string> {
  try {
    return yield* call();
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}

/** The records there are, without what varies: times. */
function* records(sys: Syscalls): Blocking<string[]> {
  const fd = yield* sys.open("/dev/kmsg", { access: "read", nonBlocking: true });
  const found: string[] = [];
  for (;;) {
    const bytes = yield* attempt(() => sys.read(fd, 8192));
    if (typeof bytes === "string") break;
    found.push(new TextDecoder().decode(bytes).replace(/^(\d+,\d+),\d+/, "$1,TIME"));
  }
  sys.close(fd);
  return found;
}

const world = (): SandboxWorld => new SandboxWorld({ memoryBytes: 64 * 1024 ** 2 });

test("the log begins with what has booted, a record a read", () => {
  const seen = world().call(records);
  expect(seen).toEqual([
    "6,0,TIME,-;Linux version 6.12.0-guesthouse (wasm32) #1 SIMULATED in a web page\n",
    "6,1,TIME,-;Memory: 65536K/65536K available\n",
    "6,2,TIME,-;Run init as init process\n",
  ]);
});

test("what a program writes becomes a record of its facility, one line whatever is in it", () => {
  const seen = world().call(function* body(sys) {
    yield* echo(sys, "hello\n", "/dev/kmsg");
    yield* echo(sys, "<3>two\nlines \\ é\n", "/dev/kmsg");
    yield* echo(sys, "<30>daemon", "/dev/kmsg");
    const fd = yield* sys.open("/dev/kmsg", { access: "write" });
    const long = yield* attempt(() => sys.write(fd, new Uint8Array(977)));
    const unreadable = yield* attempt(() => sys.read(fd, 8192));
    const all = yield* records(sys);
    return [...all.slice(3), long, unreadable];
  });
  expect(seen).toEqual([
    "12,3,TIME,-;hello\n",
    String.raw`11,4,TIME,-;two\x0alines \x5c \xc3\xa9` + "\n",
    "30,5,TIME,-;daemon\n",
    "EINVAL",
    "EBADF",
  ]);
});

test("a reader waits at the end, is refused a buffer too small, and can go to either end", () => {
  const seen = world().call(function* body(sys) {
    const fd = yield* sys.open("/dev/kmsg", { access: "read" });
    const small = yield* attempt(() => sys.read(fd, 10));
    sys.seek(fd, 0, "end");
    sys.fork(function* late(own) {
      yield* own.sleep(50);
      yield* echo(own, "late", "/dev/kmsg");
      return 0;
    });
    const quiet = yield* sys.poll([{ fd, events: { readable: true } }], 0);
    const beganMs = sys.clock("monotonic");
    const read = new TextDecoder().decode(yield* sys.read(fd, 8192));
    const waited = sys.clock("monotonic") - beganMs >= 50;
    sys.seek(fd, 0, "start");
    const first = new TextDecoder().decode(yield* sys.read(fd, 8192));
    return [small, quiet.length, waited, read.replace(/^.*;/, ""), first.startsWith("6,0,")];
  });
  expect(seen).toEqual(["EINVAL", 0, true, "late\n", true]);
});

test("only who may see the host's log reads it; writing is the file's permission", () => {
  const seen = world().call(function* body(sys) {
    const { read, write } = sys.pipe();
    sys.fork(
      function* inner(own) {
        const reading = yield* attempt(() => own.open("/dev/kmsg", { access: "read" }));
        yield* own.write(write, new TextEncoder().encode(String(reading)));
        return 0;
      },
      { unshare: ["user"] },
    );
    yield* sys.wait();
    return new TextDecoder().decode(yield* sys.read(read, 100));
  });
  expect(seen).toBe("EPERM");
});

test("a kill for memory and the first refused fork are told in Linux's words", () => {
  const seen = world().call(function* body(sys) {
    yield* echo(sys, "+memory +pids", `${root}/cgroup.subtree_control`);
    sys.mkdir(`${root}/box`);
    yield* echo(sys, "4M", `${root}/box/memory.max`);
    yield* echo(sys, "1", `${root}/box/pids.max`);
    const cgroupFd = yield* sys.open(`${root}/box`, { access: "read", directory: true });
    const pid = sys.fork(
      function* hog(own) {
        for (let tries = 0; tries < 3; tries += 1)
          // oxlint-disable-next-line require-yield -- as the call it tries
          yield* attempt(function* fork() {
            return own.fork(hog);
          });
        for (;;) yield* own.allocateMemory(1024 ** 2);
      },
      { cgroupFd, name: "hog" },
    );
    yield* sys.wait();
    const all = yield* records(sys);
    return all.slice(3).map((line) => line.replace(new RegExp(`(pid=|process )${pid}\\b`), "$1PID"));
  });
  expect(seen).toEqual([
    "6,3,TIME,-;cgroup: fork rejected by pids controller in /box\n",
    "6,4,TIME,-;memory: usage 4096kB, limit 4096kB, failcnt 1\n",
    "6,5,TIME,-;oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=/box,task_memcg=/box,task=hog,pid=PID,uid=0\n",
    "3,6,TIME,-;Memory cgroup out of memory: Killed process PID (hog) total-vm:4096kB, anon-rss:4096kB, " +
      "file-rss:0kB, shmem-rss:0kB, UID:0 oom_score_adj:0\n",
  ]);
});

test("a full log drops its oldest records, and tells a reader once that it missed some", () => {
  const log = new KernelLog(() => 1.5);
  for (let at = 0; at < 1000; at += 1) log.add(6, "x".repeat(968));
  expect([log.first, log.next, log.record(log.first - 1), log.record(999)?.atMs]).toEqual([
    869,
    1000,
    null,
    1.5,
  ]);
});

test("a reader that was overtaken gets EPIPE, then the oldest there is", () => {
  const seen = world().call(function* body(sys) {
    const fd = yield* sys.open("/dev/kmsg", { access: "read" });
    const writer = yield* sys.open("/dev/kmsg", { access: "write" });
    for (let at = 0; at < 1000; at += 1) yield* sys.write(writer, new Uint8Array(900).fill(0x61));
    const missed = yield* attempt(() => sys.read(fd, 8192));
    const next = yield* attempt(() => sys.read(fd, 8192));
    return [missed, typeof next];
  });
  expect(seen).toEqual(["EPIPE", "object"]);
});

test("dmesg prints the log with times", async () => {
  const tools = new SandboxWorld({ programs: { dmesg: userland.get("dmesg") ?? (() => noProgram()) } });
  tools.call((sys) => echo(sys, "a\tb", "/dev/kmsg"));
  const { out, err, status } = await tools.run("/bin/dmesg");
  expect({ out: out.replaceAll(/\[ *\d+\.\d{6}\]/g, "[TIME]"), err, status }).toEqual({
    out:
      "[TIME] Linux version 6.12.0-guesthouse (wasm32) #1 SIMULATED in a web page\n" +
      "[TIME] Memory: 262144K/262144K available\n[TIME] Run init as init process\n[TIME] a\tb\n",
    err: "",
    status: { kind: "exited", code: 0 },
  });
});

function noProgram(): never {
  throw new Error("the userland has no dmesg");
}
