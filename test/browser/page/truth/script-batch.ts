/**
 * Many scripts as one text for a POSIX shell: each in an empty folder, in a cgroup of its own, and for a limited time.
 * What they answer is read from between marks on the terminal. Knows nothing of who runs it.
 */
import type { ScriptCase } from "./script-case.ts";

/** A script that is the same one at so many looks in a row takes too long: 32 seconds at least. */
const watchSeconds = 4;
const watchRounds = 8;

/** What a script left on the terminal, standard error included, and its status. */
export interface ScriptAnswer {
  readonly output: string;
  readonly status: number;
}

/** What is printed when all have run. */
export const batchEnd = "<all scripts ran>";

/**
 * The text. Scripts find in `$C` a cgroup below which they may make others with the controllers on, while they
 * themselves are in one beside those. `till 'COMMAND'` waits until that succeeds: a script that waits for a time instead is
 * wrong on a busy machine. Whatever they leave is killed, unmounted and removed.
 */
export function batchOf(cases: readonly ScriptCase[]): string {
  const files = cases.map(
    ({ script }, at) =>
      `cat > /tmp/scripts/${at} <<'end of script'\n${/\btill /.test(script) ? ". /tmp/till; " : ""}${script}\nend of script\n`,
  );
  const numbers = cases.map((_, at) => at).join(" ");
  return `${before}${files.join("")}for n in ${numbers}; do\n${one}done\nkill $watchman\necho '${batchEnd}'\n`;
}

/**
 * A cgroup whose children have the controllers: what is in it moves out of the way. And a watchman, who ends a script
 * that takes too long: `timeout` would take it off the terminal's foreground in one userland and not in the other.
 */
const before = `
top=/sys/fs/cgroup C=/sys/fs/cgroup/script
mkdir -p $top/others /tmp/scripts /tmp/k
export C
for p in $(cat $top/cgroup.procs); do echo $p > $top/others/cgroup.procs; done 2>/dev/null
echo +cpu +memory +pids > $top/cgroup.subtree_control
cat > /tmp/till <<'end'
till() { tries=0; until eval "$1" 2>/dev/null; do tries=$((tries + 1)); test $tries -lt 300 || break; sleep 0.1; done; }
end
echo none > /tmp/current
while sleep ${watchSeconds}; do
  read current < /tmp/current
  if test "$current" = "$watched"; then rounds=$((rounds + 1)); else watched=$current rounds=0; fi
  if test $rounds -ge ${watchRounds}; then echo 1 > $C/cgroup.kill; fi
done 2>/dev/null &
watchman=$!
`;

/** Starts as few programs as can be: in an emulated machine that is what takes the time. */
const one = `
K=/tmp/k/$n
export K
mkdir $C $C/self $K
echo +cpu +memory +pids > $C/cgroup.subtree_control
echo $n > /tmp/current
printf '\\n<script %s>\\n' $n
(cd $K; echo 0 > $C/self/cgroup.procs; exec sh /tmp/scripts/$n) > /tmp/answer 2>&1
status=$?
while IFS= read -r line || test "$line"; do printf '%s\\n' "$line"; done < /tmp/answer
printf '\\n<status %s>\\n' $status
echo 1 > $C/cgroup.kill
while read -r source place rest; do
  case $place in /tmp/k/*) umount -l $place;; esac
done < /proc/mounts
tries=0
until rmdir $C/self $C 2>/dev/null; do
  tries=$((tries + 1))
  test $tries -lt 100 || break
  sleep 0.1
  rmdir $C/*/*/ $C/*/ 2>/dev/null
done
`;

/** Each script's answer, in order; null for one that has not ended. */
export function answersIn(text: string, cases: readonly ScriptCase[]): readonly (ScriptAnswer | null)[] {
  return cases.map((_, at) => {
    const found = new RegExp(`\\n<script ${at}>\\n([^]*?)\\n<status (\\d+)>`).exec(text);
    return found ? { output: (found[1] ?? "").trim(), status: Number(found[2]) } : null;
  });
}
