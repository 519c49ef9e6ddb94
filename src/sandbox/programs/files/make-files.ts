/** mkdir(1), mkfifo(1), mknod(1), mktemp(1), ln(1), touch(1), truncate(1): what makes files. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, reasonOf, type Command } from "../command/command.ts";
import { flag, optional, UsageError, value } from "../command/options.ts";
import { integerArgument, sizeBytes } from "../command/quantities.ts";
import { parseTime } from "../host/date.ts";
import { pairs } from "./cp.ts";
import { confirmed } from "./copy-file.ts";
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
      folder: optional("-p[DIR], --tmpdir[=DIR]", "in DIR"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    // -p takes the next word too, unlike other optional arguments.
    const words = [...operands];
    const folder = options.folder === "" && words.length > 1 ? words.shift() : options.folder;
    const template = words[0] ?? "tmp.XXXXXXXXXX";
    const run = /X{3,}(?=[^X]*$)/u.exec(template);
    if (!run) throw new CommandFailure(`too few X's in template '${template}'`);
    const inFolder = folder !== null || options.inFolder || words.length === 0;
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

export const ln = program(
  {
    usage: "[OPTION]... TARGET... [LINK]",
    about: "Make links to TARGETs, hard ones if nothing else is said.",
    options: {
      symbolic: flag("-s, --symbolic", "symbolic links"),
      force: flag("-f, --force", "remove what is at LINK"),
      ask: flag("-i, --interactive", "ask before removing"),
      noDereference: flag("-n, --no-dereference", "a link to a directory is no directory"),
      plain: flag("-T, --no-target-directory", "LINK is no directory to make links in"),
      target: value("-t, --target-directory=DIR", "in DIR"),
      verbose: flag("-v, --verbose", "say what is made"),
      follow: flag("-L, --logical", "follow symbolic links"),
      physical: flag("-P, --physical", "link to the symbolic link itself"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const words = operands.length === 1 && options.target === null ? [...operands, "."] : operands;
    const last = words.at(-1) ?? "";
    const isLink = options.noDereference && typeOf(command, last) === "symlink";
    for (const { from, to } of pairs(command, words, options.target, options.plain || isLink)) {
      try {
        const there = typeOf(command, to);
        if (there !== null && there !== "directory") {
          if (options.ask && !(yield* confirmed(command, `replace '${to}'`))) continue;
          if (options.force || options.ask) sys.unlink(to);
        }
        if (options.symbolic) sys.symlink(from, to);
        else sys.link(from, to, { follow: options.follow });
        if (options.verbose) yield* command.out.line(`'${to}' ${options.symbolic ? "->" : "=>"} '${from}'`);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        const kind = options.symbolic ? "symbolic" : "hard";
        yield* command.complain(
          `failed to create ${kind} link '${to}'${options.symbolic ? "" : ` => '${from}'`}: ${reasonOf(thrown)}`,
        );
      }
    }
  },
);

function typeOf({ sys }: Command, path: string): string | null {
  try {
    return sys.lstat(path).type;
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}

export const touch = program(
  {
    usage: "[OPTION]... FILE...",
    about: "Set times of FILEs to now, making those that are not there.",
    options: {
      accessed: flag("-a", "only the time of access"),
      modified: flag("-m", "only the time of modification"),
      noCreate: flag("-c, --no-create", "make nothing"),
      noDereference: flag("-h, --no-dereference", "of links themselves"),
      date: value("-d, --date=TEXT", "to TEXT"),
      reference: value("-r, --reference=FILE", "to those of FILE"),
      stamp: value("-t", "to [[CC]YY]MMDDhhmm[.ss]"),
      force: flag("-f", "ignored"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    if (operands.length === 0) throw new UsageError("missing file operand");
    const nowMs = sys.clock("realtime");
    const given =
      options.stamp === null
        ? options.date === null
          ? nowMs
          : parseTime(options.date, nowMs)
        : stampTime(options.stamp, nowMs);
    if (given === null)
      throw new CommandFailure(`invalid date format '${options.stamp ?? options.date ?? ""}'`);
    const reference = options.reference === null ? null : sys.stat(options.reference);
    const accessed = options.modified && !options.accessed ? null : (reference?.accessedMs ?? given);
    const modified = options.accessed && !options.modified ? null : (reference?.modifiedMs ?? given);
    for (const path of operands) {
      try {
        yield* touchOne(command, path, accessed, modified, !options.noCreate, !options.noDereference);
      } catch (thrown) {
        yield* command.refused(thrown, path);
      }
    }
  },
);

function* touchOne(
  { sys }: Command,
  path: string,
  accessed: number | null,
  modified: number | null,
  create: boolean,
  follow: boolean,
): Blocking<void> {
  try {
    sys.utimes(path, accessed, modified, { follow });
  } catch (thrown) {
    if (!isErrno(thrown, "ENOENT")) throw thrown;
    if (!create) return;
    const fd = yield* sys.open(
      path,
      { access: "write", create: true, nonBlocking: true, closeOnExec: true },
      0o666,
    );
    sys.futimes(fd, accessed, modified);
    sys.close(fd);
  }
}

function stampTime(text: string, nowMs: number): number | null {
  const match = /^(\d{2})?(\d{2})?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/u.exec(text);
  if (!match) return null;
  const digits = text.split(".")[0] ?? "";
  const seconds = Number(match[7] ?? 0);
  const tail = digits.slice(-8);
  const head = digits.slice(0, -8);
  const year =
    head.length === 4
      ? Number(head)
      : head.length === 2
        ? Number(head) + (Number(head) < 69 ? 2000 : 1900)
        : new Date(nowMs).getUTCFullYear();
  const [month = 0, day = 0, hour = 0, minute = 0] = (tail.match(/../gu) ?? []).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59) return null;
  return Date.UTC(year, month - 1, day, hour, minute, seconds);
}

export const truncate = program(
  {
    usage: "-s SIZE FILE...  |  -r FILE FILE...",
    about: "Make FILEs shorter or longer: SIZE, +SIZE, -SIZE.",
    options: {
      noCreate: flag("-c, --no-create", "make nothing"),
      reference: value("-r, --reference=FILE", "as long as FILE"),
      size: value("-s, --size=SIZE", "so long"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    if (options.size === null && options.reference === null)
      throw new UsageError("you must specify either '--size' or '--reference'");
    if (operands.length === 0) throw new UsageError("missing file operand");
    const [, sign = "", amount = ""] = /^([+-]?)(.*)$/u.exec(options.size ?? "0") ?? [];
    const bytes = sizeBytes(amount);
    if (bytes === null) throw new CommandFailure(`Invalid number: '${options.size ?? ""}'`);
    const base = options.reference === null ? null : sys.stat(options.reference).size;
    for (const path of operands) {
      try {
        const fd = yield* sys.open(
          path,
          { access: "write", create: !options.noCreate, closeOnExec: true },
          0o666,
        );
        const before = base ?? sys.fstat(fd).size;
        const size =
          sign === "+"
            ? before + bytes
            : sign === "-"
              ? Math.max(0, before - bytes)
              : options.size === null
                ? before
                : bytes;
        sys.ftruncate(fd, size);
        sys.close(fd);
      } catch (thrown) {
        if (!options.noCreate || !isErrno(thrown, "ENOENT")) yield* command.refused(thrown, path);
      }
    }
  },
);
