/** rm(1), rmdir(1), unlink(1). */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { program, reasonOf, type Command } from "../command/command.ts";
import { flag, optional, UsageError } from "../command/options.ts";
import { confirmed } from "./copy-file.ts";
import { baseName, directoryName, joined } from "./path-text.ts";

/** How to remove. */
export interface RemoveSettings {
  readonly force: boolean;
  readonly recursive: boolean;
  readonly ask: "never" | "protected" | "always";
  readonly verbose: boolean;
  /** Empty directories too. */
  readonly directories: boolean;
}

export const rm = program(
  {
    usage: "[OPTION]... FILE...",
    about: "Remove FILEs.",
    options: {
      force: flag("-f, --force", "never ask, and no word of what is not there"),
      ask: flag("-i", "always ask"),
      askOnce: flag("-I", "ignored"),
      interactive: optional("--interactive[=WHEN]", "never or always"),
      recursive: flag("-r, --recursive", "directories with everything in them"),
      recursiveToo: flag("-R", "the same"),
      directories: flag("-d, --dir", "empty directories too"),
      verbose: flag("-v, --verbose", "say what is removed"),
      oneSystem: flag("--one-file-system", "ignored"),
      preserveRoot: flag("--preserve-root", "keep / (as always)"),
      noPreserveRoot: flag("--no-preserve-root", "even /"),
    },
  },
  function* (command, { options, operands, order }) {
    if (operands.length === 0 && !options.force) throw new UsageError("missing operand");
    const last = order.findLast((name) => name === "force" || name === "ask" || name === "interactive");
    const asks = last === "ask" || (last === "interactive" && options.interactive !== "never");
    const settings: RemoveSettings = {
      force: options.force,
      recursive: options.recursive || options.recursiveToo,
      ask:
        last === "force" || (last === "interactive" && !asks)
          ? "never"
          : asks
            ? "always"
            : command.sys.isatty(0)
              ? "protected"
              : "never",
      verbose: options.verbose,
      directories: options.directories,
    };
    for (const path of operands) {
      const name = baseName(path);
      if (name === "." || name === "..") {
        yield* command.complain(`refusing to remove '.' or '..' directory: skipping '${path}'`);
      } else if (name === "/" && settings.recursive && !options.noPreserveRoot) {
        yield* command.complain(
          "it is dangerous to operate recursively on '/'\nrm: use --no-preserve-root to override this failsafe",
        );
      } else yield* removeTree(command, path, settings);
    }
  },
);

/** Removes a file, or a directory with everything in it; complains of what stays. Whether all of it is gone. */
export function* removeTree(command: Command, path: string, settings: RemoveSettings): Blocking<boolean> {
  const { sys } = command;
  try {
    const { type } = sys.lstat(path);
    if (type !== "directory") {
      if (!(yield* mayRemove(command, path, type, settings))) return false;
      sys.unlink(path);
    } else {
      if (!settings.recursive && !settings.directories) {
        yield* command.complain(`${path}: Is a directory`);
        return false;
      }
      if (settings.recursive) {
        if (settings.ask === "always" && !(yield* confirmed(command, `descend into directory '${path}'`)))
          return false;
        const fd = yield* sys.open(path, { access: "read", directory: true, closeOnExec: true });
        const names = sys.readDirectory(fd).map(({ name }) => name);
        sys.close(fd);
        let all = true;
        for (const name of names) {
          if (name === "." || name === "..") continue;
          if (!(yield* removeTree(command, joined(path, name), settings))) all = false;
        }
        if (!all) return false;
      }
      if (settings.ask === "always" && !(yield* confirmed(command, `remove directory '${path}'`)))
        return false;
      sys.rmdir(path);
    }
    if (settings.verbose)
      yield* command.out.line(type === "directory" ? `removed directory '${path}'` : `removed '${path}'`);
    return true;
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    if (settings.force && (isErrno(thrown, "ENOENT") || isErrno(thrown, "ENOTDIR"))) return true;
    yield* command.complain(`${path}: ${reasonOf(thrown)}`);
    return false;
  }
}

function* mayRemove(
  command: Command,
  path: string,
  type: string,
  settings: RemoveSettings,
): Blocking<boolean> {
  if (settings.ask === "never") return true;
  const kind = type === "file" ? "regular file" : type;
  if (settings.ask === "always") return yield* confirmed(command, `remove ${kind} '${path}'`);
  if (type === "symlink") return true;
  try {
    command.sys.access(path, 2);
    return true;
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    return yield* confirmed(command, `remove write-protected ${kind} '${path}'`);
  }
}

export const rmdir = program(
  {
    usage: "[-p] [-v] DIRECTORY...",
    about: "Remove empty directories.",
    options: {
      parents: flag("-p, --parents", "those above too"),
      verbose: flag("-v, --verbose", "say what is removed"),
      ignore: flag("--ignore-fail-on-non-empty", "no word of those that are not empty"),
    },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) throw new UsageError("missing operand");
    for (const operand of operands) {
      for (let path = operand; ; path = directoryName(path)) {
        try {
          if (options.verbose) yield* command.out.line(`rmdir: removing directory, '${path}'`);
          command.sys.rmdir(path);
        } catch (thrown) {
          if (!isErrno(thrown)) throw thrown;
          if (!options.ignore || !isErrno(thrown, "ENOTEMPTY"))
            yield* command.complain(`${path}: ${reasonOf(thrown)}`);
          break;
        }
        if (!options.parents || directoryName(path) === "." || directoryName(path) === "/") break;
      }
    }
  },
);

export const unlink = program(
  { usage: "FILE", about: "Remove a name.", options: {} },
  // oxlint-disable-next-line require-yield -- the shape of every program
  function* (command, { operands }) {
    const [path, ...more] = operands;
    if (path === undefined) throw new UsageError("missing operand");
    if (more[0] !== undefined) throw new UsageError(`extra operand '${more[0]}'`);
    command.sys.unlink(path);
  },
);
