import { describe, expect, it } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { toDisposable } from "../../../src/base/disposable.ts";
import { Emitter } from "../../../src/base/event.ts";
import { MachineConsole } from "../../../src/playground/machine-console.ts";
import { PlainText } from "../../../src/playground/plain-text.ts";
import { codeOf } from "../../support/guest-contract.ts";
import type { OutputSink, TerminalLine } from "../../../src/protocol/terminal-line.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function plain(...chunks: string[]): string {
  const text = new PlainText();
  for (const chunk of chunks) text.add(bytes(chunk));
  return text.text;
}

describe("plain text of a console", () => {
  it.each([
    ["colours", "\x1b[1;31mred\x1b[0m", "red"],
    ["cursor movement", "a\x1b[10;20Hb\x1b[K", "ab"],
    ["a title ended by BEL", "\x1b]0;title\x07text", "text"],
    ["a title ended by ST", "\x1b]2;title\x1b\\text", "text"],
    ["a device control string", "\x1bPq#0;1\x1b\\text", "text"],
    ["a character set", "\x1b(Btext", "text"],
    ["carriage returns and bells", "a\x07\r\nb", "a\nb"],
  ])("leaves out %s", (_, input, expected) => {
    expect(plain(input)).toBe(expected);
  });

  it("leaves out a sequence cut by the end of a chunk", () => {
    expect(plain("a\x1b", "[3", "1mb", "\x1b]0;ti", "tle\x1b", "\\c")).toBe("abc");
  });

  it("puts together a character cut by the end of a chunk", () => {
    const text = new PlainText();
    const euro = bytes("€");
    text.add(euro.slice(0, 1));
    text.add(euro.slice(1));
    expect(text.text).toBe("€");
  });

  it("leaves out a character that ends a sequence, and takes the next", () => {
    expect(plain("a\x1bé€b", "\x1b]0;naïve\x07c")).toBe("a€bc");
  });

  it("shows what is no UTF-8 as the replacement character", () => {
    const text = new PlainText();
    text.add(Uint8Array.of(97, 0xff, 98, 0xe2));
    text.add(Uint8Array.of(0x82));
    text.add(Uint8Array.of(99));
    expect([text.text, text.since(text.positionOf("c"))]).toEqual(["a\u{fffd}b\u{fffd}c", "c"]);
  });

  it("shows nothing of a character that is kept in part", () => {
    const text = new PlainText(8);
    text.add(bytes("€€€€"));
    expect(text.text).toBe("€€");
  });

  it("is the same in any pieces, beyond its limit too", () => {
    const whole = new TextEncoder().encode("\x1b[1mfünf\x1b[0m 5 €\r\n".repeat(40));
    const texts = [1, 2, 3, 7, 64, whole.length].map((size) => {
      const text = new PlainText(100);
      for (let at = 0; at < whole.length; at += size) text.add(whole.slice(at, at + size));
      return text.text;
    });
    expect([new Set(texts).size, texts[0]?.endsWith("fünf 5 €\nfünf 5 €\n")]).toEqual([1, true]);
  });

  it("keeps the last of it and remembers where it is in the stream", () => {
    const text = new PlainText(8);
    for (let chunk = 0; chunk < 10; chunk++) text.add(bytes(`${chunk}${chunk}`));
    expect([text.length, text.since(16), text.text.endsWith("8899"), text.text.length <= 10]).toEqual([
      20,
      "8899",
      true,
      true,
    ]);
  });
});

class ScriptedLine implements TerminalLine {
  readonly recent = [];
  readonly onDidDisconnect = new Emitter<void>();
  readonly typed: string[] = [];
  readonly #sinks = new Set<OutputSink>();
  readonly #answer: (typed: string) => string;

  constructor(answer: (typed: string) => string = () => "") {
    this.#answer = answer;
  }

  attach(sink: OutputSink): Disposable {
    this.#sinks.add(sink);
    return toDisposable(() => this.#sinks.delete(sink));
  }

  send(input: Uint8Array<ArrayBuffer>): void {
    const typed = new TextDecoder().decode(input);
    this.typed.push(typed);
    this.print(this.#answer(typed));
  }

  resize(): void {
    // A script has no size.
  }

  print(text: string): void {
    for (const sink of this.#sinks) void sink(bytes(text));
  }
}

describe("a console for scripts", () => {
  it("types line ends as the Enter key", () => {
    const line = new ScriptedLine();
    new MachineConsole(line, systemClock).write("ls\n");
    expect(line.typed).toEqual(["ls\r"]);
  });

  it("finds what was printed before the wait, once, and then what comes after", async () => {
    const line = new ScriptedLine();
    const console = new MachineConsole(line, systemClock);
    line.print("/ # ");
    const first = await console.waitFor("# ");
    const second = console.waitFor(/(\d+) # /);
    line.print("42 # ");
    expect([first, await second]).toEqual(["# ", "42 # "]);
  });

  it("takes a string literally", async () => {
    const line = new ScriptedLine();
    const console = new MachineConsole(line, systemClock);
    line.print("[a-z]+ (?) $");
    expect(await console.waitFor("[a-z]+ (?) $")).toBe("[a-z]+ (?) $");
  });

  it("gives up a wait with the signal's reason", async () => {
    const console = new MachineConsole(new ScriptedLine(), systemClock);
    const abort = new AbortController();
    const waiting = console.waitFor("never", { signal: abort.signal });
    abort.abort("enough");
    await expect(waiting).rejects.toBe("enough");
  });

  it("runs a command and gives its output and exit code, not its echo", async () => {
    const shell = new ScriptedLine((typed) => {
      const mark = /run\d+x\w+/.exec(typed)?.[0] ?? "";
      return `${typed}\r\n\r\n<${mark}:begin>\r\none\r\ntwo\r\n\r\n<${mark}:3>/ # `;
    });
    const console = new MachineConsole(shell, systemClock);
    expect(await console.run("seq it's")).toEqual({ output: "one\ntwo", exitCode: 3 });
  });

  it("gives the kept end of an output that is longer than what is kept", async () => {
    const shell = new ScriptedLine((typed) => {
      const mark = /run\d+x\w+/.exec(typed)?.[0] ?? "";
      return `<${mark}:begin>\n${"x".repeat(2 << 20)}\n<${mark}:0>`;
    });
    const { output, exitCode } = await new MachineConsole(shell, systemClock).run("long");
    expect([/^x+$/.test(output), output.length > 1_000_000, exitCode]).toEqual([true, true, 0]);
  });

  it("gives up a command when the machine ends first", async () => {
    const line = new ScriptedLine();
    const running = codeOf(new MachineConsole(line, systemClock).run("sleep 100"));
    line.onDidDisconnect.fire();
    expect(await running).toBe("ended");
  });

  it("refuses a command longer than a shell's line, and types nothing", async () => {
    const line = new ScriptedLine();
    const running = codeOf(new MachineConsole(line, systemClock).run("x".repeat(10_000)));
    expect([await running, line.typed]).toEqual(["command-too-long", []]);
  });

  it("gives up its waits when the machine is removed", async () => {
    const console = new MachineConsole(new ScriptedLine(), systemClock);
    const waiting = codeOf(console.waitFor("never"));
    console[Symbol.dispose]();
    expect(await waiting).toBe("removed");
  });

  it("quotes a command so that the shell gets it whole", () => {
    const line = new ScriptedLine();
    void codeOf(new MachineConsole(line, systemClock).run("echo 'a b'"));
    expect(line.typed[0]).toContain(String.raw`eval 'echo '\''a b'\'''`);
  });
});
