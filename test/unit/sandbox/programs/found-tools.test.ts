/** Tools that tell of people, names and open files, a pager and chance. */
import { describe, expect, test } from "vitest";
import { Userland } from "./userland.ts";

describe("tools", () => {
  test.each([
    [
      "getent passwd root 1000 nosuch; echo $?",
      "root:x:0:0:root:/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n2\n",
    ],
    ["getent group users; getent hosts localhost", "users:x:100:alice\n127.0.0.1       localhost\n"],
    ["getent nosuch 2>&1; echo $?", "getent: Unknown database: nosuch\n1\n"],
    [
      "exec 5>out; lsof -p $$ out | sed 's/  */ /g' | cut -d' ' -f4,5,7,9",
      "FD TYPE SIZE/OFF NAME\n5w REG 0 /tmp/t/out\n",
    ],
    [
      "exec 5>out; test $(lsof -t -p $$ out) = $$ && echo own; lsof nofile 2>&1; true",
      "own\nlsof: status error on nofile: No such file or directory\n",
    ],
    [
      "seq 5 | shuf | sort -n | tr '\\n' ' '; shuf -e a b | wc -l; shuf -i 3-5 | sort; shuf -n 2 -i 1-9 | wc -l",
      "1 2 3 4 5 2\n3\n4\n5\n2\n",
    ],
    [
      "printf 'a\\nb\\n' | less; less nofile 2>&1; echo $?",
      "a\nb\nless: nofile: No such file or directory\n1\n",
    ],
    ["who; users; who -q", "# users=0\n"],
  ])("%s", async (script, out) => {
    expect(await new Userland().run(script)).toEqual({ status: 0, out, err: "" });
  });
});

test("a login is who has a terminal, and what runs there", async () => {
  const terminal = new Userland().terminal(["/bin/sh", "-i"]);
  await terminal.type("");
  const shown = await terminal.type(
    "who | cut -c1-10; users; w | sed 's/  */ /g' | cut -d' ' -f1-3,7-\n",
    500,
  );
  expect(shown.replaceAll("\r", "").replaceAll("\u001b[?2004l", "").split("\n").slice(1, 3)).toEqual([
    expect.stringMatching(/^root {5}/),
    "root",
  ]);
});

test("less shows a screen at a time, goes both ways, finds, and leaves the screen as it was", async () => {
  const terminal = new Userland().terminal(["/bin/sh", "-i"]);
  await terminal.type("seq 100 | sed 's/$/ x/' > f\n", 300);
  const screens = [
    await terminal.type("less f\n", 300),
    await terminal.type(" ", 100),
    await terminal.type("G", 100),
    await terminal.type("?^50\r", 100),
    await terminal.type("q", 100),
  ];
  expect(
    screens.map((screen) => [
      /(\d+) x/.exec(screen.slice(screen.indexOf("\u001b[H")))?.[1],
      screen.includes("(END)"),
    ]),
  ).toEqual([
    ["1", false],
    ["24", false],
    ["78", true],
    ["50", false],
    [undefined, false],
  ]);
  expect(screens.at(-1)).toContain("\u001b[?1049l");
});
