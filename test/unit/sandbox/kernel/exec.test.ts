import { expect, test } from "vitest";
import { checkpoint } from "../../../../src/sandbox/abi/blocking.ts";
import type { Blocking } from "../../../../src/sandbox/abi/blocking.ts";
import { Errno } from "../../../../src/sandbox/abi/errno.ts";
import type { Program, Syscalls } from "../../../../src/sandbox/abi/program.ts";
import type { BinaryFormat } from "../../../../src/sandbox/kernel/exec/binary-format.ts";
import { scriptLine } from "../../../../src/sandbox/kernel/exec/script-line.ts";
import { GeneratorExecution } from "../../../../src/sandbox/kernel/generator-execution.ts";
import { WaitQueue, sleepOn } from "../../../../src/sandbox/kernel/wait-queue.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const bytes = (said: string): Uint8Array => new TextEncoder().encode(said);

const show: Program = function* show(sys, { argv, env }) {
  const { uid, euid, egid } = sys.credentials();
  yield* sys.write(1, bytes(JSON.stringify({ argv, env, ids: [uid, euid, egid], fds: sys.descriptors() })));
  return 0;
};

/** `[code, why]` of a refused exec. */
function* refusal(sys: Syscalls, path: string, argv: readonly string[] = [path]): Blocking<unknown> {
  try {
    return yield* sys.exec(path, { argv, env: {} });
  } catch (error) {
    if (error instanceof Errno) return error.why === null ? error.code : [error.code, error.why];
    throw error;
  }
}

test("a script runs through its interpreter with one argument, even with blanks in it", async () => {
  const world = new SandboxWorld({
    programs: { show },
    files: { "/root/script": "#! /bin/show  -a  b \t\nthe rest\n" },
  });

  const ran = await world.run("/root/script", ["script", "x", "y"]);

  expect(JSON.parse(ran.out)).toEqual({
    argv: ["/bin/show", "-a  b", "/root/script", "x", "y"],
    env: { PATH: "/bin" },
    ids: [0, 0, 0],
    fds: [0, 1, 2],
  });
});

test("scripts may go through five interpreters, not six", () => {
  const files = Object.fromEntries(
    Array.from({ length: 7 }, (_, index) => [
      `/root/s${index}`,
      index === 0 ? "#!/bin/show\n" : `#!/root/s${index - 1}\n`,
    ]),
  );
  const world = new SandboxWorld({ programs: { show }, files });

  const seen = world.call(function* deep(sys) {
    const six = yield* refusal(sys, "/root/s5");
    const child = sys.fork(function* five(own) {
      return yield* own.exec("/root/s4", { argv: ["s4"], env: {} });
    });
    return [six, (yield* sys.wait(child))?.status];
  });

  expect(seen).toEqual(["ELOOP", { kind: "exited", code: 0 }]);
});

test.each([
  ["#!/bin/sh\nx", { interpreter: "/bin/sh", argument: null }],
  ["#!/bin/sh", { interpreter: "/bin/sh", argument: null }],
  ["#!  /bin/sh -e\n", { interpreter: "/bin/sh", argument: "-e" }],
  ["no script", null],
  [`#!/bin/x ${"y".repeat(300)}\n`, { interpreter: "/bin/x", argument: "y".repeat(246) }],
])("the first line %j is read as execve does", (text, line) => {
  expect(scriptLine(bytes(text).subarray(0, 256))).toEqual(line);
});

test("an interpreter whose name is cut off, or that is missing, is no script", () => {
  expect(() => scriptLine(bytes(`#!/${"x".repeat(300)}\n`).subarray(0, 256))).toThrow("Exec format error");
  expect(() => scriptLine(bytes("#! \t\nx"))).toThrow("Exec format error");
});

test("what cannot be executed is refused, and the caller goes on", () => {
  const elf = new Uint8Array(64);
  elf.set(bytes("\u007fELF"));
  elf[18] = 62;
  const world = new SandboxWorld({
    programs: { show },
    files: {
      "/root/elf": elf,
      "/root/text": "just text",
      "/root/empty": "",
      "/root/plain": "#!/bin/show\n",
      "/root/lost": "#!/no/such\n",
    },
  });

  const seen = world.call(function* trying(sys) {
    for (const name of ["elf", "text", "empty"]) sys.chmod(`/root/${name}`, 0o755);
    sys.chmod("/root/plain", 0o644);
    const busy = yield* sys.open("/bin/show", { access: "write" });
    const whileWritten = yield* refusal(sys, "/bin/show");
    sys.close(busy);
    sys.mount("tmpfs", "/mnt", "tmpfs", { noExec: true });
    const fd = yield* sys.open("/mnt/show", { access: "write", create: true }, 0o755);
    yield* sys.write(fd, bytes("#!/bin/show\n"));
    sys.close(fd);
    return {
      missing: yield* refusal(sys, "/bin/none"),
      directory: yield* refusal(sys, "/bin"),
      notADirectory: yield* refusal(sys, "/bin/show/x"),
      notExecutable: yield* refusal(sys, "/root/plain"),
      text: yield* refusal(sys, "/root/text"),
      empty: yield* refusal(sys, "/root/empty"),
      lostInterpreter: yield* refusal(sys, "/root/lost"),
      long: yield* refusal(sys, "/bin/show", ["x".repeat(131_072)]),
      noExec: yield* refusal(sys, "/mnt/show"),
      whileWritten,
      elf: yield* refusal(sys, "/root/elf"),
    };
  });

  expect(seen).toEqual({
    missing: "ENOENT",
    directory: "EACCES",
    notADirectory: "ENOTDIR",
    notExecutable: "EACCES",
    text: "ENOEXEC",
    empty: "ENOEXEC",
    lostInterpreter: "ENOENT",
    long: "E2BIG",
    noExec: "EACCES",
    whileWritten: "ETXTBSY",
    elf: ["ENOEXEC", expect.stringContaining("only a guest, a virtual machine, can run it")],
  });
});

test("a file that runs cannot be written", () => {
  const world = new SandboxWorld({
    programs: {
      *sleeper(sys) {
        for (;;) yield* sys.sleep(1000);
      },
    },
  });

  const seen = world.call(function* writing(sys) {
    const tries: string[] = [];
    const pid = sys.fork(function* child(own) {
      return yield* own.exec("/bin/sleeper", { argv: ["sleeper"], env: {} });
    });
    yield* sys.sleep(10);
    for (const running of [true, false]) {
      try {
        sys.close(yield* sys.open("/bin/sleeper", { access: "write" }));
        tries.push("ok");
      } catch (error) {
        tries.push(error instanceof Errno ? error.code : "?");
      }
      if (running) {
        sys.kill(pid, "SIGKILL");
        yield* sys.wait(pid);
      }
    }
    return tries;
  });

  expect(seen).toEqual(["ETXTBSY", "ok"]);
});

test("set-id bits change the effective ids, but not with no_new_privs or on a nosuid mount", async () => {
  const world = new SandboxWorld({ programs: { show } });
  world.call(function* prepare(sys) {
    sys.chown("/bin/show", 50, 60);
    sys.chmod("/bin/show", 0o6755);
    yield checkpoint;
  });
  const idsAfter = async (before: (sys: Syscalls) => void): Promise<unknown> => {
    const ran = await world.run(function* user(sys, given) {
      before(sys);
      sys.setgid(1000);
      sys.setuid(1000);
      return yield* sys.exec("/bin/show", given);
    });
    return (JSON.parse(ran.out) as { ids: unknown }).ids;
  };

  const plain = await idsAfter(() => undefined);
  const barred = await idsAfter((sys) => sys.setNoNewPrivileges());
  const nosuid = await idsAfter((sys) => {
    sys.mount("/bin", "/bin", "", { bind: true });
    sys.mount("", "/bin", "", { bind: true, remount: true, noSuid: true });
  });

  expect([plain, barred, nosuid]).toEqual([
    [1000, 50, 60],
    [1000, 1000, 1000],
    [1000, 1000, 1000],
  ]);
});

test("exec keeps what is ignored and drops handlers, closes what is marked, and names the process", () => {
  const world = new SandboxWorld({
    programs: {
      *report(sys) {
        const actions = (["SIGHUP", "SIGUSR1"] as const).map((signal) => sys.sigaction(signal));
        const fd = yield* sys.open("/proc/self/comm", { access: "read" });
        const comm = new TextDecoder().decode(yield* sys.read(fd, 99)).trim();
        sys.close(fd);
        yield* sys.write(
          9,
          bytes(JSON.stringify([actions, comm, sys.descriptors(), sys.readlink("/proc/self/exe")])),
        );
        return 0;
      },
    },
  });

  const seen = world.call(function* execing(sys) {
    const { read, write } = sys.pipe();
    sys.symlink("/bin/report", "/bin/a-rather-long-name");
    sys.fork(function* child(own) {
      own.sigaction("SIGHUP", "ignore");
      own.sigaction("SIGUSR1", { handler: () => undefined });
      own.dup2(write, 9);
      for (const fd of own.descriptors()) if (fd !== 9) own.setFdFlags(fd, { closeOnExec: true });
      return yield* own.exec("/bin/a-rather-long-name", { argv: ["x"], env: {} });
    });
    const told = new TextDecoder().decode(yield* sys.read(read, 999));
    yield* sys.wait();
    return JSON.parse(told) as unknown;
  });

  expect(seen).toEqual([["ignore", "default"], "a-rather-long-n", [9], "/bin/report"]);
});

test("a format may wait for its compiler, or refuse with a reason", async () => {
  const compiled = new WaitQueue();
  const state = { ready: false };
  const format: BinaryFormat = {
    name: "slow",
    magic: "\u0001",
    enabled: true,
    recognises: (head) => head[0] === 1,
    *load(file) {
      if (file.size > 1) throw new Errno("ENOEXEC", "too large for this format");
      while (!state.ready) yield* sleepOn(compiled);
      return {
        begin: ({ sys, growMemory }) =>
          new GeneratorExecution(
            (function* body(): Blocking<number> {
              yield* growMemory(65_536);
              yield* sys.write(1, bytes("compiled"));
              return 0;
            })(),
          ),
      };
    },
  };
  const world = new SandboxWorld({
    formats: [format],
    files: { "/root/slow": Uint8Array.of(1), "/root/large": Uint8Array.of(1, 2) },
  });
  world.call(function* prepare(sys) {
    for (const name of ["slow", "large"]) sys.chmod(`/root/${name}`, 0o755);
    yield checkpoint;
  });

  const refused = world.call((sys) => refusal(sys, "/root/large"));
  const started = world.start("/root/slow");
  await world.settle();
  const early = started.out.text;
  state.ready = true;
  compiled.wakeAll();
  await world.until(() => started.task.isDead);

  expect([refused, early, started.out.text]).toEqual([
    ["ENOEXEC", "too large for this format"],
    "",
    "compiled",
  ]);
});
