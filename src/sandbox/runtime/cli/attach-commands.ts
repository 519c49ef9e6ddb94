/**
 * `sandbox attach` and `logs`.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { UsageError } from "../../programs/command/options.ts";
import { exitStatus, joinLine } from "./join-line.ts";
import type { Invocation } from "./sandbox-command.ts";

/** Joins the console of a running sandbox. */
export function* attach({ command, engine, args }: Invocation): Blocking<number> {
  const sandbox = engine.find(only(args, "attach"));
  if (!sandbox.can("stop")) {
    yield* command.complain(`the sandbox ${sandbox.name} is ${sandbox.state}: start it first`, 125);
    return 125;
  }
  const left = yield* joinLine(command, { line: sandbox.line, over: () => sandbox.state === "exited" });
  return left === "detached" ? 0 : exitStatus(sandbox.end);
}

/** Prints what is kept of a sandbox's console: the last mebibyte. */
export function* logs({ command, engine, args }: Invocation): Blocking<number> {
  const sandbox = engine.find(only(args, "logs"));
  const decoder = new TextDecoder();
  for (const bytes of sandbox.line.recent) yield* command.out.print(decoder.decode(bytes, { stream: true }));
  return 0;
}

function only(args: readonly string[], word: string): string {
  const [name, ...rest] = args;
  if (name === undefined || rest.length > 0) throw new UsageError(`${word} needs the name of one sandbox`);
  return name;
}
