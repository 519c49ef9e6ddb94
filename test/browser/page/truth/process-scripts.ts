/** Scripts about processes, their groups and what /proc tells of them. */
import { script, type ScriptCase } from "./script-case.ts";

/** Makes a zombie `$z`, whose parent `$p` does not wait for it: it ends after the shell, which would, has become `sleep`. */
const zombie =
  "sh -c 'sh -c \"until grep -q ^sleep /proc/\\$PPID/cmdline; do :; done\" & echo $! > z; exec sleep 20' & p=$!; till 'grep -q State:.Z /proc/$(cat z)/status'; z=$(cat z); ";

export const processScripts: readonly ScriptCase[] = [
  script(
    "comm is the file's name",
    "cat /proc/self/comm; cp /bin/cat mycat 2>/dev/null; sh -c 'cat /proc/$$/comm'",
  ),
  script("comm can be written", "sh -c 'echo hello > /proc/$$/comm; cat /proc/$$/comm'"),
  script("comm is cut at 15", "sh -c 'echo 12345678901234567890 > /proc/$$/comm; cat /proc/$$/comm'"),
  script("cmdline has NULs between words", "tr '\\0' ' ' < /proc/self/cmdline | wc -w"),
  script("environ is what exec was given", "env -i A=1 B=2 cat /proc/self/environ | tr '\\0' '\\n'"),
  script("cwd is a link", "mkdir d; cd d; readlink /proc/self/cwd | sed 's,.*/,,'"),
  script(
    "cwd of a removed directory",
    "mkdir d; cd d; rmdir ../d; readlink /proc/self/cwd | sed 's,.*/,,'; ls | wc -l",
  ),
  script("root is a link", "readlink /proc/self/root"),
  script("fd 0 to 2 are there", "ls /proc/self/fd < /dev/null 2>/dev/null | head -3 | tr '\\n' ' '"),
  script(
    "what descriptors lead to",
    "exec 5> out; readlink /proc/self/fd/5 | sed 's,.*/,,'; exec 5>&-; readlink /proc/$$/fd/5; echo $?",
  ),
  script(
    "a removed file is still read",
    "echo data > f; exec 4< f; rm f; cat <&4; readlink /proc/$$/fd/4 | sed 's,.*/,,'",
  ),
  script("a pipe's name", "echo x | readlink /proc/self/fd/0", "inode numbers"),
  script("opening through /proc/self/fd", "echo data > f; exec 4< f; cat /proc/self/fd/4; cat /dev/fd/4"),
  script("the parent's pid", "sh -c 'p=$PPID; test -d /proc/$p && echo yes'"),
  script(
    "status names the same pid",
    "sh -c 'test \"$(sed -n s/^Pid:.//p /proc/$$/status)\" = $$ && echo same'",
  ),
  script("Uid line of root", "grep '^Uid' /proc/self/status"),
  script("Gid line of root", "grep '^Gid' /proc/self/status"),
  script("threads", "grep Threads /proc/self/status"),
  script("the umask in status", "umask 027; grep Umask /proc/self/status"),
  script("stat's fields", "sh -c 'wc -w < /proc/$$/stat'"),
  script("a zombie's state", zombie + "cut -d' ' -f2,3 /proc/$z/stat; kill $p; wait $p 2>/dev/null"),
  script(
    "a zombie has no command line",
    zombie + "wc -c < /proc/$z/cmdline; kill -9 $z; echo $?; kill $p; wait $p 2>/dev/null",
  ),
  script("exec keeps the pid", "sh -c 'a=$$; exec sh -c \"test $a = \\$\\$ && echo same\"'"),
  script(
    "exec closes nothing without close-on-exec",
    "exec 7< /etc/passwd; sh -c 'test -e /proc/self/fd/7 && echo open'",
  ),
  script("a script's interpreter", "printf '#!/bin/cat\\nline\\n' > s; chmod +x s; ./s"),
  script(
    "an interpreter with one argument",
    "printf '#!/bin/sh -e\\nfalse\\necho no\\n' > s; chmod +x s; ./s; echo $?",
  ),
  script(
    "an interpreter that is not there",
    "printf '#!/no/such\\n' > s; chmod +x s; ./s 2>/dev/null; echo $?",
  ),
  script("arguments of a script", "printf '#!/bin/sh\\necho $# $1 $2\\n' > s; chmod +x s; ./s a 'b c'"),
  script("nice adds up to 19", "nice -n 5 nice; nice -n 30 nice"),
  script(
    "a session's leader",
    "setsid sh -c 'cut -d\" \" -f1,5,6 /proc/$$/stat | { read a b c; test $a = $b && test $b = $c && echo leader; }'",
  ),
  script(
    "the limit of open files",
    "ulimit -n 20 2>/dev/null; grep 'Max open files' /proc/self/limits | wc -l",
  ),
  script("/proc/self is oneself", "sh -c 'cd /proc/self; test \"$(basename $(pwd -P))\" = $$ && echo self'"),
  script("meminfo begins with the total", "head -3 /proc/meminfo | cut -d: -f1"),
  script("uptime and loadavg have their fields", "wc -w < /proc/uptime; wc -w < /proc/loadavg"),
  script("version begins with Linux", "cut -d' ' -f1,2 /proc/version"),
  script(
    "filesystems that need no device",
    "sed -n 's/^nodev.//p' /proc/filesystems | grep -E '^(tmpfs|proc|sysfs|cgroup2|devpts|overlay)$' | sort",
  ),
  script("a process that is gone has no directory", "sh -c 'echo $$' > p; test -d /proc/$(cat p); echo $?"),
  script("writing to a read-only proc file", "echo x > /proc/self/stat; echo $?", "who complains"),
  script("statm has seven fields", "wc -w < /proc/self/statm"),
  script("a process's mounts are a link", "readlink /proc/mounts"),
  script(
    "fdinfo tells the position",
    "echo abcdef > f; exec 4< f; read line <&4; grep -E '^(pos|flags)' /proc/$$/fdinfo/4",
  ),
  script("exe is a link to the file", "readlink /proc/self/exe | grep -c /"),
  script("ppid of an exec'd child", "sh -c 'test $(cut -d\" \" -f4 /proc/self/stat) = $$ && echo child'"),
  script(
    "/proc/PID of another is readable",
    "sleep 20 & till 'grep -q sleep /proc/$!/cmdline'; tr '\\0' ' ' < /proc/$!/cmdline; kill $!",
  ),
  script("what is no process", "test -d /proc/99999; echo $?; cat /proc/99999/status 2>/dev/null; echo $?"),
  script(
    "no file is made in /proc",
    "touch /proc/x 2>/dev/null; echo $?; mkdir /proc/d 2>/dev/null; echo $?",
  ),
];
