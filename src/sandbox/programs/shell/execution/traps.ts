/**
 * Signals of a shell process: which it catches for traps, which it catches or ignores because it is interactive, and
 * what came. Knows nothing of how the commands of traps are run.
 */
import type { Syscalls } from "../../../abi/program.ts";
import { isSignal, type Signal, signalTable } from "../../../abi/signals.ts";
import type { ShellState } from "../state/shell-state.ts";

/** What an interactive shell must not die or stop of. */
const interactiveSignals = ["SIGINT", "SIGQUIT", "SIGTERM"] as const satisfies readonly Signal[];
const jobSignals = ["SIGTSTP", "SIGTTOU", "SIGTTIN"] as const satisfies readonly Signal[];

/** The signals of one shell process. */
export class Traps {
  readonly #sys: Syscalls;
  readonly #state: ShellState;
  /** Ignored when the shell began: a non-interactive shell leaves them so. */
  readonly #ignoredBefore = new Set<Signal>();
  /** What this process set away from the default. */
  readonly #touched = new Set<Signal>();
  #pending: Signal[] = [];
  #interrupted = false;

  constructor(sys: Syscalls, state: ShellState) {
    this.#sys = sys;
    this.#state = state;
  }

  /** Whether a signal came that has a trap. */
  get isPending(): boolean {
    return this.#pending.length > 0;
  }

  /** Signals that came and have a trap. */
  peek(): readonly Signal[] {
    return this.#pending;
  }

  /** Signals that came, once. */
  take(): readonly Signal[] {
    const pending = this.#pending;
    this.#pending = [];
    return pending;
  }

  /** Whether ^C came since the last time this was asked. */
  takeInterrupt(): boolean {
    const interrupted = this.#interrupted;
    this.#interrupted = false;
    return interrupted;
  }

  /** As if ^C had come. */
  interrupt(): void {
    this.#interrupted = true;
  }

  /** Looks what was ignored from the start. */
  begin(): void {
    for (const name of Object.keys(signalTable)) {
      if (!isSignal(name) || name === "SIGKILL" || name === "SIGSTOP") continue;
      if (this.#sys.sigaction(name) === "ignore") this.#ignoredBefore.add(name);
    }
  }

  /** Sets what a signal does by the traps and options there are now. */
  update(signal: Signal): void {
    if (signal === "SIGKILL" || signal === "SIGSTOP") return;
    const { options, traps } = this.#state;
    const command = traps.get(signal);
    const interactive = options.has("interactive");
    if (this.#ignoredBefore.has(signal) && !interactive) return;
    if (command === "") this.#set(signal, "ignore");
    else if (command !== undefined) this.#set(signal, "trap");
    else if (interactive && signal === "SIGINT") this.#set(signal, "interrupt");
    else if (interactive && contains(interactiveSignals, signal)) this.#set(signal, "ignore");
    else if (options.has("monitor") && contains(jobSignals, signal)) this.#set(signal, "ignore");
    else this.#set(signal, "default");
  }

  /** For a change of options. */
  updateInteractive(): void {
    for (const signal of [...interactiveSignals, ...jobSignals]) this.update(signal);
  }

  /**
   * In a child, before anything else: handlers are the parent's and go; what is ignored stays. `background`: without
   * job control it must not die of keys meant for others. `keepIgnored` is what traps ignore.
   */
  static enterChild(
    sys: Syscalls,
    parent: Traps,
    how: { readonly background: boolean; readonly jobControl: boolean },
  ): void {
    for (const signal of parent.#touched)
      if (parent.#state.traps.get(signal) !== "") sys.sigaction(signal, "default");
    for (const signal of parent.#ignoredBefore) sys.sigaction(signal, "ignore");
    if (!how.background || how.jobControl) return;
    sys.sigaction("SIGINT", "ignore");
    sys.sigaction("SIGQUIT", "ignore");
  }

  /** Before another program takes this process over. */
  leave(): void {
    for (const signal of this.#touched)
      if (this.#state.traps.get(signal) !== "" && !this.#ignoredBefore.has(signal))
        this.#sys.sigaction(signal, "default");
  }

  /** It did not. */
  comeBack(): void {
    for (const signal of this.#touched) this.update(signal);
  }

  #set(signal: Signal, what: "default" | "ignore" | "trap" | "interrupt"): void {
    if (what === "default" && !this.#touched.has(signal)) return;
    this.#touched.add(signal);
    if (what === "default" || what === "ignore") this.#sys.sigaction(signal, what);
    else
      this.#sys.sigaction(signal, {
        handler: () => {
          if (what === "trap") this.#pending.push(signal);
          else this.#interrupted = true;
        },
      });
  }
}

function contains(signals: readonly Signal[], signal: Signal): boolean {
  return signals.includes(signal);
}
