/** umount(8) and mountpoint(1). */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno, type Errno, type ErrnoCode } from "../../abi/errno.ts";
import { CommandFailure, program, reasonOf, type Command } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { readMountsIfAny } from "./mount-table.ts";

export const umount = program(
  {
    usage: "[OPTION]... DIRECTORY...",
    about: "Take file systems off.",
    options: {
      all: flag("-a, --all", "everything but /, /proc, /sys and /dev"),
      recursive: flag("-R, --recursive", "with everything mounted below"),
      lazy: flag("-l, --lazy", "now out of sight, taken off when no longer used"),
      force: flag("-f, --force", "even if the server is gone"),
      readOnly: flag("-r, --read-only", "read-only, if it cannot be taken off"),
      types: value("-t, --types=LIST", "with -a: only these types"),
      quiet: flag("-q, --quiet", "no complaint about what is not mounted"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const mounts = yield* readMountsIfAny(sys);
    const targets: string[] = [];
    if (options.all) {
      const types = options.types?.split(",");
      const kept = new Set(["/", "/proc", "/sys", "/dev"]);
      const chosen = mounts.filter(({ target, type }) => (types ? types.includes(type) : !kept.has(target)));
      targets.push(...chosen.map(({ target }) => target).toReversed());
    } else if (operands.length === 0) throw new UsageError("bad usage");
    for (const operand of operands) {
      const path = operand.length > 1 ? operand.replace(/\/+$/u, "") : operand;
      const below = options.recursive ? mounts.filter(({ target }) => target.startsWith(`${path}/`)) : [];
      const bySource = mounts.findLast(({ source, target }) => source === path && target !== path);
      const isTarget = mounts.some(({ target }) => target === path);
      targets.push(
        ...below.map(({ target }) => target).toReversed(),
        isTarget ? path : (bySource?.target ?? path),
      );
    }
    for (const target of targets) {
      try {
        sys.umount(target, { detach: options.lazy, force: options.force });
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        if (isErrno(thrown, "EBUSY") && options.readOnly) yield* remountReadOnly(command, target);
        else if (!options.quiet || !isErrno(thrown, "EINVAL")) {
          yield* command.complain(`${target}: ${explanation(command, thrown)}`, 32);
        }
      }
    }
  },
);

export const mountpoint = program(
  {
    usage: "[-qd] PATH",
    about: "Say whether a directory is a mount point.",
    options: {
      quiet: flag("-q, --quiet", "by the exit status alone"),
      device: flag("-d, --fs-devno", "print the number of its file system"),
    },
  },
  function* (command, { options, operands }) {
    const [path, ...more] = operands;
    if (path === undefined || more.length > 0) throw new UsageError("bad usage");
    const { sys } = command;
    try {
      const here = sys.stat(path);
      if (here.type !== "directory") throw new CommandFailure(`${path}: not a directory`);
      if (options.device) {
        yield* command.out.line(`${here.device >> 8}:${here.device & 0xff}`);
        return;
      }
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      if (!options.quiet) yield* command.complain(`${path}: ${reasonOf(thrown)}`);
      return 1;
    }
    const isMounted = yield* isMountPoint(command, path);
    if (!options.quiet) yield* command.out.line(`${path} is ${isMounted ? "" : "not "}a mountpoint`);
    return isMounted ? 0 : 32;
  },
);

/** By the table of mounts where it can be read; by its parent's device elsewhere. */
function* isMountPoint({ sys }: Command, path: string): Blocking<boolean> {
  const here = sys.stat(path);
  const above = sys.stat(`${path}/..`);
  if (here.device !== above.device || here.inode === above.inode) return true;
  const before = sys.cwd();
  sys.chdir(path);
  const real = sys.cwd();
  sys.chdir(before);
  return (yield* readMountsIfAny(sys)).some(({ target }) => target === real);
}

function* remountReadOnly(command: Command, target: string): Blocking<void> {
  try {
    command.sys.mount("none", target, "", { remount: true, readOnly: true });
  } catch (thrown) {
    yield* command.refused(thrown, target, 32);
  }
}

function explanation({ sys }: Command, refusal: Errno): string {
  const isRoot = sys.credentials().euid === 0;
  const sentences: Partial<Record<ErrnoCode, string>> = {
    ENOENT: "no mount point specified.",
    EINVAL: "not mounted.",
    EBUSY: "target is busy.",
    EPERM: isRoot ? reasonOf(refusal) : "must be superuser to unmount.",
  };
  return sentences[refusal.code] ?? reasonOf(refusal);
}
