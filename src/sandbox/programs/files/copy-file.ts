/**
 * Copying of files, links, devices and whole directories, with or without their marks: what cp and mv share.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno, isErrno } from "../../abi/errno.ts";
import type { Stat } from "../../abi/stat.ts";
import { reasonOf, type Command } from "../command/command.ts";
import { readSome } from "../command/input.ts";
import { writeAll } from "../command/output.ts";

/** How to copy. */
export interface CopySettings {
  readonly recursive: boolean;
  /** Follow symbolic links in the source: all, those named, none. */
  readonly follow: "all" | "named" | "none";
  readonly preserve: { readonly mode: boolean; readonly owner: boolean; readonly times: boolean };
  /** Remove a target that cannot be opened. */
  readonly force: boolean;
  readonly verbose: boolean;
  /** Make links instead. */
  readonly link: "hard" | "symbolic" | null;
  /** Leave targets that are there, or are not older. */
  readonly keep: "all" | "newer" | "none";
  readonly ask: boolean;
}

/** Copies `from` to `to`; complains of what cannot be copied. Whether all of it was. */
export function* copyFile(
  command: Command,
  from: string,
  to: string,
  settings: CopySettings,
  named = true,
): Blocking<boolean> {
  const { sys } = command;
  const follows = settings.follow === "all" || (settings.follow === "named" && named);
  let source: Stat;
  try {
    source = follows ? sys.stat(from) : sys.lstat(from);
  } catch (thrown) {
    return yield* failed(command, thrown, from);
  }
  const target = statIfAny(command, to);
  if (target && target.device === source.device && target.inode === source.inode) {
    yield* command.complain(`'${from}' and '${to}' are the same file`);
    return false;
  }
  if (source.type === "directory") return yield* copyDirectory(command, from, to, source, target, settings);
  if (target?.type === "directory") {
    yield* command.complain(`cannot overwrite directory '${to}' with non-directory`);
    return false;
  }
  if (target && settings.keep === "all") return true;
  if (target && settings.keep === "newer" && target.modifiedMs >= source.modifiedMs) return true;
  if (target && settings.ask && !(yield* confirmed(command, `overwrite '${to}'`))) return true;
  try {
    yield* copyOne(command, from, to, source, target, settings);
  } catch (thrown) {
    return yield* failed(command, thrown, to);
  }
  if (settings.verbose) yield* command.out.line(`'${from}' -> '${to}'`);
  return true;
}

/** Asks on standard error and reads one line. */
export function* confirmed(command: Command, question: string): Blocking<boolean> {
  yield* command.warn(`${command.name}: ${question}? `);
  let answer = "";
  // Byte by byte: what comes after the line belongs to the next question.
  for (;;) {
    const bytes = yield* readSome(command.sys, 0, 1);
    const character = String.fromCharCode(bytes[0] ?? 10);
    if (bytes.length === 0 || character === "\n") return /^y/iu.test(answer);
    answer += character;
  }
}

function* copyOne(
  { sys }: Command,
  from: string,
  to: string,
  source: Stat,
  target: Stat | null,
  settings: CopySettings,
): Blocking<void> {
  if (settings.link !== null) {
    if (target && settings.force) sys.unlink(to);
    if (settings.link === "hard") sys.link(from, to);
    else sys.symlink(from, to);
    return;
  }
  // Without -R everything is read as a file is; with it, what is not a file is made anew.
  if (source.type === "symlink" || (source.type !== "file" && settings.recursive)) {
    if (target) sys.unlink(to);
    if (source.type === "symlink") sys.symlink(sys.readlink(from), to);
    else if (source.rdev)
      sys.mknod(to, source.type === "block" ? "block" : "character", source.mode, source.rdev);
    else sys.mknod(to, source.type === "fifo" ? "fifo" : "socket", source.mode);
  } else yield* copyContent({ sys }, from, to, source, target, settings);
  copyMarks(sys, to, source, settings);
}

function* copyContent(
  { sys }: Pick<Command, "sys">,
  from: string,
  to: string,
  source: Stat,
  target: Stat | null,
  settings: CopySettings,
): Blocking<void> {
  const input = yield* sys.open(from, { access: "read", closeOnExec: true });
  try {
    const flags = { access: "write", create: true, truncate: true, closeOnExec: true } as const;
    let output: number;
    try {
      output = yield* sys.open(to, flags, source.mode & 0o777);
    } catch (thrown) {
      if (!target || !settings.force || !isErrno(thrown)) throw thrown;
      sys.unlink(to);
      output = yield* sys.open(to, flags, source.mode & 0o777);
    }
    try {
      for (let bytes = yield* readSome(sys, input); bytes.length > 0; bytes = yield* readSome(sys, input)) {
        yield* writeAll(sys, output, bytes);
      }
    } finally {
      sys.close(output);
    }
  } finally {
    sys.close(input);
  }
}

function copyMarks(sys: Command["sys"], to: string, source: Stat, { preserve }: CopySettings): void {
  const options = { follow: false };
  if (preserve.owner) {
    try {
      sys.chown(to, source.uid, source.gid, options);
    } catch (thrown) {
      // Only root may give files away; then they are the caller's (cp -p).
      if (!isErrno(thrown)) throw thrown;
    }
  }
  if (source.type !== "symlink" && preserve.mode) sys.chmod(to, source.mode);
  if (preserve.times) sys.utimes(to, source.accessedMs, source.modifiedMs, options);
}

function* copyDirectory(
  command: Command,
  from: string,
  to: string,
  source: Stat,
  target: Stat | null,
  settings: CopySettings,
): Blocking<boolean> {
  const { sys } = command;
  if (!settings.recursive) {
    yield* command.complain(`-r not specified; omitting directory '${from}'`);
    return false;
  }
  if (target && target.type !== "directory") {
    yield* command.complain(`cannot overwrite non-directory '${to}' with directory '${from}'`);
    return false;
  }
  if (isInside(sys, to, source)) {
    yield* command.complain(`cannot copy a directory, '${from}', into itself, '${to}'`);
    return false;
  }
  let all = true;
  try {
    // Writable until everything is in it.
    if (!target) sys.mkdir(to, (source.mode & 0o777) | 0o700);
    if (settings.verbose && !target) yield* command.out.line(`'${from}' -> '${to}'`);
    const fd = yield* sys.open(from, { access: "read", directory: true, closeOnExec: true });
    const names = sys.readDirectory(fd).map(({ name }) => name);
    sys.close(fd);
    for (const name of names) {
      if (name === "." || name === "..") continue;
      if (!(yield* copyFile(command, `${from}/${name}`, `${to}/${name}`, settings, false))) all = false;
    }
    if (!target) {
      const mask = sys.umask(0);
      sys.umask(mask);
      sys.chmod(to, settings.preserve.mode ? source.mode : source.mode & 0o777 & ~mask);
    }
    copyMarks(sys, to, source, settings);
    return all;
  } catch (thrown) {
    return yield* failed(command, thrown, from);
  }
}

/** Whether the place `to` lies below the directory `source`. */
function isInside(sys: Command["sys"], to: string, source: Stat): boolean {
  let place = `${to}/..`;
  for (let depth = 0; depth < 256; depth++) {
    try {
      const here = sys.stat(place);
      if (here.device === source.device && here.inode === source.inode) return true;
      const above = sys.stat(`${place}/..`);
      if (above.device === here.device && above.inode === here.inode) return false;
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      // `to` is not there yet: what it will be in decides.
      if (depth > 0) return false;
      place = to.includes("/") ? to.slice(0, to.lastIndexOf("/")) || "/" : ".";
      continue;
    }
    place += "/..";
  }
  return false;
}

function statIfAny({ sys }: Command, path: string): Stat | null {
  try {
    return sys.stat(path);
  } catch (thrown) {
    if (!(thrown instanceof Errno)) throw thrown;
    return null;
  }
}

function* failed(command: Command, thrown: unknown, path: string): Blocking<false> {
  if (!isErrno(thrown)) throw thrown;
  yield* command.complain(`${path}: ${reasonOf(thrown)}`);
  return false;
}
