/**
 * What a new sandbox shall be, as a user says it, checked. The words are those of `podman run` and `docker run`.
 */
import { Failure } from "../../base/failure.ts";
import { KIB, MIB } from "../../base/units.ts";
import type { NamespaceKind } from "../abi/process-calls.ts";

/** A whole system with an init, or one application on a runtime. */
export type SandboxKind = "system" | "application";

/**
 * How an application is held: `portal` as Flatpak does, `confined` as Snap does, `none` as AppImage does not
 * (see `confinement.ts`).
 */
export type Confinement = "portal" | "confined" | "none";

/** A directory of the host shown inside (`-v`). */
export interface Volume {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** All of it has defaults. Sizes in MiB, CPU in cores. */
export interface SandboxOptions {
  /** An image's id. Default: the first system image. */
  readonly image?: string;
  /** Default: the image's. */
  readonly kind?: SandboxKind;
  /** Of an application. Default: `portal`. */
  readonly confinement?: Confinement;
  /** A host name: 1 to 63 letters, digits and hyphens. Default: the image's id and the next free number. */
  readonly name?: string;
  /** `memory.max`. Default: 64; `null` is no limit. */
  readonly memoryMiB?: number | null;
  /** `cpu.max`, in cores: 0.01 and more. Default: no limit. */
  readonly cpus?: number | null;
  /** `cpu.weight`: 1 to 10000. Default: 100. */
  readonly cpuWeight?: number;
  /** `pids.max`. Default: 256; `null` is no limit. */
  readonly pidsLimit?: number | null;
  /** Default: the name. */
  readonly hostname?: string;
  /** Whether the root file system cannot be written. Default: no. */
  readonly readOnly?: boolean;
  /** Paths with an empty tmpfs of their own, each with mount options or none: `/run`, `/tmp:size=1m`. */
  readonly tmpfs?: readonly string[];
  readonly volumes?: readonly Volume[];
  /** `name`, `uid`, `name:group`, `uid:gid`. Default: the image's. */
  readonly user?: string;
  /** Whether a small init is PID 1 and reaps. Default: no; a system has its own. */
  readonly init?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** Instead of what the image would run. */
  readonly command?: readonly string[];
  /** Namespaces it shares with the host instead of having its own. Default: none. */
  readonly share?: readonly NamespaceKind[];
  /**
   * With `veth` a network cable is put in: `eth0` inside, `veth` and the beginning of its id on the host, where `openPort`
   * of the `SandboxHost` gives that end to a bridge. Default: `none`.
   */
  readonly network?: "none" | "veth";
}

const smallestMemoryMiB = 1;
const largestMemoryMiB = 4_096;

/**
 * Refuses what cannot be, saying what can: `bad-name`, `bad-memory`, `bad-cpus`, `bad-weight`, `bad-pids`, `bad-path`,
 * `bad-command`, `bad-kind`.
 */
export function checkSandboxOptions(options: SandboxOptions): void {
  const { name, hostname, memoryMiB, cpus, cpuWeight, pidsLimit } = options;
  for (const [what, value] of [
    ["a sandbox's name", name],
    ["a host name", hostname],
  ] as const) {
    if (value === undefined || /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(value)) continue;
    throw new Failure(
      "bad-name",
      `"${value}" cannot be ${what}: use 1 to 63 letters, digits and hyphens, with no hyphen at either end.`,
    );
  }
  if (!inRange(memoryMiB, smallestMemoryMiB, largestMemoryMiB)) {
    throw new Failure(
      "bad-memory",
      `${sizeWords(memoryMiB ?? 0)} cannot be a sandbox's memory limit: use ${smallestMemoryMiB} to ${largestMemoryMiB} MiB.`,
    );
  }
  if (!inRange(cpus, 0.01, 64)) {
    throw new Failure("bad-cpus", `${cpus} cannot be a limit in cores: use 0.01 to 64.`);
  }
  if (!inRange(cpuWeight, 1, 10_000) || !Number.isInteger(cpuWeight ?? 1)) {
    throw new Failure(
      "bad-weight",
      `${cpuWeight} cannot be a CPU weight: use whole numbers from 1 to 10000.`,
    );
  }
  if (!inRange(pidsLimit, 1, 32_768) || !Number.isInteger(pidsLimit ?? 1)) {
    throw new Failure(
      "bad-pids",
      `${pidsLimit} cannot be a limit of processes: use whole numbers from 1 to 32768.`,
    );
  }
  checkPaths(options);
  if (options.command?.length === 0) throw new Failure("bad-command", "A command needs at least one word.");
  if (options.confinement && options.kind === "system") {
    throw new Failure(
      "bad-kind",
      "Confinement is for application sandboxes: leave it out, or ask for that kind.",
    );
  }
}

function checkPaths({ tmpfs = [], volumes = [], workingDirectory }: SandboxOptions): void {
  const paths = [
    ...tmpfs.map((entry) => entry.split(":", 1)[0] ?? ""),
    ...volumes.flatMap(({ source, target }) => [source, target]),
    ...(workingDirectory === undefined ? [] : [workingDirectory]),
  ];
  for (const path of paths) {
    if (path.startsWith("/") && !path.includes("\0") && !path.split("/").includes("..")) continue;
    throw new Failure("bad-path", `"${path}" cannot be used here: give an absolute path without "..".`);
  }
}

function inRange(value: number | null | undefined, least: number, most: number): boolean {
  return value === undefined || value === null || (value >= least && value <= most);
}

/** In the unit in which it was most likely written: less than a hundredth of a MiB was meant as bytes or KiB. */
function sizeWords(memoryMiB: number): string {
  if (!Number.isFinite(memoryMiB) || Math.round(memoryMiB * 100) / 100 === memoryMiB)
    return `${memoryMiB} MiB`;
  const bytes = limitBytes(memoryMiB);
  if (bytes !== 0 && bytes % KIB === 0) return `${bytes / KIB} KiB`;
  return `${bytes} ${Math.abs(bytes) === 1 ? "byte" : "bytes"}`;
}

/** `cpu.max` takes microseconds of a period. */
export const cpuPeriodUs = 100_000;

/** Bytes of a limit in MiB. */
export function limitBytes(memoryMiB: number): number {
  return Math.round(memoryMiB * MIB);
}
