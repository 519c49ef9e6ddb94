/**
 * What the shell makes of scripts, beside what BusyBox's ash made of them: `scripts-on-busybox.jsonl` was recorded by
 * `record-busybox.mjs`. Where the two are meant to differ, the script stands in the second table with the reason.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Userland } from "../userland.ts";
import { runScript, shellWorld } from "./shell-world.ts";

interface Recorded {
  readonly script: string;
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

const recorded = readFileSync(new URL("scripts-on-busybox.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Recorded => JSON.parse(line));

describe("as in BusyBox's ash", () => {
  test.each(recorded)("$script", async ({ script, status, out, err }) => {
    expect(await runScript(script)).toEqual({ status, out, err });
  });
});

/** Scripts on which ash is left aside, with what is printed here and why. */
const different: readonly (readonly [why: string, script: string, out: string])[] = [
  [
    "`&&` and `||` do not evaluate what they need not",
    "echo $((0&&1/0)) $((1||1/0)) $((1?2:1/0))",
    "0 1 2\n",
  ],
  ["${#@} counts, as in bash", "set -- a b; echo ${#@} ${#*}", "2 2\n"],
  [
    "commands read on from where their script's line ended",
    "echo 'read x\ndata\necho \"[$x]\"' | sh",
    "[data]\n",
  ],
  [
    "text is UTF-8",
    'x=héllo; echo ${#x} ${x#h?}; case é in ?) echo one;; esac; printf "%3s|\\n" é',
    "5 llo\none\n  é|\n",
  ],
  ["bytes that are no UTF-8 stay", "x=$(printf '\\303\\050\\377'); printf %s \"$x\" | wc -c", "3\n"],
  [
    "braces expand, as in bash",
    "echo {a,b{1,2}}c {1..3} {c..a} x{,y} {a} '{a,b}' {01..03}",
    "ac b1c b2c 1 2 3 c b a x xy {a} {a,b} 01 02 03\n",
  ],
  ["a here-string is input", 'x=1; cat <<< "a $x"', "a 1\n"],
  ["&> takes errors too", "{ echo a; echo b >&2; } &> f; cat f", "a\nb\n"],
  ["[[ joins and compares without splitting", "x='a b'; [[ $x = 'a b' && ! -n $y ]] && echo yes", "yes\n"],
  ["patterns are anchored in replacements", "x=abca; echo ${x/#a/_} ${x/%a/_} ${x//a}", "_bca abc_ bc\n"],
  ["function f needs no ()", "function f { echo f; }; f; f-g() { echo g; }; f-g", "f\ng\n"],
  ["! may be doubled", "! ! true; echo $?", "0\n"],
  ["a variable can be added to", "x=a; x+=b; echo $x", "ab\n"],
  ["case branches fall through by ;&", "case a in a) echo a;& b) echo b;; c) echo c;; esac", "a\nb\n"],
];

describe("other than in ash", () => {
  test.each(different)("%s", async (_, script, out) => {
    expect(await runScript(script)).toEqual({ status: 0, out, err: "" });
  });
});

describe("what would break a page", () => {
  test("a loop without end gives way to others and can be killed", async () => {
    const script = "while :; do :; done & sleep 0.05; kill $!; wait $! 2>/dev/null; echo $?";
    expect(await runScript(script, 1)).toEqual({ status: 0, out: "143\n", err: "" });
  });

  test("a function that calls itself for ever is refused, and nothing breaks", async () => {
    const { status, out, err } = await runScript("f() { f; }; f; echo no");
    expect({ status, out, err }).toEqual({
      status: 2,
      out: "",
      err: "script: line 1: f: functions nested too deeply\n",
    });
  });

  test("a text that evaluates itself for ever is refused", async () => {
    const { status, out, err } = await runScript(`x='eval "$x"'; eval "$x"; echo no`);
    expect({ status, out, err }).toEqual({
      status: 2,
      out: "",
      err: "script: line 1: eval nested too deeply\n",
    });
  });

  test("a variable that doubles for ever meets memory.max, not the end of the page", async () => {
    const world = shellWorld();
    const { status } = await world.run(
      "/bin/sh",
      ["sh", "-c", "x=0123456789abcdef; while :; do x=$x$x; done"],
      {
        env: { PATH: "/bin" },
      },
    );
    expect(status).toMatchObject({ kind: "signaled", signal: "SIGKILL" });
  });

  test("a here-document is read by its descriptor's name too", async () => {
    const script = "cat /dev/fd/3 3<<E\na\nE\necho b | { sleep 0.1; cat /dev/stdin; }";
    expect((await new Userland().run(script)).out).toBe("a\nb\n");
  });

  test("hundreds of jobs that nobody asks after are let go", async () => {
    const script = "i=0; while [ $i -lt 200 ]; do : & i=$((i+1)); done; wait; echo $i";
    expect(await runScript(script)).toEqual({ status: 0, out: "200\n", err: "" });
  });

  test("a here-document longer than a pipe is written while it is read", async () => {
    const script = `x=${"y".repeat(9000)}; cat <<E | wc -c\n${"$x".repeat(10)}\nE\n`;
    expect(await runScript(script)).toEqual({ status: 0, out: "90001\n", err: "" });
  });
});
