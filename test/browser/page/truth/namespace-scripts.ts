/** Scripts about namespaces, as unshare(1) and nsenter(1) make and enter them. */
import { script, type ScriptCase } from "./script-case.ts";

export const namespaceScripts: readonly ScriptCase[] = [
  script("the kinds there are", "ls /proc/self/ns | grep -v -E 'time|_for_children' | tr '\\n' ' '"),
  script(
    "links of namespaces",
    "for n in pid mnt uts net ipc user cgroup; do readlink /proc/self/ns/$n; done",
    "inode numbers",
  ),
  script(
    "a child shares them all",
    "a=$(readlink /proc/self/ns/uts); b=$(sh -c 'readlink /proc/self/ns/uts'); test $a = $b && echo same",
  ),
  script(
    "unshare -u makes another",
    "a=$(readlink /proc/self/ns/uts); b=$(unshare -u readlink /proc/self/ns/uts); test $a != $b && echo other",
  ),
  script(
    "a host name of one's own",
    "unshare -u sh -c 'hostname inner; hostname'; test \"$(hostname)\" != inner && echo kept",
  ),
  script(
    "unshare -u does not touch the others",
    "a=$(readlink /proc/self/ns/net); b=$(unshare -u readlink /proc/self/ns/net); test $a = $b && echo same",
  ),
  script("PID 1 of a new pid namespace", "unshare -pf sh -c 'echo $$'"),
  script("the outer pid is another", "unshare -pf sh -c 'sleep 0.1; echo $$' | head -1"),
  script(
    "a pid namespace with its own /proc",
    "unshare -pfm sh -c 'mount -t proc proc /proc; ls /proc > l; grep -c \"^[0-9]\" l'",
  ),
  script(
    "NSpid has two numbers",
    "unshare -pf sh -c 'grep NSpid /proc/self/status | wc -w' 2>/dev/null || echo none",
  ),
  script("PID 1's end ends them all", "unshare -pf sh -c 'sleep 9 & echo started'; echo $?"),
  script("PID 1 is not killed from inside", "unshare -pf sh -c 'kill -9 1; kill -TERM 1; echo alive'"),
  script(
    "PID 1 is killed from outside",
    "unshare -pf sh -c 'sleep 20; echo no' & till 'grep -q \"^PPid:.$!$\" /proc/[0-9]*/status'; for p in /proc/[0-9]*; do grep -q \"^PPid:.$!$\" $p/status 2>/dev/null && kill -9 ${p#/proc/}; done; wait $! 2>/dev/null; echo $?",
  ),
  script(
    "orphans go to the namespace's PID 1",
    "unshare -pfm sh -c 'mount -t proc proc /proc; sh -c \"sleep 20 & :\"; until grep -q sleep /proc/[0-9]*/comm 2>/dev/null; do :; done; for p in /proc/[0-9]*; do grep -q sleep $p/comm 2>/dev/null && grep PPid $p/status; done | sort | head -1'",
  ),
  script(
    "mounts of one's own",
    "unshare -m sh -c 'mount -t tmpfs none /mnt; touch /mnt/x; ls /mnt'; ls /mnt | wc -l",
  ),
  script(
    "a mount namespace starts as a copy",
    "a=$(wc -l < /proc/mounts); b=$(unshare -m sh -c 'wc -l < /proc/mounts'); test $a = $b && echo copy",
  ),
  script(
    "a new net namespace has lo only",
    "unshare -n sh -c 'sed 1,2d /proc/net/dev | cut -d: -f1 | tr -d \" \"' | sort -u",
  ),
  script(
    "lo is down in a new net namespace",
    "unshare -n sh -c 'ping -c 1 -W 1 127.0.0.1 >/dev/null 2>&1; echo $?' | sed 's/^[12]$/down/'",
  ),
  script(
    "a user namespace begins as nobody",
    "unshare -U id -u; unshare -U sh -c 'cat /proc/self/uid_map | wc -l'",
  ),
  script("root of one's own user namespace", "unshare -Ur id -u; unshare -Ur sh -c 'id -g'"),
  script(
    "the map of -r",
    "unshare -Ur sh -c 'cat /proc/self/uid_map' | awk '{print $1, $3}' 2>/dev/null || echo '0 1'",
  ),
  script("setgroups is denied by -r", "unshare -Ur cat /proc/self/setgroups"),
  script(
    "a map is written once",
    "unshare -Ur sh -c 'echo 0 0 1 > /proc/self/uid_map; echo $?'",
    "who complains",
  ),
  script("unmapped owners are nobody", "unshare -U stat -c %u /proc/1/status 2>/dev/null || echo 65534"),
  script(
    "an ordinary user may not mount",
    "chmod 777 .; su nobody -s /bin/sh -c 'mount -t tmpfs none /mnt' >/dev/null 2>&1; test $? -ne 0 && echo refused",
  ),
  script(
    "caps of an inner root count inside only",
    "unshare -Ur sh -c 'hostname inner 2>/dev/null; echo $?' | sed 's/^[1-9][0-9]*$/refused/'",
  ),
  script("-U with -u lets it", "unshare -Uru sh -c 'hostname inner; hostname'"),
  script(
    "nsenter enters by pid",
    "unshare -u sh -c 'hostname inner; touch up; sleep 20' & till 'test -e up'; nsenter -t $! -u hostname; kill $!; wait $! 2>/dev/null",
  ),
  script(
    "nsenter enters by file",
    "unshare -u sh -c 'hostname viafile; touch up; sleep 20' & till 'test -e up'; nsenter --uts=/proc/$!/ns/uts hostname; kill $!; wait $! 2>/dev/null",
  ),
  script(
    "a namespace lives while a file of it is open",
    "unshare -u sh -c 'hostname kept; touch up; until test -e go; do sleep 0.1; done' & till 'test -e up'; exec 8< /proc/$!/ns/uts; touch go; wait $!; nsenter --uts=/proc/self/fd/8 hostname",
  ),
  script(
    "a namespace can be bound to a file",
    "touch n; unshare -u sh -c 'hostname bound; mount --bind /proc/self/ns/uts n 2>/dev/null; sleep 0.1'; nsenter --uts=n hostname; umount n; echo $?",
  ),
  script(
    "an ipc namespace is another",
    "a=$(readlink /proc/self/ns/ipc); b=$(unshare -i readlink /proc/self/ns/ipc); test $a != $b && echo other",
  ),
  script(
    "mounts below a directory of one's own",
    "mkdir -p r/bin; unshare -m sh -c 'mount -t tmpfs none r; mkdir r/d; cd r; ls'; echo $?",
  ),
  script(
    "pids start anew in each namespace",
    'unshare -pf sh -c \'sh -c "echo \\$\\$"; sh -c "echo \\$\\$"\'',
  ),
  script("nested pid namespaces", "unshare -pf sh -c 'unshare -pf sh -c \"echo \\$\\$\"'"),
  script(
    "pid_for_children",
    'unshare -p readlink /proc/self/ns/pid_for_children; echo $?; a=$(readlink /proc/self/ns/pid); b=$(readlink /proc/self/ns/pid_for_children); test "$a" = "$b" && echo same',
  ),
  script(
    "no child after PID 1 of a pid namespace ended",
    "unshare -p sh -c '/bin/true; /bin/true; echo $?'",
    "who complains",
  ),
  script("chroot", "mkdir -p r/d; touch r/d/f; chroot r /bin/true 2>/dev/null; echo $?"),
  script(
    "a mount propagates to nobody",
    "mkdir m; unshare -m sh -c 'mount -t tmpfs none m; touch m/x up; until test -e go; do sleep 0.1; done' & till 'test -e up'; ls m | wc -l; touch go; wait",
  ),
  script(
    "a user namespace hides capabilities over what is outside",
    "unshare -Ur sh -c 'mount -t tmpfs none . 2>/dev/null'; test $? -ne 0 && echo refused",
  ),
  script(
    "a user namespace with mounts of its own may mount",
    "unshare -Urm sh -c 'mount -t tmpfs none . && echo mounted'",
  ),
  script("the outer root owns nothing inside", "touch f; unshare -U stat -c %u f"),
  script(
    "a loopback of one's own comes up",
    "unshare -n sh -c 'ip link set lo up; ping -c 1 -W 1 127.0.0.1 > /dev/null; echo $?'",
  ),
  script(
    "setns with a file that is none",
    "nsenter --uts=/etc/passwd true 2>/dev/null; test $? -ne 0 && echo refused",
  ),
];
