import { describe, expect, it } from "vitest";
import { CpuGovernor, type GovernedTotals } from "../../../src/playground/cpu-governor.ts";

interface Simulated {
  readonly id: string;
  readonly weight: number;
  readonly mostCores?: number;
  /** Cores it wants; 1 if it is busy. */
  readonly wants?: number;
}

const none: GovernedTotals = { atMs: 0, cpuMs: 0, stealMs: 0, governedMs: 0 };

/** An operating system that shares `cores` out alike among guests and `others`, each with one thread. */
function share(cores: number, others: number, wants: readonly number[]): readonly number[] {
  let left = cores;
  let threads = [...wants, ...Array.from({ length: others }, () => 1)].map((wanted, at) => ({ wanted, at }));
  const got = threads.map(() => 0);
  while (threads.length > 0) {
    const fair = left / threads.length;
    const small = threads.filter(({ wanted }) => wanted <= fair);
    for (const { wanted, at } of small.length > 0 ? small : threads) got[at] = Math.min(wanted, fair);
    if (small.length === 0) break;
    left -= small.reduce((sum, { wanted }) => sum + wanted, 0);
    threads = threads.filter((thread) => !small.includes(thread));
  }
  return got.slice(0, wants.length);
}

/** One that gives each guest a core by its place, and moves none of them to another. */
function pinned(cores: number, wants: readonly number[]): readonly number[] {
  const parts = Array.from({ length: cores }, (_, core) =>
    share(
      1,
      0,
      wants.filter((_want, at) => at % cores === core),
    ),
  );
  return wants.map((_, at) => parts[at % cores]?.[Math.floor(at / cores)] ?? 0);
}

/** What guests get after half a minute of seconds, in cores. */
function settled(
  guests: readonly Simulated[],
  { cores = 2, others = 0, seconds = 30, moves = true } = {},
): { readonly used: readonly number[]; readonly grants: number } {
  const governor = new CpuGovernor();
  const totals = guests.map(() => none);
  let grants: ReadonlyMap<string, number> = new Map();
  let used: readonly number[] = [];
  for (let second = 0; second < seconds; second++) {
    const wanted = guests.map(({ wants = 1, mostCores = 1 }) => Math.min(wants, mostCores));
    const asked = guests.map(({ id }, at) => Math.min(wanted[at] ?? 0, grants.get(id) ?? 1));
    used = moves ? share(cores, others, asked) : pinned(cores, asked);
    for (const at of guests.keys()) {
      const { atMs, cpuMs, stealMs, governedMs } = totals[at] ?? none;
      const [want, ask, got] = [wanted[at] ?? 0, asked[at] ?? 0, used[at] ?? 0];
      totals[at] = {
        atMs: atMs + 1000,
        cpuMs: cpuMs + got * 1000,
        stealMs: stealMs + (ask - got) * 1000,
        governedMs: governedMs + (want - ask) * 1000,
      };
    }
    grants = governor.govern(
      guests.map(({ id, weight, mostCores = 1 }, at) => ({
        id,
        weight,
        mostCores,
        totals: totals[at] ?? none,
      })),
    );
  }
  return { used, grants: grants.size };
}

const heavy = { id: "a", weight: 200 };
const light = { id: "b", weight: 100 };

describe("the CPU governor", () => {
  it.each([
    ["one core", { cores: 1 }],
    ["two cores that four other threads want too", { others: 4 }],
  ])("gives two busy guests of 200 and 100 two to one on %s", (_, host) => {
    const [first = 0, second = 1] = settled([heavy, light], host).used;
    expect(Math.abs(first / second - 2)).toBeLessThan(0.1);
  });

  it("wastes nothing: four guests at 200:100:100:100 use two cores whole", () => {
    const { used } = settled([heavy, light, { ...light, id: "c" }, { ...light, id: "d" }]);
    const [first = 0, second = 1] = used;
    const all = used.reduce((sum, cores) => sum + cores, 0);
    expect([Math.abs(first / second - 2) < 0.1, all > 1.95]).toEqual([true, true]);
  });

  it("gives guests of one weight the same, though no thread moves to the core that has less to do", () => {
    const guests = [heavy, light, { ...light, id: "c" }, { ...light, id: "d" }];
    const [first = 0, ...others] = settled(guests, { moves: false }).used;
    expect(others.map((used) => Math.abs(first / used - 2) < 0.1)).toEqual([true, true, true]);
  });

  it("holds nobody back where there is a core for each", () => {
    expect(settled([heavy, light])).toEqual({ used: [1, 1], grants: 0 });
  });

  it("leaves guests of the same weight to the operating system", () => {
    expect(settled([light, { ...light, id: "c" }, { ...light, id: "d" }], { cores: 1 }).grants).toBe(0);
  });

  it("lets others have what a guest of more weight does not want", () => {
    const { used } = settled([{ ...heavy, wants: 0.1 }, light, { ...light, id: "c" }], { cores: 1 });
    expect(used.reduce((sum, cores) => sum + cores, 0)).toBeGreaterThan(0.95);
  });

  it("counts on no more for a capped guest than its cap", () => {
    const { used } = settled([{ ...heavy, mostCores: 0.25 }, light, { ...light, id: "c" }], { cores: 1 });
    expect(used[0]).toBeCloseTo(0.25, 1);
    expect(used.reduce((sum, cores) => sum + cores, 0)).toBeGreaterThan(0.95);
  });

  it("lets go again when cores are no longer short", () => {
    const governor = new CpuGovernor();
    const at = (second: number, cpuMs: number, stealMs: number): GovernedTotals => ({
      atMs: second * 1000,
      cpuMs,
      stealMs,
      governedMs: 0,
    });
    const govern = (second: number, stealMs: number): number =>
      governor.govern(
        [heavy, light].map((guest) => ({
          ...guest,
          mostCores: 1,
          totals: at(second, second * 500, stealMs),
        })),
      ).size;
    govern(0, 0);
    const held = govern(1, 500);
    let second = 2;
    while (second < 40 && govern(second, 500) > 0) second += 1;
    expect([held, second < 20]).toEqual([1, true]);
  });
});
