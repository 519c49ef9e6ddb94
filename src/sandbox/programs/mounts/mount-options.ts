/**
 * The options of mount(8), `ro,bind,size=1m`, parted into the flags of mount(2) and what is left for the file system.
 */
import type { MountFlags } from "../../abi/file-calls.ts";

/** Flags by the names of mount(8); those of which the kernel makes nothing are empty. */
const flagsByName: Readonly<Record<string, MountFlags>> = {
  defaults: {},
  ro: { readOnly: true },
  rw: { readOnly: false },
  bind: { bind: true },
  rbind: { bind: true, recursive: true },
  move: { move: true },
  remount: { remount: true },
  private: { private: true },
  rprivate: { private: true, recursive: true },
  noexec: { noExec: true },
  exec: { noExec: false },
  nosuid: { noSuid: true },
  suid: { noSuid: false },
  nodev: { noDev: true },
  dev: { noDev: false },
  relatime: {},
  noatime: {},
  nodiratime: {},
  strictatime: {},
  async: {},
  sync: {},
  auto: {},
  noauto: {},
  user: {},
  nouser: {},
  nofail: {},
  loop: {},
};

/** Parts a list of options. */
export function mountOptions(list: string): { readonly flags: MountFlags; readonly data: string } {
  let flags: MountFlags = {};
  const data: string[] = [];
  for (const option of list.split(",").filter(Boolean)) {
    const known = Object.hasOwn(flagsByName, option) ? flagsByName[option] : undefined;
    if (known) flags = { ...flags, ...known };
    // Comments for other tools (mount(8), x-…).
    else if (!option.startsWith("x-")) data.push(option);
  }
  return { flags, data: data.join(",") };
}
