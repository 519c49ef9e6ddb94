/**
 * `sandbox start`, `stop`, `kill`, `pause`, `unpause` and `rm`: each takes any number of sandboxes.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Failure } from "../../../base/failure.ts";
import { flag, parseOptions, UsageError, value } from "../../programs/command/options.ts";
import type { Sandbox } from "../sandbox.ts";
import { signalNamed } from "../stop-signal.ts";
import { awaiting } from "./awaiting.ts";
import type { Invocation, Subcommand } from "./sandbox-command.ts";

/** Starts sandboxes; one is joined with -a. */
export function* start(invocation: Invocation): Blocking<number> {
  return yield* each(invocation, invocation.args, (sandbox) => sandbox.start());
}

/** Asks to end. */
export function* stop(invocation: Invocation): Blocking<number> {
  const { options, operands } = parseOptions(
    { time: value("-t, --time=SECONDS", "before it is killed") },
    invocation.args,
  );
  const seconds = options.time === null ? 10 : Number(options.time);
  if (!(seconds >= 0)) throw new UsageError(`"${options.time}" is no number of seconds`);
  return yield* each(invocation, operands, (sandbox) => sandbox.stop(seconds * 1000));
}

/** `kill`, `pause` and `unpause`. */
export function control(verb: "kill" | "pause" | "unpause"): Subcommand {
  return function* run(invocation) {
    const { options, operands } = parseOptions(
      { signal: value("-s, --signal=SIGNAL", "instead of KILL") },
      invocation.args,
    );
    const signal = options.signal === null ? null : signalNamed(options.signal);
    if (options.signal !== null && !signal) throw new UsageError(`"${options.signal}" is no signal`);
    return yield* each(invocation, operands, async (sandbox) => {
      if (verb === "pause") await sandbox.pause();
      else if (verb === "unpause") await sandbox.resume();
      else if (signal) sandbox.signal(signal);
      else await sandbox.kill();
    });
  };
}

/** Removes. */
export function* remove(invocation: Invocation): Blocking<number> {
  const { options, operands } = parseOptions(
    { force: flag("-f, --force", "kill running ones first") },
    invocation.args,
  );
  return yield* each(invocation, operands, async (sandbox) => {
    if (options.force && sandbox.can("kill")) await sandbox.kill();
    await sandbox.delete();
  });
}

/** Does `act` to every sandbox named, prints the names of those it was done to, and goes on after a refusal. */
function* each(
  { command, engine }: Invocation,
  names: readonly string[],
  act: (sandbox: Sandbox) => Promise<void>,
): Blocking<number> {
  if (names.length === 0) throw new UsageError("name a sandbox");
  let status = 0;
  for (const name of names) {
    try {
      yield* awaiting(act(engine.find(name)));
      yield* command.out.print(`${name}\n`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      yield* command.complain(error.message, 1);
      status = 1;
    }
  }
  return status;
}
