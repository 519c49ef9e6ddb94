/**
 * A shell at a terminal, for tests: types keys, lets the kernel work, and looks at the screen.
 */
import type { PseudoTerminal } from "../../../../../src/sandbox/kernel/io/pseudo-terminal.ts";
import type { Task } from "../../../../../src/sandbox/kernel/task.ts";
import type { SandboxWorld } from "../../../../support/sandbox-kernel.ts";
import { shellWorld } from "./shell-world.ts";
import { TerminalScreen } from "./terminal-screen.ts";

/** A session with a shell. */
export class TerminalSession {
  readonly world: SandboxWorld;
  readonly screen: TerminalScreen;
  readonly task: Task;
  readonly #terminal: PseudoTerminal;
  #busy = false;

  constructor({
    columns = 80,
    files = {},
    env = {},
    tickMs,
  }: {
    readonly columns?: number;
    readonly files?: Readonly<Record<string, string>>;
    readonly env?: Readonly<Record<string, string>>;
    /** What a look at the clock takes: more where a busy program is not to run long. */
    readonly tickMs?: number;
  } = {}) {
    this.world = shellWorld({ "/root/.keep": "", ...files }, tickMs);
    this.screen = new TerminalScreen(columns);
    this.#terminal = this.world.kernel.openTerminal();
    this.#terminal.tty.windowSize = { columns, rows: 24 };
    this.task = this.world.kernel.spawn({
      run: "/bin/sh",
      argv: ["sh"],
      cwd: "/root",
      env: { PATH: "/bin", HOME: "/root", PS1: "$ ", TERM: "xterm", ...env },
      stdio: this.#terminal,
    }).task;
  }

  get isOver(): boolean {
    return this.task.isDead;
  }

  /** Types, and lets everything settle. `^C` and the like are written `\u0003`. */
  async type(text: string): Promise<void> {
    // A program that never settles is typed at as it runs.
    if (!this.#busy) await this.#settle();
    this.#busy = false;
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) at += this.#terminal.tty.receive(bytes.subarray(at));
    await this.#settle();
  }

  /** Types what starts a program that never settles, and lets it run for a while. */
  async start(text: string): Promise<void> {
    await this.#settle();
    this.#terminal.tty.receive(new TextEncoder().encode(text));
    this.#busy = true;
    for (let slice = 0; slice < 5; slice += 1) await this.world.kernel.run(16);
    // ^C drops what was not shown yet.
    this.screen.write(new TextDecoder().decode(this.#terminal.tty.takeOutput(65536)));
  }

  /** Moves the clock on. */
  async advance(ms: number): Promise<void> {
    await this.world.advance(ms);
    await this.#settle();
  }

  async resize(columns: number): Promise<void> {
    this.#terminal.tty.windowSize = { columns, rows: 24 };
    await this.#settle();
  }

  async #settle(): Promise<void> {
    const decoder = new TextDecoder();
    do {
      await this.world.settle();
      this.screen.write(decoder.decode(this.#terminal.tty.takeOutput(65536), { stream: true }));
    } while (this.#terminal.tty.outputBytes > 0);
    for (const problem of this.world.host.reported) throw problem;
  }
}
