/**
 * Builds a container's root file system from its configuration: inside the container's own mount namespace, before it
 * gives the host's root up. All of it by system calls, as any runtime on Linux does.
 */
import { Failure } from "../../base/failure.ts";
import { type Errno, isErrno } from "../abi/errno.ts";
import type { MountFlags } from "../abi/file-calls.ts";
import type { Syscalls } from "../abi/program.ts";
import { makeDirectories } from "./file-steps.ts";
import type { OciConfig, OciMount } from "./oci-config.ts";
import { deviceLinks, sharedDevices } from "./standard-mounts.ts";

/** What becomes of a container's root. */
export interface RootParts {
  readonly config: OciConfig;
  /** Where the root is prepared, on the host. */
  readonly rootfs: string;
  /** The terminal for /dev/console, on the host; `null` for none. */
  readonly terminal: string | null;
}

/** Makes `config`'s mounts below `rootfs`, and the container's root of it. */
export function enterRoot(sys: Syscalls, { config, rootfs, terminal }: RootParts): void {
  sys.mount(rootfs, rootfs, "", { bind: true, recursive: true });
  for (const mount of config.mounts) mountInside(sys, rootfs, mount);
  if (config.mounts.some(({ destination, type }) => destination === "/dev" && type === "tmpfs")) {
    fillDevices(sys, rootfs, terminal);
  }
  for (const path of config.linux.maskedPaths) mask(sys, rootfs + path);
  for (const path of config.linux.readonlyPaths) lock(sys, rootfs + path);
  sys.chdir(rootfs);
  // The old root is stacked under the new one and taken off from there: no directory for it is needed.
  sys.pivotRoot(".", ".");
  sys.umount(".", { detach: true });
  sys.chdir("/");
  if (config.root?.readonly) sys.mount("", "/", "", { remount: true, bind: true, readOnly: true });
}

/** Mounts of a container without a root of its own: in the host's. */
export function enterHostRoot(sys: Syscalls, config: OciConfig): void {
  for (const mount of config.mounts) mountInside(sys, "", mount);
}

/** `bad-mount`, naming what was to be mounted where: a bare refusal could be any of a dozen mounts'. */
function mountInside(sys: Syscalls, rootfs: string, mount: OciMount): void {
  try {
    placeMount(sys, rootfs, mount);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Failure(
      "bad-mount",
      `mounting ${mount.source} at ${mount.destination}: ${reason(error, mount)}`,
    );
  }
}

function reason({ code, message }: Errno, { type, options }: OciMount): string {
  if (type !== "bind") return `${message} (${options.join(",")})`;
  // The place for it was made just before: what is missing is the source.
  if (code === "ENOENT") return "it does not exist on the host";
  if (code === "ENOTDIR") return "a file cannot be in a directory's place, nor a directory in a file's";
  return message;
}

function placeMount(sys: Syscalls, rootfs: string, mount: OciMount): void {
  const target = rootfs + mount.destination;
  const { flags, data } = parsedOptions(mount.options);
  if (mount.type !== "bind") {
    makeDirectories(sys, target);
    sys.mount(mount.source, target, mount.type, flags, data);
    return;
  }
  const isDirectory = sys.stat(mount.source).type === "directory";
  if (isDirectory) makeDirectories(sys, target);
  else makeFile(sys, target);
  sys.mount(mount.source, target, "", { bind: true, recursive: flags.recursive ?? false });
  if (!flags.readOnly && !flags.noSuid && !flags.noDev && !flags.noExec) return;
  // A bind mount takes its flags only when it is mounted again (mount(2)).
  sys.mount("", target, "", { ...flags, remount: true, bind: true, recursive: false });
}

function fillDevices(sys: Syscalls, rootfs: string, terminal: string | null): void {
  for (const name of sharedDevices) {
    makeFile(sys, `${rootfs}/dev/${name}`);
    sys.mount(`/dev/${name}`, `${rootfs}/dev/${name}`, "", { bind: true });
  }
  for (const [path, target] of deviceLinks) sys.symlink(target, rootfs + path);
  if (!terminal) return;
  makeFile(sys, `${rootfs}/dev/console`);
  sys.mount(terminal, `${rootfs}/dev/console`, "", { bind: true });
}

/** Shows `path` as it is, but not to be written. */
function lock(sys: Syscalls, path: string): void {
  sys.mount(path, path, "", { bind: true, recursive: true });
  sys.mount("", path, "", { remount: true, bind: true, readOnly: true });
}

function mask(sys: Syscalls, path: string): void {
  try {
    if (sys.stat(path).type === "directory")
      sys.mount("tmpfs", path, "tmpfs", { readOnly: true }, "size=0,mode=0");
    else sys.mount("/dev/null", path, "", { bind: true });
  } catch (error) {
    // What is not there needs no mask.
    if (!isErrno(error, "ENOENT")) throw error;
  }
}

function makeFile(sys: Syscalls, path: string): void {
  makeDirectories(sys, path.slice(0, path.lastIndexOf("/")));
  try {
    sys.mknod(path, "file", 0o644);
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
  }
}

const flagOptions: Readonly<Record<string, MountFlags>> = {
  ro: { readOnly: true },
  rw: {},
  bind: { bind: true },
  rbind: { bind: true, recursive: true },
  nosuid: { noSuid: true },
  nodev: { noDev: true },
  noexec: { noExec: true },
  strictatime: {},
  relatime: {},
  private: { private: true },
  rprivate: { private: true, recursive: true },
};

/** Splits fstab's options into mount(2)'s flags and the file system's own data. */
function parsedOptions(options: readonly string[]): {
  readonly flags: MountFlags;
  readonly data: string;
} {
  let flags: MountFlags = {};
  const data: string[] = [];
  for (const option of options) {
    const known = flagOptions[option];
    if (known) flags = { ...flags, ...known };
    else data.push(option);
  }
  return { flags, data: data.join(",") };
}
