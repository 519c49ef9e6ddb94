/** What a sandbox is built from, and what it can be asked. */
import type { SandboxImage } from "../image/image.ts";
import type { EngineKernel } from "./engine-kernel.ts";
import type { OciConfig } from "./oci-config.ts";
import type { SandboxKind, SandboxOptions } from "./sandbox-options.ts";
import type { LayerSource } from "./shim.ts";

/** `created` is made but not begun; `exited` can be started again and has kept what it wrote. */
export type SandboxState = "created" | "running" | "paused" | "exited";

/** What can be asked of a sandbox. */
export type SandboxVerb = "start" | "pause" | "resume" | "stop" | "kill" | "exec" | "delete";

const fits: Readonly<Record<SandboxVerb, readonly SandboxState[]>> = {
  start: ["created", "exited"],
  pause: ["running"],
  resume: ["paused"],
  stop: ["running", "paused"],
  kill: ["running", "paused"],
  exec: ["running"],
  delete: ["created", "exited"],
};

/** Whether it can be asked in this state. */
export function verbFits(verb: SandboxVerb, state: SandboxState): boolean {
  return fits[verb].includes(state);
}

/** What a sandbox is built from. */
export interface SandboxParts {
  readonly id: string;
  readonly name: string;
  readonly kind: SandboxKind;
  readonly image: SandboxImage;
  readonly options: SandboxOptions;
  readonly config: OciConfig;
  readonly layers: readonly LayerSource[];
  readonly hostDirectories: readonly string[];
  readonly kernel: EngineKernel;
  /** Wall clock, in ms since the epoch. */
  readonly epochMs: () => number;
  /** Gives back what was set aside for it: ids, its name. */
  readonly release: () => void;
}
