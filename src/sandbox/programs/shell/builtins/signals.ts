/**
 * Builtins on signals: `trap` `kill`.
 */
import { isErrno } from "../../../abi/errno.ts";
import { isSignal, type Signal, signalByNumber, signalNumber, signalTable } from "../../../abi/signals.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import type { TrapName } from "../state/shell-state.ts";
import { singleQuote } from "../text/quote.ts";
import type { Builtin } from "./builtin.ts";

const trap: Builtin = {
  special: true,
  *run(shell, given) {
    const { state } = shell;
    const args = given[0] === "--" ? given.slice(1) : given;
    const [command, ...rest] = args;
    if (command === undefined || command === "-p") {
      yield* shell.write(listing(shell));
      return 0;
    }
    // `trap INT` and `trap 2` reset, as `trap - INT` does.
    const resets = command === "-" || rest.length === 0;
    const names = rest.length === 0 && command !== "-" ? [command] : rest;
    let status = 0;
    for (const name of names) {
      const target = trapName(name);
      if (target === null) {
        yield* shell.message(`${name}: invalid signal specification`);
        status = 1;
        continue;
      }
      if (resets) state.traps.delete(target);
      else state.traps.set(target, command);
      if (target !== "EXIT") shell.traps.update(target);
    }
    return status;
  },
};

function listing({ state }: ShellProcess): string {
  const order = (name: TrapName): number => (name === "EXIT" ? 0 : signalNumber(name));
  return [...state.traps]
    .toSorted(([one], [other]) => order(one) - order(other))
    .map(([name, command]) => `trap -- ${singleQuote(command)} ${name.replace(/^SIG/, "")}\n`)
    .join("");
}

function trapName(text: string): TrapName | null {
  if (text === "0" || /^exit$/i.test(text)) return "EXIT";
  return signalOf(text);
}

function signalOf(text: string): Signal | null {
  if (/^\d{1,3}$/.test(text)) return signalByNumber(Number(text));
  const name = `SIG${text.toUpperCase().replace(/^SIG/, "")}`;
  return isSignal(name) ? name : null;
}

const kill: Builtin = {
  isApplet: true,
  *run(shell, args) {
    let signal: Signal | null = "SIGTERM";
    let rest = args;
    const [first = "", second] = args;
    if (first === "-l" || first === "-L") {
      yield* shell.write(signalList(args.slice(1)));
      return 0;
    }
    if (/^-./.test(first) && first !== "--") {
      const name = first === "-s" || first === "-n" ? (second ?? "") : first.slice(1);
      rest = args.slice(first === "-s" || first === "-n" ? 2 : 1);
      signal = name === "0" || /^exit$/i.test(name) ? null : signalOf(name);
      if (signal === null && name !== "0" && !/^exit$/i.test(name))
        throw new ShellFailure(`bad signal name '${name}'`, 1);
    }
    if (rest[0] === "--") rest = rest.slice(1);
    if (rest.length === 0) throw new ShellFailure("you need to specify whom to kill", 1);
    let status = 0;
    for (const target of rest) {
      try {
        yield* killOne(shell, target, signal);
      } catch (error) {
        if (!isErrno(error) && !(error instanceof ShellFailure)) throw error;
        yield* shell.complain(
          isErrno(error)
            ? `sh: can't kill pid ${target.replace("%", "")}: ${refusal(error.code)}\n`
            : `sh: ${error.message}\n`,
        );
        status = 1;
      }
    }
    return status;
  },
};

function refusal(code: string): string {
  return code === "ESRCH" ? "No such process" : code === "EPERM" ? "Operation not permitted" : code;
}

// oxlint-disable-next-line require-yield -- one of several that may
function* killOne(shell: ShellProcess, target: string, signal: Signal | null): ReturnType<Builtin["run"]> {
  const { sys } = shell;
  if (!target.startsWith("%")) {
    if (!/^-?\d+$/.test(target)) throw new ShellFailure(`invalid number '${target}'`, 1);
    sys.kill(Number(target), signal);
    return 0;
  }
  const job = shell.children.jobs.find(target);
  if (job.group !== null) {
    sys.kill(-job.group, signal);
    // A stopped job would get it only when it is continued.
    if (signal === "SIGTERM" || signal === "SIGHUP") sys.kill(-job.group, "SIGCONT");
  } else for (const { pid, status } of job.processes) if (status === null) sys.kill(pid, signal);
  return 0;
}

function signalList(args: readonly string[]): string {
  if (args.length === 0) {
    return Object.values(signalTable)
      .map(([number]) => `${String(number).padStart(2)}) ${(signalByNumber(number) ?? "").slice(3)}\n`)
      .join("");
  }
  return args
    .map((arg) => {
      const signal = signalOf(/^\d+$/.test(arg) ? String(Number(arg) & 0x7f) : arg);
      if (signal === null) throw new ShellFailure(`unknown signal '${arg}'`, 1);
      return `${/^\d+$/.test(arg) ? signal.slice(3) : String(signalNumber(signal))}\n`;
    })
    .join("");
}

/** These builtins, by name. */
export const signalBuiltins: readonly (readonly [string, Builtin])[] = [
  ["trap", trap],
  ["kill", kill],
];
