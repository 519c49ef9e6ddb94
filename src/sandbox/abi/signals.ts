/**
 * Signals by name, number and default action (signal(7), x86).
 */

/** What a signal does to a task that has not said otherwise. */
export type DefaultAction = "terminate" | "core" | "ignore" | "stop" | "continue";

/** Number and default action. */
export const signalTable = {
  SIGHUP: [1, "terminate"],
  SIGINT: [2, "terminate"],
  SIGQUIT: [3, "core"],
  SIGILL: [4, "core"],
  SIGTRAP: [5, "core"],
  SIGABRT: [6, "core"],
  SIGBUS: [7, "core"],
  SIGFPE: [8, "core"],
  SIGKILL: [9, "terminate"],
  SIGUSR1: [10, "terminate"],
  SIGSEGV: [11, "core"],
  SIGUSR2: [12, "terminate"],
  SIGPIPE: [13, "terminate"],
  SIGALRM: [14, "terminate"],
  SIGTERM: [15, "terminate"],
  SIGSTKFLT: [16, "terminate"],
  SIGCHLD: [17, "ignore"],
  SIGCONT: [18, "continue"],
  SIGSTOP: [19, "stop"],
  SIGTSTP: [20, "stop"],
  SIGTTIN: [21, "stop"],
  SIGTTOU: [22, "stop"],
  SIGURG: [23, "ignore"],
  SIGXCPU: [24, "core"],
  SIGXFSZ: [25, "core"],
  SIGVTALRM: [26, "terminate"],
  SIGPROF: [27, "terminate"],
  SIGWINCH: [28, "ignore"],
  SIGIO: [29, "terminate"],
  SIGPWR: [30, "terminate"],
  SIGSYS: [31, "core"],
} as const satisfies Record<string, readonly [number, DefaultAction]>;

/** The name of a signal, with its `SIG`. */
export type Signal = keyof typeof signalTable;

const byNumber = new Map<number, Signal>();
for (const name of Object.keys(signalTable)) if (isSignal(name)) byNumber.set(signalTable[name][0], name);

/** Whether `name` is a signal's, with its `SIG`. */
export function isSignal(name: string): name is Signal {
  return name in signalTable;
}

/** The number of a signal. */
export function signalNumber(signal: Signal): number {
  return signalTable[signal][0];
}

/** The signal with a number; `null` where there is none. */
export function signalByNumber(number: number): Signal | null {
  return byNumber.get(number) ?? null;
}
