/**
 * How the end of a process is put into words, and how `jobs` lays a job out.
 */
import type { ChildStatus } from "../../../abi/process-calls.ts";
import type { Signal } from "../../../abi/signals.ts";
import { exitStatus, type Job, jobState, jobStatus } from "./job-table.ts";

/** strsignal(3), for those a process dies or stops of. */
const signalWords: Readonly<Record<Signal, string>> = {
  SIGHUP: "Hangup",
  SIGINT: "Interrupt",
  SIGQUIT: "Quit",
  SIGILL: "Illegal instruction",
  SIGTRAP: "Trace/breakpoint trap",
  SIGABRT: "Aborted",
  SIGBUS: "Bus error",
  SIGFPE: "Floating point exception",
  SIGKILL: "Killed",
  SIGUSR1: "User defined signal 1",
  SIGSEGV: "Segmentation fault",
  SIGUSR2: "User defined signal 2",
  SIGPIPE: "Broken pipe",
  SIGALRM: "Alarm clock",
  SIGTERM: "Terminated",
  SIGSTKFLT: "Stack fault",
  SIGCHLD: "Child exited",
  SIGCONT: "Continued",
  SIGSTOP: "Stopped (signal)",
  SIGTSTP: "Stopped",
  SIGTTIN: "Stopped (tty input)",
  SIGTTOU: "Stopped (tty output)",
  SIGURG: "Urgent I/O condition",
  SIGXCPU: "CPU time limit exceeded",
  SIGXFSZ: "File size limit exceeded",
  SIGVTALRM: "Virtual timer expired",
  SIGPROF: "Profiling timer expired",
  SIGWINCH: "Window changed",
  SIGIO: "I/O possible",
  SIGPWR: "Power failure",
  SIGSYS: "Bad system call",
};

/** What a shell says of a process it waited for that died of a signal; `null` where it says nothing. */
export function deathText(status: ChildStatus | null): string | null {
  if (status?.kind !== "signaled" || status.signal === "SIGINT" || status.signal === "SIGPIPE") return null;
  return signalText(status);
}

function signalText(status: Extract<ChildStatus, { kind: "signaled" }>): string {
  return signalWords[status.signal] + (status.coreDumped ? " (core dumped)" : "");
}

function stateText(job: Job): string {
  switch (jobState(job)) {
    case "running":
      return "Running";
    case "stopped": {
      const stopped = job.processes.find(({ status }) => status?.kind === "stopped")?.status;
      return stopped?.kind === "stopped" ? signalWords[stopped.signal] : "Stopped";
    }
    case "done": {
      const last = job.processes.at(-1)?.status ?? null;
      if (last?.kind === "signaled") return signalText(last);
      const code = job.pipeFail ? jobStatus(job) : exitStatus(last);
      return code === 0 ? "Done" : `Done(${code})`;
    }
  }
}

/** A line of `jobs`; with `-l` it tells the process group too. */
export function jobLine(job: Job, mark: string, withPid: boolean): string {
  const pid = withPid ? `${String(job.group ?? job.processes[0]?.pid ?? 0)} ` : "";
  const head = `[${job.number}] ${mark} ${pid}`;
  return `${head.replace("] + ", "]+  ").replace("] - ", "]-  ").replace("]   ", "]   ")}${stateText(job).padEnd(27)}${oneLine(job.source)}`;
}

/** A command on one line. */
function oneLine(source: string): string {
  return source.replaceAll(/\s*\n\s*/g, " ").trim();
}
