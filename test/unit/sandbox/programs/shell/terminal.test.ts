/**
 * The shell at a terminal: keys in, screen out, on the real kernel with its pseudo-terminals and job control.
 */
import { describe, expect, test } from "vitest";
import { TerminalSession } from "./terminal-session.ts";

/** The screen after keys were typed. */
async function typed(
  keys: readonly string[],
  options: ConstructorParameters<typeof TerminalSession>[0] = {},
): Promise<TerminalSession> {
  const session = new TerminalSession(options);
  for (const each of keys) await session.type(each);
  return session;
}

describe("editing", () => {
  test.each([
    ["runs a line", ["echo hello\r"], "$ echo hello\nhello\n$"],
    ["inserts in the middle", ["ehllo\u001B[D\u001B[D\u001B[D\u001B[D\u001B[Dcho \u001B[C"], "$ cho ehllo"],
    ["^A and ^E go to the ends", ["b\u0001a\u0005c"], "$ abc"],
    ["Home, End and Delete", ["xbc\u001B[Ha\u001B[3~\u001B[Fd"], "$ abcd"],
    ["Backspace at the end and within", ["abcd\u007F\u001B[D\u007F"], "$ ac"],
    ["^K and ^Y", ["echo a b\u001B[D\u001B[D\u000B\u0001\u0019"], "$  becho a"],
    ["^U kills to the start", ["abc\u001B[D\u0015"], "$ c"],
    ["^W kills a word by blanks", ["ls /a/b-c d\u0017\u0017"], "$ ls"],
    ["Alt-b, Alt-f and Alt-d", ["one two three\u001Bb\u001Bb\u001Bd\u001Bf!"], "$ one  three!"],
    ["^T swaps", ["ab\u0014"], "$ ba"],
    ["^C drops the line", ["echo no\u0003echo yes\r"], "$ echo no^C\n$ echo yes\nyes\n$"],
    ["^L clears the screen", ["echo a\r", "b\u000C"], "$ b"],
    [
      "arrows bring old lines",
      ["echo 1\r", "echo 2\r", "\u001B[A\u001B[A\r"],
      "$ echo 1\n1\n$ echo 2\n2\n$ echo 1\n1\n$",
    ],
    [
      "what was typed comes back below the history",
      ["echo 1\r", "draft\u001B[A\u001B[B"],
      "$ echo 1\n1\n$ draft",
    ],
    [
      "^R finds a line and runs it",
      ["echo abc\r", "echo def\r", "\u0012bc\r"],
      "$ echo abc\nabc\n$ echo def\ndef\n$ echo abc\nabc\n$",
    ],
    [
      "^R shows what it looks for",
      ["echo abc\r", "\u0012ab"],
      "$ echo abc\nabc\n(reverse-i-search)`ab': echo abc",
    ],
    ["^G leaves the search", ["echo abc\r", "x\u0012ab\u0007y"], "$ echo abc\nabc\n$ xy"],
    [
      "pasted lines wait for Enter",
      ["\u001B[200~echo a\necho b\u001B[201~", "\r"],
      "$ echo a\necho b\na\nb\n$",
    ],
    [
      "an unfinished command asks on",
      ["if true\rthen echo 'a\rb'\rfi\r"],
      "$ if true\n> then echo 'a\n> b'\n> fi\na\nb\n$",
    ],
    ["a here-document asks on", ["cat <<E\ra\rE\r"], "$ cat <<E\n> a\n> E\na\n$"],
    [
      "mistakes come back to the prompt",
      ["echo )\r", "${x?gone}\r", ". /nope\r", "cd /nope\r", "nope\r"],
      [
        "$ echo )",
        'sh: syntax error: unexpected ")"',
        "$ ${x?gone}",
        "sh: x: gone",
        "$ . /nope",
        "sh: .: can't open '/nope': No such file or directory",
        "$ cd /nope",
        "sh: cd: can't cd to /nope: No such file or directory",
        "$ nope",
        "sh: nope: not found",
        "$",
      ].join("\n"),
    ],
  ])("%s", async (_, keys, screen) => {
    const session = await typed(keys);
    expect(session.screen.text).toBe(screen);
  });

  test("^D at an empty line ends the shell with the last status", async () => {
    const session = await typed(["false\r", "\u0004"]);
    expect([session.isOver, session.screen.text]).toEqual([true, "$ false\n$"]);
  });
});

describe("lines longer than the terminal", () => {
  test("wrap, and are edited across the edge", async () => {
    const session = await typed(["echo 123456789012345", "\u001B[D".repeat(12), "X"], { columns: 10 });
    expect([session.screen.lines, session.screen.cursor]).toEqual([
      ["$ echo 123", "X456789012", "345"],
      { row: 1, column: 1 },
    ]);
  });

  test("that just fill a row go on at the next", async () => {
    const session = await typed(["12345678"], { columns: 10 });
    expect([session.screen.lines, session.screen.cursor]).toEqual([
      ["$ 12345678", ""],
      { row: 1, column: 0 },
    ]);
  });

  test("wide characters are not cut at the edge", async () => {
    const session = await typed(["abcdefg日本", "\u001B[D"], { columns: 10 });
    expect([session.screen.lines, session.screen.cursor]).toEqual([
      ["$ abcdefg", "日本"],
      { row: 1, column: 2 },
    ]);
  });

  test("are laid out anew when the window changes", async () => {
    const session = await typed(["12345678"], { columns: 20 });
    await session.resize(40);
    await session.type("9\u001B[D");
    expect([session.screen.text, session.screen.cursor]).toEqual(["$ 123456789", { row: 0, column: 10 }]);
  });
});

describe("completion", () => {
  const files = { "/root/alpha.txt": "a", "/root/alpine": "b", "/root/my file": "c", "/root/dir/inner": "d" };
  test.each([
    ["a command, with a blank after it", ["slee\t"], "$ sleep"],
    ["as far as names agree", ["cat al\t"], "$ cat alp"],
    ["lists on the second Tab", ["cat al\t\t"], "$ cat alp\nalpha.txt  alpine\n$ cat alp"],
    ["a directory, and what is in it", ["cat d\t", "i\t\r"], "$ cat dir/inner\nd$"],
    ["a name that has to be quoted", ["cat my\t\r"], "$ cat my\\ file\nc$"],
    ["within quotes", ['cat "my\t\r'], '$ cat "my file"\nc$'],
    ["a variable", ["FOOBAR=1\r", "echo $FOOB\t\r"], "$ FOOBAR=1\n$ echo $FOOBAR\n1\n$"],
    ["a command after a pipe", ["echo a | sor\t\r"], "$ echo a | sort\na\n$"],
  ])("%s", async (_, keys, screen) => {
    const session = await typed(keys, { files });
    expect(session.screen.text).toBe(screen);
  });
});

describe("prompts", () => {
  test("tell user, host, directory and rights", async () => {
    const session = await typed(["mkdir d; cd d\r", "cd /tmp\r"], { env: { PS1: String.raw`\u:\w\$ ` } });
    expect(session.screen.text).toBe("root:~# mkdir d; cd d\nroot:~/d# cd /tmp\nroot:/tmp#");
  });

  test("are expanded, colours take no room", async () => {
    const session = await typed(["x=1\r", "abc"], {
      columns: 12,
      env: { PS1: String.raw`\[\e[1m\]$((x+1))>\e[0m ` },
    });
    expect([session.screen.text, session.screen.cursor]).toEqual(["1> x=1\n2> abc", { row: 1, column: 6 }]);
  });
});

describe("jobs", () => {
  test("^Z stops, bg and fg go on, ^C ends", async () => {
    const session = await typed([
      "sleep 100\r",
      "\u001A",
      "jobs\r",
      "bg\r",
      "jobs\r",
      "fg\r",
      "\u0003",
      "echo $?\r",
    ]);
    expect(session.screen.text).toBe(
      [
        "$ sleep 100",
        "^Z",
        "[1]+  Stopped                    sleep 100",
        "$ jobs",
        "[1]+  Stopped                    sleep 100",
        "$ bg",
        "[1] sleep 100",
        "$ jobs",
        "[1]+  Running                    sleep 100",
        "$ fg",
        "sleep 100",
        "^C",
        "$ echo $?",
        "130",
        "$",
      ].join("\n"),
    );
  });

  test("that ended are told of before the next prompt", async () => {
    const session = await typed(["sleep 1 &\r"]);
    await session.advance(1500);
    await session.type("\r");
    const [, ...lines] = session.screen.lines.filter((line) => !/^\[1\] \d+$/.test(line));
    expect(lines).toEqual(["$", "[1]+  Done                       sleep 1", "$"]);
  });

  test("that died of a signal are told of", async () => {
    const session = await typed(["sleep 100 &\r", "kill %1\r", "\r"]);
    expect(session.screen.text).toContain("[1]+  Terminated                 sleep 100");
  });

  test("^C leaves a loop", async () => {
    const session = await typed(["while sleep 1; do echo x; done\r"]);
    await session.advance(1500);
    await session.type("\u0003");
    expect(session.screen.text).toBe("$ while sleep 1; do echo x; done\nx\n^C\n$");
  });

  test("^C leaves a loop of builtins", async () => {
    const session = new TerminalSession({ tickMs: 1 });
    await session.start("while :; do :; done\r");
    await session.type("\u0003");
    expect(session.screen.text).toBe("$ while :; do :; done\n^C\n$");
  });

  test("a stopped one asks for a second exit", async () => {
    const session = await typed(["sleep 9 | cat\r", "\u001A", "exit\r"]);
    const before = [session.isOver, session.screen.lines.at(-2)];
    await session.type("exit\r");
    expect([...before, session.isOver]).toEqual([false, "You have stopped jobs.", true]);
  });

  test("a pipeline reads the terminal", async () => {
    const session = await typed(["cat | sort\r", "b\ra\r", "\u0004"]);
    expect(session.screen.text).toBe("$ cat | sort\nb\na\na\nb\n$");
  });

  test("what is typed ahead of a program is for it", async () => {
    const session = await typed(['read x; echo "<$x>"\rahead\r']);
    expect(session.screen.text).toContain("<ahead>");
  });
});

describe("sessions", () => {
  test("keep their history", async () => {
    const session = await typed(["echo kept\r", "sh\r", "\u001B[A\u001B[A\r", "cat .sh_history\r"]);
    expect(session.screen.text).toBe(
      "$ echo kept\nkept\n$ sh\n$ echo kept\nkept\n$ cat .sh_history\necho kept\nsh\necho kept\ncat .sh_history\n$",
    );
  });

  test("begin with the profiles when they are logins, and with ENV", async () => {
    const session = await typed(["sh -l\r", "echo $A $B\r", "ENV=/root/env sh\r", "echo $C\r"], {
      files: { "/etc/profile": "export A=1", "/root/.profile": "export B=$((A+1))", "/root/env": "C=3" },
    });
    expect(session.screen.lines.filter((line) => !line.startsWith("$"))).toEqual(["1 2", "3"]);
  });

  test("run traps while they wait for a key", async () => {
    const session = await typed(["trap 'echo caught' USR1; sh -c \"sleep 1; kill -USR1 $$\" &\r"]);
    await session.advance(2000);
    expect(session.screen.text).toContain("caught\n");
  });
});
