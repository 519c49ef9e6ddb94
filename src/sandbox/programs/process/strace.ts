/** strace(1): the system calls that a program makes, as the kernel tells them. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { ChildStatus } from "../../abi/process-calls.ts";
import type { Syscalls } from "../../abi/program.ts";
import { program } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { writeAll } from "../command/output.ts";
import { exitCodeOf, startCommand } from "../command/run-command.ts";
import { decodeText, encodeText } from "../command/text-encoding.ts";
import { callSummary } from "./strace-summary.ts";

/** One call, as the kernel told it. */
export interface TracedCallLine {
  readonly pid: number;
  readonly name: string;
  /** `null` for one that does not return. */
  readonly tookUs: number | null;
  readonly result: string;
  readonly words: string;
}

const readBytes = 65_536;
/** Where a signal comes just before the wait for lines, the next look is this far away. */
const lookAgainMs = 200;
/** strace puts results in this column. */
const resultColumn = 39;

export const strace = program(
  {
    usage: "[-cfTq] [-e trace=CALL[,CALL]...] [-o FILE] COMMAND [ARGUMENT]...",
    about: "Run COMMAND and print the system calls it makes.",
    inOrder: true,
    options: {
      summary: flag("-c, --summary-only", "count calls, errors and time, and print only that"),
      follow: flag("-f, --follow-forks", "trace its children too"),
      took: flag("-T, --syscall-times", "how long each call took"),
      quiet: flag("-q, --quiet", "do not tell how it ended"),
      expression: value("-e, --trace=CALLS", "only these calls: trace=open,read"),
      output: value("-o, --output=FILE", "print to FILE instead of standard error"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    if (operands.length === 0) throw new UsageError("must have PROG [ARGS]");
    const only = options.expression === null ? null : callsOf(options.expression);
    const out =
      options.output === null
        ? 2
        : yield* sys.open(
            options.output,
            { access: "write", create: true, truncate: true, closeOnExec: true },
            0o666,
          );
    const trace = sys.traceChildren({ follow: options.follow });
    sys.setFdFlags(trace, { closeOnExec: true, nonBlocking: true });
    // Interrupts the wait for lines.
    sys.sigaction("SIGCHLD", { handler: () => undefined });
    for (const signal of ["SIGINT", "SIGQUIT"] as const) sys.sigaction(signal, "ignore");
    const child = startCommand(sys, "strace", operands, command.env, (own) => {
      for (const signal of ["SIGCHLD", "SIGINT", "SIGQUIT"] as const) own.sigaction(signal, "default");
    });
    const calls: TracedCallLine[] = [];
    // What comes before the program itself, as the search for it, is strace's own.
    let begun = false;
    const wanted = ({ name }: TracedCallLine): boolean => only === null || only.has(name);
    const end = yield* follow(sys, { trace, child }, function* tell(call) {
      begun ||= call.name === "execve" && call.result === "0";
      if (!begun || !wanted(call)) return;
      if (options.summary) calls.push(call);
      else yield* writeAll(sys, out, encodeText(lineOf(call, child, options.took)));
    });
    if (options.summary) yield* writeAll(sys, out, encodeText(callSummary(calls)));
    else if (!options.quiet) yield* writeAll(sys, out, encodeText(endLine(end)));
    return exitCodeOf(end);
  },
);

type Tell = (call: TracedCallLine) => Blocking<void>;

/** Reads lines until the child has ended and all it did is told; how it ended. */
function* follow(
  sys: Syscalls,
  { trace, child }: { readonly trace: number; readonly child: number },
  tell: Tell,
): Blocking<ChildStatus> {
  for (;;) {
    const ended = (yield* sys.wait(child, { noHang: true }))?.status ?? null;
    yield* drain(sys, trace, tell);
    if (ended) return ended;
    try {
      yield* sys.poll([{ fd: trace, events: { readable: true } }], lookAgainMs);
    } catch (error) {
      if (!isErrno(error, "EINTR")) throw error;
    }
  }
}

function* drain(sys: Syscalls, trace: number, tell: Tell): Blocking<void> {
  for (;;) {
    let bytes: Uint8Array;
    try {
      bytes = yield* sys.read(trace, readBytes);
    } catch (error) {
      if (isErrno(error, "EAGAIN")) return;
      if (isErrno(error, "EINTR")) continue;
      throw error;
    }
    for (const line of decodeText(bytes).split("\n")) if (line !== "") yield* tell(parsed(line));
  }
}

function parsed(line: string): TracedCallLine {
  const [pid = "", name = "", took = "", result = "", words = ""] = line.split("\t");
  return { pid: Number(pid), name, tookUs: took === "" ? null : Number(took), result, words };
}

/** `-e trace=open,read`, `-e open`; Linux's names. */
function callsOf(expression: string): ReadonlySet<string> {
  return new Set(expression.replace(/^trace=/u, "").split(","));
}

function lineOf({ pid, name, words, result, tookUs }: TracedCallLine, child: number, timed: boolean): string {
  if (name === "") return `strace: ${words} calls were lost\n`;
  const who = pid === child ? "" : `[pid ${String(pid).padStart(5)}] `;
  const took = timed && tookUs !== null ? ` <${(tookUs / 1e6).toFixed(6)}>` : "";
  return `${who}${`${name}(${words})`.padEnd(resultColumn)} = ${result}${took}\n`;
}

function endLine(end: ChildStatus): string {
  return end.kind === "signaled"
    ? `+++ killed by ${end.signal} +++\n`
    : `+++ exited with ${exitCodeOf(end)} +++\n`;
}
