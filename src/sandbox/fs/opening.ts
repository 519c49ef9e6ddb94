/**
 * An opening of a file that is under way, and the ports behind which fifos and devices are: the io part fills them.
 */
import type { Blocking } from "../abi/blocking.ts";
import type { DeviceNumber } from "../abi/stat.ts";
import type { Caller } from "./caller.ts";
import type { Inode } from "./inode.ts";
import type { Location } from "./location.ts";
import type { OpenFile, OpenStatus } from "./open-file.ts";

/** What open(2) was asked, with permissions checked. */
export interface Opening {
  readonly location: Location;
  /** For the new description to keep. */
  readonly status: OpenStatus;
  readonly noControllingTerminal: boolean;
  readonly caller: Caller;
  readonly specials: SpecialFiles;
}

/** What the rest of the kernel puts behind special files. */
export interface SpecialFiles {
  /** ENXIO for numbers without a device. The file's `place` is set by whoever asked. */
  openDevice(kind: "character" | "block", number: DeviceNumber, opening: Opening): Blocking<OpenFile>;
  /** Waits for the other end as fifo(7) says. The pipe belongs to the inode: `inode.bound`. */
  openFifo(inode: Inode, opening: Opening): Blocking<OpenFile>;
}
