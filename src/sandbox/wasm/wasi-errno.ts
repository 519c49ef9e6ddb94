/**
 * The numbers of errors as programs know them: those of WASI preview1, by the names the kernel uses.
 */
import { errnoTable } from "../abi/errno.ts";
import type { ErrnoCode } from "../abi/errno.ts";

/** Errors that WASI has no number for get Linux's, out of its way. */
const beyondWasi = 1000;

const wasiNumbers: Partial<Record<ErrnoCode, number>> = {
  E2BIG: 1,
  EACCES: 2,
  EADDRINUSE: 3,
  EADDRNOTAVAIL: 4,
  EAFNOSUPPORT: 5,
  EAGAIN: 6,
  EALREADY: 7,
  EBADF: 8,
  EBUSY: 10,
  ECHILD: 12,
  ECONNABORTED: 13,
  ECONNREFUSED: 14,
  ECONNRESET: 15,
  EDEADLK: 16,
  EDESTADDRREQ: 17,
  EDOM: 18,
  EEXIST: 20,
  EFAULT: 21,
  EFBIG: 22,
  EHOSTUNREACH: 23,
  EINPROGRESS: 26,
  EINTR: 27,
  EINVAL: 28,
  EIO: 29,
  EISCONN: 30,
  EISDIR: 31,
  ELOOP: 32,
  EMFILE: 33,
  EMLINK: 34,
  ENAMETOOLONG: 37,
  ENETDOWN: 38,
  ENETUNREACH: 40,
  ENFILE: 41,
  ENODEV: 43,
  ENOENT: 44,
  ENOEXEC: 45,
  ENOMEM: 48,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTCONN: 53,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  ENOTSOCK: 57,
  EOPNOTSUPP: 58,
  ENOTTY: 59,
  ENXIO: 60,
  EOVERFLOW: 61,
  EPERM: 63,
  EPIPE: 64,
  EPROTONOSUPPORT: 66,
  ERANGE: 68,
  EROFS: 69,
  ESPIPE: 70,
  ESRCH: 71,
  ETIMEDOUT: 73,
  ETXTBSY: 74,
  EXDEV: 75,
};

/** The number a program gets for `code`, positive. */
export function wasiErrno(code: ErrnoCode): number {
  return wasiNumbers[code] ?? beyondWasi + errnoTable[code][0];
}
