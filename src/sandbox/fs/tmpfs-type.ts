/**
 * tmpfs as a type that can be mounted.
 */
import { Tmpfs } from "./tmpfs.ts";
import type { FileSystemType, Vfs } from "./vfs.ts";

/** tmpfs on a host with so much memory. */
export function tmpfsType(vfs: Vfs, memoryBytes: number): FileSystemType {
  return {
    name: "tmpfs",
    mountableInUserNamespace: true,
    make: ({ options, owner, context: { caller } }) =>
      new Tmpfs({ device: vfs.nextDevice(), owner, memoryBytes, options, caller }),
  };
}
