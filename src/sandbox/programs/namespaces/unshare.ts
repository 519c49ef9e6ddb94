/** unshare(1): runs a program in new namespaces. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { NamespaceKind } from "../../abi/process-calls.ts";
import type { Program, Syscalls } from "../../abi/program.ts";
import { CommandFailure, program, reasonOf } from "../command/command.ts";
import { writeAll } from "../command/output.ts";
import { flag, optional, value, values } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { waitFor } from "../command/run-command.ts";
import { encodeText } from "../command/text-encoding.ts";
import { parseSignal } from "../process/signal-names.ts";
import { readMaps, writeMaps, type IdMaps } from "./unshare-maps.ts";
import { becomeCommand, endAsChild, namespaceKinds } from "./namespace-options.ts";

export const unshare: Program = program(
  {
    usage: "[OPTION]... [PROGRAM [ARGUMENT]...]",
    about: "Run PROGRAM (default: the shell) with some namespaces of its own.",
    inOrder: true,
    options: {
      mnt: optional("-m, --mount[=FILE]", "a mount namespace"),
      uts: optional("-u, --uts[=FILE]", "a UTS namespace (host name)"),
      ipc: optional("-i, --ipc[=FILE]", "an IPC namespace"),
      net: optional("-n, --net[=FILE]", "a network namespace"),
      pid: optional("-p, --pid[=FILE]", "a pid namespace"),
      user: optional("-U, --user[=FILE]", "a user namespace"),
      cgroup: optional("-C, --cgroup[=FILE]", "a cgroup namespace"),
      fork: flag("-f, --fork", "run PROGRAM as a child"),
      mapUser: value("--map-user=UID", "be this user inside (implies -U)"),
      mapGroup: value("--map-group=GID", "be this group inside (implies -U)"),
      mapRoot: flag("-r, --map-root-user", "be root inside (implies -U)"),
      mapCurrent: flag("-c, --map-current-user", "be the same user inside (implies -U)"),
      mapUsers: values("--map-users=OUTER,INNER,N", "map N users (implies -U)"),
      mapGroups: values("--map-groups=OUTER,INNER,N", "map N groups (implies -U)"),
      killChild: optional("--kill-child[=SIGNAL]", "the child dies with unshare (implies -f)"),
      mountProc: optional("--mount-proc[=DIR]", "mount proc for the new pid namespace (implies -m)"),
      propagation: value("--propagation=HOW", "of mounts: private, unchanged"),
      setgroups: value("--setgroups=HOW", "allow or deny setgroups(2) inside"),
      root: value("-R, --root=DIR", "chroot first"),
      directory: value("-w, --wd=DIR", "working directory"),
      setuid: value("-S, --setuid=UID", "uid inside"),
      setgid: value("-G, --setgid=GID", "gid inside"),
      keepCapabilities: flag("--keep-caps", "ignored: this kernel keeps them"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const maps = yield* readMaps(command, options);
    // This kernel's mounts are all private.
    if (options.propagation !== null && !["private", "unchanged"].includes(options.propagation)) {
      throw new CommandFailure(`unsupported propagation mode: ${options.propagation}`);
    }
    const wanted = namespaceKinds.filter(
      (kind) =>
        options[kind] !== null ||
        (kind === "user" && maps !== null) ||
        (kind === "mnt" && options.mountProc !== null),
    );
    const persistent = wanted.flatMap((kind) => {
      const file = options[kind];
      return file === null || file === "" ? [] : [{ kind, file }];
    });
    if (
      persistent.some(({ kind }) => kind === "mnt" || kind === "pid") &&
      !options.fork &&
      options.pid !== null
    ) {
      throw new CommandFailure("--pid=FILE needs --fork");
    }
    // Whatever has to be done from outside the new namespaces is done by a child that stays there.
    const needsOutside = persistent.length > 0 || (maps?.fromOutside ?? false);
    const outside = needsOutside ? startOutside(sys, maps, persistent) : null;
    refuseAs("unshare failed", () => sys.unshare(wanted));
    const forks = options.fork || options.killChild !== null;
    const inside = function* (own: Syscalls): Blocking<number> {
      yield* settleIn(own, maps, options, wanted);
      return yield* becomeCommand(own, command.name, operands, command.env);
    };
    if (outside) {
      const status = yield* outside();
      if (status !== 0) return status;
    }
    if (maps && !maps.fromOutside) yield* writeMaps(sys, "self", maps);
    if (!forks) return yield* inside(sys);
    const pid = refuseAs("fork failed", () =>
      sys.fork(function* (own) {
        try {
          return yield* inside(own);
        } catch (thrown) {
          if (!(thrown instanceof CommandFailure)) throw thrown;
          yield* writeAll(own, 2, encodeText(`${command.name}: ${thrown.message}\n`));
          return thrown.status;
        }
      }),
    );
    if (options.killChild === null) return yield* endAsChild(sys, pid, false);
    if (options.killChild !== "" && parseSignal(options.killChild) === null) {
      throw new CommandFailure(`unknown signal: ${options.killChild}`);
    }
    return yield* endAsChild(sys, pid, true);
  },
);

/** Starts the child that stays outside; the answer, called after unshare(2), lets it work and waits for it. */
function startOutside(
  sys: Syscalls,
  maps: IdMaps | null,
  persistent: readonly { readonly kind: NamespaceKind; readonly file: string }[],
): () => Blocking<number> {
  const pid = sys.getpid();
  const go = sys.pipe({ closeOnExec: true });
  const helper = sys.fork(function* (own) {
    own.close(go.write);
    yield* own.read(go.read, 1);
    try {
      if (maps?.fromOutside) yield* writeMaps(own, String(pid), maps);
      for (const { kind, file } of persistent) {
        const entry = kind === "pid" ? "pid_for_children" : kind;
        refuseAs(`mount ${file} failed`, () =>
          own.mount(`/proc/${pid}/ns/${entry}`, file, "", { bind: true }),
        );
      }
      return 0;
    } catch (thrown) {
      if (!(thrown instanceof CommandFailure)) throw thrown;
      yield* writeAll(own, 2, encodeText(`unshare: ${thrown.message}\n`));
      return thrown.status;
    }
  });
  sys.close(go.read);
  return function* (): Blocking<number> {
    sys.close(go.write);
    const status = yield* waitFor(sys, helper);
    return status.kind === "exited" ? status.code : 1;
  };
}

interface InsideOptions {
  readonly mountProc: string | null;
  readonly propagation: string | null;
  readonly setgroups: string | null;
  readonly root: string | null;
  readonly directory: string | null;
  readonly setuid: string | null;
  readonly setgid: string | null;
}

// oxlint-disable-next-line require-yield -- one of the steps before the program, which all may wait
function* settleIn(
  sys: Syscalls,
  maps: IdMaps | null,
  options: InsideOptions,
  wanted: readonly NamespaceKind[],
): Blocking<void> {
  if (wanted.includes("mnt") && options.propagation !== "unchanged") {
    refuseAs("cannot change root filesystem propagation", () =>
      sys.mount("none", "/", "", { private: true, recursive: true }),
    );
  }
  const { root, directory, mountProc } = options;
  if (root !== null) {
    refuseAs(`cannot change root directory to '${root}'`, () => {
      sys.chroot(root);
      sys.chdir("/");
    });
  }
  if (directory !== null) refuseAs(`cannot chdir to '${directory}'`, () => sys.chdir(directory));
  if (mountProc !== null) {
    const target = mountProc === "" ? "/proc" : mountProc;
    refuseAs(`mount ${target} failed`, () =>
      sys.mount("proc", target, "proc", { noSuid: true, noDev: true, noExec: true }),
    );
  }
  const { setuid, setgid } = options;
  if (setgid !== null) {
    const gid = integerArgument(setgid, "gid");
    if (!maps?.denySetgroups) refuseAs("setgroups failed", () => sys.setgroups([]));
    refuseAs("setgid failed", () => sys.setgid(gid));
  }
  if (setuid !== null) {
    const uid = integerArgument(setuid, "uid");
    refuseAs("setuid failed", () => sys.setuid(uid));
  }
}

/** Turns a refusal into the program's end with a message. */
function refuseAs<T>(what: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`${what}: ${reasonOf(thrown)}`);
  }
}
