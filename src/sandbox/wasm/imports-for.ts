/**
 * Puts a program's calls together into what its module imports: catches refusals, and wraps what may wait.
 */
import { Errno } from "../abi/errno.ts";
import type { Blocking } from "../abi/blocking.ts";
import type { CallTable } from "./call-table.ts";
import { jspi } from "./jspi.ts";
import { wasiErrno } from "./wasi-errno.ts";

/** WASI's calls answer an error as it is, the kernel's negative. */
export type RefusalSign = 1 | -1;

/** A module's calls. */
export interface ImportModule {
  readonly name: string;
  readonly sign: RefusalSign;
  readonly calls: CallTable;
}

/** Who carries out the calls of an instance. */
export interface CallRunner {
  /** Carries on until there is an answer, or promises it. */
  wait(code: Blocking<number>, sign: RefusalSign): number | Promise<number>;
  /** The answer to a call that threw; throws on what is no refusal. */
  refused(thrown: unknown, sign: RefusalSign): number;
}

type Import = { readonly module: string; readonly name: string };

/** An object with every import that is `wanted`; calls nobody knows are ENOSYS. */
export function importsFor(
  wanted: readonly Import[],
  modules: readonly ImportModule[],
  runner: CallRunner,
): Record<string, Record<string, unknown>> {
  const { suspending } = jspi();
  const imports: Record<string, Record<string, unknown>> = {};
  for (const { module: from, name } of wanted) {
    const module = modules.find((candidate) => candidate.name === from);
    if (!module) throw new Error(`no module ${from}`);
    const { calls, sign } = module;
    const waiting = calls.waiting[name];
    const plain = calls.plain[name] ?? unknownCall;
    (imports[from] ??= {})[name] = waiting
      ? suspending((...given) => waitingCall(waiting, given, sign, runner))
      : (...given: (number | bigint)[]) => plainCall(plain, given, sign, runner);
  }
  return imports;
}

function unknownCall(): number {
  throw new Errno("ENOSYS");
}

function plainCall(
  call: CallTable["plain"][string],
  given: readonly (number | bigint)[],
  sign: RefusalSign,
  runner: CallRunner,
): number {
  try {
    return Reflect.apply(call, undefined, given);
  } catch (thrown) {
    return runner.refused(thrown, sign);
  }
}

function waitingCall(
  call: CallTable["waiting"][string],
  given: readonly (number | bigint)[],
  sign: RefusalSign,
  runner: CallRunner,
): number | Promise<number> {
  let code: Blocking<number>;
  try {
    code = Reflect.apply(call, undefined, given);
  } catch (thrown) {
    return runner.refused(thrown, sign);
  }
  return runner.wait(code, sign);
}

/** The number that tells a program of `refusal`. */
export function refusalNumber({ code }: Errno, sign: RefusalSign): number {
  return sign * wasiErrno(code);
}
