import { describe, expect, test } from "vitest";
import { CgroupHost } from "./cgroup-host.ts";
import { procCgroup } from "../../../../src/sandbox/kernel/cgroup/cgroup-rules.ts";

/** A host whose `/cg/a` has all controllers. */
function hostWithA(): CgroupHost {
  const host = new CgroupHost();
  host.echo("+cpu +memory +pids", "cgroup.subtree_control");
  host.mkdir("a");
  return host;
}

describe("which files there are", () => {
  test("the root has no limits", () => {
    expect(new CgroupHost().shell.names("/cg")).toEqual([
      "cgroup.controllers",
      "cgroup.max.depth",
      "cgroup.max.descendants",
      "cgroup.procs",
      "cgroup.stat",
      "cgroup.subtree_control",
      "cpu.pressure",
      "cpu.stat",
      "cpu.stat.local",
      "memory.pressure",
      "memory.stat",
    ]);
  });

  test("a controller's files come and go with cgroup.subtree_control of the parent", () => {
    const host = new CgroupHost();
    host.mkdir("a");
    const before = host.shell.names("/cg/a");
    host.echo("+pids", "cgroup.subtree_control");
    const added = host.shell.names("/cg/a").filter((name) => !before.includes(name));
    host.echo("-pids", "cgroup.subtree_control");
    expect({ added, after: host.shell.names("/cg/a") }).toEqual({
      added: ["pids.current", "pids.events", "pids.events.local", "pids.max", "pids.peak"],
      after: before,
    });
  });
});

describe("what they read when nothing was written", () => {
  test.each([
    ["cgroup.controllers", "cpu memory pids\n"],
    ["cgroup.subtree_control", ""],
    ["cgroup.type", "domain\n"],
    ["cgroup.events", "populated 0\nfrozen 0\n"],
    ["cgroup.freeze", "0\n"],
    ["cgroup.max.depth", "max\n"],
    ["cgroup.procs", ""],
    ["cgroup.kill", "EINVAL"],
    ["cpu.max", "max 100000\n"],
    ["cpu.max.burst", "0\n"],
    ["cpu.weight", "100\n"],
    ["cpu.weight.nice", "0\n"],
    [
      "cpu.stat",
      "usage_usec 0\nuser_usec 0\nsystem_usec 0\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\nnr_bursts 0\nburst_usec 0\n",
    ],
    [
      "cpu.pressure",
      "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
    ],
    ["memory.max", "max\n"],
    ["memory.high", "max\n"],
    ["memory.low", "0\n"],
    ["memory.current", "0\n"],
    ["memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0\n"],
    ["memory.oom.group", "0\n"],
    ["memory.swap.current", "0\n"],
    ["pids.max", "max\n"],
    ["pids.current", "0\n"],
    ["pids.events", "max 0\n"],
  ])("%s", (file, text) => {
    expect(hostWithA().cat(`a/${file}`)).toBe(text);
  });
});

describe("what they take", () => {
  test.each([
    ["cpu.max", "50000", "ok", "50000 100000\n"],
    ["cpu.max", "20000 50000", "ok", "20000 50000\n"],
    ["cpu.max", "max 20000", "ok", "max 20000\n"],
    ["cpu.max", "x", "EINVAL", "max 100000\n"],
    ["cpu.max", "", "EINVAL", "max 100000\n"],
    ["cpu.max", "999", "EINVAL", "max 100000\n"],
    ["cpu.max", "5000 999", "EINVAL", "max 100000\n"],
    ["cpu.max", "5000 1000001", "EINVAL", "max 100000\n"],
    ["cpu.weight", "300", "ok", "300\n"],
    ["cpu.weight", "0", "ERANGE", "100\n"],
    ["cpu.weight", "10001", "ERANGE", "100\n"],
    ["cpu.weight", "heavy", "EINVAL", "100\n"],
    ["cpu.weight.nice", "-20", "ok", "-20\n"],
    ["cpu.weight.nice", "20", "ERANGE", "0\n"],
    ["memory.max", "1M", "ok", "1048576\n"],
    ["memory.max", "5000", "ok", "4096\n"],
    ["memory.max", "0x2000", "ok", "8192\n"],
    ["memory.max", "2g", "ok", "2147483648\n"],
    ["memory.max", "-1", "EINVAL", "max\n"],
    ["memory.max", "1MB", "EINVAL", "max\n"],
    ["memory.max", "much", "EINVAL", "max\n"],
    ["memory.high", "1m", "ok", "1048576\n"],
    ["memory.low", "max", "ok", "max\n"],
    ["memory.oom.group", "1", "ok", "1\n"],
    ["memory.oom.group", "2", "EINVAL", "0\n"],
    ["memory.current", "1", "EINVAL", "0\n"],
    ["pids.max", "10", "ok", "10\n"],
    ["pids.max", "-1", "EINVAL", "max\n"],
    ["pids.max", "ten", "EINVAL", "max\n"],
    ["cgroup.freeze", "1", "ok", "1\n"],
    ["cgroup.freeze", "2", "ERANGE", "0\n"],
    ["cgroup.freeze", "x", "EINVAL", "0\n"],
    ["cgroup.max.depth", "-1", "ERANGE", "max\n"],
    ["cgroup.max.depth", "1", "ok", "1\n"],
    ["cgroup.type", "threads", "EINVAL", "domain\n"],
    ["cgroup.type", "threaded", "EOPNOTSUPP", "domain\n"],
    ["cgroup.events", "1", "EINVAL", "populated 0\nfrozen 0\n"],
  ])("%s takes '%s': %s, then reads %j", (file, text, answer, after) => {
    const host = hostWithA();
    expect([host.echo(text, `a/${file}`), host.cat(`a/${file}`)]).toEqual([answer, after]);
  });

  test("the burst may not be more than the quota", () => {
    const host = hostWithA();
    const answers = [
      host.echo("10000", "a/cpu.max"),
      host.echo("10001", "a/cpu.max.burst"),
      host.echo("5000", "a/cpu.max.burst"),
      host.cat("a/cpu.max.burst"),
      host.echo("4000", "a/cpu.max"),
    ];
    expect(answers).toEqual(["ok", "EINVAL", "ok", "5000\n", "EINVAL"]);
  });

  test("a controller has to be on above before it can be on below, and off below before above", () => {
    const host = new CgroupHost();
    host.mkdir("a", "a/b");
    const answers = [
      host.echo("+cpu", "a/cgroup.subtree_control"),
      host.echo("+cpu +pids", "cgroup.subtree_control"),
      host.echo("+cpu", "a/cgroup.subtree_control"),
      host.cat("a/b/cgroup.controllers"),
      host.echo("-cpu", "cgroup.subtree_control"),
      host.echo("-cpu", "a/cgroup.subtree_control"),
      host.echo("-cpu -pids", "cgroup.subtree_control"),
      host.echo("+io", "cgroup.subtree_control"),
      host.echo("cpu", "cgroup.subtree_control"),
      host.echo("", "cgroup.subtree_control"),
    ];
    expect(answers).toEqual(["ENOENT", "ok", "ok", "cpu\n", "EBUSY", "ok", "ok", "EINVAL", "EINVAL", "ok"]);
  });
});

describe("tasks", () => {
  test("are moved by writing their number, and stand in the cgroup's file", () => {
    const host = hostWithA();
    const member = host.member("", 12);
    const answers = [
      host.echo("12", "a/cgroup.procs"),
      host.cat("a/cgroup.procs"),
      host.cat("a/pids.current"),
    ];
    expect([...answers, member.place?.name, host.cat("a/cgroup.events")]).toEqual([
      "ok",
      "12\n",
      "1\n",
      "a",
      "populated 1\nfrozen 0\n",
    ]);
  });

  test("0 is the one who writes", () => {
    const host = hostWithA();
    host.echo("0", "a/cgroup.procs");
    expect([host.cat("a/cgroup.procs"), host.cat("cgroup.procs")]).toEqual(["1\n", ""]);
  });

  test.each([
    ["x", "EINVAL"],
    ["-1", "EINVAL"],
    ["", "EINVAL"],
    ["1 2", "EINVAL"],
    ["999999", "ESRCH"],
  ])("'%s' is refused: %s", (text, answer) => {
    expect(hostWithA().echo(text, "a/cgroup.procs")).toBe(answer);
  });

  test("no tasks come into a cgroup whose children have domain controllers, and none of these where tasks are", () => {
    const host = hostWithA();
    host.mkdir("a/b");
    host.echo("+memory", "a/cgroup.subtree_control");
    host.member("a/b", 7);
    const into = host.echo("1", "a/cgroup.procs");
    const on = host.echo("+memory", "a/b/cgroup.subtree_control");
    expect([into, on]).toEqual(["EBUSY", "EBUSY"]);
  });

  test("cpu and pids alone may be divided beside tasks: the cgroup becomes a threaded domain, those below invalid", () => {
    const host = hostWithA();
    host.member("a", 7);
    host.mkdir("a/b");
    const answers = [host.echo("+cpu +pids", "a/cgroup.subtree_control"), host.echo("7", "a/b/cgroup.procs")];
    expect([...answers, host.cat("a/cgroup.type"), host.cat("a/b/cgroup.type")]).toEqual([
      "ok",
      "EOPNOTSUPP",
      "domain threaded\n",
      "domain invalid\n",
    ]);
  });

  test("all are killed by cgroup.kill, below too, and nobody else", () => {
    const host = hostWithA();
    host.mkdir("a/b", "c");
    for (const [path, pid] of [
      ["a", 5],
      ["a/b", 6],
      ["c", 7],
    ] as const)
      host.member(path, pid);
    const answers = [host.echo("0", "a/cgroup.kill"), host.echo("1", "a/cgroup.kill")];
    expect([answers, host.log, host.cat("a/cgroup.events")]).toEqual([
      ["ERANGE", "ok"],
      ["SIGKILL 5", "SIGKILL 6"],
      "populated 0\nfrozen 0\n",
    ]);
  });

  test("of a frozen cgroup do not run until it is thawed, can be killed, and freeze when they come", () => {
    const host = hostWithA();
    const [spinner, comer, victim] = [host.member("a", 5), host.member("", 6), host.member("a", 7)];
    for (const member of [spinner, comer, victim]) {
      member.behaviour = host.simulation.spin as never;
      host.simulation.scheduler.enqueue(member);
    }
    host.simulation.pass(50);
    host.echo("1", "a/cgroup.freeze");
    host.echo("6", "a/cgroup.procs");
    const at = [spinner.cpu.ranMs, comer.cpu.ranMs];
    host.simulation.pass(50);
    const frozen = host.cat("a/cgroup.events");
    victim.post("SIGKILL");
    const still = [spinner.cpu.ranMs, comer.cpu.ranMs];
    host.echo("0", "a/cgroup.freeze");
    host.simulation.pass(50);
    expect({
      still,
      frozen,
      thawed: host.cat("a/cgroup.events"),
      run: [spinner, comer].map(({ cpu }, index) => cpu.ranMs - (at[index] ?? 0) > 20),
      dead: victim.isDead,
    }).toEqual({
      still: at,
      frozen: "populated 1\nfrozen 1\n",
      thawed: "populated 1\nfrozen 0\n",
      run: [true, true],
      dead: true,
    });
  });
});

describe("directories", () => {
  test("are removed when nothing is in them", () => {
    const host = hostWithA();
    host.mkdir("a/b");
    const member = host.member("a/b", 5);
    const rmdir = (path: string): string => host.attempt(() => host.shell.rmdir(`/cg/${path}`));
    const before = [rmdir("a"), rmdir("a/b")];
    member.exit();
    expect([...before, rmdir("a/b"), rmdir("a"), rmdir("a")]).toEqual([
      "EBUSY",
      "EBUSY",
      "ok",
      "ok",
      "ENOENT",
    ]);
  });

  test("are limited in depth and number", () => {
    const host = hostWithA();
    const mkdir = (path: string): string => host.attempt(() => host.mkdir(path));
    host.echo("1", "a/cgroup.max.depth");
    host.echo("2", "a/cgroup.max.descendants");
    expect([mkdir("a/b"), mkdir("a/b/c"), mkdir("a/d"), mkdir("a/e"), mkdir("a\nb"), mkdir("a")]).toEqual([
      "ok",
      "EAGAIN",
      "ok",
      "EAGAIN",
      "EINVAL",
      "EEXIST",
    ]);
  });

  test("cgroup.stat counts them", () => {
    const host = hostWithA();
    host.mkdir("a/b", "a/b/c");
    expect(host.cat("a/cgroup.stat")).toBe(
      "nr_descendants 2\nnr_subsys_cpu 1\nnr_subsys_memory 1\nnr_subsys_pids 1\n" +
        "nr_dying_descendants 0\nnr_dying_subsys_cpu 0\nnr_dying_subsys_memory 0\nnr_dying_subsys_pids 0\n",
    );
  });
});

describe("delegation", () => {
  test("whoever owns a subtree divides it, and cannot take tasks out of it or in", () => {
    const host = hostWithA();
    const user = host.member("a", 20);
    host.member("", 21);
    host.shell.chown("/cg/a", 1000, 1000);
    for (const file of ["cgroup.procs", "cgroup.subtree_control"])
      host.shell.chown(`/cg/a/${file}`, 1000, 1000);
    const { task } = host.as(user, { uid: 1000 });
    const answers = [
      host.attempt(() => task.mkdir("/cg/a/own")),
      host.echo("20", "a/own/cgroup.procs", task),
      host.echo("21", "a/own/cgroup.procs", task),
      host.echo("20", "cgroup.procs", task),
      host.echo("+pids", "a/cgroup.subtree_control", task),
      host.echo("5", "a/own/pids.max", task),
      host.echo("5", "a/pids.max", task),
      host.attempt(() => task.mkdir("/cg/other")),
    ];
    expect(answers).toEqual(["ok", "ok", "EACCES", "EACCES", "ok", "ok", "EACCES", "EACCES"]);
  });

  test("a cgroup namespace sees its root as /, and what is beside it by ..", () => {
    const host = hostWithA();
    host.mkdir("a/b", "c");
    const { tree } = host;
    const [a, b, c] = ["a", "a/b", "c"].map((path) => tree.find(path) ?? tree.root);
    if (!a || !b || !c) throw new Error("not made");
    const texts = [
      procCgroup(b, tree.root),
      procCgroup(b, a),
      procCgroup(a, a),
      procCgroup(c, a),
      procCgroup(c, b),
    ];
    expect(texts).toEqual(["0::/a/b\n", "0::/b\n", "0::/\n", "0::/../c\n", "0::/../../c\n"]);
  });

  test("a mount made in a cgroup namespace shows its part of the tree", () => {
    const host = hostWithA();
    host.mkdir("a/b");
    const inside = host.member("a", 30);
    const { task } = host.as(inside, {}, host.tree.find("a") ?? undefined);
    host.shell.mkdir("/inside");
    task.mount("none", "/inside", "cgroup2");
    expect([task.readFile("/inside/cgroup.procs"), task.names("/inside").includes("b")]).toEqual([
      "30\n",
      true,
    ]);
  });

  test("with nsdelegate nobody lifts the limits of the own namespace or moves across its border", () => {
    const host = new CgroupHost("nsdelegate");
    host.echo("+cpu +memory +pids", "cgroup.subtree_control");
    host.mkdir("a", "a/b");
    const inside = host.member("a", 30);
    host.member("", 31);
    const { task } = host.as(inside, {}, host.tree.find("a") ?? undefined);
    const answers = [
      host.echo("max", "a/memory.max", task),
      host.echo("100", "a/b/cgroup.procs", task),
      host.echo("30", "cgroup.procs", task),
      host.echo("31", "a/cgroup.procs", task),
      host.echo("30", "a/b/cgroup.procs", task),
    ];
    expect(answers).toEqual(["EPERM", "ESRCH", "ENOENT", "ENOENT", "ok"]);
  });
});
