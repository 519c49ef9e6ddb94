/**
 * The kernel's calls on paths, modes, owners and mounts, as WebAssembly programs import them. Strings come as a pointer
 * and a length, numbers are Linux's.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { CallTable, Calling } from "./call-table.ts";
import { at, mountFlags, nodeType, openFlags, pathOptions } from "./open-flags.ts";
import { deviceFromNumber, readTimes, writeStat, writeStatFs } from "./records.ts";

const emptyPath = 0x1000;
const detach = 2;
const force = 1;
const renameFlags = { noReplace: 1, exchange: 2 };

/** The calls of one program. */
export function fileCalls(calling: Calling): CallTable {
  const { memory } = calling;
  const path = (address: number, length: number): string => memory.text(address, length);
  return {
    plain: { ...nameCalls(calling), ...attributeCalls(calling), ...placeCalls(calling) },
    waiting: {
      openat: (
        directory: number,
        name: number,
        length: number,
        flags: number,
        mode: number,
      ): Blocking<number> =>
        calling.sys.open(path(name, length), openFlags(flags), mode, pathOptions(directory)),
    },
  };
}

/** What makes, moves and removes names. */
function nameCalls(calling: Calling): CallTable["plain"] {
  const { memory } = calling;
  return {
    mkdirat(directory: number, name: number, length: number, mode: number) {
      calling.sys.mkdir(memory.text(name, length), mode, pathOptions(directory));
      return 0;
    },
    mknodat(directory: number, name: number, length: number, mode: number, device: bigint) {
      const rdev = deviceFromNumber(device);
      calling.sys.mknod(
        memory.text(name, length),
        nodeType(mode),
        mode & 0o7777,
        rdev,
        pathOptions(directory),
      );
      return 0;
    },
    unlinkat(directory: number, name: number, length: number, flags: number) {
      const path = memory.text(name, length);
      if ((flags & at.removeDirectory) !== 0) calling.sys.rmdir(path, pathOptions(directory));
      else calling.sys.unlink(path, pathOptions(directory));
      return 0;
    },
    symlinkat(target: number, targetLength: number, directory: number, name: number, length: number) {
      const to = memory.text(target, targetLength);
      calling.sys.symlink(to, memory.text(name, length), pathOptions(directory));
      return 0;
    },
    readlinkat(directory: number, name: number, length: number, buffer: number, size: number) {
      return memory.setText(
        buffer,
        size,
        calling.sys.readlink(memory.text(name, length), pathOptions(directory)),
      );
    },
    linkat(
      from: number,
      old: number,
      oldLength: number,
      to: number,
      name: number,
      length: number,
      flags: number,
    ) {
      calling.sys.link(memory.text(old, oldLength), memory.text(name, length), {
        ...(from !== at.workingDirectory && { atExisting: from }),
        ...pathOptions(to, (flags & at.follow) !== 0),
      });
      return 0;
    },
    renameat2(
      from: number,
      old: number,
      oldLength: number,
      to: number,
      name: number,
      length: number,
      flags: number,
    ) {
      calling.sys.rename(memory.text(old, oldLength), memory.text(name, length), {
        ...(from !== at.workingDirectory && { atFrom: from }),
        ...(to !== at.workingDirectory && { atTo: to }),
        noReplace: (flags & renameFlags.noReplace) !== 0,
        exchange: (flags & renameFlags.exchange) !== 0,
      });
      return 0;
    },
  };
}

/** What inodes say of themselves. */
function attributeCalls(calling: Calling): CallTable["plain"] {
  const { memory } = calling;
  const follows = (flags: number): boolean => (flags & at.noFollow) === 0;
  return {
    fstat(fd: number, address: number) {
      writeStat(memory, address, calling.sys.fstat(fd));
      return 0;
    },
    fstatat(directory: number, name: number, length: number, flags: number, address: number) {
      const path = memory.text(name, length);
      const itself = path === "" && (flags & emptyPath) !== 0 && directory !== at.workingDirectory;
      const stat = itself
        ? calling.sys.fstat(directory)
        : calling.sys.stat(path, pathOptions(directory, follows(flags)));
      writeStat(memory, address, stat);
      return 0;
    },
    faccessat(directory: number, name: number, length: number, mode: number, flags: number) {
      calling.sys.access(memory.text(name, length), mode, pathOptions(directory, follows(flags)));
      return 0;
    },
    fchmod(fd: number, mode: number) {
      calling.sys.fchmod(fd, mode);
      return 0;
    },
    fchmodat(directory: number, name: number, length: number, mode: number, flags: number) {
      calling.sys.chmod(memory.text(name, length), mode, pathOptions(directory, follows(flags)));
      return 0;
    },
    fchown(fd: number, uid: number, gid: number) {
      calling.sys.fchown(fd, uid, gid);
      return 0;
    },
    fchownat(directory: number, name: number, length: number, uid: number, gid: number, flags: number) {
      calling.sys.chown(memory.text(name, length), uid, gid, pathOptions(directory, follows(flags)));
      return 0;
    },
    futimens(fd: number, times: number) {
      calling.sys.futimes(fd, ...readTimes(memory, times, calling.sys.clock("realtime")));
      return 0;
    },
    utimensat(directory: number, name: number, length: number, times: number, flags: number) {
      const both = readTimes(memory, times, calling.sys.clock("realtime"));
      calling.sys.utimes(memory.text(name, length), ...both, pathOptions(directory, follows(flags)));
      return 0;
    },
    truncate(name: number, length: number, size: bigint) {
      calling.sys.truncate(memory.text(name, length), Number(size));
      return 0;
    },
    statfs(name: number, length: number, address: number) {
      writeStatFs(memory, address, calling.sys.statfs(memory.text(name, length)));
      return 0;
    },
    fstatfs(fd: number, address: number) {
      writeStatFs(memory, address, calling.sys.statfs(`/proc/self/fd/${fd}`));
      return 0;
    },
  };
}

/** Where the task is, and what is mounted. */
function placeCalls(calling: Calling): CallTable["plain"] {
  const { memory } = calling;
  return {
    umask: (mask: number) => calling.sys.umask(mask & 0o777),
    chdir(name: number, length: number) {
      calling.sys.chdir(memory.text(name, length));
      return 0;
    },
    fchdir(fd: number) {
      calling.sys.fchdir(fd);
      return 0;
    },
    getcwd(buffer: number, size: number) {
      const text = `${calling.sys.cwd()}\0`;
      const length = memory.setText(buffer, size, text);
      if (memory.bytes(buffer, length).at(-1) !== 0) throw new Errno("ERANGE");
      return length;
    },
    chroot(name: number, length: number) {
      calling.sys.chroot(memory.text(name, length));
      return 0;
    },
    mount(source: number, target: number, type: number, flags: number, options: number) {
      const where = memory.zeroEnded(target);
      if (where === null) throw new Errno("EFAULT");
      calling.sys.mount(
        memory.zeroEnded(source) ?? "none",
        where,
        memory.zeroEnded(type) ?? "none",
        mountFlags(flags),
        memory.zeroEnded(options) ?? "",
      );
      return 0;
    },
    umount2(name: number, length: number, flags: number) {
      calling.sys.umount(memory.text(name, length), {
        detach: (flags & detach) !== 0,
        force: (flags & force) !== 0,
      });
      return 0;
    },
  };
}
