/**
 * Commands beside the user's shell, on the real image and the real emulator, in Node: what the agent in PID 1 does.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linuxImage, TestMachine } from "./support-machine.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("a command beside the user's shell", { timeout: 60_000 }, () => {
  let guest: TestMachine;
  let ids = 0;
  beforeAll(async () => {
    guest = await TestMachine.boot(await linuxImage());
    await guest.prompt();
  }, 60_000);
  afterAll(() => guest[Symbol.dispose]());

  const execute = async (
    command: string,
  ): Promise<{ output: string; exitCode: number; truncated: boolean }> => {
    const end = await guest.machine.commands.execute(++ids, command);
    return { ...end, output: text(end.output) };
  };

  it("has the shell's output, errors and exit status, and none of it is on the console", async () => {
    const shown = guest.text;
    const end = await execute("uname -s; echo wrong >&2; exit 7");
    expect({ end, shown: guest.text }).toEqual({
      end: { output: "Linux\nwrong\n", exitCode: 7, truncated: false },
      shown,
    });
  });

  it("takes backslashes, quotes, line ends and other alphabets as they are", async () => {
    const { output } = await execute("printf '%s|' 'a\\nb' \"it's\" '\n' 'ä€𐍈'\nprintf 'x\\ty\\0z'");
    expect(output).toBe("a\\nb|it's|\n|ä€𐍈|x\ty\0z");
  });

  it("reads nothing, has no terminal and is not the user's job", async () => {
    expect(await execute("cat; tty; ps -o pid,tty,args | grep -c 'tty$'")).toEqual({
      output: "not a tty\n0\n",
      exitCode: 1,
      truncated: false,
    });
  });

  it("ends by a signal as a shell counts it", async () => {
    expect(await execute("kill -TERM $$")).toEqual({ output: "", exitCode: 143, truncated: false });
  });

  it("ends though what it left in the background goes on", async () => {
    expect(await execute("sleep 600 & echo left")).toEqual({
      output: "left\n",
      exitCode: 0,
      truncated: false,
    });
  });

  it("prints 200 kB whole and in order", async () => {
    // A piece more, less or elsewhere would show: its length is no multiple of a line's.
    const { output, truncated } = await execute("yes 0123456789 | head -c 200002");
    expect({ same: output === "0123456789\n".repeat(18_182), truncated }).toEqual({
      same: true,
      truncated: false,
    });
  });

  it("is killed when it prints more than is kept", async () => {
    const { output, exitCode, truncated } = await execute("yes");
    expect({ length: output.length, exitCode, truncated }).toEqual({
      length: 262_144,
      exitCode: 137,
      truncated: true,
    });
  });

  it("may be one of many: more wait for those that run", async () => {
    const ends = await Promise.all(Array.from({ length: 12 }, (_, number) => execute(`echo ${number}`)));
    expect(ends.map(({ output }) => Number(output))).toEqual(Array.from({ length: 12 }, (_, n) => n));
  });

  it("is killed with all that it started when it is cancelled", async () => {
    const id = ++ids;
    const cancelled = guest.machine.commands
      .execute(id, "sleep 601 | sleep 602")
      .catch((error: { code: string }) => error.code);
    await execute("while ! pgrep -f 'sleep 60[12]' > /dev/null; do sleep 0.05; done");
    guest.machine.commands.cancel(id);
    const gone = "for i in $(seq 100); do ps | grep -q '[s]leep 60[12]' || break; sleep 0.1; done";
    expect({
      cancelled: await cancelled,
      left: (await execute(`${gone}; ps | grep -c '[s]leep 60[12]'`)).output,
    }).toEqual({ cancelled: "cancelled", left: "0\n" });
  });

  it("takes a command of 8000 bytes", async () => {
    const long = "x".repeat(7900);
    expect((await execute(`echo ${long} | wc -c`)).output).toBe("7901\n");
  });

  it("fails with ended when the machine ends first", async () => {
    const ended = execute("sleep 600").catch((error: { code: string }) => error.code);
    guest.machine.request("shutdown");
    await guest.ended;
    expect(await ended).toBe("ended");
  });
});
