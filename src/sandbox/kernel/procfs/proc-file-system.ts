/** procfs as a type that can be mounted: each mount shows the tasks of the pid namespace it was mounted from (proc(5)). */
import { Errno } from "../../abi/errno.ts";
import type { FileSystem } from "../../fs/file-system.ts";
import type { Inode } from "../../fs/inode.ts";
import { PseudoFile } from "../../fs/pseudo-file.ts";
import { PseudoFileSystem } from "../../fs/pseudo-file-system.ts";
import { PseudoDirectory, PseudoLink } from "../../fs/pseudo-nodes.ts";
import type { FileSystemType, MountRequest } from "../../fs/vfs.ts";
import type { PidNamespace } from "../namespaces/pid-namespace.ts";
import type { Task } from "../task.ts";
import { taskOf } from "./proc-node.ts";
import type { ProcKernel, ProcMount } from "./proc-node.ts";
import { sysDirectory } from "./sys-directory.ts";
import { sysrqTrigger } from "./sysrq-trigger.ts";
import { systemVDirectory } from "./system-v-directory.ts";
import { locksText } from "./locks-text.ts";
import { pressureFiles, systemFiles } from "./system-files.ts";
import { taskDirectory } from "./task-directory.ts";

/** One per kernel. */
export class ProcFileSystemType implements FileSystemType {
  readonly name = "proc";
  readonly mountableInUserNamespace = true;
  readonly #kernel: ProcKernel;

  constructor(kernel: ProcKernel) {
    this.#kernel = kernel;
  }

  /** EPERM unless the mounter rules over its pid namespace. */
  make({ context: { caller }, owner }: MountRequest): FileSystem {
    const task = taskOf(caller);
    if (!task) throw new Errno("EPERM");
    const pids = task.pidNamespace;
    if (!caller.identity.capable("CAP_SYS_ADMIN", pids.owner)) throw new Errno("EPERM");
    pids.hold();
    const kernel = this.#kernel;
    return new PseudoFileSystem({
      type: "proc",
      device: kernel.vfs.nextDevice(),
      owner,
      epochMs: kernel.epochMs,
      released: () => pids.drop(),
      top: (fs) => topDirectory({ fs, kernel, pids }),
    });
  }
}

function topDirectory(mount: ProcMount): PseudoDirectory {
  const { fs, kernel, pids } = mount;
  const directories = new WeakMap<Task, PseudoDirectory>();
  const find = (name: string): Inode | null => {
    const task = /^[1-9]\d*$/.test(name) ? pids.task(Number(name)) : null;
    if (!task) return null;
    let directory = directories.get(task);
    if (!directory) {
      directory = taskDirectory(mount, task);
      directories.set(task, directory);
    }
    return directory;
  };
  const top = new PseudoDirectory(fs, {
    number: 1,
    names: () => pids.tasks().map((task) => String(task.pid.in(pids))),
    find,
  });
  for (const [name, read] of systemFiles(kernel)) top.set(name, new PseudoFile(fs, { read }));
  const pressure = new PseudoDirectory(fs, { mode: 0o555 });
  for (const [name, read] of pressureFiles(kernel)) pressure.set(name, new PseudoFile(fs, { read }));
  const toSelf = (target: string) => new PseudoLink(fs, { target: () => target });
  return top
    .set("locks", new PseudoFile(fs, { read: () => locksText(mount) }))
    .set("mounts", toSelf("self/mounts"))
    .set("net", toSelf("self/net"))
    .set("pressure", pressure)
    .set("self", new PseudoLink(fs, { target: (caller) => String(numberOf(taskOf(caller), pids)) }))
    .set("sys", sysDirectory(mount))
    .set("sysrq-trigger", sysrqTrigger(fs, kernel))
    .set("sysvipc", systemVDirectory(fs))
    .set(
      "thread-self",
      new PseudoLink(fs, {
        target: (caller) => {
          const number = numberOf(taskOf(caller), pids);
          return `${number}/task/${number}`;
        },
      }),
    );
}

/** ENOENT for a task that the mount does not show. */
function numberOf(task: Task | null, pids: PidNamespace): number {
  const number = task?.pid.in(pids) ?? 0;
  if (number === 0) throw new Errno("ENOENT");
  return number;
}
