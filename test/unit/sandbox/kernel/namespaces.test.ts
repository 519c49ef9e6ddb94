/* oxlint-disable require-yield -- a program is a generator, and not every one need wait */
import { expect, test } from "vitest";
import type { Blocking } from "../../../../src/sandbox/abi/blocking.ts";
import { Errno } from "../../../../src/sandbox/abi/errno.ts";
import type { Program, Syscalls } from "../../../../src/sandbox/abi/program.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const sleeper: Program = function* sleeper(sys) {
  for (;;) yield* sys.sleep(1000);
};

function* refusal(call: Blocking<unknown> | (() => unknown)): Blocking<unknown> {
  try {
    return (typeof call === "function" ? call() : yield* call) ?? "ok";
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}

function* readAll(sys: Syscalls, path: string): Blocking<string> {
  const fd = yield* sys.open(path, { access: "read" });
  const bytes = yield* sys.read(fd, 65536);
  sys.close(fd);
  return new TextDecoder().decode(bytes);
}

function* writeAll(sys: Syscalls, path: string, text: string): Blocking<void> {
  const fd = yield* sys.open(path, { access: "write" });
  try {
    yield* sys.write(fd, new TextEncoder().encode(text));
  } finally {
    sys.close(fd);
  }
}

/** Runs `body` in a child and answers what it tells. */
function* inChild(
  sys: Syscalls,
  body: (own: Syscalls) => Blocking<unknown>,
  options: Parameters<Syscalls["fork"]>[1] = {},
): Blocking<unknown> {
  const { read, write } = sys.pipe();
  const pid = sys.fork(function* child(own) {
    const told = yield* body(own);
    yield* own.write(write, new TextEncoder().encode(JSON.stringify(told)));
    return 0;
  }, options);
  sys.close(write);
  const bytes = yield* sys.read(read, 65536);
  sys.close(read);
  yield* sys.wait(pid);
  return JSON.parse(new TextDecoder().decode(bytes));
}

test("in a new pid namespace the first process is 1, its parent 0, and outside it has another number", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* pids(sys) {
    const inner = yield* inChild(
      sys,
      function* first(own) {
        const child = own.fork(sleeper);
        const listed = [own.getpid(), own.getppid(), child];
        own.mount("proc", "/proc", "proc");
        const status = yield* readAll(own, "/proc/2/status");
        const fd = yield* own.open("/proc", { access: "read" });
        const numbers = own.readDirectory(fd).flatMap(({ name }) => (/^\d+$/.test(name) ? [name] : []));
        return [listed, numbers, /NSpid:\t(.*)/.exec(status)?.[1], own.readlink("/proc/self")];
      },
      { unshare: ["pid", "mnt"] },
    );
    return inner;
  });

  expect(seen).toEqual([[1, 0, 2], ["1", "2"], "2", "1"]);
});

test("the end of a namespace's init ends all in it, and nothing can be made in it afterwards", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* ending(sys) {
    const before = world.kernel.counters.tasks;
    const init = sys.fork(
      function* first(own) {
        own.fork(sleeper);
        own.fork(function* deeper(inner) {
          inner.fork(sleeper);
          for (;;) yield* inner.sleep(10);
        });
        yield* own.sleep(30);
        return 9;
      },
      { unshare: ["pid"] },
    );
    const status = (yield* sys.wait(init))?.status;
    const left = world.kernel.counters.tasks - before;
    const late = yield* inChild(sys, function* outside(own) {
      own.unshare(["pid"]);
      const pid = own.fork(function* first() {
        return 0;
      });
      yield* own.wait(pid);
      return yield* refusal(() => own.fork(sleeper));
    });
    return [status, left, late];
  });

  expect(seen).toEqual([{ kind: "exited", code: 9 }, 0, "ENOMEM"]);
});

test("init of a namespace ignores what it has no handler for from inside, SIGKILL too; from outside SIGKILL ends it", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* shield(sys) {
    const init = sys.fork(
      function* first(own) {
        own.fork(function* child(inner) {
          for (const signal of ["SIGTERM", "SIGINT", "SIGKILL", "SIGSTOP"] as const) inner.kill(1, signal);
          return 0;
        });
        own.kill(1, "SIGKILL");
        for (;;) yield* own.sleep(1000);
      },
      { unshare: ["pid"] },
    );
    yield* sys.sleep(50);
    sys.kill(init, "SIGTERM");
    const survived = yield* sys.wait(init, { noHang: true, stopped: true });
    sys.kill(init, "SIGKILL");
    return [survived, (yield* sys.wait(init))?.status];
  });

  expect(seen).toEqual([null, { kind: "signaled", signal: "SIGKILL", coreDumped: false }]);
});

test("init of a namespace gets what it has a handler for", () => {
  const world = new SandboxWorld();

  const status = world.call(function* handled(sys) {
    const init = sys.fork(
      function* first(own) {
        const came: string[] = [];
        own.sigaction("SIGTERM", { handler: (signal) => void came.push(signal) });
        while (came.length === 0) yield* own.sleep(1000);
        return 12;
      },
      { unshare: ["pid"] },
    );
    yield* sys.sleep(10);
    sys.kill(init, "SIGTERM");
    return (yield* sys.wait(init))?.status;
  });

  expect(status).toEqual({ kind: "exited", code: 12 });
});

test("an orphan inside a namespace goes to its init, with no parent it could see outside", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* orphaning(sys) {
    return yield* inChild(
      sys,
      function* first(own) {
        const { read, write } = own.pipe();
        own.fork(function* middle(inner) {
          inner.fork(function* orphan(last) {
            yield* last.sleep(20);
            yield* last.write(write, Uint8Array.of(last.getppid()));
            return 0;
          });
          return 0;
        });
        return Array.from(yield* own.read(read, 1));
      },
      { unshare: ["pid"] },
    );
  });

  expect(seen).toEqual([1]);
});

test("new namespaces are numbered upwards from 4026532177, and a host name set in one is not seen in another", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* uts(sys) {
    const inner = yield* inChild(
      sys,
      function* named(own) {
        own.sethostname("inner");
        return [own.uname().nodename, own.readlink("/proc/self/ns/uts")];
      },
      { unshare: ["uts"] },
    );
    return [inner, sys.uname().nodename, sys.readlink("/proc/self/ns/uts")];
  });

  expect(seen).toEqual([["inner", "uts:[4026532177]"], "host", "uts:[4026531838]"]);
});

test("setns enters the namespace of another process", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* entering(sys) {
    const other = sys.fork(
      function* named(own) {
        own.sethostname("other");
        return yield* sleeper(own, { argv: [], env: {} });
      },
      { unshare: ["uts", "pid", "mnt"] },
    );
    yield* sys.sleep(10);
    const told = yield* inChild(sys, function* enter(own) {
      const uts = yield* own.open(`/proc/${other}/ns/uts`, { access: "read" });
      const pid = yield* own.open(`/proc/${other}/ns/pid`, { access: "read" });
      const wrong = yield* refusal(() => own.setns(uts, "net"));
      own.setns(uts, "uts");
      own.setns(pid);
      const child = own.fork(function* inside(inner) {
        return inner.getpid();
      });
      const waited = yield* own.wait(child);
      return [wrong, own.uname().nodename, own.getpid() > 2, waited?.status];
    });
    sys.kill(other, "SIGKILL");
    return told;
  });

  expect(seen).toEqual(["EINVAL", "other", true, { kind: "exited", code: 2 }]);
});

test("a mount in a new mount namespace is not seen outside", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* mounts(sys) {
    const inner = yield* inChild(
      sys,
      function* mounting(own) {
        own.mount("tmpfs", "/mnt", "tmpfs");
        yield* own.open("/mnt/file", { create: true, access: "write" });
        return own.stat("/mnt/file").type;
      },
      { unshare: ["mnt"] },
    );
    return [inner, yield* refusal(() => sys.stat("/mnt/file"))];
  });

  expect(seen).toEqual(["file", "ENOENT"]);
});

test("a user may make a user namespace, is nobody in it until ids are mapped, and root afterwards", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* users(sys) {
    return yield* inChild(sys, function* unprivileged(own) {
      own.setgid(1000);
      own.setuid(1000);
      const before = yield* refusal(() => own.unshare(["uts"]));
      own.unshare(["user"]);
      const unmapped = own.credentials().uid;
      const capable = own.capabilities().has("CAP_SYS_ADMIN");
      const early = yield* refusal(writeAll(own, "/proc/self/gid_map", "0 1000 1\n"));
      const foreign = yield* refusal(writeAll(own, "/proc/self/uid_map", "0 0 1\n"));
      yield* writeAll(own, "/proc/self/uid_map", "0 1000 1\n");
      const again = yield* refusal(writeAll(own, "/proc/self/uid_map", "0 1000 1\n"));
      yield* writeAll(own, "/proc/self/setgroups", "deny");
      yield* writeAll(own, "/proc/self/gid_map", "0 1000 1\n");
      own.unshare(["uts"]);
      own.sethostname("mine");
      const { uid, gid } = own.credentials();
      return {
        before,
        unmapped,
        capable,
        early,
        foreign,
        again,
        ids: [uid, gid],
        map: yield* readAll(own, "/proc/self/uid_map"),
        setgroups: yield* refusal(() => own.setgroups([])),
        host: own.uname().nodename,
        owner: own.stat("/etc").uid,
        // Capabilities end at the namespace's border.
        chown: yield* refusal(() => own.chown("/etc", 0, 0)),
        nice: yield* refusal(() => own.setpriority(-5)),
      };
    });
  });

  expect(seen).toEqual({
    before: "EPERM",
    unmapped: 65534,
    capable: true,
    early: "EPERM",
    foreign: "EPERM",
    again: "EPERM",
    ids: [0, 0],
    map: "         0       1000          1\n",
    setgroups: "EPERM",
    host: "mine",
    owner: 65534,
    chown: "EPERM",
    nice: "EACCES",
  });
});

test("reboot ends the pid namespace, whose parent sees how", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* rebooting(sys) {
    const ends: unknown[] = [];
    for (const how of ["restart", "poweroff"] as const) {
      const init = sys.fork(
        function* first(own) {
          own.reboot(how);
          yield* own.sleep(1);
          return 0;
        },
        { unshare: ["pid"] },
      );
      ends.push((yield* sys.wait(init))?.status);
    }
    return ends;
  });

  expect(seen).toEqual([
    { kind: "signaled", signal: "SIGHUP", coreDumped: false },
    { kind: "signaled", signal: "SIGINT", coreDumped: false },
  ]);
});

test("a namespace whose file is bound somewhere outlives its tasks, and is gone when it is unbound", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* kept(sys) {
    yield* makeFile(sys, "/tmp/net");
    const pid = sys.fork(sleeper, { unshare: ["net"] });
    sys.addVeth("here", "there", pid);
    sys.mount(`/proc/${pid}/ns/net`, "/tmp/net", "", { bind: true });
    const label = sys.readlink(`/proc/${pid}/ns/net`);
    sys.kill(pid, "SIGKILL");
    yield* sys.wait(pid);
    const inside = yield* inChild(sys, function* join(own) {
      const fd = yield* own.open("/tmp/net", { access: "read" });
      own.setns(fd, "net");
      own.close(fd);
      return [own.readlink("/proc/self/ns/net") === label, own.links().map(({ name }) => name)];
    });
    const bound = sys.links().map(({ name }) => name);
    sys.umount("/tmp/net");
    return { inside, bound, unbound: sys.links().map(({ name }) => name) };
  });

  expect(seen).toEqual({ inside: [true, ["lo", "there"]], bound: ["lo", "here"], unbound: ["lo"] });
});

/** What a Linux 6.18 says in a user and pid namespace whose ids begin at 100000 of the host. */
test("in a user namespace the kernel's own files are nobody's, and devpts names its group by the host's number", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* look(sys) {
    const { read, write } = sys.pipe();
    const answers = sys.pipe();
    const pid = sys.fork(
      function* inner(own) {
        yield* own.read(read, 1);
        own.setresgid(0, 0, 0);
        own.setresuid(0, 0, 0);
        own.mkdir("/tmp/proc");
        own.mkdir("/tmp/pts");
        own.mount("proc", "/tmp/proc", "proc");
        own.mount("devpts", "/tmp/pts", "devpts", {}, "gid=5,mode=620");
        const [top, own1] = ["/tmp/proc", "/tmp/proc/1"].map((path) => own.stat(path).uid);
        const options = /pts devpts (.*gid=\d+)/.exec(
          (yield* readAll(own, "/proc/self/mounts")).split("\n").at(-2) ?? "",
        )?.[1];
        yield* own.write(answers.write, new TextEncoder().encode(JSON.stringify([top, own1, options])));
        return 0;
      },
      { unshare: ["user", "pid", "mnt"] },
    );
    for (const file of ["uid_map", "gid_map"])
      yield* writeAll(sys, `/proc/${pid}/${file}`, "0 100000 65536\n");
    yield* sys.write(write, new Uint8Array(1));
    const bytes = yield* sys.read(answers.read, 4096);
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  });

  expect(seen).toEqual([65_534, 0, "rw,relatime,gid=100005"]);
});

function* makeFile(sys: Syscalls, path: string): Blocking<void> {
  sys.close(yield* sys.open(path, { access: "write", create: true }, 0o644));
}
