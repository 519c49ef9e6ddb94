/**
 * The numbers that programs give to calls on files (Linux's, x86), as the kernel's calls take them.
 */
import { Errno } from "../abi/errno.ts";
import type { MountFlags, OpenFlags, PathOptions } from "../abi/file-calls.ts";
import type { FileType } from "../abi/stat.ts";
import { typeBits } from "../abi/stat.ts";

const open = {
  accessMask: 0o3,
  create: 0o100,
  exclusive: 0o200,
  noControllingTerminal: 0o400,
  truncate: 0o1000,
  append: 0o2000,
  nonBlocking: 0o4000,
  directory: 0o200000,
  noFollow: 0o400000,
  closeOnExec: 0o2000000,
  path: 0o10000000,
};

/** `O_CLOEXEC`, which dup3(2) and pipe2(2) take too. */
export const closeOnExecFlag = open.closeOnExec;
/** `O_NONBLOCK`. */
export const nonBlockingFlag = open.nonBlocking;

const accesses = ["read", "write", "both"] as const;

/** open(2)'s flags. */
export function openFlags(flags: number): OpenFlags {
  const access = (flags & open.path) !== 0 ? "path" : accesses[flags & open.accessMask];
  if (!access) throw new Errno("EINVAL");
  return {
    access,
    create: (flags & open.create) !== 0,
    exclusive: (flags & open.exclusive) !== 0,
    truncate: (flags & open.truncate) !== 0,
    append: (flags & open.append) !== 0,
    directory: (flags & open.directory) !== 0,
    noFollow: (flags & open.noFollow) !== 0,
    nonBlocking: (flags & open.nonBlocking) !== 0,
    closeOnExec: (flags & open.closeOnExec) !== 0,
    noControllingTerminal: (flags & open.noControllingTerminal) !== 0,
  };
}

/** What fcntl(F_GETFL) answers. */
export function statusNumber({ access, append, nonBlocking }: OpenFlags): number {
  const mode = access === "path" ? open.path : accesses.indexOf(access ?? "both");
  return mode | (append ? open.append : 0) | (nonBlocking ? open.nonBlocking : 0);
}

/** What fcntl(F_SETFL) sets. */
export function settableStatus(flags: number): { readonly append: boolean; readonly nonBlocking: boolean } {
  return { append: (flags & open.append) !== 0, nonBlocking: (flags & open.nonBlocking) !== 0 };
}

/** `AT_…`. */
export const at = { workingDirectory: -100, noFollow: 0x100, removeDirectory: 0x200, follow: 0x400 };

/** Where a path of an `…at` call starts; `follow` where its flags decide on it. */
export function pathOptions(directory: number, follow?: boolean): PathOptions {
  return {
    ...(directory !== at.workingDirectory && { at: directory }),
    ...(follow !== undefined && { follow }),
  };
}

type NodeType = Extract<FileType, "file" | "fifo" | "socket" | "character" | "block">;
const nodeTypes: readonly NodeType[] = ["file", "fifo", "socket", "character", "block"];

/** The type in mknod(2)'s mode; none means a regular file. */
export function nodeType(mode: number): NodeType {
  const bits = mode & 0o170000;
  const type = bits === 0 ? "file" : nodeTypes.find((candidate) => typeBits[candidate] === bits);
  if (!type) throw new Errno("EINVAL");
  return type;
}

/** mount(2)'s flags. */
export function mountFlags(flags: number): MountFlags {
  const has = (bit: number): boolean => (flags & bit) !== 0;
  return {
    readOnly: has(0x1),
    noSuid: has(0x2),
    noDev: has(0x4),
    noExec: has(0x8),
    remount: has(0x20),
    bind: has(0x1000),
    move: has(0x2000),
    recursive: has(0x4000),
    private: has(0x40000),
  };
}
