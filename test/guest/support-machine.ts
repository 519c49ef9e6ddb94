/**
 * Boots machines in Node for tests: the compiled emulator, a console that can be waited for, and everything's end.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { VirtualMachine } from "../../workers/guest/virtual-machine.ts";
import type { Ending } from "../../workers/guest/ending.ts";
import { shortenStretches } from "../../workers/guest/short-stretches.ts";

const require = createRequire(import.meta.url);
const emulatorPath = join(dirname(require.resolve("v86")), "v86.wasm");
const imageFolder = new URL("../../images/linux/", import.meta.url);

/** The emulator, compiled once for all tests of a file. */
export const emulator: Promise<WebAssembly.Module> = readFile(emulatorPath).then((bytes) =>
  WebAssembly.compile(shortenStretches(bytes)),
);

/** The committed Linux image, unpacked, with its command line. */
export async function linuxImage(): Promise<{ image: Uint8Array<ArrayBuffer>; commandLine: string }> {
  const description = JSON.parse(await readFile(new URL("image.json", imageFolder), "utf8")) as {
    commandLine: string;
  };
  const packed = await readFile(new URL("linux.elf.gz", imageFolder));
  return { image: new Uint8Array(gunzipSync(packed)), commandLine: description.commandLine };
}

/** What a test wants different from the usual. */
export interface TestBoot {
  readonly image: Uint8Array<ArrayBuffer>;
  readonly commandLine?: string;
  readonly memoryMiB?: number;
  readonly columns?: number;
  readonly rows?: number;
}

/** A running machine with its output at hand. */
export class TestMachine implements Disposable {
  readonly machine: VirtualMachine;
  /** Resolves when the guest has ended by itself. */
  readonly ended: Promise<Ending>;
  readonly consoleChunks: Uint8Array<ArrayBuffer>[] = [];
  serialText = "";
  #text = "";
  #decoder = new TextDecoder();
  #waiting: (() => void)[] = [];

  static async boot(boot: TestBoot): Promise<TestMachine> {
    const machine = await VirtualMachine.build({
      emulator: await emulator,
      image: boot.image,
      commandLine: boot.commandLine ?? "",
      memoryMiB: boot.memoryMiB ?? 32,
      consoleSize: { columns: boot.columns ?? 80, rows: boot.rows ?? 24 },
    });
    const test = new TestMachine(machine);
    machine.start();
    return test;
  }

  private constructor(machine: VirtualMachine) {
    this.machine = machine;
    this.ended = new Promise((resolve) => machine.onEnd.listen(resolve));
    machine.serial.onOutput.listen((bytes) => (this.serialText += Buffer.from(bytes).toString("latin1")));
    machine.console.onOutput.listen((bytes) => {
      this.consoleChunks.push(bytes);
      this.#text += this.#decoder.decode(bytes, { stream: true });
      for (const check of this.#waiting.splice(0)) check();
    });
  }

  get text(): string {
    return this.#text;
  }

  type(text: string): void {
    this.machine.console.type(new TextEncoder().encode(text));
  }

  /** Resolves with the match when `pattern` appears in the console's text from index `from` on. */
  async waitFor(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#text.slice(from));
      if (match) return match;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Resolves when `text` is among the last that was printed, however much that was. */
  async waitForTail(text: string): Promise<void> {
    const last = (): string => Buffer.concat(this.consoleChunks.slice(-3)).toString("latin1");
    while (!last().includes(text)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Runs a shell command at the prompt; resolves with what it printed. */
  async run(command: string): Promise<string> {
    const from = this.#text.length;
    // The quotes keep the echoed command line from looking like the marks it prints.
    this.type(`echo "<"be"gin>"; ${command}; echo "<"e"nd>"\n`);
    const match = await this.waitFor(/<begin>\r\n([^]*?)<end>/, from);
    await this.prompt(from + match.index + match[0].length);
    return (match[1] ?? "").replaceAll("\r\n", "\n").trim();
  }

  /** Resolves when the shell prompt shows. */
  async prompt(from = 0): Promise<void> {
    // oxlint-disable-next-line eslint/no-control-regex -- a prompt may end in colours
    await this.waitFor(/[#$] (?:\u001b\[[0-9;]*[a-zA-Z])*$/, from);
  }

  [Symbol.dispose](): void {
    this.machine[Symbol.dispose]();
  }
}
