/** The host's first process: waits for whatever is given to it, for ever. */
import type { Program } from "../abi/program.ts";
import { isErrno } from "../abi/errno.ts";

/** PID 1 of the host. Its children are what the page starts, and orphans. */
export const hostInit: Program = function* hostInit(sys) {
  let changed = false;
  sys.sigaction("SIGCHLD", {
    handler: () => {
      changed = true;
    },
  });
  for (;;) {
    try {
      changed = false;
      while (yield* sys.wait(-1, { noHang: true }));
    } catch (error) {
      if (!isErrno(error, "ECHILD")) throw error;
    }
    try {
      // One may have ended on the way here.
      if (!changed) yield* sys.pause();
    } catch (error) {
      if (!isErrno(error, "EINTR")) throw error;
    }
  }
};
