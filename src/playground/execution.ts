/**
 * Running a command in a machine without disturbing its consoles: the part that is the same for guests, sandboxes and
 * the host. Trusts nothing of what comes back.
 */
import { Failure } from "../base/failure.ts";
import { longestCommandBytes, type CommandEnd } from "../protocol/command-end.ts";
import type { CommandResult, WaitOptions } from "./machine-console.ts";

/** What a command left behind. Its output is standard output and error in order, without the last line end. */
export interface ExecutionResult extends CommandResult {
  /** Whether it was killed because it printed more than the 256 KiB that are kept. */
  readonly truncated: boolean;
}

/** What runs a command; an abort kills it. */
export type RunCommand = (command: string, signal: AbortSignal | undefined) => Promise<CommandEnd>;

/** Runs `command` and reads its output as UTF-8. Fails with `command-too-long`, or as `run` does. */
export async function execution(
  command: string,
  { signal }: WaitOptions,
  run: RunCommand,
): Promise<ExecutionResult> {
  signal?.throwIfAborted();
  const bytes = new TextEncoder().encode(command.replaceAll(/[\\\n]/g, "\\\\")).byteLength;
  if (bytes > longestCommandBytes) {
    throw new Failure(
      "command-too-long",
      `The command is ${bytes} bytes long; ${longestCommandBytes} are taken. Write it to a file first.`,
    );
  }
  if (command.includes("\0")) throw new Failure("bad-command", "A command cannot hold a NUL character.");
  const { output, exitCode, truncated } = await run(command, signal);
  return { output: new TextDecoder().decode(output).replace(/\n$/, ""), exitCode, truncated };
}
