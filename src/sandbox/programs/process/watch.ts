/** watch(1): runs a command again and again and shows its output on the whole screen. */
import { isErrno } from "../../abi/errno.ts";
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { readRest } from "../command/input.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { exitCodeOf, shellCommand, startCommand, waitFor } from "../command/run-command.ts";
import { decodeText } from "../command/text-encoding.ts";
import { longDate } from "./process-columns.ts";

export const watch = program(
  {
    usage: "[OPTION]... COMMAND",
    about: "Run COMMAND again and again, on the whole screen; ^C ends it.",
    inOrder: true,
    options: {
      interval: value("-n, --interval=SECONDS", "between two runs (default 2)"),
      noTitle: flag("-t, --no-title", "no line of title"),
      exec: flag("-x, --exec", "without a shell"),
      onError: flag("-e, --errexit", "end when COMMAND fails"),
      onChange: flag("-g, --chgexit", "end when the output changes"),
      beep: flag("-b, --beep", "beep when COMMAND fails"),
    },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) throw new UsageError("no command specified");
    const seconds = options.interval === null ? 2 : Number(options.interval);
    if (!Number.isFinite(seconds))
      throw new CommandFailure(`failed to parse argument: '${options.interval ?? ""}'`);
    const intervalMs = Math.max(100, seconds * 1000);
    const argv = options.exec ? operands : shellCommand(operands.join(" "));
    const { sys, out } = command;
    const note = { over: false };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      sys.sigaction(signal, { handler: () => (note.over = true) });
    }
    sys.sigaction("SIGWINCH", { handler: () => undefined });
    if (out.isTerminal) yield* out.print("\u001b[?1049h\u001b[?25l");
    let before: string | null = null;
    try {
      while (!note.over) {
        const { text, code } = yield* outputOf(command, argv);
        yield* draw(command, text, options.noTitle ? null : title(sys, seconds, operands.join(" ")));
        if (code !== 0 && options.beep) yield* out.print("\u0007");
        if (code !== 0 && options.onError) return 8;
        if (options.onChange && before !== null && before !== text) return 0;
        before = text;
        yield* out.flush();
        if (!note.over) yield* sys.sleep(intervalMs);
      }
    } finally {
      command.status = 0;
    }
    if (out.isTerminal) yield* out.print("\u001b[?25h\u001b[?1049l");
    return 0;
  },
);

function* outputOf(
  { sys, env }: Command,
  argv: readonly string[],
): Blocking<{ readonly text: string; readonly code: number }> {
  const pipe = sys.pipe({ closeOnExec: true });
  const pid = startCommand(sys, "watch", argv, env, (child) => {
    child.dup2(pipe.write, 1);
    child.dup2(pipe.write, 2);
    child.sigaction("SIGINT", "default");
    child.sigaction("SIGTERM", "default");
  });
  sys.close(pipe.write);
  try {
    const text = decodeText(yield* readRest(sys, pipe.read));
    return { text, code: exitCodeOf(yield* waitFor(sys, pid)) };
  } finally {
    sys.close(pipe.read);
  }
}

function title(sys: Syscalls, seconds: number, line: string): (columns: number) => string {
  return (columns) => {
    const left = `Every ${seconds.toFixed(1)}s: ${line}`;
    const right = `${sys.uname().nodename}: ${longDate(new Date(sys.clock("realtime")))}`;
    const room = columns - right.length - 1;
    return `${left.length > room ? `${left.slice(0, Math.max(0, room - 3))}...` : left.padEnd(room)} ${right}`;
  };
}

function* draw(
  { sys, out }: Command,
  text: string,
  titleOf: ((columns: number) => string) | null,
): Blocking<void> {
  const size = sizeOf(sys);
  const head = titleOf === null ? [] : [titleOf(size.columns), ""];
  const lines = [...head, ...text.replace(/\n$/u, "").replaceAll("\t", "        ").split("\n")];
  const shown = lines.slice(0, size.rows).map((line) => `${line.slice(0, size.columns)}\u001b[K`);
  yield* out.print(`\u001b[H${shown.join("\r\n")}\u001b[J`);
}

function sizeOf(sys: Syscalls): { readonly columns: number; readonly rows: number } {
  try {
    const { columns, rows } = sys.windowSize(1);
    return columns > 0 && rows > 0 ? { columns, rows } : { columns: 80, rows: 24 };
  } catch (thrown) {
    if (isErrno(thrown)) return { columns: 80, rows: 24 };
    throw thrown;
  }
}
