/**
 * The mounts that every container has, as the runtime specification lists them for Linux, and those a user asks for.
 */
import type { OciMount } from "./oci-config.ts";
import type { Volume } from "./sandbox-options.ts";

/** /proc, /sys and the cgroup file system. */
export function kernelMounts({ cgroupWritable }: { readonly cgroupWritable: boolean }): readonly OciMount[] {
  const safe = ["nosuid", "noexec", "nodev"];
  return [
    { destination: "/proc", type: "proc", source: "proc", options: safe },
    { destination: "/sys", type: "sysfs", source: "sysfs", options: [...safe, "ro"] },
    {
      destination: "/sys/fs/cgroup",
      type: "cgroup2",
      source: "cgroup2",
      options: cgroupWritable ? safe : [...safe, "ro"],
    },
  ];
}

/** A /dev of its own with terminals; the runtime puts the usual devices in. */
export const devMounts: readonly OciMount[] = devMountsFor("gid=5");

/** The same where the group of terminals has no number: in a user namespace of one user. */
export const lonelyDevMounts: readonly OciMount[] = devMountsFor();

function devMountsFor(...group: readonly string[]): readonly OciMount[] {
  return [
    {
      destination: "/dev",
      type: "tmpfs",
      source: "tmpfs",
      options: ["nosuid", "strictatime", "mode=755", "size=64k"],
    },
    {
      destination: "/dev/pts",
      type: "devpts",
      source: "devpts",
      options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", ...group],
    },
    {
      destination: "/dev/shm",
      type: "tmpfs",
      source: "shm",
      options: ["nosuid", "noexec", "nodev", "mode=1777"],
    },
  ];
}

/** `/path` or `/path:option,option`. */
export function tmpfsMount(entry: string): OciMount {
  const [destination = "/", ...rest] = entry.split(":");
  const options = rest.join(":").split(",").filter(Boolean);
  return { destination, type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", ...options] };
}

/** `-v source:target[:ro]`. */
export function volumeMount({ source, target, readOnly }: Volume): OciMount {
  return { destination: target, type: "bind", source, options: ["rbind", readOnly ? "ro" : "rw"] };
}

/** Devices that a container's /dev gets from the host's, by bind mounts (a user namespace may not make nodes). */
export const sharedDevices = ["null", "zero", "full", "random", "urandom", "tty"] as const;

/** Links in a container's /dev. */
export const deviceLinks: readonly (readonly [path: string, target: string])[] = [
  ["/dev/fd", "/proc/self/fd"],
  ["/dev/stdin", "/proc/self/fd/0"],
  ["/dev/stdout", "/proc/self/fd/1"],
  ["/dev/stderr", "/proc/self/fd/2"],
  ["/dev/ptmx", "pts/ptmx"],
];
