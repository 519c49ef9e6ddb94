/**
 * The `sandbox` command of the host: drives the engine with the words of `docker` and `podman`.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Program } from "../../abi/program.ts";
import { Failure } from "../../../base/failure.ts";
import { CommandFailure, rawProgram, type Command } from "../../programs/command/command.ts";
import { UsageError } from "../../programs/command/options.ts";
import type { Engine } from "../engine.ts";
import { attach, logs } from "./attach-commands.ts";
import { inspect, list, listImages, stats } from "./list-commands.ts";
import { create, exec, run } from "./run-commands.ts";
import { control, remove, start, stop } from "./state-commands.ts";

/** What a subcommand is given. */
export interface Invocation {
  readonly command: Command;
  readonly engine: Engine;
  /** Behind the subcommand. */
  readonly args: readonly string[];
  /** Memory of the host, in bytes: what a sandbox without a limit is measured against. */
  readonly hostMemoryBytes: number;
}

/** A subcommand: its exit status. */
export type Subcommand = (invocation: Invocation) => Blocking<number>;

const subcommands: Readonly<Record<string, readonly [Subcommand, string]>> = {
  run: [run, "make a sandbox and start it: sandbox run [options] [image] [command...]"],
  create: [create, "make a sandbox"],
  start: [start, "start sandboxes that were made or have ended"],
  ps: [list, "list sandboxes: -a those that have ended, too, -q only their ids"],
  exec: [exec, "run a command in a running sandbox: sandbox exec [options] name command..."],
  attach: [attach, "join the console of a sandbox; Ctrl-P Ctrl-Q leaves it"],
  logs: [logs, "print what a sandbox printed"],
  stop: [stop, "ask sandboxes to end, and kill them after a while (-t seconds)"],
  kill: [control("kill"), "kill sandboxes, or send a signal (-s)"],
  pause: [control("pause"), "freeze sandboxes"],
  unpause: [control("unpause"), "let frozen sandboxes go on"],
  rm: [remove, "remove sandboxes and what they wrote: -f running ones, too"],
  stats: [stats, "show what sandboxes use, live (--no-stream: once); BLOCK I/O is n/a: no block devices"],
  inspect: [inspect, "print all that is known of a sandbox, as JSON"],
  images: [listImages, "list images"],
};

/** The program; `hostMemoryBytes` as in `Invocation`. */
export function sandboxCommand(engine: Engine, hostMemoryBytes: number): Program {
  return rawProgram(
    {
      usage: "COMMAND [ARGUMENT...]",
      about: `Makes and looks after sandboxes (containers). Commands:\n\n${overview()}`,
      usageStatus: 125,
    },
    function* dispatch(command) {
      const [word = "--help", ...args] = command.args;
      const [subcommand] = subcommands[word] ?? [];
      if (!subcommand) {
        if (word === "--help" || word === "help") {
          yield* command.out.print(`Usage: sandbox COMMAND [ARGUMENT...]\n\n${overview()}`);
          return 0;
        }
        throw new UsageError(`"${word}" is no command of sandbox`);
      }
      try {
        return yield* subcommand({ command, engine, args, hostMemoryBytes });
      } catch (thrown) {
        if (thrown instanceof Failure) throw new CommandFailure(thrown.message, 125);
        throw thrown;
      }
    },
  );
}

function overview(): string {
  return Object.entries(subcommands)
    .map(([word, [, about]]) => `  ${word.padEnd(9)} ${about}\n`)
    .join("");
}
