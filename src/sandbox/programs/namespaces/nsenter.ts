/** nsenter(1): runs a program in the namespaces of another process. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Program, Syscalls } from "../../abi/program.ts";
import { CommandFailure, program, reasonOf } from "../command/command.ts";
import { flag, optional, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { becomeCommand, endAsChild, namespaceKinds } from "./namespace-options.ts";

export const nsenter: Program = program(
  {
    usage: "[OPTION]... [PROGRAM [ARGUMENT]...]",
    about: "Run PROGRAM (default: the shell) in namespaces of another process.",
    inOrder: true,
    options: {
      all: flag("-a, --all", "every namespace of the target"),
      target: value("-t, --target=PID", "whose namespaces"),
      mnt: optional("-m[FILE], --mount[=FILE]", "the mount namespace"),
      uts: optional("-u[FILE], --uts[=FILE]", "the UTS namespace (host name)"),
      ipc: optional("-i[FILE], --ipc[=FILE]", "the IPC namespace"),
      net: optional("-n[FILE], --net[=FILE]", "the network namespace"),
      pid: optional("-p[FILE], --pid[=FILE]", "the pid namespace"),
      cgroup: optional("-C[FILE], --cgroup[=FILE]", "the cgroup namespace"),
      user: optional("-U[FILE], --user[=FILE]", "the user namespace"),
      setuid: value("-S, --setuid=UID", "uid inside"),
      setgid: value("-G, --setgid=GID", "gid inside"),
      preserve: flag("--preserve-credentials", "keep uid and gid"),
      root: optional("-r[DIR], --root[=DIR]", "the target's root, or DIR"),
      directory: optional("-w[DIR], --wd[=DIR]", "the target's working directory, or DIR"),
      innerDirectory: value("-W, --wdns=DIR", "working directory inside"),
      noFork: flag("-F, --no-fork", "not as a child"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const target = options.target === null ? null : integerArgument(options.target, "PID");
    const pathOf = (given: string | null, entry: string): string => {
      if (given !== null && given !== "") return given;
      if (target === null) throw new CommandFailure(`no target PID specified for ${entry}`);
      return `/proc/${target}/${entry}`;
    };
    const namespaces: { kind: (typeof namespaceKinds)[number]; fd: number }[] = [];
    for (const kind of namespaceKinds) {
      const given = options[kind];
      if (given === null && !options.all) continue;
      const path = pathOf(given, `ns/${kind}`);
      // Nobody may enter the user namespace they are in (setns(2)).
      if (kind === "user" && options.all && isOwn(sys, path, kind)) continue;
      namespaces.push({ kind, fd: yield* openOr(sys, path) });
    }
    if (options.all && target === null) throw new CommandFailure("--all needs a target PID");
    const root = options.root === null ? null : yield* openOr(sys, pathOf(options.root, "root"));
    const directory =
      options.directory === null ? null : yield* openOr(sys, pathOf(options.directory, "cwd"));
    for (const { kind, fd } of namespaces) {
      try {
        sys.setns(fd, kind);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        throw new CommandFailure(`reassociate to namespace 'ns/${kind}' failed: ${reasonOf(thrown)}`);
      }
      sys.close(fd);
    }
    if (root !== null) {
      const before = directory === null ? yield* openOr(sys, ".") : null;
      sys.fchdir(root);
      sys.chroot(".");
      sys.close(root);
      if (before !== null) {
        sys.fchdir(before);
        sys.close(before);
      }
    }
    if (options.innerDirectory !== null) sys.chdir(options.innerDirectory);
    if (directory !== null) {
      sys.fchdir(directory);
      sys.close(directory);
    }
    const entersUser = namespaces.some(({ kind }) => kind === "user");
    const body = function* (own: Syscalls): Blocking<number> {
      const gid = options.setgid === null ? (entersUser ? 0 : null) : integerArgument(options.setgid, "gid");
      const uid = options.setuid === null ? (entersUser ? 0 : null) : integerArgument(options.setuid, "uid");
      if (!options.preserve) become(own, uid, gid);
      return yield* becomeCommand(own, command.name, operands, command.env);
    };
    // Entering a pid namespace is for children alone.
    const forks = namespaces.some(({ kind }) => kind === "pid") && !options.noFork;
    return forks ? yield* endAsChild(sys, sys.fork(body), false) : yield* body(sys);
  },
);

function* openOr(sys: Syscalls, path: string): Blocking<number> {
  try {
    return yield* sys.open(path, { access: "read", closeOnExec: true });
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`cannot open ${path}: ${reasonOf(thrown)}`);
  }
}

function isOwn(sys: Syscalls, path: string, kind: string): boolean {
  try {
    return sys.readlink(path) === sys.readlink(`/proc/self/ns/${kind}`);
  } catch (thrown) {
    if (isErrno(thrown)) return false;
    throw thrown;
  }
}

/** Groups may be kept from changing in a user namespace; an id without mapping is left as it is. */
function become(sys: Syscalls, uid: number | null, gid: number | null): void {
  if (gid !== null) {
    try {
      sys.setgroups([]);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
    }
    try {
      sys.setgid(gid);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      throw new CommandFailure(`setgid() failed: ${reasonOf(thrown)}`);
    }
  }
  if (uid === null) return;
  try {
    sys.setuid(uid);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`setuid() failed: ${reasonOf(thrown)}`);
  }
}
