/** `sandbox run` from a script: what is there to read, how it ends, and what `--init` is. */
import { expect, test } from "vitest";
import { SandboxHostWorld } from "../../../support/sandbox-host-world.ts";

test.each([
  [
    "what is piped in is typed, and its end is told",
    "echo 'echo in; exit 4' | sandbox run --rm runtime sh -s",
    "in",
    4,
  ],
  ["without input it waits for the end", "sandbox run --rm runtime sh -c 'sleep 1; echo late'", "late", 0],
  ["a shell without input ends", "sandbox run --rm runtime", "# ", 0],
  [
    "an init is PID 1 and ends as its program",
    "sandbox run --rm --init runtime sh -c 'cat /proc/1/comm; exit 3'",
    "init",
    3,
  ],
  [
    "an init reaps what is left to it",
    "sandbox run --rm --init runtime sh -c '(sleep 0.1 &); sleep 0.3; echo zombies $(ps -o stat | grep -c Z)'",
    "zombies 0",
    0,
  ],
  [
    "an init tells of a program that was killed",
    "sandbox run --rm --init runtime sh -c 'kill -9 $$'",
    "",
    137,
  ],
  [
    "an init tells of a program that is not there",
    "sandbox run --rm --init runtime nosuch",
    "init: nosuch: No such file",
    127,
  ],
  [
    "a user is at home where /etc/passwd says",
    "sandbox run --rm system sh -c 'echo $HOME'; sandbox run --rm --user alice system sh -c 'echo $HOME'",
    "/root\r\n/home/alice",
    0,
  ],
  [
    "a volume that is not there is named, and nothing is left of the sandbox",
    "sandbox run --rm -v /missing:/x runtime true; echo $? left $(sandbox ps -aq)",
    "sandbox: The sandbox could not be made: mounting /missing at /x: it does not exist on the host.\n125 left\n",
    0,
  ],
  [
    "a detached one that cannot start is removed, too",
    "sandbox run --rm -d --tmpfs /x:size=lots runtime true; echo $? left $(sandbox ps -aq)",
    "mounting tmpfs at /x: Invalid argument (nosuid,nodev,size=lots).\n125 left\n",
    0,
  ],
  [
    "a file shown in a directory's place is named",
    "sandbox run --rm -v /etc/passwd:/etc system true",
    "mounting /etc/passwd at /etc: a file cannot be in a directory's place, nor a directory in a file's.",
    125,
  ],
  [
    "a directory to begin in that is not there is named",
    "sandbox run --rm -w /nosuch runtime true",
    "cannot begin in /nosuch: No such file or directory",
    126,
  ],
  [
    "exec names it, too",
    "sandbox run -d --name web runtime sh >/dev/null; sandbox exec -w /nosuch web true",
    "cannot begin in /nosuch: No such file or directory",
    126,
  ],
  [
    "one whose sandbox run is killed is removed when it ends",
    "sandbox run --rm --name web runtime sleep 60 & until sandbox ps -q | grep -q .; do :; done; kill -9 $!; sandbox kill web; sleep 1; echo left $(sandbox ps -aq)",
    "web\nleft\n",
    0,
  ],
])("%s", async (_, script, output, exitCode) => {
  using world = await SandboxHostWorld.boot();

  const end = await world.until(world.host.execute(script));

  expect({ ...end, output: new TextDecoder().decode(end.output).includes(output) }).toEqual({
    output: true,
    exitCode,
    truncated: false,
  });
});
