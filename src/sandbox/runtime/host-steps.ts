/**
 * What a sandbox has done on the host, each by a process of its own: programs of a few calls. Knows paths, not sandboxes.
 */
import { Failure } from "../../base/failure.ts";
import type { Program } from "../abi/program.ts";
import type { Signal } from "../abi/signals.ts";
import type { EngineKernel } from "./engine-kernel.ts";
import { removeTree, tolerating, writeControl } from "./file-steps.ts";
import { cgroupRoot } from "./paths.ts";

/** Stops all of a cgroup, or lets it go on. */
export function freezeAll(cgroupsPath: string, frozen: boolean): Program {
  return writing(`${cgroupRoot}${cgroupsPath}/cgroup.freeze`, frozen ? "1" : "0");
}

/** Kills all of a cgroup. */
export function killAll(cgroupsPath: string): Program {
  return writing(`${cgroupRoot}${cgroupsPath}/cgroup.kill`, "1");
}

/** Sends a signal to a process of the host. */
export function sendSignal(pid: number, signal: Signal): Program {
  // oxlint-disable-next-line require-yield -- a program is a generator, and this one need not wait
  return function* send(sys) {
    // It may have ended by itself on the way.
    tolerating(["ESRCH"], () => sys.kill(pid, signal));
    return 0;
  };
}

/** Removes a bundle, and with it all that was written. */
export function removeBundle(bundle: string): Program {
  return function* remove(sys) {
    yield* removeTree(sys, bundle);
    return 0;
  };
}

function writing(path: string, text: string): Program {
  return function* write(sys) {
    yield* writeControl(sys, path, text);
    return 0;
  };
}

/** Has `body` run on the host for the sandbox `sandboxName`. Fails with `sandbox-failed` where its status is not 0. */
export async function onHost(
  kernel: EngineKernel,
  sandboxName: string,
  name: string,
  body: Program,
): Promise<void> {
  const status = await kernel.spawn(body, { name }).ended;
  if (status.kind === "exited" && status.code === 0) return;
  throw new Failure("sandbox-failed", `${name} did not succeed for the sandbox ${sandboxName}.`);
}
