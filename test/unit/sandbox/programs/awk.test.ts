/** awk where the recorded mawk is no measure: POSIX's own words, UTF-8, what gawk and BusyBox add, and its memory. */
import { describe, expect, test } from "vitest";
import { SandboxWorld } from "../../../support/sandbox-kernel.ts";
import { programTable } from "../../../../src/sandbox/programs/program-table.ts";
import { Userland } from "./userland.ts";

describe("awk", () => {
  test.each([
    [
      "substr counts what is outside",
      `awk 'BEGIN{print substr("hello",-1,3), substr("hello",1.5,2)}'`,
      "h el\n",
    ],
    [
      "text is UTF-8",
      `awk 'BEGIN{print length("héllo"), toupper("é"), index("héllo","l"), substr("héllo",2,1)}'`,
      "5 É 3 é\n",
    ],
    [
      "whole numbers are printed whole",
      "awk 'BEGIN{print 1e20, 2^53, 100000*100000}'",
      "100000000000000000000 9007199254740992 10000000000\n",
    ],
    ["a line of a command counts", `awk 'BEGIN{"echo hi" | getline; print $0, NR}'`, "hi 1\n"],
    [
      "gensub and the functions on bits are there",
      `awk 'BEGIN{print gensub(/(a)(b)/,"\\\\2\\\\1","g","abab"), gensub(/a/,"x",2,"aaa"), and(6,3), or(6,3), xor(6,3), lshift(1,4)}'`,
      "baba axa 2 7 5 16\n",
    ],
    ["match fills an array", `awk 'BEGIN{match("k=v", /(.)=(.)/, m); print m[1] m[2]}'`, "kv\n"],
    [
      "next and exit leave a function",
      `printf '1\\n2\\n' | awk 'function f(){next} function g(){exit 4} {if(NR==1) f(); print; g()}'; echo $?`,
      "2\n4\n",
    ],
  ])("%s", async (_, script, out) => {
    expect(await new Userland().run(script)).toEqual({ status: 0, out, err: "" });
  });

  test.each([
    ["awk 'BEGIN{print 1/0}'", "awk: division by zero\n"],
    ["awk 'BEGIN{f(1)}'", "awk: calling undefined function f\n"],
    ["awk 'function f(x){f(x)} BEGIN{f(1)}'", "awk: f: functions nested too deeply\n"],
    [`awk "BEGIN{print $(printf '(%.0s' $(seq 5000))}"`, "awk: expressions nested too deeply\n"],
    [`awk "BEGIN{$(printf '%s' $(seq 3000 | sed 's/.*/--/'))x}"`, "awk: expressions nested too deeply\n"],
    ["awk '{print' f", "awk: syntax error at source line 1: unexpected end of file\n"],
    ["awk '{print}' nofile", "awk: can't open file nofile: No such file or directory\n"],
    ["awk 'BEGIN{a=1; a[1]=2}'", "awk: can't assign to a; it's a scalar\n"],
  ])("%s is refused", async (script, err) => {
    expect(await new Userland().run(script)).toEqual({ status: 2, out: "", err });
  });

  test("what it keeps is its cgroup's: a hog is killed", async () => {
    const world = new SandboxWorld({
      programs: Object.fromEntries(programTable),
      memoryBytes: 8 * 1024 ** 2,
    });
    const { status } = await world.run("/bin/awk", ["awk", 'BEGIN{for(;;) a[i++]="x"}'], { env: {} });
    expect(status).toMatchObject({ kind: "signaled", signal: "SIGKILL" });
  });
});
