/** sysfs as far as programs need it: where cgroups are mounted, and how many processors there are (sysfs(5)). */
import { Errno } from "../abi/errno.ts";
import { PseudoFile } from "../fs/pseudo-file.ts";
import { PseudoFileSystem } from "../fs/pseudo-file-system.ts";
import { PseudoDirectory } from "../fs/pseudo-nodes.ts";
import type { FileSystemType, Vfs } from "../fs/vfs.ts";
import { taskOf } from "./procfs/proc-node.ts";

/** sysfs as a type that can be mounted by who rules over his network; all mounts show one tree. */
export function sysfsType(vfs: Vfs, epochMs: () => number): FileSystemType {
  let fs: PseudoFileSystem | null = null;
  return {
    name: "sysfs",
    mountableInUserNamespace: true,
    make: ({ context: { caller } }) => {
      const net = taskOf(caller)?.namespaces.net;
      if (net && !caller.identity.capable("CAP_SYS_ADMIN", net.owner)) throw new Errno("EPERM");
      return (fs ??= new PseudoFileSystem({
        type: "sysfs",
        device: vfs.nextDevice(),
        owner: null,
        epochMs,
        top,
      }));
    },
  };
}

function top(fs: PseudoFileSystem): PseudoDirectory {
  const directory = (...entries: (readonly [string, PseudoDirectory | PseudoFile])[]): PseudoDirectory =>
    new PseudoDirectory(fs, { mode: 0o755 }, entries);
  const says = (text: string): PseudoFile => new PseudoFile(fs, { read: () => `${text}\n` });
  const processors = directory(
    ["cpu0", directory()],
    ["online", says("0")],
    ["possible", says("0")],
    ["present", says("0")],
  );
  return directory(
    ["class", directory()],
    ["devices", directory(["system", directory(["cpu", processors])])],
    ["fs", directory(["cgroup", directory()])],
    ["kernel", directory()],
  );
}
