/**
 * The errors of system calls, by their Linux names, numbers (x86) and messages. What a program sees when a call is
 * refused; knows nothing of who refuses.
 */

/** Number and message of every error the kernel gives (errno(3); the messages are glibc's). */
export const errnoTable = {
  EPERM: [1, "Operation not permitted"],
  ENOENT: [2, "No such file or directory"],
  ESRCH: [3, "No such process"],
  EINTR: [4, "Interrupted system call"],
  EIO: [5, "Input/output error"],
  ENXIO: [6, "No such device or address"],
  E2BIG: [7, "Argument list too long"],
  ENOEXEC: [8, "Exec format error"],
  EBADF: [9, "Bad file descriptor"],
  ECHILD: [10, "No child processes"],
  EAGAIN: [11, "Resource temporarily unavailable"],
  ENOMEM: [12, "Cannot allocate memory"],
  EACCES: [13, "Permission denied"],
  EFAULT: [14, "Bad address"],
  ENOTBLK: [15, "Block device required"],
  EBUSY: [16, "Device or resource busy"],
  EEXIST: [17, "File exists"],
  EXDEV: [18, "Invalid cross-device link"],
  ENODEV: [19, "No such device"],
  ENOTDIR: [20, "Not a directory"],
  EISDIR: [21, "Is a directory"],
  EINVAL: [22, "Invalid argument"],
  ENFILE: [23, "Too many open files in system"],
  EMFILE: [24, "Too many open files"],
  ENOTTY: [25, "Inappropriate ioctl for device"],
  ETXTBSY: [26, "Text file busy"],
  EFBIG: [27, "File too large"],
  ENOSPC: [28, "No space left on device"],
  ESPIPE: [29, "Illegal seek"],
  EROFS: [30, "Read-only file system"],
  EMLINK: [31, "Too many links"],
  EPIPE: [32, "Broken pipe"],
  EDOM: [33, "Numerical argument out of domain"],
  ERANGE: [34, "Numerical result out of range"],
  EDEADLK: [35, "Resource deadlock avoided"],
  ENAMETOOLONG: [36, "File name too long"],
  ENOSYS: [38, "Function not implemented"],
  ENOTEMPTY: [39, "Directory not empty"],
  ELOOP: [40, "Too many levels of symbolic links"],
  ENODATA: [61, "No data available"],
  EOVERFLOW: [75, "Value too large for defined data type"],
  EUSERS: [87, "Too many users"],
  ENOTSOCK: [88, "Socket operation on non-socket"],
  EDESTADDRREQ: [89, "Destination address required"],
  EMSGSIZE: [90, "Message too long"],
  EPROTOTYPE: [91, "Protocol wrong type for socket"],
  EPROTONOSUPPORT: [93, "Protocol not supported"],
  EOPNOTSUPP: [95, "Operation not supported"],
  EAFNOSUPPORT: [97, "Address family not supported by protocol"],
  EADDRINUSE: [98, "Address already in use"],
  EADDRNOTAVAIL: [99, "Cannot assign requested address"],
  ENETDOWN: [100, "Network is down"],
  ENETUNREACH: [101, "Network is unreachable"],
  ECONNABORTED: [103, "Software caused connection abort"],
  ECONNRESET: [104, "Connection reset by peer"],
  EISCONN: [106, "Transport endpoint is already connected"],
  ENOTCONN: [107, "Transport endpoint is not connected"],
  ETIMEDOUT: [110, "Connection timed out"],
  ECONNREFUSED: [111, "Connection refused"],
  EHOSTUNREACH: [113, "No route to host"],
  EALREADY: [114, "Operation already in progress"],
  EINPROGRESS: [115, "Operation now in progress"],
} as const satisfies Record<string, readonly [number, string]>;

/** The name of an error, as in `<errno.h>`. */
export type ErrnoCode = keyof typeof errnoTable;

/** V8's own switch; other engines ignore it. */
const stacks = Error as { stackTraceLimit?: number | undefined };

/**
 * A refused system call. `code` is stable; `message` is the usual sentence, and `why` says more where the kernel knows
 * more than Linux would tell (for instance why an exec was refused).
 */
export class Errno extends Error {
  override readonly name = "Errno";
  readonly code: ErrnoCode;
  readonly why: string | null;

  constructor(code: ErrnoCode, why: string | null = null) {
    // A refusal is an ordinary answer: nobody reads where it came from, and to record that costs more than the call.
    const limit = stacks.stackTraceLimit;
    stacks.stackTraceLimit = 0;
    super(errnoTable[code][1]);
    stacks.stackTraceLimit = limit;
    this.code = code;
    this.why = why;
  }

  /** The number of `<errno.h>`, positive. */
  get number(): number {
    return errnoTable[this.code][0];
  }
}

/** Whether `thrown` is the refusal `code`. */
export function isErrno(thrown: unknown, code?: ErrnoCode): thrown is Errno {
  return thrown instanceof Errno && (code === undefined || thrown.code === code);
}
