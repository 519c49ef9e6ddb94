/** cp(1) and mv(1). */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, reasonOf, type Command } from "../command/command.ts";
import { flag, optional, UsageError, value } from "../command/options.ts";
import { confirmed, copyFile, type CopySettings } from "./copy-file.ts";
import { baseName } from "./path-text.ts";
import { removeTree } from "./rm.ts";

export const cp = program(
  {
    usage: "[OPTION]... SOURCE... TARGET",
    about: "Copy SOURCE to TARGET, or SOURCEs into the directory TARGET.",
    options: {
      archive: flag("-a, --archive", "as -dR --preserve"),
      noFollow: flag("-d", "links as links, with their marks"),
      force: flag("-f, --force", "remove a target that cannot be opened"),
      ask: flag("-i, --interactive", "ask before overwriting"),
      followNamed: flag("-H", "follow links that are named"),
      link: flag("-l, --link", "hard links instead of copies"),
      symbolic: flag("-s, --symbolic-link", "symbolic links instead of copies"),
      followAll: flag("-L, --dereference", "follow all links"),
      noClobber: flag("-n, --no-clobber", "overwrite nothing"),
      noDereference: flag("-P, --no-dereference", "follow no links"),
      preserve: flag("-p", "with mode, owner and times"),
      preserveList: optional("--preserve[=LIST]", "mode, ownership, timestamps, all"),
      recursive: flag("-R, --recursive", "directories with everything in them"),
      recursiveToo: flag("-r", "the same"),
      target: value("-t, --target-directory=DIR", "into DIR"),
      plain: flag("-T, --no-target-directory", "TARGET is no directory to copy into"),
      update: flag("-u, --update", "only what is newer"),
      verbose: flag("-v, --verbose", "say what is copied"),
      oneSystem: flag("-x, --one-file-system", "ignored"),
    },
  },
  function* (command, { options, operands }) {
    const recursive = options.recursive || options.recursiveToo || options.archive;
    const list =
      options.preserveList === ""
        ? ["mode", "ownership", "timestamps"]
        : (options.preserveList?.split(",") ?? []);
    const keeps = (name: string): boolean =>
      options.archive || options.preserve || list.includes(name) || list.includes("all");
    const settings: CopySettings = {
      recursive,
      follow: options.followAll
        ? "all"
        : options.followNamed
          ? "named"
          : recursive || options.noDereference || options.noFollow
            ? "none"
            : "all",
      preserve: { mode: keeps("mode"), owner: keeps("ownership"), times: keeps("timestamps") },
      force: options.force,
      verbose: options.verbose,
      link: options.link ? "hard" : options.symbolic ? "symbolic" : null,
      keep: options.noClobber ? "all" : options.update ? "newer" : "none",
      ask: options.ask,
    };
    for (const { from, to } of pairs(command, operands, options.target, options.plain)) {
      yield* copyFile(command, from, to, settings);
    }
  },
);

export const mv = program(
  {
    usage: "[OPTION]... SOURCE... TARGET",
    about: "Rename SOURCE to TARGET, or move SOURCEs into the directory TARGET.",
    options: {
      force: flag("-f, --force", "do not ask"),
      ask: flag("-i, --interactive", "ask before overwriting"),
      noClobber: flag("-n, --no-clobber", "overwrite nothing"),
      target: value("-t, --target-directory=DIR", "into DIR"),
      plain: flag("-T, --no-target-directory", "TARGET is no directory to move into"),
      update: flag("-u, --update", "only what is newer"),
      verbose: flag("-v, --verbose", "say what is moved"),
    },
  },
  function* (command, { options, operands, order }) {
    const { sys } = command;
    const asks = order.findLast((name) => name === "force" || name === "ask" || name === "noClobber");
    for (const { from, to } of pairs(command, operands, options.target, options.plain)) {
      try {
        const source = sys.lstat(from);
        const target = statIfAny(command, to);
        if (target && asks === "noClobber") continue;
        if (target && options.update && target.modifiedMs >= source.modifiedMs) continue;
        if (target && asks === "ask" && !(yield* confirmed(command, `overwrite '${to}'`))) continue;
        if (target && target.device === source.device && target.inode === source.inode && from !== to) {
          yield* command.complain(`'${from}' and '${to}' are the same file`);
          continue;
        }
        sys.rename(from, to);
        if (options.verbose) yield* command.out.line(`renamed '${from}' -> '${to}'`);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        if (isErrno(thrown, "EXDEV")) yield* moveAcross(command, from, to, options.verbose);
        else if (isErrno(thrown, "EINVAL")) {
          yield* command.complain(`cannot move '${from}' to a subdirectory of itself, '${to}'`);
        } else {
          const isSource = !statIfAny(command, from);
          yield* command.complain(
            isSource
              ? `${from}: ${reasonOf(thrown)}`
              : `cannot move '${from}' to '${to}': ${reasonOf(thrown)}`,
          );
        }
      }
    }
  },
);

/** To another file system: a copy of everything, then the source goes. */
function* moveAcross(command: Command, from: string, to: string, verbose: boolean): Blocking<void> {
  const target = statIfAny(command, to);
  if (target && target.type !== "directory") command.sys.unlink(to);
  else if (target) command.sys.rmdir(to);
  const whole = yield* copyFile(command, from, to, {
    recursive: true,
    follow: "none",
    preserve: { mode: true, owner: true, times: true },
    force: true,
    verbose: false,
    link: null,
    keep: "none",
    ask: false,
  });
  if (!whole) return;
  yield* removeTree(command, from, {
    force: true,
    recursive: true,
    ask: "never",
    verbose: false,
    directories: false,
  });
  if (verbose) yield* command.out.line(`renamed '${from}' -> '${to}'`);
}

/** What goes where. Fails as cp and mv do where the target has to be a directory and is none. */
export function pairs(
  command: Command,
  operands: readonly string[],
  into: string | null,
  plain: boolean,
): readonly { readonly from: string; readonly to: string }[] {
  const sources = into === null ? operands.slice(0, -1) : operands;
  const target = into ?? operands.at(-1);
  if (target === undefined) throw new UsageError("missing file operand");
  if (sources.length === 0) throw new UsageError(`missing destination file operand after '${target}'`);
  const isDirectory = !plain && followedType(command, target) === "directory";
  if (!isDirectory && (into !== null || sources.length > 1)) {
    if (plain) throw new UsageError(`extra operand '${sources[1] ?? target}'`);
    throw new CommandFailure(`target '${target}' is not a directory`);
  }
  return sources.map((from) => ({
    from,
    to: isDirectory ? `${target.replace(/\/+$/u, "")}/${baseName(from)}` : target,
  }));
}

function followedType({ sys }: Command, path: string): string | null {
  try {
    return sys.stat(path).type;
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}

function statIfAny({ sys }: Command, path: string): ReturnType<typeof sys.lstat> | null {
  try {
    return sys.lstat(path);
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}
