/**
 * The inode by which a device, FIFO or terminal was opened, as far as its open file has to answer for it.
 */
import type { Stat } from "../../abi/stat.ts";
import type { Caller } from "../../fs/caller.ts";

/** Name and status of the node behind an open file. */
export interface OpenedNode {
  /** What `/proc/PID/fd/N` links to. */
  readonly description: string;
  stat(caller: Caller): Stat;
}
