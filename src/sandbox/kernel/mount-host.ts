/** Mounts what every host has: /dev with its devices and terminals, /proc, /sys and the cgroups. */
import { isErrno } from "../abi/errno.ts";
import type { Syscalls } from "../abi/program.ts";
import { standardDevices } from "./io/special-files.ts";

/** As an init does it before anything else, in the order of /proc/mounts. Directories are made where they are not there. */
export function mountHost(sys: Syscalls, types: ReadonlySet<string>): void {
  sys.umask(0);
  mountOn(sys, "sysfs", "/sys", "sysfs", types);
  mountOn(sys, "proc", "/proc", "proc", types);
  mountOn(sys, "udev", "/dev", "tmpfs", types, "mode=755");
  for (const { name, number, mode } of standardDevices) {
    sys.mknod(`/dev/${name}`, "character", mode, number);
  }
  sys.symlink("/proc/self/fd", "/dev/fd");
  for (const [fd, name] of ["stdin", "stdout", "stderr"].entries()) {
    sys.symlink(`/proc/self/fd/${fd}`, `/dev/${name}`);
  }
  mountOn(sys, "devpts", "/dev/pts", "devpts", types, "gid=5,mode=620,ptmxmode=000");
  mountOn(sys, "tmpfs", "/dev/shm", "tmpfs", types, "mode=1777");
  mountOn(sys, "cgroup2", "/sys/fs/cgroup", "cgroup2", types);
  sys.umask(0o022);
}

function mountOn(
  sys: Syscalls,
  source: string,
  target: string,
  type: string,
  types: ReadonlySet<string>,
  options = "",
): void {
  if (!types.has(type)) return;
  if (!isThere(sys, target)) sys.mkdir(target, 0o755);
  sys.mount(source, target, type, {}, options);
}

function isThere(sys: Syscalls, path: string): boolean {
  try {
    sys.stat(path);
    return true;
  } catch (error) {
    if (isErrno(error, "ENOENT")) return false;
    throw error;
  }
}
