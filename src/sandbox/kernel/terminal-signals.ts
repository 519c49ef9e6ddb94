/** The signals of terminals, sent to the tasks of a session: ^C to a group, a hang-up to a leader. */
import type { JobSignals } from "./io/controlling-terminals.ts";
import type { PidNamespace } from "./namespaces/pid-namespace.ts";

/** Groups and sessions go by the host's numbers. The kernel's parts are read at each call: they are made after this. */
export function terminalSignals(kernel: { readonly pids: PidNamespace }): JobSignals {
  return {
    signalGroup: (group, signal) => {
      for (const task of kernel.pids.find(group)?.group?.members ?? []) task.post(signal, true);
    },
    signalLeader: (session, signal) => {
      kernel.pids.find(session)?.session?.leader?.post(signal, true);
    },
  };
}
