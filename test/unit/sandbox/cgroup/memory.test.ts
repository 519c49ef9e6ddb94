import { describe, expect, test } from "vitest";
import type { Pause } from "../../../../src/sandbox/abi/blocking.ts";
import { CgroupHost, type TestMember } from "./cgroup-host.ts";

const mebibyte = 1024 ** 2;

/** `/cg/a` with 10 MiB, and `/cg/b` without a limit. */
function host(...below: string[]): CgroupHost {
  const made = new CgroupHost();
  made.echo("+cpu +memory +pids", "cgroup.subtree_control");
  made.mkdir("a", "b", ...below);
  made.echo("10M", "a/memory.max");
  return made;
}

function events(of: CgroupHost, path: string): Record<string, number> {
  const rows = of.cat(path).trim().split("\n");
  const some = rows.map((row) => row.split(" ")).filter(([, count]) => count !== "0");
  return Object.fromEntries(some.map(([key = "", count]) => [key, Number(count)]));
}

describe("accounts", () => {
  test("count up the tree, by kind, and remember the most", () => {
    const made = host("a/inner");
    made.echo("+memory", "a/cgroup.subtree_control");
    const inner = made.tree.find("a/inner")?.account;
    inner?.tryCharge(3 * mebibyte, "anon");
    inner?.tryCharge(mebibyte, "shmem");
    inner?.tryCharge(4096, "pipe");
    inner?.uncharge(mebibyte, "anon");
    const stat = made.cat("a/memory.stat").split("\n");
    expect({
      inner: made.cat("a/inner/memory.current"),
      outer: made.cat("a/memory.current"),
      peak: made.cat("a/memory.peak"),
      stat: stat.filter((row) => /^(?:anon|file|shmem|kernel) /.test(row)),
    }).toEqual({
      inner: `${3 * mebibyte + 4096}\n`,
      outer: `${3 * mebibyte + 4096}\n`,
      peak: `${4 * mebibyte + 4096}\n`,
      stat: [`anon ${2 * mebibyte}`, `file ${mebibyte}`, "kernel 4096", `shmem ${mebibyte}`],
    });
  });

  test("where the controller is off, those above pay", () => {
    const made = host("a/inner");
    made.tree.find("a/inner")?.account.tryCharge(mebibyte, "anon");
    expect(made.cat("a/memory.current")).toBe(`${mebibyte}\n`);
  });

  test("a task that cannot wait is refused and nobody dies", () => {
    const made = host();
    const member = made.member("a", 5);
    member.take(9 * mebibyte);
    const answer = made.tree.find("a")?.account.tryCharge(2 * mebibyte, "sock");
    expect([answer, events(made, "a/memory.events"), made.log]).toEqual([false, { max: 1 }, []]);
  });

  test("a task that moves leaves what it charged; a cgroup that goes leaves it to its parent", () => {
    const made = host("a/inner");
    made.echo("+memory", "a/cgroup.subtree_control");
    const member = made.member("a/inner", 5);
    member.take(2 * mebibyte);
    made.echo("5", "b/cgroup.procs");
    const moved = [made.cat("a/memory.current"), made.cat("b/memory.current")];
    made.shell.rmdir("/cg/a/inner");
    const left = made.cat("a/memory.current");
    member.exit();
    expect([moved, left, made.cat("a/memory.current")]).toEqual([
      [`${2 * mebibyte}\n`, "0\n"],
      `${2 * mebibyte}\n`,
      "0\n",
    ]);
  });

  test("turning the controller off gives the charges to those above, and on again begins at 0", () => {
    const made = host("a/inner");
    made.echo("+memory", "a/cgroup.subtree_control");
    const member = made.member("a/inner", 5);
    member.take(2 * mebibyte);
    made.echo("-memory", "a/cgroup.subtree_control");
    made.echo("+memory", "a/cgroup.subtree_control");
    const on = [made.cat("a/inner/memory.current"), made.cat("a/memory.current")];
    member.exit();
    expect([on, made.cat("a/memory.current"), made.cat("a/inner/memory.current")]).toEqual([
      ["0\n", `${2 * mebibyte}\n`],
      "0\n",
      "0\n",
    ]);
  });
});

describe("over memory.max", () => {
  test("who holds most dies, inside the cgroup only, and the charge goes on", () => {
    const made = host();
    const [small, big, other] = [made.member("a", 5), made.member("a", 6), made.member("b", 7)];
    other.take(100 * mebibyte);
    big.take(8 * mebibyte);
    const answers = [small.take(mebibyte), small.take(2 * mebibyte)];
    expect({
      answers,
      log: made.log,
      events: events(made, "a/memory.events"),
      local: events(made, "a/memory.events.local"),
      current: made.cat("a/memory.current"),
    }).toEqual({
      answers: ["got", "got"],
      log: ["oom 6 in a", "SIGKILL 6"],
      events: { max: 1, oom: 1, oom_kill: 1 },
      local: { max: 1, oom: 1, oom_kill: 1 },
      current: `${3 * mebibyte}\n`,
    });
  });

  test("the hog that asks is itself the victim", () => {
    const made = host();
    const [hog, bystander] = [made.member("a", 5), made.member("a", 6)];
    bystander.take(mebibyte);
    const answers = Array.from({ length: 10 }, () => hog.take(mebibyte));
    expect([answers.slice(8), made.log, bystander.isDead]).toEqual([
      ["got", "killed"],
      ["oom 5 in a", "SIGKILL 5"],
      false,
    ]);
  });

  test("a charge that could never fit kills who asks, at once", () => {
    const made = host();
    const [hog, holder] = [made.member("a", 5), made.member("a", 6)];
    holder.take(9 * mebibyte);
    expect([hog.take(11 * mebibyte), made.log, holder.isDead]).toEqual([
      "killed",
      ["oom 5 in a", "SIGKILL 5"],
      false,
    ]);
  });

  test("oom_score_adj moves the choice; -1000 is never chosen, and when nobody may die the charge is refused", () => {
    const made = host();
    const [asker, spared, chosen] = [made.member("a", 5), made.member("a", 6), made.member("a", 7)];
    asker.oomScoreAdjust = -1000;
    spared.oomScoreAdjust = -1000;
    chosen.oomScoreAdjust = 900;
    spared.take(7 * mebibyte);
    const answers = [asker.take(2 * mebibyte), asker.take(4 * mebibyte)];
    expect([answers, made.log]).toEqual([
      ["got", { refused: "ENOMEM" }],
      ["oom 7 in a", "SIGKILL 7"],
    ]);
  });

  test("with memory.oom.group all of the group die", () => {
    const made = host("a/inner", "a/inner/deep");
    made.echo("+memory", "a/cgroup.subtree_control");
    made.echo("+memory", "a/inner/cgroup.subtree_control");
    made.mkdir("a/beside");
    made.echo("1", "a/inner/memory.oom.group");
    const [one, two, beside] = [
      made.member("a/inner/deep", 5),
      made.member("a/inner/deep", 6),
      made.member("a/beside", 7),
    ];
    beside.take(2 * mebibyte);
    two.take(mebibyte);
    one.take(6 * mebibyte);
    expect([one.take(2 * mebibyte), two.isDead, beside.isDead, made.cat("a/inner/memory.events")]).toEqual([
      "killed",
      true,
      false,
      "low 0\nhigh 0\nmax 0\noom 0\noom_kill 2\noom_group_kill 1\n",
    ]);
  });

  test("the limit of a cgroup above kills anywhere below it, and is counted where it is and where they were", () => {
    const made = host("a/one", "a/two");
    made.echo("+memory", "a/cgroup.subtree_control");
    const [one, two] = [made.member("a/one", 5), made.member("a/two", 6)];
    one.take(7 * mebibyte);
    const answer = two.take(4 * mebibyte);
    const counts = ["a", "a/one", "a/two"].map((path) => events(made, `${path}/memory.events.local`));
    expect([answer, one.isDead, counts, events(made, "a/memory.events")]).toEqual([
      "got",
      true,
      [{ max: 1, oom: 1 }, { oom_kill: 1 }, {}],
      { max: 1, oom: 1, oom_kill: 1 },
    ]);
  });

  test("setting the limit below what is used kills until it fits", () => {
    const made = host();
    const members = [3, 2, 1].map((size, index): TestMember => {
      const member = made.member("a", 5 + index);
      member.take(size * mebibyte);
      return member;
    });
    const answer = made.echo("2M", "a/memory.max");
    expect([answer, members.map(({ isDead }) => isDead), made.cat("a/memory.current")]).toEqual([
      "ok",
      [true, true, false],
      `${mebibyte}\n`,
    ]);
  });

  test("while a victim takes its time to die, no other is killed for a second; then the next is", () => {
    const made = host();
    const [big, next, asker] = [made.member("a", 5), made.member("a", 6), made.member("a", 7)];
    big.take(5 * mebibyte);
    next.take(4 * mebibyte);
    big.post = () => void made.log.push("SIGKILL 5, unheard");
    const charge = made.tree.find("a")?.account.charge(3 * mebibyte, "anon");
    const pauses: (Pause | void)[] = [];
    made.on(asker, () => {
      pauses.push(charge?.next("woken").value);
      made.simulation.nowMs += 1001;
      pauses.push(charge?.next("timeout").value);
    });
    expect([pauses.map((pause) => pause?.kind), made.log, next.isDead]).toEqual([
      ["wait", undefined],
      ["oom 5 in a", "SIGKILL 5, unheard", "oom 6 in a", "SIGKILL 6"],
      true,
    ]);
  });
});

describe("over memory.high", () => {
  test("the task is made to wait, the longer the farther above", () => {
    const made = host();
    made.echo("5M", "a/memory.high");
    const account = made.tree.find("a")?.account;
    const waits = [5.25, 5.5, 7.5].map((size) => {
      account?.tryCharge(size * mebibyte - mebibyte - (account?.bytes ?? 0), "anon");
      const pause = account?.charge(mebibyte, "anon").next("woken").value;
      return pause && pause.kind === "wait" ? Math.round((pause.untilMs ?? 0) - made.simulation.nowMs) : null;
    });
    expect([waits, events(made, "a/memory.events")]).toEqual([[640, 2000, 2000], { high: 3 }]);
  });
});

describe("pids", () => {
  test("a fork over pids.max is EAGAIN and counted where the limit is, and above", () => {
    const made = host("a/inner");
    made.echo("+pids", "a/cgroup.subtree_control");
    made.echo("2", "a/pids.max");
    const forks = [5, 6, 7].map((pid) => made.attempt(() => void made.member("a/inner", pid)));
    expect({
      forks,
      current: made.cat("a/inner/pids.current"),
      events: ["a/inner", "a"].map((path) => events(made, `${path}/pids.events`)),
      local: ["a/inner", "a"].map((path) => events(made, `${path}/pids.events.local`)),
    }).toEqual({
      forks: ["ok", "ok", "EAGAIN"],
      current: "2\n",
      events: [{}, { max: 1 }],
      local: [{}, { max: 1 }],
    });
  });

  test("tasks may move in over the limit, and zombies count until they are waited for", () => {
    const made = host();
    made.echo("1", "a/pids.max");
    const member = made.member("a", 5);
    made.member("", 6);
    const moved = made.echo("6", "a/cgroup.procs");
    const { place } = member;
    place?.ended(member);
    const zombie = made.cat("a/pids.current");
    place?.reaped();
    expect([moved, zombie, made.cat("a/pids.current"), made.cat("a/pids.peak")]).toEqual([
      "ok",
      "2\n",
      "1\n",
      "2\n",
    ]);
  });
});
