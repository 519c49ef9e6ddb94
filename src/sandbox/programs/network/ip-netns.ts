/** `ip netns`: net namespaces with names, which are mounts of their files in `/run/netns` (ip-netns(8)). */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure, reasonOf, type Command } from "../command/command.ts";
import { execOrComplain, waitFor } from "../command/run-command.ts";
import { listPids } from "../process/process-entry.ts";
import type { Words } from "./ip-words.ts";

const folder = "/run/netns";

/** Runs one command on named namespaces. */
export function* netnsCommand(command: Command, words: Words): Blocking<number | void> {
  const { sys } = command;
  const verb = words.verb(["list", "show", "add", "attach", "delete", "exec", "identify", "pids"]);
  if (verb === "list" || verb === "show") {
    for (const name of (yield* names(sys)).toReversed()) yield* command.out.line(name);
    return;
  }
  if (verb === "identify") {
    const pid = words.next() ?? "self";
    const wanted = sys.readlink(`/proc/${pid}/ns/net`);
    for (const name of yield* names(sys)) if (inodeText(sys, name) === wanted) yield* command.out.line(name);
    return;
  }
  const name = words.need("NETNS");
  if (name.includes("/") || name === "." || name === "..")
    throw new CommandFailure(`Invalid netns name "${name}"`, 255);
  const path = `${folder}/${name}`;
  if (verb === "add") return yield* bindNew(sys, name, null);
  if (verb === "attach") return yield* bindNew(sys, name, words.need("PID"));
  if (verb === "delete") {
    try {
      sys.umount(path, { detach: true });
      sys.unlink(path);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      throw new CommandFailure(`Cannot remove namespace file "${path}": ${reasonOf(thrown)}`, 1);
    }
    return;
  }
  if (verb === "pids") {
    const wanted = inodeText(sys, name);
    for (const pid of yield* listPids(sys)) {
      if (wanted !== null && linkOf(sys, `/proc/${pid}/ns/net`) === wanted)
        yield* command.out.line(String(pid));
    }
    return;
  }
  const fd = yield* openNetns(sys, name);
  sys.setns(fd, "net");
  sys.close(fd);
  return yield* execOrComplain(sys, "ip", words.rest(), command.env);
}

/** A descriptor of a named namespace's file; ends the program where there is none. */
export function* openNetns(sys: Syscalls, name: string): Blocking<number> {
  try {
    return yield* sys.open(`${folder}/${name}`, { access: "read", closeOnExec: true });
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`Cannot open network namespace "${name}": ${reasonOf(thrown)}`, 255);
  }
}

/** Whether a namespace has this name. */
export function isNetns(sys: Syscalls, name: string): boolean {
  return inodeText(sys, name) !== null;
}

/** A new namespace belongs to a child that makes it and holds it until it is mounted. */
function* bindNew(sys: Syscalls, name: string, pid: string | null): Blocking<number> {
  const path = `${folder}/${name}`;
  try {
    sys.mkdir(folder, 0o755);
  } catch (thrown) {
    if (!isErrno(thrown, "EEXIST")) throw thrown;
  }
  try {
    sys.close(yield* sys.open(path, { access: "read", create: true, exclusive: true }, 0o444));
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`Cannot create namespace file "${path}": ${reasonOf(thrown)}`, 1);
  }
  try {
    if (pid !== null) {
      sys.mount(`/proc/${pid}/ns/net`, path, "", { bind: true });
      return 0;
    }
    // oxlint-disable-next-line require-yield -- a program is a generator
    const child = sys.fork(function* (own) {
      own.unshare(["net"]);
      own.mount("/proc/self/ns/net", path, "", { bind: true });
      return 0;
    });
    const status = yield* waitFor(sys, child);
    if (status.kind === "exited" && status.code === 0) return 0;
    throw new CommandFailure("Failed to create a new network namespace", 1);
  } catch (thrown) {
    sys.unlink(path);
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`Bind /proc/${pid ?? "self"}/ns/net -> ${path} failed: ${reasonOf(thrown)}`, 1);
  }
}

function* names(sys: Syscalls): Blocking<readonly string[]> {
  try {
    const fd = yield* sys.open(folder, { access: "read", directory: true, closeOnExec: true });
    const entries = sys.readDirectory(fd);
    sys.close(fd);
    return entries.flatMap(({ name }) => (name.startsWith(".") ? [] : [name]));
  } catch (thrown) {
    if (isErrno(thrown)) return [];
    throw thrown;
  }
}

function inodeText(sys: Syscalls, name: string): string | null {
  try {
    return `net:[${sys.stat(`${folder}/${name}`).inode}]`;
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}

function linkOf(sys: Syscalls, path: string): string | null {
  try {
    return sys.readlink(path);
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}
