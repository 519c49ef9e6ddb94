/** mkdir(1), mkfifo(1), mknod(1), mktemp(1): what makes files that are not there. */
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, reasonOf, type Command } from "../command/command.ts";
import { flag, optional, UsageError, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { parseMode } from "./file-mode.ts";

export const mkdir = program(
  {
    usage: "[OPTION]... DIRECTORY...",
    about: "Make directories.",
    options: {
      mode: value("-m, --mode=MODE", "with this mode"),
      parents: flag("-p, --parents", "those above too; no word if it is there"),
      verbose: flag("-v, --verbose", "say what is made"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    if (operands.length === 0) throw new UsageError("missing operand");
    const mode = modeArgument(command, options.mode, 0o777, true);
    for (const path of operands) {
      try {
        const parts = path.replace(/\/+$/u, "").split("/");
        for (let count = options.parents ? 1 : parts.length; count <= parts.length; count++) {
          const part = parts.slice(0, count).join("/");
          const isLast = count === parts.length;
          if (part === "" || (options.parents && isDirectory(command, part))) continue;
          // Those above can be written by their owner whatever the mask says (POSIX).
          sys.mkdir(isLast ? path : part, isLast ? mode : 0o777);
          if (isLast && options.mode !== null) sys.chmod(path, mode);
          if (options.verbose) yield* command.out.line(`mkdir: created directory '${part}'`);
        }
      } catch (thrown) {
        yield* command.refused(thrown, path);
      }
    }
  },
);

function isDirectory({ sys }: Command, path: string): boolean {
  try {
    return sys.stat(path).type === "directory";
  } catch (thrown) {
    if (isErrno(thrown)) return false;
    throw thrown;
  }
}

function modeArgument({ sys }: Command, text: string | null, otherwise: number, directory: boolean): number {
  if (text === null) return otherwise;
  const change = parseMode(text);
  if (change === null) throw new CommandFailure(`invalid mode '${text}'`);
  const mask = sys.umask(0);
  sys.umask(mask);
  return change(otherwise, directory, mask);
}

export const mkfifo = program(
  {
    usage: "[-m MODE] NAME...",
    about: "Make named pipes.",
    options: { mode: value("-m, --mode=MODE", "with this mode") },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) throw new UsageError("missing operand");
    const mode = modeArgument(command, options.mode, 0o666, false);
    for (const path of operands) {
      try {
        command.sys.mknod(path, "fifo", mode);
        if (options.mode !== null) command.sys.chmod(path, mode);
      } catch (thrown) {
        yield* command.refused(thrown, path);
      }
    }
  },
);

export const mknod = program(
  {
    usage: "[-m MODE] NAME {b|c|u|p} [MAJOR MINOR]",
    about: "Make a device or a named pipe.",
    options: { mode: value("-m, --mode=MODE", "with this mode") },
  },
  function* (command, { options, operands }) {
    const [path, type, major, minor] = operands;
    if (path === undefined || type === undefined)
      throw new UsageError(path === undefined ? "missing operand" : `missing operand after '${path}'`);
    const mode = modeArgument(command, options.mode, 0o666, false);
    const kind = { b: "block", c: "character", u: "character", p: "fifo" }[type];
    if (kind === undefined) throw new UsageError(`invalid device type '${type}'`);
    try {
      if (kind === "fifo") {
        if (major !== undefined) throw new UsageError("Fifos do not have major and minor device numbers.");
        command.sys.mknod(path, "fifo", mode);
      } else {
        if (major === undefined || minor === undefined)
          throw new UsageError("Special files require major and minor device numbers.");
        const rdev = {
          major: integerArgument(major, "major device number"),
          minor: integerArgument(minor, "minor device number"),
        };
        command.sys.mknod(path, kind === "block" ? "block" : "character", mode, rdev);
      }
      if (options.mode !== null) command.sys.chmod(path, mode);
    } catch (thrown) {
      yield* command.refused(thrown, path);
    }
  },
);

export const mktemp = program(
  {
    usage: "[-dqtu] [-p DIR] [TEMPLATE]",
    about: "Make a file with a new name and print it; XXX in TEMPLATE become letters.",
    options: {
      directory: flag("-d, --directory", "a directory"),
      quiet: flag("-q, --quiet", "no complaints"),
      dry: flag("-u, --dry-run", "only a name"),
      inFolder: flag("-t", "in $TMPDIR"),
      folder: value("-p DIR", "in DIR"),
      temporary: optional("--tmpdir[=DIR]", "in DIR, or in $TMPDIR"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const folder = options.folder ?? options.temporary;
    const template = operands[0] ?? "tmp.XXXXXXXXXX";
    const run = /X{3,}(?=[^X]*$)/u.exec(template);
    if (!run) throw new CommandFailure(`too few X's in template '${template}'`);
    const inFolder = folder !== null || options.inFolder || operands.length === 0;
    const prefix = inFolder ? `${folder || command.env["TMPDIR"] || "/tmp"}/` : "";
    const random = yield* sys.open("/dev/urandom", { access: "read", closeOnExec: true });
    for (let tries = 0; tries < 100; tries++) {
      const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
      const bytes = yield* sys.read(random, run[0].length);
      const name = Array.from(bytes, (byte) => letters[byte % letters.length] ?? "").join("");
      const path = prefix + template.slice(0, run.index) + name + template.slice(run.index + run[0].length);
      try {
        if (options.dry) sys.access(path, 0);
        else if (options.directory) sys.mkdir(path, 0o700);
        else sys.close(yield* sys.open(path, { access: "both", create: true, exclusive: true }, 0o600));
        if (options.dry) continue;
      } catch (thrown) {
        if (isErrno(thrown, "EEXIST")) continue;
        if (!isErrno(thrown)) throw thrown;
        if (!options.dry || !isErrno(thrown, "ENOENT")) {
          if (!options.quiet)
            yield* command.complain(
              `failed to create ${options.directory ? "directory" : "file"} via template '${prefix + template}': ${reasonOf(thrown)}`,
            );
          return 1;
        }
      }
      yield* command.out.line(path);
      return 0;
    }
    throw new CommandFailure("no free name found");
  },
);
