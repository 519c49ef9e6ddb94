/**
 * What is mounted, as `/proc/self/mountinfo` or, where that is missing, `/proc/self/mounts` tells (proc(5)).
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure } from "../command/command.ts";
import { readTextFileIfAny } from "../command/input.ts";

/** One mount. */
export interface MountEntry {
  readonly id: number;
  readonly parentId: number;
  readonly source: string;
  readonly target: string;
  readonly type: string;
  /** `rw,relatime,size=1024k`: the mount's own and its file system's. */
  readonly options: readonly string[];
  /** Which part of the file system it shows. */
  readonly root: string;
}

/** As `readMounts`; nothing where that cannot be read. */
export function* readMountsIfAny(sys: Syscalls): Blocking<readonly MountEntry[]> {
  try {
    return yield* readMounts(sys);
  } catch (thrown) {
    if (thrown instanceof CommandFailure) return [];
    throw thrown;
  }
}

/** Everything that is mounted, in the order it was. */
export function* readMounts(sys: Syscalls): Blocking<readonly MountEntry[]> {
  const info = yield* readTextFileIfAny(sys, "/proc/self/mountinfo");
  if (info !== null) return info.split("\n").filter(Boolean).map(entryOfInfo);
  const plain = yield* readTextFileIfAny(sys, "/proc/self/mounts");
  if (plain === null) throw new CommandFailure("cannot read /proc/self/mounts: No such file or directory");
  return plain
    .split("\n")
    .filter(Boolean)
    .map((line, at) => {
      const [source = "", target = "", type = "", options = ""] = line.split(" ").map(unescapeField);
      return { id: at + 1, parentId: 0, source, target, type, options: options.split(","), root: "/" };
    });
}

/** One line of `/etc/fstab` or `/proc/mounts`: spaces are `\040`. */
export function unescapeField(field: string): string {
  return field.replaceAll(/\\([0-7]{3})/gu, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

function entryOfInfo(line: string): MountEntry {
  const [before = "", after = ""] = line.split(" - ");
  const [id = "", parentId = "", , root = "", target = "", own = ""] = before.split(" ").map(unescapeField);
  const [type = "", source = "", shared = ""] = after.split(" ").map(unescapeField);
  const mountOptions = own.split(",");
  const ofFileSystem = shared
    .split(",")
    .filter((option) => option !== "rw" && option !== "ro" && option !== "");
  const isReadOnly = mountOptions.includes("ro") || shared.split(",").includes("ro");
  return {
    id: Number(id),
    parentId: Number(parentId),
    source,
    target,
    type,
    root,
    options: [
      isReadOnly ? "ro" : "rw",
      ...mountOptions.filter((option) => option !== "rw" && option !== "ro"),
      ...ofFileSystem.filter((option) => !mountOptions.includes(option)),
    ],
  };
}
