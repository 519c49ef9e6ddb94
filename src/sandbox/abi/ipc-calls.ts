/**
 * System calls on System V objects (sysvipc(7)): message queues, sets of semaphores, segments of shared memory. They are
 * made, found by their keys and removed; nothing is sent through them or attached to. Errors are `Errno`, as the man page
 * of each says.
 */

/** The kinds of objects there are, named as in `/proc/sysvipc`. */
export type SystemVKind = "msg" | "sem" | "shm";

/** How an object is made or found (IPC_CREAT, IPC_EXCL, permission bits). */
export interface SystemVFlags {
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly mode?: number;
}

/** Of one task, in its ipc namespace. */
export interface IpcCalls {
  /**
   * msgget(2), semget(2), shmget(2): the id of the object with this key; key 0 (IPC_PRIVATE) is always a new one. `size` is
   * the number of semaphores or of bytes. EACCES, EEXIST, EINVAL, ENOENT, ENOMEM, ENOSPC.
   */
  ipcGet(kind: SystemVKind, key: number, size: number, flags: SystemVFlags): number;
  /** IPC_RMID of msgctl(2), semctl(2), shmctl(2): EINVAL, EPERM. */
  ipcRemove(kind: SystemVKind, id: number): void;
}
