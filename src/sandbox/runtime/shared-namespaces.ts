/**
 * What follows when a sandbox shares namespaces with the host: which are its own, what it then cannot have, and which of
 * the kernel's file systems it can only be shown instead of mounting its own. Pure.
 */
import { Failure } from "../../base/failure.ts";
import type { NamespaceKind } from "../abi/process-calls.ts";
import type { ImageConfig } from "../image/image.ts";
import type { OciMount } from "./oci-config.ts";
import type { Confinement, SandboxOptions } from "./sandbox-options.ts";

/** All kinds, in the order in which they are written down. */
export const allNamespaces: readonly NamespaceKind[] = ["user", "pid", "mnt", "uts", "net", "ipc", "cgroup"];

/** What each profile of confinement gives an application of its own, where nothing is shared (`confinement.ts`). */
export const heldNamespaces: Readonly<Record<Confinement, readonly NamespaceKind[]>> = {
  portal: ["user", "pid", "mnt", "net", "ipc", "cgroup"],
  confined: ["mnt"],
  none: [],
};

/** Those of `kinds` that are not shared. */
export function ownNamespaces(
  kinds: readonly NamespaceKind[],
  { share }: SandboxOptions,
): readonly NamespaceKind[] {
  return kinds.filter((kind) => !share?.includes(kind));
}

/** Refuses what cannot be together: `bad-share`, with what to leave out. */
export function checkShare(options: SandboxOptions): void {
  const { share = [], hostname, init, kind, confinement = "portal" } = options;
  const { tmpfs = [], volumes = [], readOnly = false } = options;
  if (share.includes("uts") && hostname !== undefined)
    refuse("With the host's uts namespace it has the host's name: leave the host name out.");
  if (share.includes("pid") && init)
    refuse(
      "An init has to be PID 1 of a pid namespace of its own: leave the init out, or that namespace its own.",
    );
  if (!share.includes("mnt")) return;
  if (readOnly || tmpfs.length > 0 || volumes.length > 0)
    refuse(
      "With the host's mount namespace it has the host's root and mounts: leave out tmpfs, volumes and the read-only root.",
    );
  if (kind === "application" && confinement !== "none")
    refuse(`As ${confinement} an application is held by mounts of its own: ask for the confinement none.`);
}

function refuse(words: string): never {
  throw new Failure("bad-share", words);
}

/**
 * What runs when nothing is asked for. An init needs a pid namespace to be the first of, and the root it belongs to; where
 * the host's are used, a shell is first.
 */
export function usualCommand({ command }: ImageConfig, own: readonly NamespaceKind[]): readonly string[] {
  const isInit = command[0]?.endsWith("/init") ?? false;
  return isInit && !(own.includes("pid") && own.includes("mnt")) ? ["/bin/sh", "-l"] : command;
}

const safe = ["nosuid", "noexec", "nodev"];

/**
 * /proc, /sys, /sys/fs/cgroup. A user namespace may mount its own /proc only over a pid namespace it rules, and its own
 * /sys only over a network it rules (user_namespaces(7)): else it is shown the host's.
 */
export function kernelMounts(
  own: readonly NamespaceKind[],
  { cgroupWritable }: { readonly cgroupWritable: boolean },
): readonly OciMount[] {
  const shown = (path: string, ...options: readonly string[]): OciMount => ({
    destination: path,
    type: "bind",
    source: path,
    options: ["rbind", ...options, ...safe],
  });
  return [
    own.includes("pid")
      ? { destination: "/proc", type: "proc", source: "proc", options: safe }
      : shown("/proc"),
    own.includes("net")
      ? { destination: "/sys", type: "sysfs", source: "sysfs", options: [...safe, "ro"] }
      : shown("/sys", "ro"),
    own.includes("cgroup")
      ? {
          destination: "/sys/fs/cgroup",
          type: "cgroup2",
          source: "cgroup2",
          options: cgroupWritable ? safe : [...safe, "ro"],
        }
      : shown("/sys/fs/cgroup", "ro"),
  ];
}
