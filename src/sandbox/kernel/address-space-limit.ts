/** RLIMIT_AS and RLIMIT_DATA of a task: all its memory is of one kind here. */
import { Errno } from "../abi/errno.ts";
import type { Task } from "./task.ts";

/** ENOMEM where `bytes` more would be too many. */
export function demandAddresses({ limits, memory }: Task, bytes: number): void {
  for (const { soft } of [limits.addressSpaceBytes, limits.dataBytes])
    if (soft !== null && memory.bytes + bytes > soft) throw new Errno("ENOMEM");
}
