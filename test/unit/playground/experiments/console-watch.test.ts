import { describe, expect, it } from "vitest";
import { ConsoleWatch } from "../../../../src/playground/experiments/console-watch.ts";
import { FakeTerminalLine } from "../../../support/fake-terminal-line.ts";
import { codeOf } from "../../../support/guest-contract.ts";

const { signal } = new AbortController();

function watched(): { line: FakeTerminalLine; watch: ConsoleWatch } {
  const line = new FakeTerminalLine();
  return { line, watch: new ConsoleWatch(line) };
}

/** What is pending after all that can go on has gone on. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.finally(() => (settled = true)).catch(() => undefined);
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  return settled;
}

describe("a watched console", () => {
  it.each([
    ["a root shell's", "You are root.\n\u001b[1mroot@linux:~# \u001b[0m"],
    ["a user's", "$ "],
    ["an application's", "Lua 5.4\n> "],
  ])("knows %s prompt when its last byte comes", async (_whose, text) => {
    const { line, watch } = watched();
    const prompted = watch.prompted(signal);
    await line.print(text.slice(0, text.lastIndexOf(" ")));
    const before = await isSettled(prompted);
    await line.print(text.slice(text.lastIndexOf(" ")));
    expect([before, await isSettled(prompted)]).toEqual([false, true]);
  });

  it("takes no hash within a line for a prompt", async () => {
    const { line, watch } = watched();
    await line.print("Booting kernel # 1 of many");
    expect(await isSettled(watch.prompted(signal))).toBe(false);
  });

  it("gives a command's output and status, and is not misled by its echo", async () => {
    const { line, watch } = watched();
    const running = watch.execute("echo 'a b'; false", signal);
    await line.print(`# ${line.takeTyped().replaceAll("\r", "\r\n")}`);
    const before = await isSettled(running);
    await line.print("\r\n<experiment-1:begin>\r\na b\r\n\r\n<experiment-1:1>\r\n# ");
    expect([before, await running]).toEqual([false, { output: "a b\n", exitCode: 1 }]);
  });

  it("fails when the machine ends before it answers, and when it is let go", async () => {
    const [one, other] = [watched(), watched()];
    const running = one.watch.execute(":", signal);
    one.line.onDidDisconnect.fire();
    const waiting = other.watch.prompted(signal);
    other.watch[Symbol.dispose]();
    expect([await codeOf(running), await codeOf(waiting), other.line.sinkCount]).toEqual([
      "ended",
      "ended",
      0,
    ]);
  });

  it("passes an abort's own reason", async () => {
    const reason = new Error("enough");
    const { watch } = watched();
    await expect(watch.prompted(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
