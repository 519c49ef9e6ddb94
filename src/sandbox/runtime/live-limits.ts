/**
 * A sandbox's limits while it runs: read from its cgroup, written through the files of the cgroup file system by a process
 * of the host, as `podman update` does it.
 */
import { Failure } from "../../base/failure.ts";
import { MIB } from "../../base/units.ts";
import { Errno } from "../abi/errno.ts";
import { resourcesFor } from "./config-for.ts";
import { limitFiles } from "./cgroup-limits.ts";
import type { CgroupLimits, EngineKernel } from "./engine-kernel.ts";
import { runInspection } from "./inspect/run-inspection.ts";
import { writeControl } from "./file-steps.ts";
import type { OciConfig } from "./oci-config.ts";
import { cgroupRoot } from "./paths.ts";
import { checkSandboxOptions } from "./sandbox-options.ts";

type Resources = OciConfig["linux"]["resources"];

/** What can be changed while a sandbox runs. `null` is no limit. */
export interface SandboxLimits {
  /** `cpu.max`, in cores. */
  readonly cpus: number | null;
  /** `cpu.weight`. */
  readonly cpuWeight: number;
  /** `memory.max`. */
  readonly memoryMiB: number | null;
  /** `pids.max`. */
  readonly pidsLimit: number | null;
}

/** What a configuration says, for a sandbox that does not run. */
function configuredLimits({ cpu, memory, pids, unified }: Resources): SandboxLimits {
  return {
    cpus: cpu ? cpu.quota / cpu.period : null,
    cpuWeight: Number(unified["cpu.weight"] ?? 100),
    memoryMiB: memory ? memory.limit / MIB : null,
    pidsLimit: pids?.limit ?? null,
  };
}

/** What its cgroup says: whoever may write its files can have changed it. */
function cgroupLimits({ cpuMaxCores, cpuWeight, memoryMaxBytes, pidsMax }: CgroupLimits): SandboxLimits {
  return {
    cpus: cpuMaxCores,
    cpuWeight,
    memoryMiB: memoryMaxBytes === null ? null : memoryMaxBytes / MIB,
    pidsLimit: pidsMax,
  };
}

/** What a sandbox is configured to, and what its cgroup says while it runs. */
export interface LimitedSandbox {
  readonly config: OciConfig;
  readonly usage: CgroupLimits | null;
}

/** What it may take: as its cgroup says while it runs, as it is configured while it does not. */
export function limitsOf({ config, usage }: LimitedSandbox): SandboxLimits {
  return usage ? cgroupLimits(usage) : configuredLimits(config.linux.resources);
}

/**
 * Its configuration with other limits, which are written at once if it runs. Fails as `checkSandboxOptions`, or with
 * `kernel-refused`.
 */
export async function changedLimits(
  kernel: EngineKernel,
  sandbox: LimitedSandbox,
  changes: Partial<SandboxLimits>,
): Promise<OciConfig> {
  const limits = { ...limitsOf(sandbox), ...changes };
  checkSandboxOptions(limits);
  const { config, usage } = sandbox;
  const { linux } = config;
  const to = resourcesFor(limits);
  const from = usage ? resourcesFor(cgroupLimits(usage)) : linux.resources;
  if (usage) await writeLimits(kernel, linux.cgroupsPath, { from, to });
  return { ...config, linux: { ...linux, resources: to } };
}

/**
 * Writes the limits of `to` that are others than in `from`. Fails with `kernel-refused` and Linux's own words, where the
 * files before the refused one have been written.
 */
async function writeLimits(
  kernel: EngineKernel,
  cgroupsPath: string,
  { from, to }: { readonly from: Resources; readonly to: Resources },
): Promise<void> {
  const before = new Map(limitFiles(from));
  const changed = limitFiles(to).filter(([file, text]) => before.get(file) !== text);
  if (changed.length === 0) return;
  const host = {
    spawn: (run: Parameters<EngineKernel["spawn"]>[0], name: string) => kernel.spawn(run, { name }),
  };
  await runInspection(host, function* write(sys) {
    for (const [file, text] of changed) {
      try {
        yield* writeControl(sys, `${cgroupRoot}${cgroupsPath}/${file}`, text);
      } catch (error) {
        if (!(error instanceof Errno)) throw error;
        throw new Failure(
          "kernel-refused",
          `The host kernel refused ${file} = ${text}: ${error.message} (${error.code}).`,
          { cause: error },
        );
      }
    }
  });
}
