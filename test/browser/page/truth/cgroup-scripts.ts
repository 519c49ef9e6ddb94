/**
 * Scripts about cgroup v2. Each begins in a cgroup `$C` below which it may make others, with the controllers on: the real
 * guest's root, or the sandbox's own delegated part of the tree.
 */
import { script, type ScriptCase } from "./script-case.ts";

export const cgroupScripts: readonly ScriptCase[] = [
  script(
    "files of a new cgroup",
    "mkdir $C/a; ls $C/a | grep -E '^(cgroup|cpu|memory|pids)\\.' | grep -E '^(cgroup.(controllers|events|freeze|kill|procs|subtree_control|type)|cpu.(max|stat|weight)|memory.(current|events|max|peak|oom.group|high|low|min)|pids.(current|events|max))$' | sort | tr '\\n' ' '; rmdir $C/a",
  ),
  script(
    "defaults",
    "mkdir $C/a; for f in memory.max cpu.max cpu.weight pids.max cgroup.freeze cgroup.type memory.high memory.low; do cat $C/a/$f; done; rmdir $C/a",
  ),
  script(
    "memory.max takes units and rounds to pages",
    "mkdir $C/a; echo 1M > $C/a/memory.max; cat $C/a/memory.max; echo 5000 > $C/a/memory.max; cat $C/a/memory.max; echo max > $C/a/memory.max; cat $C/a/memory.max; rmdir $C/a",
  ),
  script(
    "memory.max refuses nonsense",
    "mkdir $C/a; echo lots > $C/a/memory.max; echo $?; cat $C/a/memory.max; rmdir $C/a",
    "who complains",
  ),
  script(
    "cpu.max with and without a period",
    "mkdir $C/a; echo 50000 > $C/a/cpu.max; cat $C/a/cpu.max; echo '20000 50000' > $C/a/cpu.max; cat $C/a/cpu.max; echo max > $C/a/cpu.max; cat $C/a/cpu.max; rmdir $C/a",
  ),
  script(
    "cpu.max refuses too little",
    "mkdir $C/a; echo 10 > $C/a/cpu.max; echo $?; echo '1000 10' > $C/a/cpu.max; echo $?; rmdir $C/a",
    "who complains",
  ),
  script(
    "cpu.weight's range",
    "mkdir $C/a; echo 1 > $C/a/cpu.weight; cat $C/a/cpu.weight; echo 10000 > $C/a/cpu.weight; cat $C/a/cpu.weight; echo 0 > $C/a/cpu.weight; echo $?; echo 10001 > $C/a/cpu.weight; echo $?; rmdir $C/a",
    "who complains",
  ),
  script(
    "cpu.weight.nice",
    "mkdir $C/a; echo 5 > $C/a/cpu.weight.nice; cat $C/a/cpu.weight; echo -5 > $C/a/cpu.weight.nice; cat $C/a/cpu.weight; rmdir $C/a",
  ),
  script(
    "pids.max",
    "mkdir $C/a; echo 7 > $C/a/pids.max; cat $C/a/pids.max; echo max > $C/a/pids.max; cat $C/a/pids.max; echo x > $C/a/pids.max; echo $?; rmdir $C/a",
    "who complains",
  ),
  script(
    "moving oneself",
    "mkdir $C/a; sh -c \"echo \\$\\$ > $C/a/cgroup.procs; sed 's,.*/,,' /proc/self/cgroup; cat $C/a/pids.current\"; rmdir $C/a",
  ),
  script(
    "0 means oneself",
    "mkdir $C/a; sh -c \"echo 0 > $C/a/cgroup.procs; sed 's,.*/,,' /proc/self/cgroup\"; rmdir $C/a",
  ),
  script(
    "moving what is not there",
    "mkdir $C/a; echo 99999 > $C/a/cgroup.procs; echo $?; rmdir $C/a",
    "who complains",
  ),
  script(
    "children begin in the parent's",
    "mkdir $C/a; sh -c \"echo 0 > $C/a/cgroup.procs; sh -c 'sed s,.*/,, /proc/self/cgroup'\"; rmdir $C/a",
  ),
  script(
    "populated",
    'mkdir $C/a; grep populated $C/a/cgroup.events; sh -c "echo 0 > $C/a/cgroup.procs; grep populated $C/a/cgroup.events"; grep populated $C/a/cgroup.events; rmdir $C/a',
  ),
  script(
    "a populated one is busy",
    "mkdir $C/a; sleep 20 & echo $! > $C/a/cgroup.procs; rmdir $C/a; echo $?; kill $!; wait $! 2>/dev/null; rmdir $C/a; echo $?",
    "who complains",
  ),
  script(
    "one with children is busy",
    "mkdir $C/a $C/a/b; rmdir $C/a; echo $?; rmdir $C/a/b $C/a; echo $?",
    "who complains",
  ),
  script(
    "no processes inside when controllers are on below",
    "mkdir $C/a $C/a/b; echo +memory > $C/a/cgroup.subtree_control; sleep 20 & echo $! > $C/a/cgroup.procs; echo $?; echo $! > $C/a/b/cgroup.procs; echo $?; kill $!; wait $! 2>/dev/null; rmdir $C/a/b $C/a",
    "who complains",
  ),
  script(
    "no controllers below with processes inside",
    "mkdir $C/a $C/a/b; sleep 20 & echo $! > $C/a/cgroup.procs; echo +memory > $C/a/cgroup.subtree_control; echo $?; kill $!; wait $! 2>/dev/null; rmdir $C/a/b $C/a",
    "who complains",
  ),
  script(
    "controllers come from above",
    "mkdir $C/a $C/a/b; cat $C/a/b/cgroup.controllers; echo +pids > $C/a/cgroup.subtree_control; cat $C/a/b/cgroup.controllers; ls $C/a/b | grep -c '^pids.max'; rmdir $C/a/b $C/a",
  ),
  script(
    "an unknown controller",
    "mkdir $C/a; echo +nosuch > $C/a/cgroup.subtree_control; echo $?; rmdir $C/a",
    "who complains",
  ),
  script(
    "a controller that is not offered",
    "mkdir $C/a $C/a/b; echo +pids > $C/a/b/cgroup.subtree_control; echo $?; rmdir $C/a/b $C/a",
    "who complains",
  ),
  script(
    "freezing stops",
    'mkdir $C/a; sh -c \'while :; do :; done\' & echo $! > $C/a/cgroup.procs; echo 1 > $C/a/cgroup.freeze; till "grep -q frozen.1 $C/a/cgroup.events"; grep frozen $C/a/cgroup.events; a=$(grep usage_usec $C/a/cpu.stat); sleep 0.3; b=$(grep usage_usec $C/a/cpu.stat); test "$a" = "$b" && echo stands; kill -9 $!; wait $! 2>/dev/null; echo $?; rmdir $C/a',
  ),
  script(
    "thawing goes on",
    "mkdir $C/a; sh -c 'until test -e go; do :; done' & echo $! > $C/a/cgroup.procs; echo 1 > $C/a/cgroup.freeze; till 'grep -q frozen.1 $C/a/cgroup.events'; touch go; echo 0 > $C/a/cgroup.freeze; wait $!; echo $?; cat $C/a/cgroup.freeze; rmdir $C/a",
  ),
  script(
    "cgroup.kill kills all",
    "mkdir $C/a; sleep 20 & a=$!; sleep 20 & b=$!; echo $a > $C/a/cgroup.procs; echo $b > $C/a/cgroup.procs; echo 1 > $C/a/cgroup.kill; wait $a 2>/dev/null; echo $?; wait $b 2>/dev/null; echo $?; rmdir $C/a",
  ),
  script(
    "cgroup.kill takes 1 only",
    "mkdir $C/a; echo 0 > $C/a/cgroup.kill; echo $?; rmdir $C/a",
    "who complains",
  ),
  script(
    "fork over pids.max",
    "mkdir $C/a; echo 2 > $C/a/pids.max; sh -c \"echo 0 > $C/a/cgroup.procs; sleep 20 & sleep 20 & sleep 20 & wait\" 2>/dev/null; grep -c 'max [1-9]' $C/a/pids.events; echo 1 > $C/a/cgroup.kill; till 'rmdir $C/a'; test -d $C/a; echo $?",
  ),
  script(
    "pids.current counts",
    "mkdir $C/a; sleep 20 & echo $! > $C/a/cgroup.procs; cat $C/a/pids.current; kill $!; wait $! 2>/dev/null; cat $C/a/pids.current; rmdir $C/a",
  ),
  script(
    "a hog is killed inside its cgroup",
    "mkdir $C/a; echo 2M > $C/a/memory.max; mkdir t; mount -t tmpfs none t; sh -c \"echo 0 > $C/a/cgroup.procs; dd if=/dev/zero of=t/x bs=64k count=100 2>/dev/null\"; echo $?; grep -c 'oom_kill [1-9]' $C/a/memory.events; umount t; rmdir $C/a",
  ),
  script(
    "memory.current rises with a tmpfs file",
    'mkdir $C/a t; mount -t tmpfs none t; sh -c "echo 0 > $C/a/cgroup.procs; dd if=/dev/zero of=t/x bs=1024 count=1024 2>/dev/null"; test $(cat $C/a/memory.current) -ge 1048576 && echo charged; rm t/x; test $(cat $C/a/memory.current) -lt 1048576 && echo returned; umount t; rmdir $C/a',
  ),
  script(
    "memory.peak keeps",
    'mkdir $C/a t; mount -t tmpfs none t; sh -c "echo 0 > $C/a/cgroup.procs; dd if=/dev/zero of=t/x bs=1024 count=1024 2>/dev/null"; rm t/x; test $(cat $C/a/memory.peak) -ge 1048576 && echo kept; umount t; rmdir $C/a',
  ),
  script(
    "memory.events' rows",
    "mkdir $C/a; cut -d' ' -f1 $C/a/memory.events | head -6 | tr '\\n' ' '; rmdir $C/a",
  ),
  script(
    "cpu.stat's rows",
    "mkdir $C/a; cut -d' ' -f1 $C/a/cpu.stat | grep -E 'usage|user|system|nr_periods|nr_throttled|throttled_usec' | tr '\\n' ' '; rmdir $C/a",
  ),
  script(
    "a quota throttles",
    "mkdir $C/a; echo '10000 100000' > $C/a/cpu.max; sh -c 'while :; do :; done' & echo $! > $C/a/cgroup.procs; till 'grep -q \"nr_throttled [3-9]\" $C/a/cpu.stat'; kill -9 $!; wait $! 2>/dev/null; u=$(sed -n 's/usage_usec //p' $C/a/cpu.stat); p=$(sed -n 's/nr_periods //p' $C/a/cpu.stat); test $u -ge 20000 && test $u -le $((p * 10000 + 30000)) && echo held; rmdir $C/a",
  ),
  script("the root has no limits", "ls /sys/fs/cgroup/../cgroup/cgroup.procs >/dev/null && echo there"),
  script("a name with a slash is a path", "mkdir -p $C/a/b/c; rmdir $C/a/b/c $C/a/b $C/a; echo $?"),
  script("files cannot be made", "touch $C/newfile; echo $?; rm $C/cgroup.procs; echo $?", "who complains"),
  script(
    "rename is refused",
    "mkdir $C/a; mv $C/a $C/b 2>/dev/null; test $? -ne 0 && echo refused; rmdir $C/a $C/b 2>/dev/null; echo done",
  ),
  script(
    "cgroup.procs lists",
    "mkdir $C/a; sleep 20 & echo $! > $C/a/cgroup.procs; test $(cat $C/a/cgroup.procs) = $! && echo listed; kill $!; wait $! 2>/dev/null; rmdir $C/a",
  ),
  script("cgroup.type", "mkdir $C/a; cat $C/a/cgroup.type; rmdir $C/a"),
  script(
    "a nested limit holds",
    'mkdir $C/a; echo +memory > $C/a/cgroup.subtree_control; mkdir $C/a/b t; echo 2M > $C/a/memory.max; mount -t tmpfs none t; sh -c "echo 0 > $C/a/b/cgroup.procs; dd if=/dev/zero of=t/x bs=64k count=100 2>/dev/null"; echo $?; umount t; rmdir $C/a/b $C/a',
  ),
];
