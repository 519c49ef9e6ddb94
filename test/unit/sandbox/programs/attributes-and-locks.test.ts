/**
 * Extended attributes and locks on files, by the programs that show and take them: what Linux 6.18 answered to the same
 * calls (xattr(7), flock(2)).
 */
import { expect, test } from "vitest";
import { Userland } from "./userland.ts";

async function answer(script: string): Promise<string> {
  const { out, err } = await new Userland().run(`{ ${script}\n} 2>&1`);
  return out + err;
}

test("attributes of a user are kept, told in order, and go", async () => {
  const script =
    "touch f; setfattr -n user.b -v two f; setfattr -n user.a -v 0x00ff f; setfattr -n user.c f; getfattr -d f; " +
    "setfattr -x user.b f; getfattr f; getfattr -n user.b f; echo $?; getfattr --only-values -n user.b f; setfattr -x user.b f";
  expect(await answer(script)).toBe(
    '# file: f\nuser.a=0sAP8=\nuser.b="two"\nuser.c=""\n\n# file: f\nuser.a\nuser.c\n\n' +
      "f: user.b: No such attribute\n1\nf: user.b: No such attribute\nsetfattr: f: No such attribute\n".replaceAll(
        /^f:/gm,
        "getfattr: f:",
      ),
  );
});

test("names are refused by their kind, the file's type and who asks", async () => {
  const script =
    "touch f; mkfifo p; ln -s f l; mkdir -m 1777 s; for n in user. foo.bar foo system.x; do setfattr -n $n -v 1 f; done; " +
    "setfattr -n user.x -v 1 p; setfattr -h -n user.x -v 1 l; setfattr -h -n trusted.x -v 1 l && echo trusted; " +
    "setfattr -n user.x -v 1 /proc/self/status; setfattr -n trusted.t -v 1 f; setfattr -n security.s -v 1 f; setfattr -n user.u -v 1 f; getfattr -m - -d f; " +
    "su alice -c 'getfattr -m - -d f; setfattr -n user.u -v 2 f; setfattr -n trusted.t -v 2 f; setfattr -n security.s -v 2 f; setfattr -n user.u -v 2 s; getfattr -n trusted.t f'";
  expect((await answer(script)).replaceAll(/^[gs]etfattr: /gm, "").split("\n")).toEqual([
    "f: Invalid argument",
    "f: Operation not supported",
    "f: Operation not supported",
    "f: Operation not supported",
    "p: Operation not permitted",
    "l: Operation not permitted",
    "trusted",
    "/proc/self/status: Operation not supported",
    "# file: f",
    'security.s="1"',
    'trusted.t="1"',
    'user.u="1"',
    "",
    "# file: f",
    'security.s="1"',
    'user.u="1"',
    "",
    "f: Permission denied",
    "f: Operation not permitted",
    "f: Operation not permitted",
    "s: Operation not permitted",
    "f: trusted.t: No such attribute",
    "",
  ]);
});

test("a lock is its description's: others wait or are refused, a dup shares it, a close gives it up", async () => {
  const script =
    "exec 8>l; flock 8; flock -n l true; echo $?; flock -n 8; echo $?; (flock -n 8; echo $?); grep -c 'FLOCK  ADVISORY  WRITE' /proc/locks; " +
    "flock -w 0.2 l true; echo $?; flock -E 7 -n l true; echo $?; exec 8>&-; flock -n l echo free; " +
    "exec 8<l 9<l; flock -s 8; flock -s -n 9; echo $?; flock -x -n 9; echo $?; flock -u 8; flock -x -n 9; echo $?; exec 9<&- 8<&-; " +
    "flock l sh -c 'echo first; sleep 0.2; echo done' & sleep 0.1; flock l echo second; wait; cat /proc/locks";
  expect((await answer(script)).split("\n")).toEqual(
    "1 0 0 1 1 7 free 0 1 0 first done second".split(" ").concat(""),
  );
});
