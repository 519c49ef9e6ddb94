/** timeout(1), time(1), nohup(1), setsid(1): ways to run a program. */
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { durationMs } from "../command/quantities.ts";
import { execOrComplain, exitCodeOf, startCommand, waitFor } from "../command/run-command.ts";
import { parseSignal } from "./signal-names.ts";
import type { ChildStatus } from "../../abi/process-calls.ts";

export const timeout = program(
  {
    usage: "[OPTION]... DURATION COMMAND [ARGUMENT]...",
    about: "Run COMMAND and end it when DURATION (1.5, 10s, 2m, …) is over: status 124.",
    inOrder: true,
    usageStatus: 125,
    options: {
      signal: value("-s, --signal=SIGNAL", "what to send; default TERM"),
      killAfter: value("-k, --kill-after=DURATION", "send KILL so much later"),
      preserve: flag("--preserve-status", "with the status of COMMAND"),
      foreground: flag("--foreground", "leave COMMAND in the terminal's group"),
      verbose: flag("-v, --verbose", "say what is sent"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const [duration, ...argv] = operands;
    if (duration === undefined || argv.length === 0) throw new UsageError("missing operand");
    const parse = (text: string): number => {
      const ms = durationMs(text);
      if (ms === null) throw new UsageError(`invalid time interval '${text}'`);
      return ms;
    };
    const limitMs = parse(duration);
    const killMs = options.killAfter === null ? null : parse(options.killAfter);
    const signal = options.signal === null ? "SIGTERM" : parseSignal(options.signal);
    if (signal === null) throw new UsageError(`${options.signal ?? ""}: invalid signal`);
    if (!options.foreground && sys.getpgid() !== sys.getpid()) sys.setpgid(0, 0);
    // Interrupts the sleep below, and the wait.
    sys.sigaction("SIGCHLD", { handler: () => undefined });
    let passedOn = false;
    for (const passed of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) {
      sys.sigaction(passed, {
        handler: () => {
          passedOn = true;
        },
      });
    }
    for (const stop of ["SIGTTIN", "SIGTTOU"] as const) sys.sigaction(stop, "ignore");
    const pid = startCommand(sys, "timeout", argv, command.env, (child) => {
      for (const name of [
        "SIGINT",
        "SIGTERM",
        "SIGHUP",
        "SIGQUIT",
        "SIGTTIN",
        "SIGTTOU",
        "SIGCHLD",
      ] as const) {
        child.sigaction(name, "default");
      }
    });
    const begunMs = sys.clock("monotonic");
    let deadlineMs = limitMs === 0 ? Number.POSITIVE_INFINITY : begunMs + limitMs;
    let timedOut = false;
    let killed = false;
    let next = signal;
    for (;;) {
      let ended: ChildStatus | null = null;
      try {
        ended = (yield* sys.wait(pid, { noHang: true }))?.status ?? null;
      } catch (thrown) {
        if (!isErrno(thrown, "EINTR")) throw thrown;
      }
      if (ended) {
        if (!timedOut || options.preserve) return exitCodeOf(ended);
        return killed ? 137 : 124;
      }
      const nowMs = sys.clock("monotonic");
      if (nowMs >= deadlineMs || passedOn) {
        if (options.verbose)
          yield* command.warn(`timeout: sending signal ${next.slice(3)} to command '${argv[0] ?? ""}'\n`);
        timedOut ||= nowMs >= deadlineMs;
        passedOn = false;
        killed = next === "SIGKILL";
        sys.kill(pid, next);
        if (next !== "SIGKILL") sys.kill(pid, "SIGCONT");
        deadlineMs = killMs !== null && !killed ? nowMs + killMs : Number.POSITIVE_INFINITY;
        next = "SIGKILL";
        continue;
      }
      yield* sys.sleep(Math.min(deadlineMs - nowMs, 86_400_000));
    }
  },
);

export const time = program(
  {
    usage: "[-p] COMMAND [ARGUMENT]...",
    about: "Run COMMAND and print how long it took.",
    inOrder: true,
    usageStatus: 125,
    options: {
      portable: flag("-p, --portability", "in POSIX's format (the only one)"),
      output: value("-o, --output=FILE", "into FILE"),
      verbose: flag("-v, --verbose", "with the status"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    if (operands.length === 0) throw new UsageError("missing program to run");
    const begunMs = sys.clock("monotonic");
    const pid = startCommand(sys, "time", operands, command.env);
    for (const signal of ["SIGINT", "SIGQUIT"] as const) sys.sigaction(signal, "ignore");
    const status = yield* waitFor(sys, pid);
    const realSeconds = (sys.clock("monotonic") - begunMs) / 1000;
    const seconds = (text: number): string => text.toFixed(2);
    const report =
      (status.kind === "signaled" ? `Command terminated by signal ${exitCodeOf(status) - 128}\n` : "") +
      `real ${seconds(realSeconds)}\nuser ${seconds(sys.times().childrenMs / 1000)}\nsys 0.00\n` +
      (options.verbose ? `Exit status: ${exitCodeOf(status)}\n` : "");
    if (options.output === null) yield* command.warn(report);
    else {
      const fd = yield* sys.open(options.output, { access: "write", create: true, truncate: true }, 0o666);
      yield* sys.write(fd, new TextEncoder().encode(report));
      sys.close(fd);
    }
    return exitCodeOf(status);
  },
);

export const nohup = program(
  {
    usage: "COMMAND [ARGUMENT]...",
    about: "Run COMMAND so that it does not end with the terminal; output goes to nohup.out.",
    inOrder: true,
    usageStatus: 125,
    options: {},
  },
  function* (command, { operands }) {
    const { sys } = command;
    if (operands.length === 0) throw new UsageError("missing operand");
    sys.sigaction("SIGHUP", "ignore");
    if (sys.isatty(0)) {
      const empty = yield* sys.open("/dev/null", { access: "write" });
      sys.dup2(empty, 0);
      sys.close(empty);
    }
    if (sys.isatty(1)) {
      const flags = { access: "write", create: true, append: true } as const;
      let name = "nohup.out";
      let out: number;
      try {
        out = yield* sys.open(name, flags, 0o600);
      } catch (thrown) {
        const home = command.env["HOME"];
        if (!isErrno(thrown) || home === undefined) throw thrown;
        name = `${home}/nohup.out`;
        out = yield* sys.open(name, flags, 0o600);
      }
      yield* command.warn(`nohup: ignoring input and appending output to '${name}'\n`);
      sys.dup2(out, 1);
      sys.close(out);
    }
    if (sys.isatty(2)) sys.dup2(1, 2);
    return yield* execOrComplain(sys, "nohup", operands, command.env);
  },
);

export const setsid = program(
  {
    usage: "[-cfw] COMMAND [ARGUMENT]...",
    about: "Run COMMAND in a session of its own.",
    inOrder: true,
    options: {
      terminal: flag("-c, --ctty", "with the terminal as its controlling one"),
      fork: flag("-f, --fork", "always as a child"),
      wait: flag("-w, --wait", "wait for it, and end with its status"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    if (operands.length === 0) throw new UsageError("no command specified");
    const settle = (own: typeof sys): void => {
      own.setsid();
      if (options.terminal) own.setControllingTerminal(0);
    };
    if (!options.fork && sys.getpgid() !== sys.getpid()) {
      settle(sys);
      return yield* execOrComplain(sys, "setsid", operands, command.env);
    }
    const pid = startCommand(sys, "setsid", operands, command.env, settle);
    if (!options.wait) return 0;
    const status = yield* waitFor(sys, pid);
    if (status.kind !== "exited")
      throw new CommandFailure(`child ${pid} did not exit normally`, exitCodeOf(status));
    return status.code;
  },
);
