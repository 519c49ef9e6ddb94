import { expect, test } from "vitest";
import { userland } from "../../../../src/sandbox/programs/userland.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const world = new SandboxWorld({
  programs: Object.fromEntries(userland),
  files: { "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\n", "/etc/group": "root:x:0:\n" },
});

/** What a script prints, its errors, and its status. */
async function script(text: string): Promise<readonly [string, string, unknown]> {
  const { out, err, status } = await world.run("/bin/sh", ["sh", "-c", text]);
  return [out, err, status.kind === "exited" ? status.code : status.signal];
}

test.each([
  ["echo hello", "hello\n", 0],
  ["echo one two | cat", "one two\n", 0],
  ["cat /proc/self/comm", "cat\n", 0],
  ["sleep 1 & wait $!; echo $?", "0\n", 0],
  ["sh -c 'kill -TERM $$'; echo $?", "143\n", 0],
  ["sh -c 'exit 7'; echo $?", "7\n", 0],
  ["kill -9 $$", "", "SIGKILL"],
  ["unshare -u sh -c 'hostname inner; hostname'; hostname", "inner\nhost\n", 0],
  ["echo x > /tmp/f && cat < /tmp/f", "x\n", 0],
  ["/no/such; echo $?", "127\n", 0],
  ["unshare -pf --mount-proc sh -c 'echo $$; cat /proc/1/comm; true'", "1\nsh\n", 0],
])("the shell runs %j", async (text, out, status) => {
  const [printed, errors, ended] = await script(text);

  expect([printed, ended, errors]).toEqual([out, status, expect.any(String)]);
});

test("ps lists what runs, through a pipe", async () => {
  const [out, err, status] = await script("ps | cat; true");
  const lines = out.split("\n").map((line) => line.trim().split(/\s+/));

  expect([lines[0], lines.flatMap(([, , , name]) => name ?? []).toSorted(), err, status]).toEqual([
    ["PID", "USER", "TIME", "COMMAND"],
    ["COMMAND", "cat", "init", "ps", "sh"],
    "",
    0,
  ]);
});
