/* oxlint-disable require-yield -- a program is a generator, and not every one need wait */
import { expect, test } from "vitest";
import type { Program } from "../../../../src/sandbox/abi/program.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const encoder = new TextEncoder();

const hello: Program = function* hello(sys, { argv }) {
  yield* sys.write(1, encoder.encode(`hello ${argv[1]} from ${sys.getpid()}\n`));
  return 7;
};

test("a program writes and exits with its status", async () => {
  const world = new SandboxWorld({ programs: { hello } });

  const ran = await world.run("/bin/hello", ["hello", "you"]);

  expect(ran).toEqual({ status: { kind: "exited", code: 7 }, out: "hello you from 3\n", err: "" });
});

test("a parent gets its child's status from wait", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* parent(sys) {
    const pid = sys.fork(function* child() {
      return 3;
    });
    const waited = yield* sys.wait();
    return [pid === waited?.pid, waited?.status];
  });

  expect(seen).toEqual([true, { kind: "exited", code: 3 }]);
});

test("bytes go through a pipe from one process to another", () => {
  const world = new SandboxWorld();

  const seen = world.call(function* reader(sys) {
    const { read, write } = sys.pipe();
    sys.fork(function* writer(own) {
      own.close(read);
      yield* own.sleep(50);
      yield* own.write(write, encoder.encode("through"));
      return 0;
    });
    sys.close(write);
    const bytes = yield* sys.read(read, 100);
    const end = yield* sys.read(read, 100);
    yield* sys.wait();
    return [new TextDecoder().decode(bytes), end.length];
  });

  expect(seen).toEqual(["through", 0]);
});
