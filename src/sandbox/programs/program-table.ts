/**
 * The userland in TypeScript, by the names its executable files carry. Knows nothing of where images put them.
 */
import type { Program, ProgramTable } from "../abi/program.ts";
import { cat } from "./files/cat.ts";
import { ls } from "./files/ls.ts";
import { arch, hostname, nproc, uname } from "./host/uname.ts";
import { groups, id, logname, whoami } from "./identity/id.ts";
import { init } from "./init/init.ts";
import { stress } from "./load/stress.ts";
import { mount } from "./mounts/mount.ts";
import { mountpoint, umount } from "./mounts/umount.ts";
import { chroot, pivotRoot, switchRoot } from "./namespaces/chroot.ts";
import { lsns } from "./namespaces/lsns.ts";
import { nsenter } from "./namespaces/nsenter.ts";
import { unshare } from "./namespaces/unshare.ts";
import { env, printenv } from "./process/env.ts";
import { kill } from "./process/kill.ts";
import { ps } from "./process/ps.ts";
import { sleep } from "./process/sleep.ts";
import { echo, falseProgram, trueProgram, yes } from "./text/echo.ts";

/** What the system needs and toybox has not, or does not do as well. */
const systemPrograms: Readonly<Record<string, Program>> = {
  arch,
  chroot,
  env,
  groups,
  hostname,
  id,
  init,
  kill,
  logname,
  lsns,
  mount,
  mountpoint,
  nproc,
  nsenter,
  pivot_root: pivotRoot,
  printenv,
  ps,
  sleep,
  stress,
  switch_root: switchRoot,
  umount,
  uname,
  unshare,
  whoami,
  yes,
};

/** Tools on files and text: for browsers in which toybox cannot run. */
const fileAndTextPrograms: Readonly<Record<string, Program>> = {
  cat,
  echo,
  false: falseProgram,
  ls,
  true: trueProgram,
};

/** Names of the programs that toybox serves where WebAssembly can wait; the table has them for where it cannot. */
export const fallbackNames: ReadonlySet<string> = new Set(Object.keys(fileAndTextPrograms));

/** Every program. */
export const programTable: ProgramTable = new Map([
  ...Object.entries(systemPrograms),
  ...Object.entries(fileAndTextPrograms),
]);
