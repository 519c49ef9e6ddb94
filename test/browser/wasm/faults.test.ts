/* oxlint-disable require-yield -- a program is a generator, and not every one need wait */
/**
 * Programs that break, and files that are no programs for this kernel.
 */
import { expect, test } from "vitest";
import { meter } from "../../../images/userland/meter/meter.mjs";
import { tinyProgram } from "../../unit/sandbox/wasm/tiny-program.ts";
import { UserlandWorld } from "./userland-world.ts";

const bodies: Readonly<Record<string, readonly number[]>> = {
  "/bin/unreachable": [0x00],
  "/bin/divides": [0x41, 1, 0x41, 0, 0x6d, 0x1a],
  "/bin/strays": [0x41, 0x7f, 0x28, 2, 0, 0x1a],
  "/bin/recurses": [0x10, 4],
  "/bin/ends": [],
};
const programs = Object.fromEntries(
  Object.entries(bodies).map(([path, body]) => [path, meter(tinyProgram(body)).module]),
);
const world = new UserlandWorld({
  files: {
    ...programs,
    "/bin/unmetered": tinyProgram([]),
    "/bin/empty": new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
    "/bin/torn": tinyProgram([]).subarray(0, 60),
  },
});
world.call(function* prepare(sys) {
  for (const path of [...Object.keys(bodies), "/bin/unmetered", "/bin/empty", "/bin/torn"])
    sys.chmod(path, 0o755);
  return 0;
});

const why = async (path: string): Promise<unknown> => {
  let told: unknown = null;
  await world.run(function* exec(sys) {
    try {
      yield* sys.exec(path, { argv: [path], env: {} });
    } catch (error) {
      told = error;
    }
    return 0;
  });
  return told;
};

test.each([
  ["/bin/unreachable", "SIGILL", "unreachable"],
  ["/bin/divides", "SIGFPE", "divide by zero"],
  ["/bin/strays", "SIGSEGV", "memory access out of bounds"],
  ["/bin/recurses", "SIGSEGV", "Maximum call stack size exceeded"],
])("%s dies of %s and says why", async (path, signal, reason) => {
  const ran = await world.run(path);

  expect(ran.status).toEqual({ kind: "signaled", signal, coreDumped: false });
  expect(ran.err).toContain(`${signal}: ${reason}`);
});

test("a program that comes to its end exits with 0", async () => {
  expect((await world.run("/bin/ends")).status).toEqual({ kind: "exited", code: 0 });
});

test("what cannot be governed is not executed, with the reason", async () => {
  expect(await why("/bin/unmetered")).toMatchObject({
    code: "ENOEXEC",
    why: expect.stringContaining("not metered"),
  });
  expect(await why("/bin/empty")).toMatchObject({
    code: "ENOEXEC",
    why: expect.stringContaining("a library"),
  });
  expect(await why("/bin/torn")).toMatchObject({
    code: "ENOEXEC",
    why: expect.stringContaining("WebAssembly.Module"),
  });
});

test("a hundred and fifty programs take turns in sixty memories, and none sees another's", async () => {
  const code = (number: number): string => `
    local mine = {}
    for i = 1, 200 do mine[i] = "${number}:" .. i end
    for round = 1, 3 do
      for i = 1, 200 do assert(mine[i] == "${number}:" .. i) end
      collectgarbage()
      local ready = io.open("/tmp/fifo-${number}"):read("l")
      assert(ready == "on")
    end
    print("kept")`;
  const count = 150;
  world.call(function* fifos(sys) {
    for (let number = 0; number < count; number += 1) sys.mknod(`/tmp/fifo-${number}`, "fifo", 0o600);
    return 0;
  });
  const started = Array.from({ length: count }, (_, number) =>
    world.start("/bin/lua", ["lua", "-e", code(number)]),
  );
  for (let round = 0; round < 3; round += 1) {
    await world.settle();
    await world.run(function* goOn(sys) {
      for (let number = 0; number < count; number += 1) {
        const fd = yield* sys.open(`/tmp/fifo-${number}`, { access: "write" });
        yield* sys.write(fd, new TextEncoder().encode("on\n"));
        sys.close(fd);
      }
      return 0;
    });
  }
  await world.settle();

  expect(started.map(({ out }) => out.text)).toEqual(started.map(() => "kept\n"));
});
