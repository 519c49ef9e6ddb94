/**
 * The part of the OCI runtime specification's `config.json` (version 1.2) that the runtime writes and obeys.
 */
import type { Capability } from "../abi/capabilities.ts";

/** Names of namespaces in the specification. */
export type OciNamespace = "pid" | "network" | "mount" | "ipc" | "uts" | "user" | "cgroup";

/** One mount, in the order it is made. */
export interface OciMount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  /** As in fstab(5): `ro`, `rbind`, `nosuid`, `size=1m`, … */
  readonly options: readonly string[];
}

/** A range of ids. */
export interface OciIdMapping {
  readonly containerID: number;
  readonly hostID: number;
  readonly size: number;
}

/** `config.json`. */
export interface OciConfig {
  readonly ociVersion: "1.2.0";
  readonly hostname?: string;
  readonly process: {
    readonly terminal: boolean;
    readonly user: { readonly uid: number; readonly gid: number; readonly additionalGids: readonly number[] };
    readonly args: readonly string[];
    /** `NAME=value`. */
    readonly env: readonly string[];
    readonly cwd: string;
    readonly capabilities: {
      readonly bounding: readonly Capability[];
      readonly effective: readonly Capability[];
      readonly permitted: readonly Capability[];
    };
    readonly noNewPrivileges: boolean;
  };
  /** `path` is relative to the bundle; absent for an application that runs in the host's own root. */
  readonly root?: { readonly path: string; readonly readonly: boolean };
  readonly mounts: readonly OciMount[];
  readonly linux: {
    readonly namespaces: readonly { readonly type: OciNamespace }[];
    readonly uidMappings?: readonly OciIdMapping[];
    readonly gidMappings?: readonly OciIdMapping[];
    /** From the root of the cgroup file system. */
    readonly cgroupsPath: string;
    readonly resources: {
      readonly memory?: { readonly limit: number };
      readonly cpu?: { readonly quota: number; readonly period: number };
      readonly pids?: { readonly limit: number };
      /** cgroup v2 files by name. */
      readonly unified: Readonly<Record<string, string>>;
    };
    readonly maskedPaths: readonly string[];
    readonly readonlyPaths: readonly string[];
  };
  readonly annotations: Readonly<Record<string, string>>;
}
