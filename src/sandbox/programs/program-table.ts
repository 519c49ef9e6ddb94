/**
 * The userland in TypeScript, by the names its executable files carry. Knows nothing of where images put them.
 */
import type { Program, ProgramTable } from "../abi/program.ts";
import { date } from "./host/date.ts";
import { dmesg, sync } from "./host/dmesg.ts";
import { su } from "./identity/su.ts";
import { capsh, getpcaps } from "./identity/capabilities.ts";
import { getty, login } from "./init/getty.ts";
import { halt, poweroff, reboot } from "./init/poweroff.ts";
import { logger, syslogd } from "./init/syslogd.ts";
import { crond } from "./init/crond.ts";
import { findmnt } from "./mounts/findmnt.ts";
import { killall, pgrep, pidof, pkill } from "./process/pgrep.ts";
import { nice, renice } from "./process/nice.ts";
import { nohup, setsid, time, timeout } from "./process/timeout.ts";
import { watch } from "./process/watch.ts";
import { free, uptime } from "./process/free.ts";
import { stty } from "./terminal/stty.ts";
import { clear, reset, tty } from "./terminal/tty.ts";
import { ip } from "./network/ip.ts";
import { ss } from "./network/ss.ts";
import { nc } from "./network/nc.ts";
import { httpd } from "./network/httpd.ts";
import { wget } from "./network/wget.ts";
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
  ip,
  ss,
  nc,
  httpd,
  wget,
  date,
  dmesg,
  sync,
  su,
  capsh,
  getpcaps,
  getty,
  login,
  halt,
  poweroff,
  reboot,
  logger,
  syslogd,
  crond,
  findmnt,
  killall,
  pgrep,
  pidof,
  pkill,
  nice,
  renice,
  nohup,
  setsid,
  time,
  timeout,
  watch,
  free,
  uptime,
  stty,
  clear,
  reset,
  tty,
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
