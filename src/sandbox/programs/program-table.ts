/**
 * The userland in TypeScript, by the names its executable files carry. Knows nothing of where images put them.
 */
import type { Program, ProgramTable } from "../abi/program.ts";
import { getent } from "./accounts/getent.ts";
import { awk } from "./awk/awk.ts";
import { cat } from "./files/cat.ts";
import { chgrp, chmod, chown } from "./files/chmod.ts";
import { cp, mv } from "./files/cp.ts";
import { dd } from "./files/dd.ts";
import { df, du } from "./files/du.ts";
import { getfattr, setfattr } from "./files/extended-attributes.ts";
import { find } from "./files/find.ts";
import { ls } from "./files/ls.ts";
import { ln } from "./files/ln.ts";
import { mkdir, mkfifo, mknod, mktemp } from "./files/make-files.ts";
import { touch, truncate } from "./files/touch.ts";
import { basename, dirname, pwd, readlink, realpath, which } from "./files/paths.ts";
import { rm, rmdir, unlink } from "./files/rm.ts";
import { stat } from "./files/stat.ts";
import { date } from "./host/date.ts";
import { dmesg, sync } from "./host/dmesg.ts";
import { arch, hostname, nproc, uname } from "./host/uname.ts";
import { capsh, getpcaps } from "./identity/capabilities.ts";
import { groups, id, logname, whoami } from "./identity/id.ts";
import { su } from "./identity/su.ts";
import { crond } from "./init/crond.ts";
import { getty, login } from "./init/getty.ts";
import { init } from "./init/init.ts";
import { halt, poweroff, reboot } from "./init/poweroff.ts";
import { logger, syslogd } from "./init/syslogd.ts";
import { ipcmk, ipcrm } from "./ipc/ipcmk.ts";
import { ipcs } from "./ipc/ipcs.ts";
import { stress } from "./load/stress.ts";
import { findmnt } from "./mounts/findmnt.ts";
import { mount } from "./mounts/mount.ts";
import { mountpoint, umount } from "./mounts/umount.ts";
import { chroot, pivotRoot, switchRoot } from "./namespaces/chroot.ts";
import { lsns } from "./namespaces/lsns.ts";
import { nsenter } from "./namespaces/nsenter.ts";
import { unshare } from "./namespaces/unshare.ts";
import { httpd } from "./network/httpd.ts";
import { ip } from "./network/ip.ts";
import { nc } from "./network/nc.ts";
import { ping } from "./network/ping.ts";
import { ss } from "./network/ss.ts";
import { wget } from "./network/wget.ts";
import { env, printenv } from "./process/env.ts";
import { free, uptime } from "./process/free.ts";
import { flock } from "./process/flock.ts";
import { kill } from "./process/kill.ts";
import { lsof } from "./process/lsof.ts";
import { nice, renice } from "./process/nice.ts";
import { killall, pgrep, pidof, pkill } from "./process/pgrep.ts";
import { ps } from "./process/ps.ts";
import { sleep } from "./process/sleep.ts";
import { strace } from "./process/strace.ts";
import { nohup, setsid, time, timeout } from "./process/timeout.ts";
import { top } from "./process/top.ts";
import { watch } from "./process/watch.ts";
import { users, w, who } from "./process/who.ts";
import { shell } from "./shell/shell.ts";
import { less } from "./terminal/less.ts";
import { stty } from "./terminal/stty.ts";
import { clear, reset, tty } from "./terminal/tty.ts";
import { cmp, comm } from "./text/cmp.ts";
import { diff } from "./text/diff.ts";
import { echo, falseProgram, trueProgram, yes } from "./text/echo.ts";
import { uniq } from "./text/uniq.ts";
import { cut } from "./text/cut.ts";
import { paste, tee } from "./text/paste.ts";
import { seq } from "./text/seq.ts";
import { nl, rev, tac } from "./text/backwards.ts";
import { grep } from "./text/grep.ts";
import { head } from "./text/head.ts";
import { hexdump } from "./text/hexdump.ts";
import { od } from "./text/od.ts";
import { expr } from "./text/expr.ts";
import { printf } from "./text/printf.ts";
import { sed } from "./text/sed.ts";
import { shuf } from "./text/shuf.ts";
import { sort } from "./text/sort.ts";
import { md5sum, sha1sum, sha256sum } from "./text/sums.ts";
import { tail } from "./text/tail.ts";
import { test } from "./text/test.ts";
import { tr } from "./text/tr.ts";
import { wc } from "./text/wc.ts";
import { xargs } from "./text/xargs.ts";

/** What the system needs and toybox has not, or does not do as well. */
const systemPrograms: Readonly<Record<string, Program>> = {
  arch,
  awk,
  capsh,
  chroot,
  clear,
  crond,
  date,
  dmesg,
  env,
  findmnt,
  flock,
  free,
  getent,
  getfattr,
  getpcaps,
  getty,
  groups,
  halt,
  hostname,
  httpd,
  id,
  init,
  ip,
  ipcmk,
  ipcrm,
  ipcs,
  kill,
  killall,
  less,
  logger,
  login,
  logname,
  lsns,
  lsof,
  mount,
  mountpoint,
  nc,
  nice,
  nohup,
  nproc,
  nsenter,
  pgrep,
  pidof,
  ping,
  pivot_root: pivotRoot,
  pkill,
  poweroff,
  printenv,
  ps,
  reboot,
  renice,
  reset,
  setfattr,
  setsid,
  shuf,
  sh: shell,
  sleep,
  ss,
  strace,
  stress,
  stty,
  su,
  switch_root: switchRoot,
  sync,
  syslogd,
  time,
  timeout,
  top,
  tty,
  umount,
  uname,
  unshare,
  uptime,
  users,
  w,
  watch,
  wget,
  who,
  whoami,
  yes,
};

/** Tools on files and text: for browsers in which toybox cannot run. */
const fileAndTextPrograms: Readonly<Record<string, Program>> = {
  "[": test,
  basename,
  cat,
  chgrp,
  chmod,
  chown,
  cmp,
  comm,
  cp,
  cut,
  dd,
  df,
  diff,
  dirname,
  du,
  echo,
  egrep: grep,
  expr,
  false: falseProgram,
  fgrep: grep,
  find,
  grep,
  hd: hexdump,
  head,
  hexdump,
  ln,
  ls,
  md5sum,
  mkdir,
  mkfifo,
  mknod,
  mktemp,
  mv,
  nl,
  od,
  paste,
  printf,
  pwd,
  readlink,
  realpath,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  sha1sum,
  sha256sum,
  sort,
  stat,
  tac,
  tail,
  tee,
  test,
  touch,
  tr,
  true: trueProgram,
  truncate,
  uniq,
  unlink,
  wc,
  which,
  xargs,
};

/** Every program. */
export const programTable: ProgramTable = new Map([
  ...Object.entries(systemPrograms),
  ...Object.entries(fileAndTextPrograms),
]);
