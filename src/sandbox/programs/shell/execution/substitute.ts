/** Command substitution: the output of commands in a child as a string. */
import type { Blocking } from "../../../abi/blocking.ts";
import type { CompleteCommand } from "../parser/syntax-tree.ts";
import { decodeBytes } from "../text/bytes.ts";
import { readAll } from "../text/read-file.ts";
import { exitStatus } from "./job-table.ts";
import { closeQuietly } from "./redirections.ts";
import type { ShellProcess } from "./shell-process.ts";

/** `$(…)`: what `body` prints in a child of `shell`, without the line ends behind it. */
export function* substitute(shell: ShellProcess, body: readonly CompleteCommand[]): Blocking<string> {
  const { sys, state } = shell;
  const pipe = sys.pipe();
  let pid: number;
  try {
    pid = shell.forkShell(
      function* (child): Blocking<number> {
        child.sys.close(pipe.read);
        if (pipe.write !== 1) {
          child.sys.dup2(pipe.write, 1);
          child.sys.close(pipe.write);
        }
        let status = 0;
        for (const [index, command] of body.entries()) {
          status = yield* child.statements(command, index === body.length - 1);
          if (child.state.skip) break;
        }
        return status;
      },
      { job: null, background: false },
    );
  } catch (error) {
    closeQuietly(sys, pipe.read);
    throw error;
  } finally {
    closeQuietly(sys, pipe.write);
  }
  const bytes = yield* readAll(sys, pipe.read);
  sys.close(pipe.read);
  const child = yield* shell.children.waitForPid(pid);
  state.substitutionStatus = child ? exitStatus(child.status) : 0;
  state.status = state.substitutionStatus;
  // A string of a shell has no NUL in it.
  return decodeBytes(bytes).replaceAll("\0", "").replace(/\n+$/, "");
}
