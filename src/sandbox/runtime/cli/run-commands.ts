/**
 * `sandbox run`, `create` and `exec`.
 */
import type { Blocking } from "../../abi/blocking.ts";
import {
  describeOptions,
  flag,
  parseOptions,
  UsageError,
  value,
  values,
} from "../../programs/command/options.ts";
import { imageUser } from "../image-user.ts";
import type { Sandbox } from "../sandbox.ts";
import { awaiting } from "./awaiting.ts";
import { exitStatus, joinLine } from "./join-line.ts";
import { parseRun, runOptions } from "./run-options.ts";
import type { Invocation } from "./sandbox-command.ts";

/** Makes a sandbox, starts it and joins its console. */
export function* run(invocation: Invocation): Blocking<number> {
  if (yield* toldHelp(invocation, "run")) return 0;
  const { command, engine, args } = invocation;
  const { options, detach, remove } = parseRun(args, command.env);
  const sandbox = yield* awaiting(engine.create(options));
  try {
    if (detach) {
      yield* awaiting(sandbox.start());
      yield* command.out.print(`${sandbox.id}\n`);
      return 0;
    }
    const left = yield* joinLine(command, {
      line: sandbox.line,
      over: () => sandbox.state === "exited",
      begin: () => sandbox.start(),
    });
    return left === "detached" ? 0 : exitStatus(sandbox.end);
  } finally {
    // Also where it could not start, and where this process is killed.
    if (remove) yield* removeAtEnd(sandbox);
  }
}

/** Makes a sandbox and prints its id. */
export function* create(invocation: Invocation): Blocking<number> {
  if (yield* toldHelp(invocation, "create")) return 0;
  const { command, engine, args } = invocation;
  const sandbox = yield* awaiting(engine.create(parseRun(args, command.env).options));
  yield* command.out.print(`${sandbox.id}\n`);
  return 0;
}

const execOptions = {
  detach: flag("-d, --detach", "do not wait for it"),
  interactive: flag("-i, --interactive", "accepted: its input is always joined unless -d is given"),
  tty: flag("-t, --tty", "accepted: it always has a terminal"),
  env: values("-e, --env=NAME=VALUE", "a variable of the environment"),
  user: value("-u, --user=USER[:GROUP]", "who runs it"),
  workdir: value("-w, --workdir=PATH", "where it begins"),
} as const;

/** Runs a command in a running sandbox. */
export function* exec({ command, engine, args }: Invocation): Blocking<number> {
  if (args[0] === "--help") {
    yield* command.out.print(
      `Usage: sandbox exec [OPTION...] NAME COMMAND...\n\n${describeOptions(execOptions)}`,
    );
    return 0;
  }
  const { options, operands } = parseOptions(execOptions, args, true);
  const [name, ...words] = operands;
  if (name === undefined || words.length === 0) throw new UsageError("exec needs a sandbox and a command");
  const sandbox = engine.find(name);
  const { terminal, ended } = sandbox.exec({
    command: words,
    env: Object.fromEntries(
      options.env.map((pair) => {
        const at = pair.indexOf("=");
        return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
      }),
    ),
    ...(options.user === null ? {} : { user: imageUser(options.user, sandbox.image) }),
    ...(options.workdir === null ? {} : { workingDirectory: options.workdir }),
  });
  const finished = ended.finally(() => terminal[Symbol.dispose]());
  if (options.detach) return 0;
  let over = false;
  void finished.then(() => (over = true));
  yield* joinLine(command, { line: terminal.line, over: () => over, ended: finished });
  return exitStatus(yield* awaiting(finished));
}

/** Waits only for the removal of one that has ended. */
function* removeAtEnd(sandbox: Sandbox): Blocking<void> {
  if (sandbox.can("start")) {
    yield* awaiting(sandbox.delete());
    return;
  }
  const watching = sandbox.onDidChange.listen(() => {
    if (sandbox.state !== "exited") return;
    watching[Symbol.dispose]();
    void sandbox.delete();
  });
}

function* toldHelp({ command, args }: Invocation, word: string): Blocking<boolean> {
  if (args[0] !== "--help") return false;
  yield* command.out.print(
    `Usage: sandbox ${word} [OPTION...] [IMAGE [COMMAND...]]\n\n${describeOptions(runOptions)}`,
  );
  return true;
}
