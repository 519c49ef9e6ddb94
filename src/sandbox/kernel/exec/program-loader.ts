/**
 * exec(2): finds the file, judges it, asks the formats for a program, and only then lets go of the old one. Knows
 * nothing of how a kind of program runs.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { ProgramArguments, Syscalls } from "../../abi/program.ts";
import { demand, wants } from "../../fs/identity-checks.ts";
import { FileInode } from "../../fs/inode.ts";
import type { Location } from "../../fs/location.ts";
import { OpenPlace } from "../../fs/open-place.ts";
import { resolve } from "../../fs/path-walk.ts";
import { originOf } from "../../fs/starting-points.ts";
import { UserNamespace } from "../namespaces/user-namespace.ts";
import { shortName } from "../short-name.ts";
import type { Task } from "../task.ts";
import type { BinaryFormat, ExecutableFile, LoadedProgram } from "./binary-format.ts";
import { whyForeign } from "./file-head.ts";
import { scriptLine } from "./script-line.ts";

/** Interpreters that scripts may go through. */
const deepestScript = 5;
/** All of argv and environment, and one string (a quarter of an 8 MiB stack; MAX_ARG_STRLEN). */
const mostBytes = 2 * 1024 * 1024;
const longestBytes = 131072;

const encoder = new TextEncoder();

interface Found {
  readonly location: Location;
  readonly path: string;
  readonly argv: readonly string[];
  readonly program: LoadedProgram;
}

/** One per kernel. */
export class ProgramLoader {
  readonly #formats: readonly BinaryFormat[];
  readonly #syscallsOf: (task: Task) => Syscalls;

  constructor(formats: readonly BinaryFormat[], syscallsOf: (task: Task) => Syscalls) {
    this.#formats = formats;
    this.#syscallsOf = syscallsOf;
  }

  /** Replaces the program of `task`, which must not run the old one any further. ENOENT, EACCES, ENOEXEC, E2BIG, … */
  *exec(task: Task, path: string, given: ProgramArguments): Blocking<void> {
    demandRoom(given);
    const found = yield* this.#find(task, path, given.argv);
    const env = { ...given.env };
    const replaced = { argv: found.argv, env };
    task.identity = identityAfter(task, found.location);
    task.signals.resetHandlers();
    task.memory.release();
    task.executed = true;
    const [name = ""] = path.split("/").slice(-1);
    task.image = { comm: shortName(name), argv: found.argv, env, executable: found.path };
    task.execute(new OpenPlace(found.location, false));
    task.files?.descriptors.closeMarked();
    const start = {
      sys: this.#syscallsOf(task),
      given: replaced,
      growMemory: (bytes: number) => task.memory.grow(bytes),
    };
    task.replace(found.program.begin(start));
  }

  *#find(task: Task, path: string, argv: readonly string[]): Blocking<Found> {
    let at = path;
    // Linux gives a program without arguments an empty name.
    let args = argv.length > 0 ? argv : [""];
    for (let depth = 0; depth <= deepestScript; depth += 1) {
      const location = executableAt(task, at);
      const file = executableFile(location, at);
      const script = scriptLine(file.head);
      if (!script) return { location, path: at, argv: args, program: yield* this.#load(file) };
      const { interpreter, argument } = script;
      args = [interpreter, ...(argument === null ? [] : [argument]), at, ...args.slice(1)];
      at = interpreter;
    }
    throw new Errno("ELOOP");
  }

  *#load(file: ExecutableFile): Blocking<LoadedProgram> {
    const format = this.#formats.find((known) => known.recognises(file.head));
    if (!format) throw new Errno("ENOEXEC", whyForeign(file.head));
    return yield* format.load(file);
  }
}

function demandRoom({ argv, env }: ProgramArguments): void {
  const strings = [...argv, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
  let bytes = 0;
  for (const text of strings) {
    const length = encoder.encode(text).byteLength + 1;
    if (length > longestBytes) throw new Errno("E2BIG");
    // A pointer to each.
    bytes += length + 4;
  }
  if (bytes > mostBytes) throw new Errno("E2BIG");
}

function executableAt(task: Task, path: string): Location {
  const { files } = task;
  if (!files) throw new Errno("ESRCH");
  const location = resolve(originOf(files), path);
  const { mount, dentry } = location;
  if (dentry.inode.type !== "file" || mount.restrictions.noExec) throw new Errno("EACCES");
  demand(task.identity, dentry.inode, wants.execute);
  if (dentry.inode.writers > 0) throw new Errno("ETXTBSY");
  return location;
}

function executableFile({ dentry }: Location, path: string): ExecutableFile {
  const { inode } = dentry;
  if (!(inode instanceof FileInode)) throw new Errno("EACCES");
  return {
    path,
    head: inode.readAt(256, 0),
    size: inode.size,
    // What images share is one file however many sandboxes see it.
    identity: inode.sharedBytes ?? inode,
    modifiedMs: inode.record.modifiedMs,
    readAll: () => inode.readAt(inode.size, 0),
  };
}

/** Set-id bits count where neither mount, task nor namespace says no (execve(2)). */
function identityAfter({ identity }: Task, { mount, dentry }: Location): Task["identity"] {
  const { mode, uid, gid } = dentry.inode.record;
  let { euid, egid } = identity.credentials;
  const owner = mount.fs.owner;
  const inNamespace = !(owner instanceof UserNamespace) || owner.contains(identity.userNamespace);
  const { idMap } = identity;
  const heeded =
    !mount.restrictions.noSuid &&
    !identity.noNewPrivileges &&
    inNamespace &&
    idMap.maps("uid", uid) &&
    idMap.maps("gid", gid);
  if (heeded && (mode & 0o4000) !== 0) euid = uid;
  // Without group execution the bit is a mark for locks.
  if (heeded && (mode & 0o2010) === 0o2010) egid = gid;
  return identity.afterExec({ euid, egid });
}
