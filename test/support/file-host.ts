/**
 * A kernel's worth of files without a kernel: a root in memory, tasks that are only their file context, and memory that
 * is counted.
 */
import type { Blocking } from "../../src/sandbox/abi/blocking.ts";
import type { Capability, Credentials } from "../../src/sandbox/abi/process-calls.ts";
import type { Caller, IdMap, MemoryAccount } from "../../src/sandbox/fs/caller.ts";
import { DescriptorTable } from "../../src/sandbox/fs/descriptor-table.ts";
import type { FileContext } from "../../src/sandbox/fs/file-context.ts";
import { Errno } from "../../src/sandbox/abi/errno.ts";
import type { MountNamespace } from "../../src/sandbox/fs/mount-namespace.ts";
import type { SpecialFiles } from "../../src/sandbox/fs/opening.ts";
import type { PathState } from "../../src/sandbox/fs/path-state.ts";
import { overlayType } from "../../src/sandbox/fs/overlay/overlay-type.ts";
import { Tmpfs } from "../../src/sandbox/fs/tmpfs.ts";
import { tmpfsType } from "../../src/sandbox/fs/tmpfs-type.ts";
import { Vfs } from "../../src/sandbox/fs/vfs.ts";
import { VfsCalls } from "../../src/sandbox/fs/vfs-calls.ts";

const allCapabilities = [
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_DAC_READ_SEARCH",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_MKNOD",
  "CAP_SYS_ADMIN",
  "CAP_SYS_CHROOT",
] as const satisfies readonly Capability[];

/** Counts; waits (for ever, one yield at a time) when there is no room. */
export class CountingAccount implements MemoryAccount {
  bytes = 0;
  limit = Infinity;

  *charge(bytes: number): Blocking<void> {
    while (!this.tryCharge(bytes)) yield { kind: "wait", on: [] };
  }

  tryCharge(bytes: number): boolean {
    if (this.bytes + bytes > this.limit) return false;
    this.bytes += bytes;
    return true;
  }

  uncharge(bytes: number): void {
    this.bytes -= bytes;
  }
}

/** The host's user namespace. */
const hostIds: IdMap = {
  toKernel: (_kind, id) => id,
  fromKernel: (_kind, id) => id,
  maps: () => true,
};

/** Who a task of a test is. */
export interface TestIdentity {
  readonly uid?: number;
  readonly gid?: number;
  readonly groups?: readonly number[];
  /** Default: all for uid 0, none for others. */
  readonly capabilities?: readonly Capability[];
  /** Its user namespace; `null` is the host's. */
  readonly userNamespace?: object | null;
  readonly idMap?: IdMap;
}

/** Runs what does not wait to its end. */
export function now<T>(blocking: Blocking<T>): T {
  const step = blocking.next("woken");
  if (!step.done) throw new Error("it waits");
  return step.value;
}

/** A root on tmpfs and a clock that stands still unless set. */
export class FileHost {
  readonly vfs = new Vfs();
  epochMs = 1_000_000;
  readonly account = new CountingAccount();
  readonly namespace: MountNamespace;
  specials: SpecialFiles = {
    // oxlint-disable-next-line require-yield -- there is none
    *openDevice() {
      throw new Errno("ENXIO");
    },
    // oxlint-disable-next-line require-yield -- there is none
    *openFifo() {
      throw new Errno("ENXIO");
    },
  };

  constructor() {
    this.vfs.register(tmpfsType(this.vfs, 64 * 1024 ** 2));
    this.vfs.register(overlayType(this.vfs));
    const caller = this.caller();
    const make = (options: string): Tmpfs =>
      new Tmpfs({
        device: this.vfs.nextDevice(),
        owner: null,
        memoryBytes: 64 * 1024 ** 2,
        options,
        caller,
      });
    this.namespace = this.vfs.boot(make("mode=755"), make("mode=755"), "root");
  }

  caller(identity: TestIdentity = {}, account: MemoryAccount = this.account): Caller {
    const { uid = 0, gid = uid, groups = [], userNamespace = null, idMap = hostIds } = identity;
    const credentials: Credentials = { uid, euid: uid, suid: uid, gid, egid: gid, sgid: gid, groups };
    const capabilities = new Set<Capability>(identity.capabilities ?? (uid === 0 ? allCapabilities : []));
    return {
      identity: {
        credentials,
        capabilities,
        idMap,
        capable: (capability, owner = null) =>
          capabilities.has(capability) && (userNamespace === null || owner === userNamespace),
      },
      account,
      job: {
        session: 1,
        group: 1,
        deaf: () => false,
        orphanedGroup: false,
        signalGroup: () => {},
        hasGroup: () => true,
        isSessionLeader: true,
      },
      signalSelf: () => {},
      nowMs: () => this.epochMs,
      epochMs: () => this.epochMs,
    };
  }

  /** A task at the root of the first mount namespace, or of `place`. */
  task(
    identity: TestIdentity = {},
    place: {
      readonly mounts?: MountNamespace;
      readonly paths?: PathState;
      readonly account?: MemoryAccount;
    } = {},
  ): HostTask {
    const mounts = place.mounts ?? this.namespace;
    return new HostTask({
      vfs: this.vfs,
      mounts,
      paths: place.paths ?? this.vfs.newPathState(this.vfs.topOf(mounts)),
      descriptors: new DescriptorTable(),
      caller: this.caller(identity, place.account),
      specials: this.specials,
    });
  }
}

/** The calls of a task, and short ways to whole files. */
export class HostTask extends VfsCalls {
  get files(): FileContext {
    return this.context;
  }

  readFile(path: string): string {
    const fd = now(this.open(path, { access: "read" }));
    try {
      return new TextDecoder().decode(now(this.read(fd, 1 << 24)));
    } finally {
      this.close(fd);
    }
  }

  writeFile(path: string, text: string, mode = 0o644): void {
    const fd = now(this.open(path, { access: "write", create: true, truncate: true }, mode));
    try {
      now(this.write(fd, new TextEncoder().encode(text)));
    } finally {
      this.close(fd);
    }
  }

  /** Names in a directory, sorted, without `.` and `..`. */
  names(path: string): readonly string[] {
    const fd = now(this.open(path, { access: "read", directory: true }));
    try {
      return this.readDirectory(fd)
        .map(({ name }) => name)
        .filter((name) => name !== "." && name !== "..")
        .toSorted();
    } finally {
      this.close(fd);
    }
  }
}
