/**
 * Going over the files of a command line: `-` and nothing are standard input, what cannot be opened is complained of and
 * left out, and each is closed before the next.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Command } from "./command.ts";

/** Calls `body` with each file's descriptor and the name it was given by. */
export function* eachFile(
  command: Command,
  names: readonly string[],
  body: (fd: number, name: string) => Blocking<void>,
  failureStatus = 1,
): Blocking<void> {
  for (const name of names.length > 0 ? names : ["-"]) {
    if (name === "-") {
      yield* guarded(command, name, body(0, name), failureStatus);
      continue;
    }
    let fd: number;
    try {
      fd = yield* command.sys.open(name, { access: "read", closeOnExec: true });
    } catch (thrown) {
      yield* command.refused(thrown, name, failureStatus);
      continue;
    }
    try {
      yield* guarded(command, name, body(fd, name), failureStatus);
    } finally {
      command.sys.close(fd);
    }
  }
}

/** A file that cannot be read (a directory) is complained of; a full disk or a closed pipe ends the program. */
function* guarded(
  command: Command,
  name: string,
  work: Blocking<void>,
  failureStatus: number,
): Blocking<void> {
  try {
    yield* work;
  } catch (thrown) {
    if (!isErrno(thrown, "EISDIR") && !isErrno(thrown, "EIO") && !isErrno(thrown, "EINVAL")) throw thrown;
    yield* command.refused(thrown, name, failureStatus);
  }
}
