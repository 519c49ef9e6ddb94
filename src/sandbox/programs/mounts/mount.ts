/** mount(8): shows what is mounted, and mounts, binds, moves and remounts, with util-linux's complaints. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno, type Errno, type ErrnoCode } from "../../abi/errno.ts";
import type { MountFlags } from "../../abi/file-calls.ts";
import { CommandFailure, program, reasonOf, type Command } from "../command/command.ts";
import { readTextFileIfAny } from "../command/input.ts";
import { flag, UsageError, value, values } from "../command/options.ts";
import { canonicalPath } from "../files/paths.ts";
import { readMounts, unescapeField, type MountEntry } from "./mount-table.ts";
import { mountOptions } from "./mount-options.ts";

/** Exit status when a mount fails (mount(8)). */
const mountFailure = 32;

export const mount = program(
  {
    usage: "[-t TYPE] [-o OPTION,...] [SOURCE] [DIRECTORY]",
    about: "Mount a file system, or show what is mounted.",
    options: {
      all: flag("-a, --all", "everything in /etc/fstab"),
      type: value("-t, --types=TYPE", "type of file system"),
      options: values("-o, --options=LIST", "options, with commas"),
      readOnly: flag("-r, --read-only", "as -o ro"),
      readWrite: flag("-w, --rw, --read-write", "as -o rw"),
      noTable: flag("-n, --no-mtab", "ignored: there is no mtab"),
      verbose: flag("-v, --verbose", "say what is done"),
      bind: flag("-B, --bind", "show a directory at a second place"),
      recursiveBind: flag("-R, --rbind", "the same with what is mounted below"),
      move: flag("-M, --move", "move a mount to another place"),
      makePrivate: flag("--make-private", "propagation: nothing (all mounts are so)"),
      makeRecursivelyPrivate: flag("--make-rprivate", "the same below"),
      makeShared: flag("--make-shared", "propagation (refused by this kernel)"),
      makeRecursivelyShared: flag("--make-rshared", "the same below"),
      makeSlave: flag("--make-slave", "propagation (refused by this kernel)"),
      makeRecursivelySlave: flag("--make-rslave", "the same below"),
      makeDirectory: flag("--mkdir", "make the directory first"),
    },
  },
  function* (command, { options, operands }) {
    const [first, second, ...more] = operands;
    if (more.length > 0) throw new UsageError("bad usage");
    const asked = [
      ...options.options,
      ...(options.readOnly ? ["ro"] : []),
      ...(options.readWrite ? ["rw"] : []),
      ...(options.bind ? ["bind"] : []),
      ...(options.recursiveBind ? ["rbind"] : []),
      ...(options.move ? ["move"] : []),
      ...(options.makePrivate ? ["private"] : []),
      ...(options.makeRecursivelyPrivate ? ["rprivate"] : []),
      ...(options.makeShared || options.makeRecursivelyShared ? ["shared"] : []),
      ...(options.makeSlave || options.makeRecursivelySlave ? ["slave"] : []),
    ].join(",");
    if (options.all) return yield* mountAll(command, options.type);
    if (first === undefined) return yield* show(command, options.type);
    const { flags, data } = mountOptions(asked);
    if (options.makeDirectory) makeDirectories(command, second ?? first);
    if (second !== undefined) {
      return yield* mountOne(command, first, second, options.type ?? "", flags, data, options.verbose);
    }
    if (flags.remount || flags.private) {
      const place = canonicalPath(command.sys, first, "none");
      const known = (yield* readMounts(command.sys)).findLast(({ target }) => target === place);
      if (!known) throw new CommandFailure(`${first}: mount point not mounted or bad option.`, mountFailure);
      return yield* mountOne(command, known.source, first, known.type, flags, data, options.verbose);
    }
    const line = (yield* readTable(command)).find(
      ({ source, target }) => target === first || source === first,
    );
    if (!line) throw new CommandFailure(`${first}: can't find in /etc/fstab.`);
    const both = mountOptions([...line.options, asked].join(","));
    return yield* mountOne(
      command,
      line.source,
      line.target,
      line.type,
      both.flags,
      both.data,
      options.verbose,
    );
  },
);

function* show(command: Command, type: string | null): Blocking<number> {
  const types = type?.split(",");
  for (const entry of yield* readMounts(command.sys)) {
    if (types && !types.includes(entry.type)) continue;
    yield* command.out.line(
      `${entry.source} on ${entry.target} type ${entry.type} (${entry.options.join(",")})`,
    );
  }
  return 0;
}

function* mountAll(command: Command, type: string | null): Blocking<number> {
  const mounted = new Set((yield* readMounts(command.sys)).map(({ target }) => target));
  let failed = false;
  for (const line of yield* readTable(command)) {
    if (mounted.has(line.target) || line.options.includes("noauto") || line.type === "swap") continue;
    if (type !== null && line.type !== type) continue;
    const { flags, data } = mountOptions(line.options.join(","));
    try {
      yield* mountOne(command, line.source, line.target, line.type, flags, data, false);
    } catch (thrown) {
      if (!(thrown instanceof CommandFailure)) throw thrown;
      yield* command.complain(thrown.message);
      failed = true;
    }
  }
  return failed ? mountFailure : 0;
}

/** Lines of `/etc/fstab` (fstab(5)). */
function* readTable({ sys }: Command): Blocking<readonly Omit<MountEntry, "id" | "parentId" | "root">[]> {
  const text = (yield* readTextFileIfAny(sys, "/etc/fstab")) ?? "";
  return text.split("\n").flatMap((line) => {
    const [source = "", target = "", type = "", options = "defaults"] = line
      .trim()
      .split(/\s+/u)
      .map(unescapeField);
    return source === "" || source.startsWith("#")
      ? []
      : [{ source, target, type, options: options.split(",") }];
  });
}

function makeDirectories({ sys }: Command, path: string): void {
  let made = path.startsWith("/") ? "/" : "";
  for (const part of path.split("/").filter(Boolean)) {
    made += made === "" || made.endsWith("/") ? part : `/${part}`;
    try {
      sys.mkdir(made);
    } catch (thrown) {
      if (!isErrno(thrown, "EEXIST")) throw thrown;
    }
  }
}

function* mountOne(
  command: Command,
  source: string,
  target: string,
  type: string,
  flags: MountFlags,
  data: string,
  verbose: boolean,
): Blocking<number> {
  const { sys } = command;
  try {
    sys.mount(source, target, type, flags, data);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(
      `${target}: ${explanation(command, thrown, source, target, type, flags)}`,
      mountFailure,
    );
  }
  if (verbose) yield* command.out.line(`mount: ${source} mounted on ${target}.`);
  return 0;
}

/** What util-linux makes of the error numbers of mount(2). */
function explanation(
  { sys }: Command,
  refusal: Errno,
  source: string,
  target: string,
  type: string,
  flags: MountFlags,
): string {
  const isMissing = (path: string): boolean => {
    try {
      sys.stat(path);
      return false;
    } catch (thrown) {
      return isErrno(thrown, "ENOENT");
    }
  };
  const why = refusal.why === null ? "" : ` (${refusal.why})`;
  const isRoot = sys.credentials().euid === 0;
  const failed = `mount(2) system call failed: ${reasonOf(refusal)}.`;
  const missingSource = flags.bind || flags.move ? `special device ${source} does not exist.` : failed;
  const badOption = `wrong fs type, bad option, bad superblock on ${source}, missing codepage or helper program, or other error.${why}`;
  const badMove = `${source}: bad option; moving a mount residing under a shared mount is unsupported.${why}`;
  const badRemount = `mount point not mounted or bad option.${why}`;
  const sentences: Partial<Record<ErrnoCode, string>> = {
    EPERM: isRoot ? `permission denied.${why}` : "must be superuser to use mount.",
    ENOENT: isMissing(target) ? "mount point does not exist." : missingSource,
    ENOTDIR: "mount point is not a directory.",
    ENODEV: `unknown filesystem type '${type}'.`,
    EINVAL: flags.remount ? badRemount : flags.move ? badMove : badOption,
    EBUSY: `${source} already mounted or mount point busy.`,
    EROFS: `cannot mount ${source} read-write, is write-protected.`,
  };
  return sentences[refusal.code] ?? failed;
}
