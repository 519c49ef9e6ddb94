/**
 * Fifos, sockets and devices: files that are only a door to something elsewhere in the kernel, opened through a port.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { DeviceNumber } from "../abi/stat.ts";
import { Inode } from "./inode.ts";
import type { OpenFile } from "./open-file.ts";
import type { Opening } from "./opening.ts";

/** Types of files that are doors. */
export type SpecialType = "fifo" | "socket" | "character" | "block";

/** A fifo, socket, character or block device. */
export abstract class SpecialInode extends Inode {
  abstract override readonly type: SpecialType;
  abstract override get rdev(): DeviceNumber | null;

  *open(opening: Opening): Blocking<OpenFile> {
    switch (this.type) {
      case "fifo":
        return yield* opening.specials.openFifo(this, opening);
      case "socket":
        throw new Errno("ENXIO");
      case "character":
      case "block": {
        const number = this.rdev;
        // A whiteout is no device.
        if (!number || (number.major === 0 && number.minor === 0)) throw new Errno("ENXIO");
        return yield* opening.specials.openDevice(this.type, number, opening);
      }
    }
  }
}
