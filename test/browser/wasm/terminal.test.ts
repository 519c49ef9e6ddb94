/**
 * Programs on a terminal: settings, its size, keys that are signals.
 */
import { expect, test } from "vitest";
import { PageTerminal } from "../../../src/sandbox/kernel/io/page-terminal.ts";
import { UserlandWorld } from "./userland-world.ts";

/** A program on a terminal of 60 by 20. */
function onTerminal(world: UserlandWorld, argv: readonly string[]) {
  const pseudo = world.kernel.openTerminal();
  const page = new PageTerminal();
  page.resize({ columns: 60, rows: 20 });
  page.connect(pseudo.tty);
  const { task } = world.kernel.spawn({
    run: `/bin/${argv[0]}`,
    argv,
    env: { PATH: "/bin", TERM: "xterm-256color" },
    stdio: pseudo,
  });
  const screen = (): string => page.recent.map((bytes) => new TextDecoder().decode(bytes)).join("");
  /** Lets everything happen that can: the page's end of the wire works in turns of its own. */
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 20; turns += 1) {
      await world.settle();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const type = async (keys: string): Promise<void> => {
    page.send(new TextEncoder().encode(keys));
    await settle();
  };
  return { task, screen, settle, type };
}

test("stty tells the size and the settings of the terminal", async () => {
  const { task, screen, settle } = onTerminal(new UserlandWorld(), ["stty", "-a"]);

  await settle();

  expect(task.end).toEqual({ kind: "exited", code: 0 });
  expect(screen()).toContain("rows 20; columns 60;");
  expect(screen()).toMatch(/intr = \^C;.*erase = \^\?;/s);
  expect(screen()).toMatch(/ icanon /);
});

test("Lua's prompt reads lines that the terminal edits", async () => {
  const { task, screen, settle, type } = onTerminal(new UserlandWorld(), ["lua"]);
  await settle();

  await type("= 6 * 8\x7f7\r");
  await type("\x04");

  expect(screen()).toContain("\r\n42\r\n");
  expect(task.end).toEqual({ kind: "exited", code: 0 });
});

test("^C ends a program that does not handle it", async () => {
  const world = new UserlandWorld({ tickMs: 0.5 });
  const sorting = onTerminal(world, ["sort"]);
  await sorting.settle();

  await sorting.type("b\r\x03");

  expect(sorting.task.end).toEqual({ kind: "signaled", signal: "SIGINT", coreDumped: false });
});

test("vi draws, edits and saves", async () => {
  const world = new UserlandWorld({ files: { "/tmp/poem": "roses\nviolets\n" } });
  const { task, screen, settle, type } = onTerminal(world, ["vi", "/tmp/poem"]);
  await settle();
  const drawn = screen();

  await type("x");
  await type(":wq\r");

  expect(drawn).toContain("violets");
  expect(task.end).toEqual({ kind: "exited", code: 0 });
  expect(await world.tell(["cat", "/tmp/poem"])).toBe("oses\nviolets\n");
});
