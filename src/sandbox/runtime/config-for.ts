/**
 * Turns an image and a user's options into an OCI `config.json`: everything the runtime will do, written down before
 * it does anything.
 */
import { Failure } from "../../base/failure.ts";
import type { NamespaceKind } from "../abi/process-calls.ts";
import type { Signal } from "../abi/signals.ts";
import type { ImageConfig, SandboxImage } from "../image/image.ts";
import { allCapabilities, containerCapabilities } from "./capability-sets.ts";
import { confinements } from "./confinement.ts";
import type { IdRange } from "./id-ranges.ts";
import type { OciConfig, OciMount, OciNamespace } from "./oci-config.ts";
import { cgroupPath } from "./paths.ts";
import { cpuPeriodUs, limitBytes, type SandboxKind, type SandboxOptions } from "./sandbox-options.ts";
import { stopSignal } from "./stop-signal.ts";
import { allNamespaces, kernelMounts, ownNamespaces, usualCommand } from "./shared-namespaces.ts";
import { devMounts, tmpfsMount, volumeMount } from "./standard-mounts.ts";

/** What is decided before the configuration can be written. */
export interface ConfigParts {
  readonly id: string;
  readonly name: string;
  readonly image: SandboxImage;
  readonly kind: SandboxKind;
  readonly options: SandboxOptions;
  /** Host ids set aside for it, when it has a user namespace of its own. */
  readonly ids: IdRange;
  /** Numeric ids of `--user` or the image's user. */
  readonly user: { readonly uid: number; readonly gid: number };
  /** `PATH`, as the image's programs need it in this browser. */
  readonly path: string;
}

/** Memory a sandbox may have when nothing is said, in MiB. */
const defaultMemoryMiB = 64;
/** Processes it may have when nothing is said. */
const defaultPidsLimit = 256;

const cableKey = "page.guesthouse.veth";
/** As the image specification has it where an image's configuration becomes a runtime's. */
const stopSignalKey = "org.opencontainers.image.stopSignal";

const ociNames: Readonly<Record<NamespaceKind, OciNamespace>> = {
  pid: "pid",
  mnt: "mount",
  uts: "uts",
  net: "network",
  ipc: "ipc",
  user: "user",
  cgroup: "cgroup",
};

/** The configuration of a new sandbox. */
export function configFor(parts: ConfigParts): OciConfig {
  return parts.kind === "system" ? systemConfig(parts) : applicationConfig(parts);
}

function systemConfig(parts: ConfigParts): OciConfig {
  const { id, name, image, options, ids, user } = parts;
  const own = ownNamespaces(allNamespaces, options);
  const mapped = own.includes("user");
  const mapping = [{ containerID: 0, hostID: ids.first, size: ids.size }];
  const capabilities = mapped ? allCapabilities : containerCapabilities;
  return {
    ociVersion: "1.2.0",
    ...(own.includes("uts") ? { hostname: options.hostname ?? name } : {}),
    process: {
      terminal: true,
      user: { ...user, additionalGids: [] },
      args: withInit(options, commandOf(options, image.config, own)),
      env: environment(parts, own),
      cwd: options.workingDirectory ?? image.config.workingDirectory,
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
      noNewPrivileges: false,
    },
    ...(own.includes("mnt")
      ? {
          root: { path: "rootfs", readonly: options.readOnly ?? false },
          mounts: [
            ...kernelMounts(own, { cgroupWritable: true }),
            ...devMounts({ ttyGroup: true, ownIpc: own.includes("ipc") }),
            tmpfsMount("/run"),
            ...asked(options),
          ],
        }
      : { mounts: [] }),
    linux: {
      namespaces: own.map((kind) => ({ type: ociNames[kind] })),
      ...(mapped ? { uidMappings: mapping, gidMappings: mapping } : {}),
      cgroupsPath: cgroupPath(id),
      resources: resourcesFor(options),
      maskedPaths: [],
      // Its root is the host's, who may end the kernel by it: as runc's default has it.
      readonlyPaths: mapped || !own.includes("mnt") ? [] : ["/proc/sysrq-trigger"],
    },
    annotations: { ...annotations(parts, own), ...cable(parts, own) },
  };
}

function applicationConfig(parts: ConfigParts): OciConfig {
  const { id, name, image, options } = parts;
  const confinement = options.confinement ?? "portal";
  const held = confinements[confinement]({ name, image, options });
  const own = held.namespaces;
  const { uid, gid } = held.user;
  const single = (hostID: number) => [{ containerID: hostID, hostID, size: 1 }];
  return {
    ociVersion: "1.2.0",
    ...(own.includes("uts") ? { hostname: options.hostname ?? name } : {}),
    process: {
      terminal: true,
      user: { uid, gid, additionalGids: [] },
      args: withInit(options, commandOf(options, image.config, own).map(held.inside)),
      env: [...environment(parts, own), ...Object.entries(held.env).map(([key, value]) => `${key}=${value}`)],
      cwd: options.workingDirectory ?? held.workingDirectory,
      capabilities: { bounding: held.bounding, effective: [], permitted: [] },
      noNewPrivileges: held.noNewPrivileges,
    },
    ...(held.root
      ? { root: { path: "rootfs", readonly: held.root.readOnly || (options.readOnly ?? false) } }
      : {}),
    mounts: [...held.mounts, ...asked(options)],
    linux: {
      namespaces: own.map((kind) => ({ type: ociNames[kind] })),
      ...(own.includes("user") ? { uidMappings: single(uid), gidMappings: single(gid) } : {}),
      cgroupsPath: cgroupPath(id),
      resources: resourcesFor(options),
      maskedPaths: held.maskedPaths,
      readonlyPaths: [],
    },
    annotations: {
      ...annotations(parts, own),
      ...cable(parts, own),
      "page.guesthouse.confinement": confinement,
    },
  };
}

function commandOf(
  { command }: SandboxOptions,
  image: ImageConfig,
  own: readonly NamespaceKind[],
): readonly string[] {
  const words = [...image.entrypoint, ...(command ?? usualCommand(image, own))];
  return words.length > 0 ? words : ["/bin/sh"];
}

function withInit({ init }: SandboxOptions, args: readonly string[]): readonly string[] {
  return init ? ["/usr/sbin/init", "--", ...args] : args;
}

function environment(
  { image, options, path, name }: ConfigParts,
  own: readonly NamespaceKind[],
): readonly string[] {
  const env = {
    PATH: path,
    TERM: "xterm-256color",
    ...(own.includes("uts") ? { HOSTNAME: options.hostname ?? name } : {}),
    ...image.config.env,
    ...options.env,
  };
  return Object.entries(env).map(([key, value]) => `${key}=${value}`);
}

function asked({ tmpfs = [], volumes = [] }: SandboxOptions): readonly OciMount[] {
  return [...tmpfs.map(tmpfsMount), ...volumes.map(volumeMount)];
}

/** The limits of a sandbox as `config.json` has them. */
export function resourcesFor({
  memoryMiB,
  cpus,
  cpuWeight,
  pidsLimit,
}: SandboxOptions): OciConfig["linux"]["resources"] {
  const memory = memoryMiB === undefined ? defaultMemoryMiB : memoryMiB;
  const pids = pidsLimit === undefined ? defaultPidsLimit : pidsLimit;
  return {
    ...(memory === null ? {} : { memory: { limit: limitBytes(memory) } }),
    ...(cpus === undefined || cpus === null
      ? {}
      : { cpu: { quota: Math.round(cpus * cpuPeriodUs), period: cpuPeriodUs } }),
    ...(pids === null ? {} : { pids: { limit: pids } }),
    unified: { "cpu.weight": String(cpuWeight ?? 100), "memory.oom.group": "0" },
  };
}

/**
 * Where the host's end of a sandbox's cable is named; the specification leaves networks to whoever calls the runtime.
 * `null` where there is none.
 */
export function cableOf({ annotations: { [cableKey]: name } }: OciConfig): string | null {
  return name ?? null;
}

/** The signal that asks its first process to end. */
export function stopSignalOf({ annotations: { [stopSignalKey]: name } }: OciConfig): Signal {
  return stopSignal(name ?? "SIGTERM");
}

/** As short as names of interfaces have to be (15 bytes). */
function cable(
  { id, options, name }: ConfigParts,
  own: readonly NamespaceKind[],
): Readonly<Record<string, string>> {
  if (options.network !== "veth") return {};
  if (own.includes("net")) return { [cableKey]: `veth${id.slice(0, 4)}` };
  throw new Failure(
    "bad-network",
    `${name} would share the host's network: a cable needs a network namespace of its own.`,
  );
}

function annotations(
  { image, kind, name, options }: ConfigParts,
  own: readonly NamespaceKind[],
): Readonly<Record<string, string>> {
  const { stopSignal: usual } = image.config;
  // A shell at a terminal does not end by SIGTERM.
  const isShell = options.command === undefined && usualCommand(image.config, own) !== image.config.command;
  return {
    "page.guesthouse.name": name,
    "page.guesthouse.image": image.id,
    "page.guesthouse.kind": kind,
    [stopSignalKey]: isShell ? "SIGHUP" : usual,
  };
}
