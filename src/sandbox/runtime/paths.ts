/**
 * Where the runtime keeps things on the host's file system, for everyone to look at.
 */
import type { Digest } from "../image/image.ts";

/** All of a sandbox that outlives its processes: `config.json`, `upper`, `work`, `rootfs`. */
export function bundlePath(id: string): string {
  return `/var/lib/guesthouse/sandboxes/${id}`;
}

/** A layer as the host sees it, once for all sandboxes. */
export function layerPath(digest: Digest): string {
  return `/var/lib/guesthouse/layers/${digest.slice("sha256:".length, "sha256:".length + 12)}`;
}

/** A sandbox's cgroup, from the root of the cgroup file system. */
export function cgroupPath(id: string): string {
  return `/guesthouse/${id}`;
}

/** Where the host mounts its cgroup file system. */
export const cgroupRoot = "/sys/fs/cgroup";

/** The host's ordinary user, who runs applications. */
export const hostUser = { name: "user", uid: 1000, gid: 1000, home: "/home/user" } as const;
