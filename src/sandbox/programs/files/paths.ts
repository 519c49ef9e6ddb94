/** basename(1), dirname(1), readlink(1), realpath(1), pwd(1), which(1): about paths. */
import { Errno, isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { program } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { defaultPath } from "../command/run-command.ts";
import { baseName, directoryName, joined } from "./path-text.ts";

export const basename = program(
  {
    usage: "NAME [SUFFIX]  |  -a [-s SUFFIX] NAME...",
    about: "Print the last part of paths.",
    options: {
      multiple: flag("-a, --multiple", "of every NAME"),
      suffix: value("-s, --suffix=SUFFIX", "without SUFFIX (implies -a)"),
      zero: flag("-z, --zero", "end lines with 0"),
    },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) throw new UsageError("missing operand");
    const many = options.multiple || options.suffix !== null;
    if (!many && operands[2] !== undefined) throw new UsageError(`extra operand '${operands[2]}'`);
    const suffix = options.suffix ?? (many ? "" : (operands[1] ?? ""));
    for (const path of many ? operands : operands.slice(0, 1)) {
      const name = baseName(path);
      const short =
        suffix !== "" && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
      yield* command.out.print(short + (options.zero ? "\0" : "\n"));
    }
  },
);

export const dirname = program(
  {
    usage: "NAME...",
    about: "Print what is before the last part of paths.",
    options: { zero: flag("-z, --zero", "end lines with 0") },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) throw new UsageError("missing operand");
    for (const path of operands) yield* command.out.print(directoryName(path) + (options.zero ? "\0" : "\n"));
  },
);

export const readlink = program(
  {
    usage: "[-fenmqz] FILE...",
    about: "Print what symbolic links say, or whole paths without links.",
    options: {
      canonical: flag("-f, --canonicalize", "the whole path; the last part may be missing"),
      existing: flag("-e, --canonicalize-existing", "the same; all must be there"),
      missing: flag("-m, --canonicalize-missing", "the same; anything may be missing"),
      noNewline: flag("-n, --no-newline", "without a newline"),
      quiet: flag("-q, --quiet", "no complaints (as always)"),
      verbose: flag("-v, --verbose", "complaints"),
      zero: flag("-z, --zero", "end lines with 0"),
    },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) throw new UsageError("missing operand");
    const mode = options.existing ? "all" : options.missing ? "none" : options.canonical ? "parents" : null;
    for (const path of operands) {
      try {
        const text = mode === null ? command.sys.readlink(path) : canonicalPath(command.sys, path, mode);
        const end = options.noNewline && operands.length === 1 ? "" : options.zero ? "\0" : "\n";
        yield* command.out.print(text + end);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        if (options.verbose) yield* command.refused(thrown, path);
        command.status = 1;
      }
    }
  },
);

export const realpath = program(
  {
    usage: "[-emsz] FILE...",
    about: "Print whole paths without links.",
    options: {
      existing: flag("-e, --canonicalize-existing", "all must be there"),
      missing: flag("-m, --canonicalize-missing", "anything may be missing"),
      noLinks: flag("-s, --no-symlinks", "leave links as they are"),
      quiet: flag("-q, --quiet", "no complaints"),
      zero: flag("-z, --zero", "end lines with 0"),
    },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) throw new UsageError("missing operand");
    const mode = options.existing ? "all" : options.missing ? "none" : "parents";
    for (const path of operands) {
      try {
        const text = options.noLinks
          ? lexicalPath(command.sys.cwd(), path)
          : canonicalPath(command.sys, path, mode);
        yield* command.out.print(text + (options.zero ? "\0" : "\n"));
      } catch (thrown) {
        if (options.quiet && isErrno(thrown)) command.status = 1;
        else yield* command.refused(thrown, path);
      }
    }
  },
);

export const pwd = program(
  {
    usage: "[-LP]",
    about: "Print the working directory.",
    options: {
      logical: flag("-L, --logical", "$PWD, if it is right"),
      physical: flag("-P, --physical", "without links"),
    },
  },
  function* (command, { options }) {
    const { sys, env } = command;
    const said = env["PWD"] ?? "";
    const isRight = options.logical && said.startsWith("/") && sameFile(sys, said, ".");
    yield* command.out.line(isRight ? said : sys.cwd());
  },
);

export const which = program(
  {
    usage: "[-a] NAME...",
    about: "Print where programs are found in PATH.",
    options: { all: flag("-a", "all places") },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) command.status = 1;
    for (const name of operands) {
      const folders = name.includes("/") ? [""] : (command.env["PATH"] ?? defaultPath).split(":");
      const found = folders
        .map((folder) => (name.includes("/") ? name : joined(folder || ".", name)))
        .filter((path) => isExecutable(command.sys, path));
      if (found.length === 0) command.status = 1;
      for (const path of options.all ? found : found.slice(0, 1)) yield* command.out.line(path);
    }
  },
);

function isExecutable(sys: Syscalls, path: string): boolean {
  try {
    sys.access(path, 1);
    return sys.stat(path).type === "file";
  } catch (thrown) {
    if (isErrno(thrown)) return false;
    throw thrown;
  }
}

function sameFile(sys: Syscalls, one: string, other: string): boolean {
  try {
    const [a, b] = [sys.stat(one), sys.stat(other)];
    return a.device === b.device && a.inode === b.inode;
  } catch (thrown) {
    if (isErrno(thrown)) return false;
    throw thrown;
  }
}

function lexicalPath(cwd: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${cwd}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The whole path without links; what may be missing is the last part, everything or nothing (realpath(1)). */
export function canonicalPath(sys: Syscalls, path: string, mustExist: "all" | "parents" | "none"): string {
  const pending = (path.startsWith("/") ? path : `${sys.cwd()}/${path}`).split("/").toReversed();
  let real = "";
  let links = 0;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      real = real.slice(0, Math.max(0, real.lastIndexOf("/")));
      continue;
    }
    const next = `${real}/${part}`;
    const isLast = pending.every((rest) => rest === "" || rest === ".");
    try {
      const { type } = sys.lstat(next);
      if (type === "symlink") {
        links += 1;
        if (links > 40) throw new Errno("ELOOP");
        const target = sys.readlink(next);
        if (target.startsWith("/")) real = "";
        pending.push(...target.split("/").toReversed());
        continue;
      }
      if (type !== "directory" && !isLast && mustExist !== "none") throw new Errno("ENOTDIR");
    } catch (thrown) {
      const mayBeMissing = mustExist === "none" || (mustExist === "parents" && isLast);
      if (!isErrno(thrown, "ENOENT") || !mayBeMissing) throw thrown;
    }
    real = next;
  }
  return real === "" ? "/" : real;
}
