/**
 * One run of a sandbox under its shim, from the making of its first process to when nothing of it is left. Knows what
 * the shim tells and that it may be killed before it tells; what a sandbox makes of it is the sandbox's matter.
 */
import { deferred } from "../../base/deferred.ts";
import { Failure } from "../../base/failure.ts";
import type { ChildStatus } from "../abi/process-calls.ts";
import type { EngineKernel } from "./engine-kernel.ts";
import { shim, type ShimParts } from "./shim.ts";

/** A run that was begun. */
export interface ShimRun {
  /** The host's pid of the first process, which waits to be let begin. Fails with `sandbox-failed`. */
  readonly created: Promise<number>;
  /** How the first process ended, when all is cleared up; `null` when there never was one. */
  readonly over: Promise<ChildStatus | null>;
}

/** Begins one. `ended` is called when the first process is over, and its cgroup can still be read. */
export function runShim(
  kernel: EngineKernel,
  name: string,
  parts: Omit<ShimParts, "tell">,
  ended: () => void,
): ShimRun {
  const created = deferred<number>();
  const over = deferred<ChildStatus | null>();
  let end: ChildStatus | null = null;
  const program = shim({
    ...parts,
    tell: {
      created: created.resolve,
      ended: (status) => {
        end = status;
        ended();
      },
      exited: () => over.resolve(end),
      failed: (failure) => {
        created.reject(failure);
        over.resolve(null);
      },
    },
  });
  // A shim that is killed, from the host console or with the kernel, tells nothing any more.
  void kernel.spawn(program, { name: "sandbox-shim" }).ended.then((status) => {
    created.reject(new Failure("sandbox-failed", `The sandbox ${name} could not be made: its shim ended.`));
    over.resolve(end ?? status);
  });
  return { created: created.promise, over: over.promise };
}
