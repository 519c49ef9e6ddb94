/**
 * What is behind the numbers of devices and behind FIFOs: the kernel's fill for the file systems' port.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { DeviceNumber } from "../../abi/stat.ts";
import type { FileSystem } from "../../fs/file-system.ts";
import type { Inode } from "../../fs/inode.ts";
import { descend } from "../../fs/location.ts";
import type { OpenFile } from "../../fs/open-file.ts";
import type { Opening, SpecialFiles } from "../../fs/opening.ts";
import { statOf } from "../../fs/stat-of.ts";
import type { FileSystemType, Vfs } from "../../fs/vfs.ts";
import type { ControllingTerminals } from "./controlling-terminals.ts";
import type { KernelLog } from "../kernel-log.ts";
import { Devpts, ptmxNumber, ptsMajor } from "./devpts.ts";
import { KernelMessages } from "./kernel-messages.ts";
import { MemoryDevice, memoryRules, type MemoryRule } from "./memory-device.ts";
import type { OpenedNode } from "./opened-node.ts";
import { Pipe } from "./pipe.ts";
import { openFifo } from "./pipe-end.ts";
import { PtyMaster } from "./pty-master.ts";
import { openTty } from "./tty-file.ts";
import type { Tty } from "./tty.ts";

/** A character device every `/dev` has, for devtmpfs to be filled with. */
export interface StandardDevice {
  readonly name: string;
  readonly number: DeviceNumber;
  readonly mode: number;
}

const logMinor = 11;

/** Linux's numbers and modes (the kernel's `devices.txt`). */
export const standardDevices: readonly StandardDevice[] = [
  { name: "null", number: { major: 1, minor: 3 }, mode: 0o666 },
  { name: "zero", number: { major: 1, minor: 5 }, mode: 0o666 },
  { name: "full", number: { major: 1, minor: 7 }, mode: 0o666 },
  { name: "random", number: { major: 1, minor: 8 }, mode: 0o666 },
  { name: "urandom", number: { major: 1, minor: 9 }, mode: 0o666 },
  { name: "kmsg", number: { major: 1, minor: logMinor }, mode: 0o644 },
  { name: "tty", number: { major: 5, minor: 0 }, mode: 0o666 },
  { name: "console", number: { major: 5, minor: 1 }, mode: 0o600 },
  { name: "ptmx", number: ptmxNumber, mode: 0o666 },
];

/** The kernel's devices and FIFOs. */
export class KernelSpecialFiles implements SpecialFiles {
  /** What `/dev/console` is; `null` before the host has one (ENXIO). */
  console: Tty | null = null;
  readonly #controlling: ControllingTerminals;
  readonly #log: KernelLog;
  readonly #memory: ReadonlyMap<number, MemoryRule>;
  readonly #instances = new WeakMap<FileSystem, Devpts>();

  /** `random` fills with chance good enough for keys. */
  constructor(controlling: ControllingTerminals, log: KernelLog, random: (bytes: Uint8Array) => void) {
    this.#controlling = controlling;
    this.#log = log;
    const rules = memoryRules(random);
    this.#memory = new Map([
      [3, rules.null],
      [5, rules.zero],
      [7, rules.full],
      [8, rules.random],
      [9, rules.random],
    ]);
  }

  /** devpts as a type that can be mounted. */
  devptsType(vfs: Vfs): FileSystemType {
    return {
      name: "devpts",
      mountableInUserNamespace: true,
      make: ({ options, context: { caller } }) => {
        const device = vfs.nextDevice();
        const instance = new Devpts({ device, controlling: this.#controlling, options, caller });
        this.#instances.set(instance.fs, instance);
        return instance.fs;
      },
    };
  }

  /** The instance a mounted devpts is; `null` for any other file system. */
  devptsOf(fs: FileSystem): Devpts | null {
    return this.#instances.get(fs) ?? null;
  }

  // oxlint-disable-next-line require-yield -- no device makes its opener wait
  *openDevice(kind: "character" | "block", number: DeviceNumber, opening: Opening): Blocking<OpenFile> {
    const { major, minor } = number;
    if (kind === "block") throw new Errno("ENXIO");
    const node = nodeOf(opening);
    const { status, caller, noControllingTerminal } = opening;
    const rule = major === 1 ? this.#memory.get(minor) : undefined;
    if (rule) return new MemoryDevice(rule, node, status);
    if (major === 1 && minor === logMinor) return new KernelMessages(this.#log, node, status, caller);
    if (major === ptsMajor) {
      const terminal = this.#ptsOf(opening);
      return openTty(terminal, node, status, caller, noControllingTerminal);
    }
    if (major !== ptmxNumber.major) throw new Errno("ENXIO");
    switch (minor) {
      case 0: {
        const tty = this.#controlling.of(caller.job.session);
        if (!tty) throw new Errno("ENXIO");
        return openTty(tty, node, status, caller, true);
      }
      case 1: {
        if (!this.console) throw new Errno("ENXIO");
        // Never becomes the controlling terminal by being opened, as in Linux.
        return openTty(this.console, node, status, caller, true);
      }
      case ptmxNumber.minor:
        return new PtyMaster(this.#instanceBeside(opening).allocate(caller), node, status);
      default:
        throw new Errno("ENXIO");
    }
  }

  *openFifo(inode: Inode, opening: Opening): Blocking<OpenFile> {
    const pipe = inode.bound instanceof Pipe ? inode.bound : new Pipe();
    inode.bound = pipe;
    return yield* openFifo(pipe, nodeOf(opening), opening.status);
  }

  #ptsOf({ location }: Opening): Tty {
    const { inode } = location.dentry;
    const terminal = this.devptsOf(inode.fs)?.terminalOf(inode);
    if (!terminal) throw new Errno("EIO");
    return terminal.tty;
  }

  /** Where a new pseudo-terminal goes: the devpts that `ptmx` is on, or that lies at `pts` beside it. */
  #instanceBeside({ location, caller }: Opening): Devpts {
    const { mount, dentry } = location;
    const own = this.devptsOf(dentry.inode.fs);
    if (own) return own;
    const beside = dentry.parent?.child("pts", caller);
    if (!beside) throw new Errno("ENOENT");
    const instance = this.devptsOf(descend({ mount, dentry: beside }).mount.fs);
    if (!instance) throw new Errno("ENODEV");
    return instance;
  }
}

/** Only for what asks the file itself: its place is known to whoever opened it. */
function nodeOf({ location }: Opening): OpenedNode {
  const { inode, name } = location.dentry;
  return { description: `/${name}`, stat: (caller) => statOf(inode, caller) };
}
