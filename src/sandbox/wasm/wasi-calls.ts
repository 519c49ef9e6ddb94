/**
 * The calls of WASI preview1 that name no path, on the kernel's calls. Answers are WASI's errors, 0 for none; what else a
 * call tells it writes to memory.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { DirectoryEntry, FileType } from "../abi/stat.ts";
import type { CallTable, Calling } from "./call-table.ts";
import { totalLength } from "./linear-memory.ts";
import { pollOneoff } from "./poll-oneoff.ts";

const encoder = new TextEncoder();

/** `filetype`; FIFOs and sockets are one. */
const fileTypes: Readonly<Record<FileType, number>> = {
  block: 1,
  character: 2,
  directory: 3,
  file: 4,
  socket: 6,
  fifo: 6,
  symlink: 7,
};
const fdFlags = { append: 1, nonBlocking: 4 };
const whences = ["start", "current", "end"] as const;
const clocks = ["realtime", "monotonic", "process", "process"] as const;

/** What `crypto` fills in one go. */
const mostRandomBytes = 65536;

/** The calls of one program. */
export function wasiCalls(calling: Calling): CallTable {
  const { memory } = calling;
  return {
    plain: { ...startCalls(calling), ...descriptorCalls(calling) },
    waiting: {
      *fd_read(fd: number, iovecs: number, count: number, result: number): Blocking<number> {
        const places = memory.places(iovecs, count);
        const bytes = yield* calling.sys.read(fd, totalLength(places));
        memory.scatter(places, bytes);
        memory.setU32(result, bytes.byteLength);
        return 0;
      },
      *fd_write(fd: number, iovecs: number, count: number, result: number): Blocking<number> {
        const bytes = memory.gather(memory.places(iovecs, count));
        memory.setU32(result, yield* calling.sys.write(fd, bytes));
        return 0;
      },
      *fd_pread(fd: number, iovecs: number, count: number, offset: bigint, result: number): Blocking<number> {
        const places = memory.places(iovecs, count);
        const bytes = yield* calling.sys.pread(fd, totalLength(places), Number(offset));
        memory.scatter(places, bytes);
        memory.setU32(result, bytes.byteLength);
        return 0;
      },
      *fd_pwrite(
        fd: number,
        iovecs: number,
        count: number,
        offset: bigint,
        result: number,
      ): Blocking<number> {
        const bytes = memory.gather(memory.places(iovecs, count));
        memory.setU32(result, yield* calling.sys.pwrite(fd, bytes, Number(offset)));
        return 0;
      },
      poll_oneoff: (subscriptions: number, events: number, count: number, result: number) =>
        pollOneoff(calling, subscriptions, events, count, result),
      *sched_yield(): Blocking<number> {
        yield* calling.sys.yield();
        return 0;
      },
    },
  };
}

/** Arguments, environment, clocks, chance. */
function startCalls(calling: Calling): CallTable["plain"] {
  const { memory, given } = calling;
  const argv = given.argv.map(zeroEnded);
  const environment = Object.entries(given.env).map(([name, value]) => zeroEnded(`${name}=${value}`));
  const sizes = (strings: readonly Uint8Array[], count: number, bytes: number): number => {
    memory.setU32(count, strings.length);
    memory.setU32(
      bytes,
      strings.reduce((sum, { byteLength }) => sum + byteLength, 0),
    );
    return 0;
  };
  const write = (strings: readonly Uint8Array[], pointers: number, bytes: number): number => {
    let at = bytes;
    strings.forEach((text, index) => {
      memory.setU32(pointers + 4 * index, at);
      memory.bytes(at, text.byteLength).set(text);
      at += text.byteLength;
    });
    return 0;
  };
  return {
    args_sizes_get: (count: number, bytes: number) => sizes(argv, count, bytes),
    args_get: (pointers: number, bytes: number) => write(argv, pointers, bytes),
    environ_sizes_get: (count: number, bytes: number) => sizes(environment, count, bytes),
    environ_get: (pointers: number, bytes: number) => write(environment, pointers, bytes),
    clock_res_get(clock: number, result: number) {
      if (!clocks[clock]) throw new Errno("EINVAL");
      memory.setU64(result, 1000n);
      return 0;
    },
    clock_time_get(clock: number, _precision: bigint, result: number) {
      const which = clocks[clock];
      if (!which) throw new Errno("EINVAL");
      const microseconds = Math.floor(calling.sys.clock(which) * 1000);
      memory.setU64(result, BigInt(microseconds) * 1000n);
      return 0;
    },
    random_get(address: number, length: number) {
      const bytes = memory.bytes(address, length);
      for (let at = 0; at < bytes.byteLength; at += mostRandomBytes) {
        crypto.getRandomValues(bytes.subarray(at, at + mostRandomBytes));
      }
      return 0;
    },
  };
}

/** Descriptors, where it needs no waiting. */
function descriptorCalls(calling: Calling): CallTable["plain"] {
  const { memory } = calling;
  const listings = new Map<number, readonly DirectoryEntry[]>();
  const exists = (fd: number): number => {
    calling.sys.fdFlags(fd);
    return 0;
  };
  return {
    fd_close(fd: number) {
      listings.delete(fd);
      calling.sys.close(fd);
      return 0;
    },
    fd_sync: exists,
    fd_datasync: exists,
    fd_advise: exists,
    fd_seek(fd: number, offset: bigint, whence: number, result: number) {
      const from = whences[whence];
      if (!from) throw new Errno("EINVAL");
      memory.setU64(result, BigInt(calling.sys.seek(fd, Number(offset), from)));
      return 0;
    },
    fd_tell(fd: number, result: number) {
      memory.setU64(result, BigInt(calling.sys.seek(fd, 0, "current")));
      return 0;
    },
    fd_allocate(fd: number, offset: bigint, length: bigint) {
      const end = Number(offset + length);
      if (calling.sys.fstat(fd).size < end) calling.sys.ftruncate(fd, end);
      return 0;
    },
    fd_filestat_set_size(fd: number, size: bigint) {
      calling.sys.ftruncate(fd, Number(size));
      return 0;
    },
    fd_fdstat_get(fd: number, address: number) {
      const { status } = calling.sys.fdFlags(fd);
      const { type } = calling.sys.fstat(fd);
      const record = memory.record(address, 24);
      record.setUint16(0, fileTypes[type], true);
      const flags = (status.append ? fdFlags.append : 0) | (status.nonBlocking ? fdFlags.nonBlocking : 0);
      record.setUint32(2, flags, true);
      record.setUint16(6, 0, true);
      // All rights: the kernel decides at each call.
      record.setBigInt64(8, -1n, true);
      record.setBigInt64(16, -1n, true);
      return 0;
    },
    fd_fdstat_set_flags(fd: number, flags: number) {
      calling.sys.setFdFlags(fd, {
        append: (flags & fdFlags.append) !== 0,
        nonBlocking: (flags & fdFlags.nonBlocking) !== 0,
      });
      return 0;
    },
    fd_readdir(fd: number, address: number, size: number, cookie: bigint, result: number) {
      const first = Number(cookie);
      // One listing from its beginning to its end, so that what is made or deleted meanwhile moves nothing.
      const listing = (first > 0 && listings.get(fd)) || calling.sys.readDirectory(fd);
      const buffer = memory.bytes(address, size);
      let used = 0;
      let index = first;
      for (; index < listing.length && used < buffer.byteLength; index += 1) {
        const entry = listing[index];
        if (!entry) break;
        const bytes = directoryEntry(entry, index + 1).subarray(0, buffer.byteLength - used);
        buffer.set(bytes, used);
        used += bytes.byteLength;
      }
      if (used < buffer.byteLength) listings.delete(fd);
      else listings.set(fd, listing);
      memory.setU32(result, used);
      return 0;
    },
  };
}

function zeroEnded(text: string): Uint8Array {
  return encoder.encode(`${text}\0`);
}

/** `dirent` with the name behind it. */
function directoryEntry({ name, inode, type }: DirectoryEntry, next: number): Uint8Array {
  const encoded = encoder.encode(name);
  const bytes = new Uint8Array(24 + encoded.byteLength);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(next), true);
  view.setBigUint64(8, BigInt(inode), true);
  view.setUint32(16, encoded.byteLength, true);
  view.setUint32(20, fileTypes[type], true);
  bytes.set(encoded, 24);
  return bytes;
}
