import { describe, expect, test } from "vitest";
import { Userland } from "./userland.ts";

/** Without what moves the cursor and colours. */
const textOf = (shown: string): string =>
  shown
    .split("\u001b")
    .map((part, at) => (at === 0 ? part : part.replace(/^\[[?\d;]*[A-Za-z]/u, "")))
    .join("")
    .replaceAll("\r", "");

describe("top", () => {
  test("shows the processes on the whole screen, takes keys, and leaves the terminal as it was", async () => {
    const terminal = new Userland({}, 0.02).terminal(["/bin/sh"]);
    await terminal.type("PS1='$ '; stty -g > /tmp/before; sleep 1000 &\r");

    const first = textOf(await terminal.type("top\r"));
    const help = textOf(await terminal.type("h"));
    await terminal.type("x");
    const killed = textOf(await terminal.type("k"));
    await terminal.type("5\r");
    await terminal.type("9\r");
    await terminal.type("q");
    const after = textOf(await terminal.type("stty -g | cmp - /tmp/before && echo same\r"));

    expect({
      head: first
        .split("\n")
        .find((line) => line.includes("PID USER"))
        ?.trimEnd(),
      sleeping: /root\s+20\s+0 .* sleep/.test(first),
      help: help.includes("Send a signal to a process"),
      asked: killed.includes("PID to signal/kill"),
      same: after.includes("\nsame\n"),
    }).toEqual({
      head: "    PID USER      PR  NI    VIRT    RES S  %CPU  %MEM     TIME+ COMMAND",
      sleeping: true,
      help: true,
      asked: true,
      same: true,
    });
  });

  test("measures what a busy process takes between two looks", async () => {
    const { out } = await new Userland({}, 0.05).run(
      "stress -q --cpu 1 & top -b -n 2 -d 1 | grep stress; kill $!",
    );
    const shares = out.split("\n").flatMap((line) => {
      const share = line.trim().split(/\s+/)[7];
      return share === undefined ? [] : [Number(share)];
    });

    expect(Math.max(...shares)).toBeGreaterThan(90);
  });
});

test("stty shows and changes the line discipline", async () => {
  const terminal = new Userland().terminal(["/bin/sh"]);
  await terminal.type("PS1=\r");

  const shown = textOf(
    await terminal.type(
      "stty size; stty raw -echo; stty; stty sane erase ^H; stty; stty -a | head -4; tty\r",
    ),
  );

  expect(shown.split("\n").slice(1)).toEqual([
    "24 80",
    "speed 38400 baud; line = 0;",
    "min = 1; time = 0;",
    "-icrnl -ixon",
    "-opost",
    "-isig -icanon -echo",
    "speed 38400 baud; line = 0;",
    "erase = ^H;",
    "speed 38400 baud; rows 24; columns 80; line = 0;",
    "intr = ^C; quit = ^\\; erase = ^H; kill = ^U; eof = ^D; eol = <undef>;",
    "start = ^Q; stop = ^S; susp = ^Z; rprnt = ^R; werase = ^W; lnext = ^V; min = 1;",
    "time = 0;",
    "/dev/pts/0",
    "",
  ]);
});

test("getty shows the issue and asks; login gives the user a shell of their own", async () => {
  const land = new Userland({ "/etc/issue": "Guest \\n on \\l\n", "/etc/motd": "Welcome\n" });
  const terminal = land.terminal(["/bin/getty", "-", "linux"]);

  const asked = textOf(await terminal.type(""));
  const wrong = textOf(await terminal.type("nobody2\r"));
  const inside = textOf(await terminal.type("alice\r"));
  const identity = textOf(await terminal.type("id -un; pwd; echo $0 $TERM $HOME\r"));

  expect({
    asked,
    wrong: wrong.includes("Login incorrect\nhost login: "),
    inside: inside.includes("Welcome\n"),
    identity: identity.includes("alice\n/home/alice\n-sh linux /home/alice\n"),
  }).toEqual({ asked: "Guest host on pts/0\nhost login: ", wrong: true, inside: true, identity: true });
});

test("askfirst waits for Enter before it starts a shell", async () => {
  const land = new Userland({ "/etc/inittab": "pts/0::askfirst:-/bin/sh\n" });
  const terminal = land.terminal(["/bin/unshare", "-pf", "--mount-proc", "/bin/init"]);

  const asked = textOf(await terminal.type(""));
  const after = textOf(await terminal.type("\r"));
  const told = textOf(await terminal.type("echo pid $$\r"));

  expect({ asked: asked.trim(), started: after.endsWith("# "), told: /pid \d+\n/.test(told) }).toEqual({
    asked: "Please press Enter to activate this console.",
    started: true,
    told: true,
  });
});

test("ls lists names in columns on a terminal", async () => {
  const names = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`/d/name-number-${at}`, ""]));
  const terminal = new Userland(names).terminal(["/bin/ls", "/d"]);

  expect(textOf(await terminal.type(""))).toBe(
    [
      "name-number-0   name-number-11  name-number-4  name-number-7",
      "name-number-1   name-number-2   name-number-5  name-number-8",
      "name-number-10  name-number-3   name-number-6  name-number-9",
      "",
    ].join("\n"),
  );
});
