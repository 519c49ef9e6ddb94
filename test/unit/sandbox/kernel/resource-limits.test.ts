import { expect, test } from "vitest";
import { Errno } from "../../../../src/sandbox/abi/errno.ts";
import type { Program } from "../../../../src/sandbox/abi/program.ts";
import { userland } from "../../../../src/sandbox/programs/userland.ts";
import { Userland } from "../programs/userland.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const sleeper: Program = function* sleeper(sys) {
  for (;;) yield* sys.sleep(1000);
};

function refusal(call: () => unknown): unknown {
  try {
    return call() ?? "ok";
  } catch (error) {
    if (error instanceof Errno) return error.code;
    throw error;
  }
}

test("descriptors are under the soft limit, which children inherit and /proc shows", () => {
  const seen = new SandboxWorld().call(function* body(sys) {
    sys.setResourceLimit("openFiles", { soft: 6, hard: 8 });
    const opened: unknown[] = [];
    for (let at = 0; at < 4; at += 1) opened.push(refusal(() => sys.dup(0)));
    const fd = 3;
    sys.close(fd);
    const limits = yield* sys.open("/proc/self/limits", { access: "read" });
    const text = new TextDecoder().decode(yield* sys.read(limits, 4096));
    let inherited: unknown;
    sys.fork(function* child(own) {
      inherited = own.getResourceLimit("openFiles");
      yield* own.yield();
      return 0;
    });
    yield* sys.wait();
    return { opened, shown: /Max open files +(\d+) +(\d+)/.exec(text)?.slice(1), inherited };
  });
  expect(seen).toEqual({
    opened: [3, 4, 5, "EMFILE"],
    shown: ["6", "8"],
    inherited: { soft: 6, hard: 8 },
  });
});

test("a user lowers the hard limit for good, and has no more processes than the soft one says; root has", () => {
  const seen = new SandboxWorld().call(function* body(sys) {
    sys.setResourceLimit("processes", { soft: 2, hard: 2 });
    const root = [1, 2, 3].map(() => typeof refusal(() => sys.fork(sleeper)));
    let user: unknown[] = [];
    sys.fork(function* child(own) {
      own.setuid(1000);
      user = [
        typeof refusal(() => own.fork(sleeper)),
        refusal(() => own.fork(sleeper)),
        refusal(() => own.setResourceLimit("processes", { soft: 2, hard: 3 })),
        refusal(() => own.setResourceLimit("processes", { soft: 3, hard: 2 })),
        refusal(() => own.setResourceLimit("processes", { soft: 1, hard: 1 })),
      ];
      yield* own.yield();
      return 0;
    });
    yield* sys.wait();
    return { root, user };
  });
  expect(seen).toEqual({
    root: ["number", "number", "number"],
    user: ["number", "EAGAIN", "EPERM", "EINVAL", "ok"],
  });
});

test("ulimit shows and sets them", async () => {
  const sh = userland.get("sh");
  if (!sh) throw new Error("the userland has no sh");
  const world = new SandboxWorld({ programs: { sh } });
  const script =
    "ulimit -n; ulimit -Hn; ulimit -u; ulimit -S -n 20; ulimit -n; ulimit -Hn; ulimit -v; ulimit -n 99999999";
  const { out, status } = await world.run("/bin/sh", ["sh", "-c", script]);
  expect([out.split("\n"), status]).toEqual([
    ["1024", "4096", "unlimited", "20", "4096", "unlimited", ""],
    { kind: "exited", code: 1 },
  ]);
});

test("what a file, the processor and memory may be taken of is held to, as on Linux", async () => {
  const script =
    "(ulimit -f 1; dd if=/dev/zero of=f bs=512 count=5; echo $?); stat -c %s f; " +
    "(ulimit -f 2; trap '' XFSZ; dd if=/dev/zero of=g bs=512 count=5 2>/dev/null; echo $?; truncate -s 2000 g); stat -c %s g; " +
    "(ulimit -t 1; sh -c 'while :; do :; done'; echo $?); " +
    "sh -c 'ulimit -S -t 1; trap \"echo over; exit 3\" XCPU; while :; do :; done'; echo $?; " +
    "(ulimit -v 300; awk 'BEGIN { for (;;) a[i++] = \"x\" }'; echo $?)";
  const { out, err } = await new Userland({}, 0.5).run(script);
  expect(out.split("\n")).toEqual(["153", "512", "1", "1024", "137", "over", "3", "1", ""]);
  expect(err.split("\n")).toEqual([
    "File size limit exceeded",
    "truncate: g: File too large",
    "Killed",
    "awk: Cannot allocate memory",
    "",
  ]);
});
