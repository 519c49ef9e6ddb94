/** Scripts about files, overlays, mounts and pipes. */
import { script, type ScriptCase } from "./script-case.ts";

/** Makes an overlay of `lower` and `upper` at `o`; scripts write what is below first. */
const overlay =
  "mount -t tmpfs none . && cd . && cd $PWD && mkdir lower upper work o && echo low > lower/f && mkdir lower/d && echo in > lower/d/g && ln -s f lower/l && mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work o && ";

/** Undoes it. */
const end = "; cd /; umount $K/o; umount $K";

const over = (
  name: string,
  text: string,
  ...differs: ScriptCase["differs"] extends readonly (infer D)[] | undefined ? D[] : never
): ScriptCase => script(`overlay: ${name}`, overlay + text + end, ...differs);

export const fileScripts: readonly ScriptCase[] = [
  over("what is below is seen", "cat o/f o/d/g; readlink o/l"),
  over("a write goes to the upper", "echo new > o/f; cat o/f lower/f upper/f"),
  over("an append copies up first", "echo more >> o/f; cat upper/f; cat lower/f"),
  over(
    "a removal leaves a whiteout",
    "rm o/f; ls o; ls -l upper/f | cut -c1; stat -c '%t:%T' upper/f 2>/dev/null || echo 0:0",
  ),
  over("what was removed can be made anew", "rm o/f; echo again > o/f; cat o/f; cat lower/f"),
  over("a new directory over a removed one is opaque", "rm -r o/d; mkdir o/d; ls o/d | wc -l"),
  over("chmod copies up", "chmod 600 o/f; stat -c %a upper/f lower/f"),
  over("reading copies nothing", "cat o/f >/dev/null; ls upper | wc -l"),
  over("a rename within", "mv o/f o/h; cat o/h; ls o | tr '\\n' ' '"),
  over("a lower directory cannot be renamed", "mv o/d o/e 2>/dev/null; echo $?; ls o | tr '\\n' ' '"),
  over("a new directory can", "mkdir o/n; mv o/n o/m; ls o | tr '\\n' ' '"),
  over("rmdir of a merged directory", "rm o/d/g; rmdir o/d; echo $?; ls o | tr '\\n' ' '"),
  over("rmdir refuses what is not empty", "rmdir o/d; echo $?", "who complains"),
  over(
    "a file open before the copy-up keeps its data",
    "exec 5< o/f; echo new > o/f; cat <&5; cat o/f; exec 5<&-",
  ),
  over("merged listings", "echo x > o/d/h; ls o/d | tr '\\n' ' '; ls upper/d"),
  over("a hard link to a lower file", "ln o/f o/k; echo new > o/k; cat o/f lower/f"),
  over(
    "a read-only remount",
    "mount -o remount,ro o; echo x > o/f; echo $?; mount -o remount,rw o",
    "who complains",
  ),
  over("the parents' directories are copied too", "echo x > o/d/g; ls -d upper/d; stat -c %a upper/d"),
  over("truncation", ": > o/f; wc -c < o/f; wc -c < lower/f"),
  over("its line in /proc/mounts", "grep -c ' overlay ' /proc/self/mounts | sed 's/[1-9][0-9]*/some/'"),
  script(
    "permissions of a new file",
    "umask 022; touch f; stat -c %a f; umask 077; touch g; stat -c %a g; mkdir d; stat -c %a d",
  ),
  script("hard links count", "touch a; ln a b; stat -c %h a; rm a; stat -c %h b"),
  script("no hard link to a directory", "mkdir d; ln d e; echo $?", "who complains"),
  script(
    "a link that leads nowhere",
    "ln -s nowhere l; cat l; echo $?; readlink l; test -L l; echo $?",
    "who complains",
  ),
  script("a loop of links", "ln -s b a; ln -s a b; cat a; echo $?", "who complains"),
  script("a link in the middle", "mkdir d; echo x > d/f; ln -s d e; cat e/f"),
  script("a file is no directory", "touch f; cat f/x; echo $?; cd f; echo $?", "who complains"),
  script("a name that is too long", "touch $(printf '%0300d' 0); echo $?", "who complains"),
  script("rename over a file", "echo a > a; echo b > b; mv a b; cat b; ls"),
  script(
    "rename of a directory into itself",
    "mkdir -p d/e; mv d d/e 2>/dev/null; test $? -ne 0 && echo refused; ls",
  ),
  script(
    "the sticky bit shows",
    "mkdir d; chmod 1777 d; ls -ld d | cut -c1-10; chmod u+s,g+s d; ls -ld d | cut -c1-10",
  ),
  script("set-id bits go when another writes", "touch f; chmod 6755 f; chown 1 f 2>/dev/null; stat -c %a f"),
  script("a sparse file", "truncate -s 1M f; stat -c %s f; test $(stat -c %b f) -lt 16 && echo sparse"),
  script(
    "dd at an offset",
    "printf abcdef > f; printf X | dd of=f bs=1 seek=2 conv=notrunc 2>/dev/null; cat f; echo",
  ),
  script(
    "/dev/null and /dev/zero",
    "cat /dev/null | wc -c; head -c 5 /dev/zero | od -An -tx1 | tr -d ' \\n'; echo",
  ),
  script("/dev/full is full", "echo x > /dev/full; echo $?", "who complains"),
  script(
    "numbers of devices",
    "ls -l /dev/null /dev/zero /dev/tty | sed 's/.* \\([0-9]*, *[0-9]*\\) .*/\\1/' | tr -d ' '",
  ),
  script("a fifo joins two", "mkfifo p; (echo through > p) & cat p; wait; ls -l p | cut -c1"),
  script(
    "a pipe holds 64 KiB",
    "(dd if=/dev/zero bs=1024 count=200 2>/dev/null; echo done >&2) 2>e | (sleep 0.3; cat e | wc -l; cat >/dev/null); cat e",
  ),
  script("a pipe's end is the end of the file", "printf 'a\\nb' | while read x; do echo \"[$x]\"; done"),
  script(
    "a bind mount shows the same",
    "mkdir a b; echo x > a/f; mount --bind a b; cat b/f; echo y > b/g; ls a | tr '\\n' ' '; umount b; ls b | wc -l",
  ),
  script(
    "a read-only bind",
    "mkdir a b; mount --bind a b; mount -o remount,bind,ro b; touch b/x; echo $?; touch a/x; echo $?; umount b",
    "who complains",
  ),
  script(
    "a mount hides what is below",
    "mkdir a; touch a/below; mount -t tmpfs none a; ls a | wc -l; umount a; ls a",
  ),
  script(
    "a busy mount",
    "mkdir a; mount -t tmpfs none a; cd a; umount ../a 2>/dev/null; test $? -ne 0 && echo busy; cd ..; umount a; echo $?",
  ),
  script(
    "a lazy umount",
    "mkdir a; mount -t tmpfs none a; cd a; umount -l ../a; echo $?; cd ..; mountpoint -q a || echo gone",
  ),
  script(
    "tmpfs has a size",
    "mkdir a; mount -t tmpfs -o size=64k none a; dd if=/dev/zero of=a/x bs=1024 count=100 2>/dev/null; echo $?; stat -c %s a/x; umount a",
  ),
  script(
    "no-exec",
    "mkdir a; mount -t tmpfs -o noexec none a; printf '#!/bin/sh\\necho no\\n' > a/s; chmod +x a/s; a/s; echo $?; umount a",
    "who complains",
  ),
  script(
    "mountpoint",
    "mkdir a; mountpoint -q a || echo no; mount -t tmpfs none a; mountpoint -q a && echo yes; umount a",
  ),
  script("an unknown type", "mkdir a; mount -t nosuchfs none a 2>/dev/null; test $? -ne 0 && echo refused"),
  script(
    "another's file",
    "echo x > f; chmod 600 f; chmod 755 .; su nobody -s /bin/sh -c 'cat f' >/dev/null 2>&1; test $? -ne 0 && echo refused",
  ),
  script(
    "times change",
    "touch -d '2001-02-03 04:05:06' f; stat -c %Y f; echo x > f; test $(stat -c %Y f) -gt 1000000000 && echo now",
  ),
  script("cat of a directory", "cat .; echo $?", "who complains"),
  script("an unlinked directory is empty", "mkdir d; cd d; rmdir ../d; touch x; echo $?", "who complains"),
  script("permission bits for root", "touch f; chmod 000 f; cat f; echo $?; test -x f; echo $?"),
  script(
    "a file may not be longer than its limit",
    "(ulimit -f 1; dd if=/dev/zero of=f bs=512 count=5 2>/dev/null; echo $?); stat -c %s f; (ulimit -f 0; trap '' XFSZ; echo x > g; echo $?) 2>/dev/null; stat -c %s g",
  ),
  script(
    "a lock is its description's",
    "exec 8>l; flock 8; flock -n l true; echo $?; (flock -n 8; echo $?); exec 8>&-; flock -n l echo free",
  ),
  script(
    "a lock is shared or waited for",
    "exec 8<>l 9<>l; flock -s 8; flock -s -n 9; echo $?; flock -x -n 9; echo $?; flock -u 8; flock -x -n 9; echo $?; exec 9>&-; flock l sh -c 'echo first; touch up; sleep 0.2; echo done' & till 'test -e up'; flock l echo second; wait",
  ),
  script(
    "a pipe is opened by its descriptor's name without waiting",
    "echo a | { sleep 0.1; cat /dev/stdin; }; echo b | sh -c 'exec 5</proc/self/fd/0; cat <&5'",
  ),
];
