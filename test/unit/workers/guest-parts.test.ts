/** The small pure parts of the guest's worker. */
import { describe, expect, it } from "vitest";
import { ByteGatherer } from "../../../workers/guest/byte-gatherer.ts";
import { ByteQueue } from "../../../workers/guest/byte-queue.ts";
import { endingOf } from "../../../workers/guest/ending.ts";
import { GuestAgent } from "../../../workers/guest/guest-agent.ts";
import { GuestClock } from "../../../workers/guest/guest-clock.ts";
import { InstructionCounter } from "../../../workers/guest/instruction-counter.ts";
import { JitPolicy } from "../../../workers/guest/jit-policy.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);

describe("the instruction counter", () => {
  it("goes on where the 32-bit counter wraps, and where the memory grows", () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
    const set = (value: number): void => void (new Uint32Array(memory.buffer)[2] = value);
    set(0xffff_fff0);
    const counter = new InstructionCounter(memory, 8);
    set(0x10);
    expect(counter.read()).toBe(0x20);
    memory.grow(1);
    set(0x30);
    expect(counter.read()).toBe(0x40);
  });
});

describe("the guest's clock", () => {
  it("stands while stopped and goes on without a jump", () => {
    let host = 100;
    const clock = new GuestClock(() => host);
    clock.stop();
    host = 5100;
    expect(clock.nowMs()).toBe(100);
    clock.start();
    host = 5101;
    expect(clock.nowMs()).toBe(101);
  });
});

describe("the byte gatherer", () => {
  it("hands over in one piece what came in many", () => {
    const gatherer = new ByteGatherer();
    gatherer.push(bytes("a".repeat(3000)));
    gatherer.pushByte(0x62);
    gatherer.push(bytes("c"));
    expect(text(gatherer.take())).toBe(`${"a".repeat(3000)}bc`);
    expect(gatherer.take().byteLength).toBe(0);
  });
});

describe("the byte queue", () => {
  it("gives what it was given, in portions and in order", () => {
    const queue = new ByteQueue();
    queue.push(bytes("hello "));
    queue.push(bytes("world"));
    let all = "";
    for (let portion = queue.take(4); portion; portion = queue.take(4)) all += text(portion);
    expect(all).toBe("hello world");
    expect(queue.length).toBe(0);
  });
});

describe("the guest agent", () => {
  it("reports ready once, from lines that come in pieces, and ignores what it does not know", () => {
    const agent = new GuestAgent(() => undefined);
    let ready = 0;
    agent.onReady.listen(() => ready++);
    for (const piece of ["hello\nre", "ady\nready\n"]) agent.receive(bytes(piece));
    expect({ ready, known: agent.ready, announced: agent.announced }).toEqual({
      ready: 1,
      known: true,
      announced: null,
    });
  });

  it("remembers the end that the guest announced", () => {
    const agent = new GuestAgent(() => undefined);
    agent.receive(bytes("poweroff\n"));
    expect(agent.announced).toBe("poweroff");
  });

  it("asks and tells the time in lines", () => {
    let said = "";
    const agent = new GuestAgent((line) => (said += text(line)));
    agent.request("shutdown");
    agent.setTime(1_700_000_000_250);
    expect(said).toBe("shutdown\ntime 1700000000.250000\n");
  });

  it("keeps no endless line", () => {
    const agent = new GuestAgent(() => undefined);
    agent.receive(new Uint8Array(1_000_000).fill(0x61));
    agent.receive(bytes("\nready\n"));
    expect(agent.ready).toBe(true);
  });
});

describe("an ending", () => {
  const silent = { announced: null, words: { kind: "none", lastLine: "last" } } as const;
  const panic = {
    announced: "reboot",
    words: { kind: "panic", text: "x" },
  } as const;

  it("is a crash when the kernel panicked, whatever was announced", () => {
    const crash = { kind: "crashed", crash: "kernel-panic", detail: "x" };
    expect(endingOf({ kind: "reset" }, panic)).toEqual(crash);
    expect(endingOf({ kind: "halted" }, panic)).toEqual(crash);
  });

  it("is a reboot when the agent announced one before the reset", () => {
    expect(endingOf({ kind: "reset" }, { ...silent, announced: "reboot" })).toEqual({ kind: "rebooted" });
  });

  it("is a reboot when a triple fault was meant as one", () => {
    const fault = {
      kind: "trapped",
      error: "unreachable",
      reason: "panicked: Unimplemented: #GP handler",
    } as const;
    expect(endingOf(fault, { ...silent, announced: "reboot" })).toEqual({ kind: "rebooted" });
    expect(endingOf(fault, silent)).toEqual({ kind: "crashed", crash: "triple-fault", detail: "last" });
  });

  it("is an emulator trap in the emulator's words otherwise", () => {
    expect(endingOf({ kind: "trapped", error: "RuntimeError: oops", reason: null }, silent)).toEqual({
      kind: "crashed",
      crash: "emulator-trap",
      detail: "RuntimeError: oops",
    });
  });
});

describe("the JIT policy", () => {
  const recorded = () => {
    const calls: [number, number][] = [];
    return { calls, policy: new JitPolicy((index, value) => calls.push([index, value])) };
  };

  it("starts compiling, in small units, when the boot has ended, once", () => {
    const { calls, policy } = recorded();
    policy.bootEnded();
    policy.bootEnded();
    expect(calls).toEqual([
      [1, 1],
      [3, 30],
      [0, 0],
    ]);
  });

  it("takes a boot for ended that has taken 3 s of CPU time", () => {
    const { calls, policy } = recorded();
    policy.update(2999);
    expect(calls.length).toBe(0);
    policy.update(3001);
    expect(calls.length).toBe(3);
  });
});

describe("commands by the guest agent's line", () => {
  const agentThatIsUp = (): { agent: GuestAgent; said: string[] } => {
    const said: string[] = [];
    const agent = new GuestAgent((line) => said.push(text(line)));
    agent.receive(bytes("ready\n"));
    return { agent, said };
  };

  it("are asked for in one line each, whatever they hold", () => {
    const { agent, said } = agentThatIsUp();
    void agent.commands.execute(5, "printf 'a\\n'\necho b");
    expect(said).toEqual(["execute 5 printf 'a\\\\n'\\necho b\n"]);
  });

  it("wait for the agent to be up", () => {
    const said: string[] = [];
    const agent = new GuestAgent((line) => said.push(text(line)));
    void agent.commands.execute(1, "true");
    const before = [...said];
    agent.receive(bytes("ready\n"));
    expect({ before, after: said }).toEqual({ before: [], after: ["execute 1 true\n"] });
  });

  it("come to their output and status however the line's bytes are cut, lines in the output being none", async () => {
    const { agent } = agentThatIsUp();
    const first = agent.commands.execute(1, "one");
    const second = agent.commands.execute(2, "two");
    const line = "output 1 11\npoweroff\naboutput 2 2\ncdexited 2 0\noutput 1 1\n\nexited 1 143\n";
    for (const byte of bytes(line)) agent.receive(Uint8Array.of(byte));
    const ends = await Promise.all([first, second]);
    expect({
      announced: agent.announced,
      ends: ends.map(({ output, ...end }) => ({ ...end, output: text(output) })),
    }).toEqual({
      announced: null,
      ends: [
        { output: "poweroff\nab\n", exitCode: 143, truncated: false },
        { output: "cd", exitCode: 0, truncated: false },
      ],
    });
  });

  it("run eight at a time", () => {
    const { agent, said } = agentThatIsUp();
    for (let id = 1; id <= 9; id++) void agent.commands.execute(id, "true");
    const before = said.length;
    agent.receive(bytes("exited 3 0\n"));
    expect({ before, next: said.slice(before) }).toEqual({ before: 8, next: ["execute 9 true\n"] });
  });

  it("are killed when cancelled, and end with the machine", async () => {
    const { agent, said } = agentThatIsUp();
    const codes = [1, 2].map((id) =>
      agent.commands.execute(id, "sleep 9").catch((error: { readonly code: string }) => error.code),
    );
    agent.commands.cancel(1);
    agent[Symbol.dispose]();
    expect({ last: said.at(-1), codes: await Promise.all(codes) }).toEqual({
      last: "cancel 1\n",
      codes: ["cancelled", "ended"],
    });
  });
});
