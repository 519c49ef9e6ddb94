/** What a shell ends with when something was thrown that nothing of it caught. */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import { ShellAbort, ShellExit, ShellFailure, ShellInterrupt } from "../state/shell-failure.ts";

/** The status; says what was not said yet. What is no end of a shell is thrown on. */
export function* endingStatus(
  shell: { message(text: string): Blocking<void> },
  error: unknown,
): Blocking<number> {
  if (error instanceof ShellExit || error instanceof ShellAbort) return error.status;
  if (error instanceof ShellInterrupt) return 130;
  if (error instanceof ShellFailure) {
    yield* shell.message(error.message);
    return error.status;
  }
  if (!isErrno(error)) throw error;
  yield* shell.message(error.message);
  return 2;
}
