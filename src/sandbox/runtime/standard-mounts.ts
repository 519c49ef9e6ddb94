/**
 * The mounts that every container has, whatever it shares with the host, and those a user asks for.
 */
import type { OciMount } from "./oci-config.ts";
import type { Volume } from "./sandbox-options.ts";

/**
 * A /dev with terminals of its own; the runtime puts the usual devices in. In a user namespace of one user the group of
 * terminals has no number (`ttyGroup: false`). Shared memory goes by the ipc namespace, as engines have it.
 */
export function devMounts({
  ttyGroup,
  ownIpc,
}: {
  readonly ttyGroup: boolean;
  readonly ownIpc: boolean;
}): readonly OciMount[] {
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
      options: [
        "nosuid",
        "noexec",
        "newinstance",
        "ptmxmode=0666",
        "mode=0620",
        ...(ttyGroup ? ["gid=5"] : []),
      ],
    },
    ownIpc
      ? {
          destination: "/dev/shm",
          type: "tmpfs",
          source: "shm",
          options: ["nosuid", "noexec", "nodev", "mode=1777"],
        }
      : {
          destination: "/dev/shm",
          type: "bind",
          source: "/dev/shm",
          options: ["bind", "nosuid", "noexec", "nodev"],
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
