/**
 * A kernel with the whole userland and its shell, for tests: scripts that run to their end, and terminals to type at.
 */
import type { PseudoTerminal } from "../../../../src/sandbox/kernel/io/pseudo-terminal.ts";
import { programTable } from "../../../../src/sandbox/programs/program-table.ts";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";

const accounts = {
  "/etc/passwd":
    "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nalice:x:1000:1000::/home/alice:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
  "/etc/group": "root:x:0:\ndaemon:x:1:\nusers:x:100:alice\nalice:x:1000:\nnogroup:x:65534:\n",
  "/etc/hosts": "127.0.0.1 localhost\n",
  "/home/alice/.keep": "",
};

/** How a script ended and what it wrote. */
export interface ScriptOutcome {
  /** Exit status, or the signal it died of. */
  readonly status: number | string;
  readonly out: string;
  readonly err: string;
}

/** A machine with users root, daemon, alice and nobody. */
export class Userland {
  readonly world: SandboxWorld;

  /** `tickMs`: what a look at the clock takes: more where programs are busy for long. */
  constructor(files: Readonly<Record<string, string>> = {}, tickMs?: number) {
    this.world = new SandboxWorld({
      programs: Object.fromEntries(programTable),
      files: { ...accounts, ...files },
      ...(tickMs !== undefined && { tickMs }),
    });
    this.world.call(function* prepare(sys) {
      sys.mkdir("/tmp/t", 0o755);
      for (const folder of ["/usr/bin", "/sbin", "/usr/sbin"]) sys.symlink("/bin", folder);
      yield* sys.yield();
      return 0;
    });
  }

  /** Runs a script by the shell in `/tmp/t`, to its end. */
  async run(script: string): Promise<ScriptOutcome> {
    const { status, out, err } = await this.world.run("/bin/sh", ["sh", "-c", script], {
      cwd: "/tmp/t",
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    });
    for (const problem of this.world.host.reported) throw problem;
    return { status: status.kind === "exited" ? status.code : status.signal, out, err };
  }

  /** Starts a program at a terminal of 80 columns and 24 rows. */
  terminal(argv: readonly string[]): TypedTerminal {
    const terminal = this.world.kernel.openTerminal();
    terminal.tty.windowSize = { columns: 80, rows: 24 };
    const [path = ""] = argv;
    this.world.kernel.spawn({
      run: path,
      argv,
      env: { PATH: "/bin", TERM: "xterm", HOME: "/root" },
      stdio: terminal,
    });
    return new TypedTerminal(this.world, terminal);
  }
}

/** A terminal seen from the keyboard. */
export class TypedTerminal {
  readonly #world: SandboxWorld;
  readonly #terminal: PseudoTerminal;

  constructor(world: SandboxWorld, terminal: PseudoTerminal) {
    this.#world = world;
    this.#terminal = terminal;
  }

  /** Types, lets `ms` pass and tells what was printed since the last look. */
  async type(keys: string, ms = 50): Promise<string> {
    const bytes = new TextEncoder().encode(keys);
    this.#terminal.tty.receive(bytes);
    let shown = "";
    for (const end = this.#world.kernel.nowMs + ms; this.#world.kernel.nowMs < end;) {
      await this.#world.advance(10);
      shown += this.#take();
    }
    for (const problem of this.#world.host.reported) throw problem;
    return shown + this.#take();
  }

  get settings(): PseudoTerminal["tty"] {
    return this.#terminal.tty;
  }

  #take(): string {
    return new TextDecoder().decode(this.#terminal.tty.takeOutput(1 << 20));
  }
}
