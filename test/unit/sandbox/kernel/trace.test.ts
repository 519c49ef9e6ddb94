/** What is recorded of the tasks of a cgroup, and that nothing is while nobody watches. */
import { expect, test } from "vitest";
import { recordTrace, type TaskTrace } from "../../../../src/sandbox/kernel/trace/trace-recorder.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

/** The calls of a trace as strace would print them, but those of the host's init. */
function lines({ records }: TaskTrace): readonly string[] {
  return records.flatMap((record) =>
    record.kind === "call" && record.pid !== 1
      ? [`${record.name}(${record.words}) = ${record.result ?? "?"}`]
      : [],
  );
}

const world = (): SandboxWorld =>
  new SandboxWorld({
    files: { "/etc/hostname": "box\n" },
    programs: {
      *cat(sys) {
        const fd = yield* sys.open("/etc/hostname", { access: "read" });
        const bytes = yield* sys.read(fd, 64);
        yield* sys.write(1, bytes);
        sys.close(fd);
        try {
          sys.stat("/nowhere");
        } catch {
          return 3;
        }
        return 0;
      },
    },
  });

test("a trace has every call with its arguments and its answer", async () => {
  const made = world();
  const end = recordTrace(made.kernel.parts, made.kernel.parts.cgroups.root);
  await made.run("/bin/cat", ["cat"]);
  expect(lines(end()).slice(1)).toEqual([
    'execve("/bin/cat", ["cat"], /* 1 vars */) = ?',
    'openat("/etc/hostname", O_RDONLY) = 3',
    String.raw`read(3, "box\n", 64) = 4`,
    String.raw`write(1, "box\n") = 4`,
    "close(3) = 0",
    'stat("/nowhere") = -1 ENOENT (No such file or directory)',
  ]);
});

test("a call that waits takes as long as it waits, and has no answer before", async () => {
  const made = world();
  const end = recordTrace(made.kernel.parts, made.kernel.parts.cgroups.root);
  const { task } = made.start(function* sleeper(sys) {
    yield* sys.sleep(50);
    return 0;
  });
  await made.settle();
  const amid = made.kernel.parts.tracing.armed && lines(end()).at(-1);
  const again = recordTrace(made.kernel.parts, made.kernel.parts.cgroups.root);
  await made.until(() => task.isDead);
  const slept = end().records.find((record) => record.kind === "call" && record.name === "clock_nanosleep");
  expect({ amid, slept, after: lines(again()) }).toEqual({
    amid: "clock_nanosleep(50) = ?",
    slept: expect.objectContaining({
      result: "0",
      tookMs: expect.toSatisfy((ms: number) => ms >= 50 && ms < 60),
    }),
    after: [],
  });
});

test("charges and changes of the processor are counted, and of other cgroups nothing", () => {
  const made = world();
  const { parts } = made.kernel;
  made.call(function* prepare(sys) {
    sys.mount("cgroup2", "/mnt", "cgroup2");
    const fd = yield* sys.open("/mnt/cgroup.subtree_control", { access: "write" });
    yield* sys.write(fd, new TextEncoder().encode("+memory +cpu"));
    sys.close(fd);
    for (const name of ["a", "b"]) sys.mkdir(`/mnt/${name}`);
  });
  const cgroup = parts.cgroups.find("/a");
  if (!cgroup) throw new Error("no cgroup");
  const end = recordTrace(parts, cgroup);
  const before = cgroup.account.bytes;
  made.call(function* both(sys) {
    for (const name of ["b", "a"]) {
      const fd = yield* sys.open(`/mnt/${name}/cgroup.procs`, { access: "write" });
      yield* sys.write(fd, new TextEncoder().encode("0"));
      sys.close(fd);
      yield* sys.allocateMemory(65_536);
    }
    sys.getpid();
  });
  const trace = end();
  expect({ ...trace, records: undefined, grew: cgroup.account.bytes >= before }).toEqual({
    ...trace,
    records: undefined,
    calls: 3,
    chargedBytes: 65_536,
    recordsLost: 0,
    grew: true,
  });
  expect(parts.tracing.armed).toBe(false);
});
