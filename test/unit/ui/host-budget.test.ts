import { expect, test } from "vitest";
import {
  drawnBudget,
  isOvercommitted,
  limitWords,
  promisedWords,
  restWords,
  withLimit,
  type Budget,
  type BudgetSlot,
} from "../../../src/ui/host-bar/budget.ts";
import { LatestOnly } from "../../../src/ui/host-bar/latest-only.ts";
import { limitAfterKey, snapped, type LimitEdge } from "../../../src/ui/host-bar/limit-edge.ts";

const vcpu: LimitEdge = { least: 0.05, most: 1, none: "at-most", step: 0.05 };
const cpuMax: LimitEdge = { least: 0.05, most: 2, none: "apart", step: 0.05 };
const ram: LimitEdge = { least: 1, most: 48, none: "never", step: "eighths" };

const slot = (id: string, promised: number | null, edge: LimitEdge, limit = promised): BudgetSlot => ({
  id,
  name: id,
  color: "",
  promised,
  limit,
  used: 0,
  edge,
});

const cores = (...slots: readonly BudgetSlot[]): Budget => ({
  resource: "cores",
  exists: 2,
  promised: slots.reduce((sum, { promised }) => sum + (promised ?? 0), 0),
  shared: 0,
  slots,
});

test("a dragged edge takes figures on its steps, within its ends; a whole core is no cap for a vCPU", () => {
  expect([0.43, 0.01, 1.3].map((figure) => snapped(vcpu, figure))).toEqual([0.45, 0.05, null]);
  expect([0.43, 2.4].map((figure) => snapped(cpuMax, figure))).toEqual([0.45, 2]);
  expect([31.4, 33.4, 60, 0].map((figure) => snapped(ram, figure))).toEqual([32, 32, 48, 1]);
});

test("keys meet the same figures on the way up and down", () => {
  const walk = (edge: LimitEdge, from: number | null, keys: readonly string[]): unknown[] => {
    let limit: number | null | undefined = from;
    return keys.map((key) => (limit = limitAfterKey(edge, limit ?? null, key)));
  };
  const [left, right] = ["ArrowLeft", "ArrowRight"];
  expect(walk(vcpu, null, [left, left, right, right])).toEqual([0.95, 0.9, 0.95, null]);
  expect(walk(vcpu, 0.37, [right, "PageDown", "Home", left])).toEqual([0.4, 0.15, 0.05, 0.05]);
  expect(walk(ram, 36, [left, left, right, right, "End"])).toEqual([32, 30, 32, 36, 48]);
});

test("a limit that lies apart is given by the first step and taken by Delete; where there always is one, it stays", () => {
  expect([
    limitAfterKey(cpuMax, null, "ArrowRight"),
    limitAfterKey(cpuMax, null, "ArrowLeft"),
    limitAfterKey(cpuMax, 0.5, "Delete"),
    limitAfterKey(ram, 32, "Delete"),
    limitAfterKey(ram, 32, "x"),
  ]).toEqual([0.05, null, null, undefined, undefined]);
});

test("what is promised is the sum of limits; what has none is promised nothing, and still drawn", () => {
  const budget = cores(slot("a", 1, vcpu, null), slot("b", 0.5, cpuMax), slot("c", null, cpuMax));
  expect([promisedWords(budget), isOvercommitted(budget)]).toEqual(["promised 1.50 of 2 cores", false]);
  const { length, slots } = drawnBudget(budget);
  expect([length, slots.map(({ from, width, mark }) => [from, width, mark])]).toEqual([
    2,
    [
      [0, 1, 1],
      [1, 0.5, 1.5],
      [1.5, 0.03, 1.53],
    ],
  ]);
});

test("with more promised than there is it says so, and the whole is as long as what is promised", () => {
  const budget = withLimit(cores(slot("a", 1, vcpu, null), slot("b", 0.5, cpuMax)), "b", 1.5);
  expect([promisedWords(budget), isOvercommitted(budget), drawnBudget(budget).length]).toEqual([
    "promised 2.50 of 2 cores: overcommitted",
    true,
    2.5,
  ]);
});

test("a balloon takes from what a guest may have, and nothing from what is promised to it", () => {
  const guest = slot("vm", 59, ram, 48);
  const budget: Budget = { resource: "memory", exists: 2048, promised: 59, shared: 3, slots: [guest] };
  const smaller = withLimit(budget, "vm", 32);
  expect([
    promisedWords(smaller),
    drawnBudget(smaller).slots.map(({ width, mark }) => [width, mark]),
  ]).toEqual(["promised 62 of 2048 MiB", [[59, 32]]]);
});

test("while little of the memory is promised the bar comes closer, in steps of two", () => {
  const all = { ...ram, most: 8192, none: "apart" } as const;
  const lengths = [64, 200, 300, 3000, 9000].map((promised) => {
    const slots = [slot("box", promised, all)];
    return drawnBudget({ resource: "memory", exists: 8192, promised, shared: 0, slots }).length;
  });
  expect(lengths).toEqual([256, 512, 1024, 8192, 9000]);
});

test("a limit is told in words with what it is of", () => {
  const memory: Budget = { resource: "memory", exists: 2048, promised: 0, shared: 0, slots: [] };
  const all = { ...ram, most: 2048, none: "apart" } as const;
  expect([
    limitWords(cores(), slot("web", 0.5, vcpu), 0.5),
    limitWords(cores(), slot("web", 1, vcpu), null),
    limitWords(cores(), slot("box", null, cpuMax), null),
    limitWords(memory, slot("vm", 59, ram), 32),
    limitWords(memory, slot("box", 64, all), 64),
    limitWords(memory, slot("box", null, all), null),
  ]).toEqual([
    "web: 0.50 of 2 cores",
    "web: no cap, 1.00 of 2 cores",
    "box: no limit of 2 cores",
    "vm: 32 of 48 MiB",
    "box: 64 of 2048 MiB",
    "box: no limit",
  ]);
});

test("while a figure is being taken only the newest of those that come waits", async () => {
  const sent: number[] = [];
  const last: boolean[] = [];
  let taken: () => void = () => undefined;
  const sender = new LatestOnly<number>(async (figure) => {
    sent.push(figure);
    await new Promise<void>((resolve) => (taken = resolve));
    last.push(sender.isLast);
  });
  for (const figure of [1, 2, 3]) sender.give(figure);
  taken();
  await expect.poll(() => sent).toEqual([1, 3]);
  taken();
  await expect.poll(() => last).toEqual([false, true]);
});

test("of a crowd those that are promised least are one slot after the others, with what they have together", () => {
  const crowd = cores(
    ...Array.from({ length: 30 }, (_, at) => slot(`m${at}`, at % 3 === 0 ? null : 0.25, cpuMax)),
  );

  const { slots, rest, length } = drawnBudget(crowd);

  expect({
    apart: slots.map(({ slot: { id } }) => Number(id.slice(1))),
    rest: rest && { ...rest, words: restWords(crowd, rest) },
    length,
  }).toEqual({
    apart: Array.from({ length: 30 }, (_, at) => at).filter((at) => at % 3 !== 0 || at < 12),
    rest: {
      count: 6,
      promised: 0,
      used: 0,
      from: expect.closeTo(5.3),
      width: expect.closeTo(0.075),
      words: "and 6 more: promised 0.00 cores",
    },
    length: expect.closeTo(5.375),
  });
});
