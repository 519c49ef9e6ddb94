import { expect, test } from "vitest";
import { UserlandWorld } from "./userland-world.ts";

const world = new UserlandWorld();
const lua = (code: string): Promise<unknown> => world.tell(["lua", "-e", code]);

test("Lua computes", async () => {
  expect(await lua("print(2^53, 7 // 2, ('x'):rep(3), string.format('%.2f', math.pi))")).toBe(
    "9.007199254741e+15\t3\txxx\t3.14\n",
  );
});

test("Lua's errors jump out of calls and back", async () => {
  expect(await lua("print(pcall(function() local t = nil; return t.x end))")).toBe(
    "false\t(command line):1: attempt to index a nil value (local 't')\n",
  );
  expect(await lua("for i = 1, 3 do print(select(2, pcall(error, i))) end")).toBe("1\n2\n3\n");
});

test("Lua's coroutines switch", async () => {
  const code =
    "local c = coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i * i) end end) print(c(), c(), c())";
  expect(await lua(code)).toBe("1\t4\t9\n");
});

test("Lua reads and writes files", async () => {
  const code = `
    local file = assert(io.open("/tmp/notes", "w"))
    file:write("one\\n", "two\\n")
    file:close()
    for line in io.lines("/tmp/notes") do print(#line, line) end
    print(os.rename("/tmp/notes", "/tmp/kept"), (os.remove("/tmp/notes")))`;
  expect(await lua(code)).toBe("3\tone\n3\ttwo\ntrue\tnil\n");
});

test("an error that nobody catches is status 1 and a message", async () => {
  expect(await lua("error('no', 0)")).toEqual({
    status: { kind: "exited", code: 1 },
    out: "",
    err: expect.stringMatching(/^lua: no\nstack traceback:/),
  });
});

test("SQLite keeps a database in a file", async () => {
  const made = await world.tell(
    ["sqlite3", "/tmp/people.db"],
    "create table person(name, born); insert into person values('Ada', 1815), ('Alan', 1912);",
  );
  const asked = await world.tell(["sqlite3", "/tmp/people.db", "select name from person order by born desc"]);
  const sound = await world.tell(["sqlite3", "/tmp/people.db", "pragma integrity_check"]);

  expect([made, asked, sound]).toEqual(["", "Alan\nAda\n", "ok\n"]);
});

test("SQLite rolls back what was not committed", async () => {
  await world.tell([
    "sqlite3",
    "/tmp/accounts.db",
    "create table account(owner, amount); insert into account values('a', 1)",
  ]);
  await world.tell(["sqlite3", "/tmp/accounts.db", "begin; update account set amount = 99;"]);

  expect(await world.tell(["sqlite3", "/tmp/accounts.db", "select amount from account"])).toBe("1\n");
});

test("SQLite knows JSON, mathematics and full-text search", async () => {
  const query = `
    create virtual table note using fts5(body);
    insert into note values('the quick fox'), ('a lazy dog');
    select json_extract('{"a":[1,2]}', '$.a[1]'), round(sqrt(2), 3), (select body from note where note match 'fox');`;
  expect(await world.tell(["sqlite3", ":memory:", query])).toBe("2|1.414|the quick fox\n");
});
