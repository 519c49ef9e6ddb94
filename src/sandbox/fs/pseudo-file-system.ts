/**
 * Base of file systems whose files are made up by the kernel: procfs, cgroupfs, sysfs, devpts. Their nodes are in
 * `pseudo-nodes.ts`; what the files say is written by the parts of the kernel that know.
 */
import type { StatFs } from "../abi/stat.ts";
import { FileSystem } from "./file-system.ts";
import { pageBytes } from "./stat-of.ts";
import type { PseudoDirectory } from "./pseudo-nodes.ts";

/** How a pseudo file system behaves. */
export interface PseudoMaking {
  /** `proc`, `cgroup2`, `sysfs`, `devpts`. */
  readonly type: string;
  readonly device: number;
  readonly owner: object | null;
  readonly epochMs: () => number;
  /** Whether chmod, chown and utimes work (cgroupfs: delegation); EPERM otherwise. */
  readonly changeable?: boolean;
  /** Whether a file that cannot be written is refused at open (kernfs: EACCES) or at write (procfs: EIO). */
  readonly refusesAtOpen?: boolean;
  readonly options?: string;
  /** Makes the top directory; nodes are made with the file system they belong to. */
  readonly top: (fs: PseudoFileSystem) => PseudoDirectory;
  /** Its last mount is gone. */
  readonly released?: () => void;
}

/** A file system of the kernel's own making. */
export class PseudoFileSystem extends FileSystem {
  readonly type: string;
  readonly rootInode: PseudoDirectory;
  readonly epochMs: () => number;
  readonly changeable: boolean;
  readonly refusesAtOpen: boolean;
  readonly #options: string;
  readonly #released: () => void;
  #nextNumber = 1;

  constructor(making: PseudoMaking) {
    super(making.device, making.owner);
    this.type = making.type;
    this.epochMs = making.epochMs;
    this.changeable = making.changeable ?? false;
    this.refusesAtOpen = making.refusesAtOpen ?? false;
    this.#options = making.options ?? "";
    this.#released = making.released ?? (() => {});
    this.rootInode = making.top(this);
  }

  override get options(): string {
    return this.#options;
  }

  /** A number for a node that has none of its own. */
  nextNumber(): number {
    return this.#nextNumber++;
  }

  statfs(): StatFs {
    return {
      type: this.type,
      blockSize: pageBytes,
      blocks: 0,
      blocksFree: 0,
      files: 0,
      filesFree: 0,
      nameMax: 255,
    };
  }

  protected override released(): void {
    this.#released();
  }
}
