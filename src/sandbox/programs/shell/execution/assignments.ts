/** What is assigned before a command, for it or for good, and what `set -x` shows of both. */
import type { Blocking } from "../../../abi/blocking.ts";
import { HeapMeter } from "../../command/heap-meter.ts";
import type { Assignment } from "../parser/syntax-tree.ts";
import { quoteWord } from "../text/quote.ts";
import type { ShellProcess } from "./shell-process.ts";

/** Values that are worth a look at what is kept, in characters. */
const longValue = 1024;

/** Of one shell process. */
export class Assignments {
  readonly #shell: ShellProcess;
  #heap: HeapMeter | null = null;

  constructor(shell: ShellProcess) {
    this.#shell = shell;
  }

  /** Runs `body` with assignments that are gone after it. */
  *scoped(
    assignments: readonly Assignment[],
    argv: readonly string[],
    body: () => Blocking<number>,
  ): Blocking<number> {
    const { variables } = this.#shell.state;
    if (assignments.length === 0) {
      yield* this.#trace([], argv);
      return yield* body();
    }
    variables.openScope();
    try {
      for (const { name } of assignments) variables.makeLocal(name);
      yield* this.assign(assignments, true, argv);
      return yield* body();
    } finally {
      variables.closeScope();
    }
  }

  /** Assigns, and exports or not as `exported` says; `null` leaves that as it was. */
  *assign(
    assignments: readonly Assignment[],
    exported: boolean | null,
    argv: readonly string[],
  ): Blocking<void> {
    const { expander, state } = this.#shell;
    const traced: string[] = [];
    for (const { name, append, value } of assignments) {
      const text = yield* expander.text(value, "assignment");
      const whole = append ? (state.variables.get(name) ?? "") + text : text;
      if (whole.length > longValue)
        yield* this.#keeps(whole.length - (state.variables.get(name)?.length ?? 0));
      state.variables.set(name, whole, exported);
      traced.push(`${name}=${quoteWord(text)}`);
    }
    yield* this.#trace(traced, argv);
  }

  /** Asks for memory before a long value is kept: `x=$x$x` for ever ends at `memory.max`. */
  *#keeps(more: number): Blocking<void> {
    this.#heap ??= new HeapMeter(this.#shell.sys);
    yield* this.#heap.keep(2 * (this.#shell.state.variables.length + more));
  }

  *#trace(assigned: readonly string[], argv: readonly string[]): Blocking<void> {
    const shell = this.#shell;
    const { state } = shell;
    if (!state.has("xtrace")) return;
    const words = [...assigned, ...argv.map((word) => quoteWord(word))];
    if (words.length === 0) return;
    yield* shell.complain(`${yield* shell.expandText(state.variables.get("PS4") ?? "")}${words.join(" ")}\n`);
  }
}
