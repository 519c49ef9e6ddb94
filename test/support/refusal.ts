/** What a system call is refused with. */
import { isErrno } from "../../src/sandbox/abi/errno.ts";

/** The code; `null` when it is not refused. */
export function refusal(call: () => unknown): string | null {
  try {
    call();
    return null;
  } catch (thrown) {
    if (isErrno(thrown)) return thrown.code;
    throw thrown;
  }
}
