/**
 * What each kind of namespace keeps apart, and what leaks when a sandbox shares the host's, in a few words.
 */
import type { NamespaceKind } from "../sandbox/abi/process-calls.ts";

/** In words: what it keeps apart, and what is seen where the host's is shared. */
export interface NamespaceWords {
  readonly of: string;
  readonly leak: string;
}

/** In the order in which they are shown. */
export const namespaceWords: Readonly<Record<NamespaceKind, NamespaceWords>> = {
  pid: {
    of: "numbers of processes",
    leak: "sees the host’s processes and may signal those of its users; has no init, a shell is first",
  },
  net: { of: "interfaces, ports, routes", leak: "has the host’s interfaces, addresses and ports" },
  mnt: {
    of: "what is mounted where",
    leak: "has the host’s root and mounts, nothing of its image; a shell is first",
  },
  uts: { of: "host name", leak: "has the host’s name" },
  ipc: {
    of: "System V objects and shared memory",
    leak: "sees the host’s queues, semaphores and segments (ipcs) and /dev/shm",
  },
  user: {
    of: "users, groups and capabilities",
    leak: "its root is the host’s root, with the capabilities Docker leaves it",
  },
  cgroup: {
    of: "where its cgroup tree begins",
    leak: "sees where it is in the host’s tree, and all of that",
  },
};

/** The kinds in that order. */
export const namespaceKindsShown: readonly NamespaceKind[] = [
  "pid",
  "net",
  "mnt",
  "uts",
  "ipc",
  "user",
  "cgroup",
];
