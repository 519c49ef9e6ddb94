/** Scripts about terminals and jobs. They are typed at the prompt, so there is a controlling terminal. */
import { script, type ScriptCase } from "./script-case.ts";

export const jobScripts: readonly ScriptCase[] = [
  script("the terminal is one", "test -t 0 && echo yes; (test -t 0 && echo yes || echo no) < /dev/null"),
  script("/dev/tty is the terminal", "echo through > /dev/tty"),
  script("a session of one's own has none", "setsid sh -c 'echo x > /dev/tty' 2>/dev/null; echo $?"),
  script(
    "stty -a's first words",
    "stty -a | tr ';' '\\n' | grep -E '^ ?(speed|intr|quit|erase|kill|eof|susp)' | sed 's/speed.*/speed/' | tr -d ' ' | tr '\\n' ' '",
  ),
  script(
    "raw and back",
    "s=$(stty -g); stty raw; stty -a | grep -o -- '-icanon'; stty $s; stty -a | grep -o -- ' icanon'",
  ),
  script("echo off", "stty -echo; stty -a | grep -o -- '-echo ' | head -1; stty echo"),
  script(
    "rows and columns can be set",
    "s=$(stty size); stty rows 33 cols 77; stty size; stty rows ${s% *} cols ${s#* }",
  ),
  script(
    "a background read stops",
    "sh -ic 'cat > /dev/null & sleep 0.4; grep -c State:.T /proc/$!/status; kill -9 $!' 2>/dev/null",
  ),
  script(
    "the foreground group is the shell's",
    "sh -c 'cut -d\" \" -f5,8 /proc/$$/stat | { read a b; test $a = $b && echo foreground; }'",
  ),
  script("tty_nr says which", "cut -d' ' -f7 /proc/self/stat | sed 's/^[1-9][0-9]*$/some/'"),
  script("a pseudo-terminal's directory", "test -c /dev/ptmx && echo ptmx; test -d /dev/pts && echo pts"),
];
