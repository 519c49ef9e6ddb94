/** Scripts about exit statuses, signals and their defaults. */
import { script, type ScriptCase } from "./script-case.ts";

export const exitScripts: readonly ScriptCase[] = [
  script("true and false", "true; echo $?; false; echo $?"),
  script("a status is taken modulo 256", "(exit 300); echo $?; (exit -1); echo $?"),
  script("a command that is not there", "nosuchcommand 2>/dev/null; echo $?"),
  script("a file that cannot be executed", "echo hi > f; ./f 2>/dev/null; echo $?"),
  script("a directory cannot be executed", "mkdir d; ./d 2>/dev/null; echo $?"),
  script("killed by SIGTERM", "sleep 9 & kill $!; wait $! 2>/dev/null; echo $?"),
  script("killed by SIGKILL", "sleep 9 & kill -9 $!; wait $! 2>/dev/null; echo $?"),
  script("killed by SIGINT", "sh -c 'kill -INT $$'; echo $?"),
  script("killed by SIGABRT", "{ sh -c 'kill -ABRT $$'; } 2>/dev/null; echo $?"),
  script(
    "what runs in the background ignores the keyboard's signals",
    "sleep 20 & till 'grep -q sleep /proc/$!/comm'; kill -INT $!; kill -QUIT $!; kill $!; wait $! 2>/dev/null; echo $?",
  ),
  script("killed by SIGUSR1", "{ sh -c 'kill -USR1 $$'; } 2>/dev/null; echo $?"),
  script("killed by SIGUSR2", "{ sh -c 'kill -USR2 $$'; } 2>/dev/null; echo $?"),
  script("killed by SIGALRM", "{ sh -c 'kill -ALRM $$'; } 2>/dev/null; echo $?"),
  script("killed by SIGSEGV", "{ sh -c 'kill -SEGV $$'; } 2>/dev/null; echo $?"),
  script("killed by SIGHUP", "{ sh -c 'kill -HUP $$'; } 2>/dev/null; echo $?"),
  script("SIGCHLD is ignored by default", "sh -c 'kill -CHLD $$; echo alive'; echo $?"),
  script("SIGWINCH is ignored by default", "sh -c 'kill -WINCH $$; echo alive'; echo $?"),
  script("SIGURG is ignored by default", "sh -c 'kill -URG $$; echo alive'; echo $?"),
  script("SIGCONT does nothing to what runs", "sh -c 'kill -CONT $$; echo alive'; echo $?"),
  script("a trap runs", "sh -c 'trap \"echo caught\" USR1; kill -USR1 $$; echo after'"),
  script("an ignored signal is ignored", "sh -c 'trap \"\" TERM; kill $$; echo alive'"),
  script("ignoring is inherited over exec", 'sh -c \'trap "" TERM; sh -c "kill \\$\\$; echo alive"\''),
  script(
    "a trap is not inherited over exec",
    'sh -c \'trap "echo no" TERM; sh -c "kill \\$\\$; echo alive"; echo $?\' 2>/dev/null',
  ),
  script("the EXIT trap", "sh -c 'trap \"echo bye\" EXIT; exit 3'; echo $?"),
  script(
    "SIGKILL cannot be trapped away",
    "sh -c 'trap \"\" KILL 2>/dev/null; kill -KILL $$; echo alive'; echo $?",
  ),
  script("kill of a process that is not there", "kill 99999 2>/dev/null; echo $?"),
  script(
    "kill -0 asks only",
    "sleep 9 & kill -0 $!; echo $?; kill $!; wait $! 2>/dev/null; kill -0 $! 2>/dev/null; echo $?",
  ),
  script(
    "a stopped process is not over",
    "sleep 20 & p=$!; kill -STOP $p; till 'grep -q State:.T /proc/$p/status'; grep State /proc/$p/status; kill -KILL $p; wait $p 2>/dev/null; echo $?",
  ),
  script("SIGCONT goes on", "sleep 0.3 & p=$!; kill -STOP $p; kill -CONT $p; wait $p; echo $?"),
  script(
    "SIGKILL reaches what is stopped",
    "sleep 9 & p=$!; kill -STOP $p; kill -KILL $p; wait $p 2>/dev/null; echo $?",
  ),
  script(
    "SIGTERM waits while it is stopped",
    "sleep 20 & p=$!; kill -STOP $p; till 'grep -q State:.T /proc/$p/status'; kill $p; sleep 0.1; grep -c 'State:.T' /proc/$p/status; kill -CONT $p; wait $p 2>/dev/null; echo $?",
  ),
  script("a pipeline's status is its last's", "false | true; echo $?; true | false; echo $?"),
  script(
    "SIGPIPE ends who writes to nobody",
    "(sh -c 'yes; echo $? >&2') 2>&1 | head -1; yes | head -2 | wc -l",
  ),
  script(
    "wait for several",
    "sh -c 'exit 3' & a=$!; sh -c 'exit 4' & b=$!; wait $b; echo $?; wait $a; echo $?",
  ),
  script("wait for what is no child", "wait 99999 2>/dev/null; echo $?"),
  script(
    "an orphan goes to init or a reaper",
    "sh -c 'sleep 20 & echo $! > p'; p=$(cat p); grep -c '^PPid:' /proc/$p/status; kill $p; till '! test -d /proc/$p'; test -d /proc/$p; echo $?",
  ),
  script(
    "signal masks in status",
    "echo 'trap \"\" USR1; grep SigIgn /proc/self/status' > s; sh s | sed 's/.*\\(.\\{4\\}\\)$/\\1/'",
  ),
  script(
    "a pending signal comes when it goes on",
    "sleep 9 & p=$!; kill -STOP $p; kill -USR1 $p; kill -CONT $p; wait $p 2>/dev/null; echo $?",
  ),
  script("kill of a group", "sh -c 'set -m; sleep 9 & p=$!; kill -TERM -$p; wait $p; echo $?' 2>/dev/null"),
  script("kill -l knows numbers", "kill -l 9; kill -l 15; kill -l 137"),
  script("an unknown signal", "kill -NOSUCH $$ 2>/dev/null; test $? -ne 0 && echo refused"),
  script(
    "a signal interrupts wait",
    "sh -c 'trap \"caught=caught\" USR1; sleep 20 & p=$!; (while sleep 0.3; do kill -USR1 $$; done) 2>/dev/null & k=$!; wait $p; test $? -gt 128 && echo interrupted $caught; kill $p $k'",
  ),
  script("status of a negated command", "! true; echo $?; ! false; echo $?"),
  script("exec of what is not there", "sh -c 'exec nosuchcommand' 2>/dev/null; echo $?"),
  script("the status of a script killed by a signal", "printf 'kill -9 $$\\n' > s; sh s; echo $?"),
];
