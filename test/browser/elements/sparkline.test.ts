import { afterEach, expect, test } from "vitest";
import { GhSparkline } from "../../../src/ui/sparkline/gh-sparkline.ts";

let element: GhSparkline;
afterEach(() => element.remove());

async function show(properties: Partial<GhSparkline>): Promise<void> {
  element = Object.assign(new GhSparkline(), properties);
  document.body.append(element);
  await element.updateComplete;
}

const line = (): string => element.renderRoot.querySelector(".line")?.getAttribute("d") ?? "";

test("values run from left to right, the newest at the right edge", async () => {
  await show({ values: [0, 1], max: 1, span: 2 });
  expect(line()).toBe("M0 23L0 23L100 1");
});

test("a gap stays where nothing is known", async () => {
  await show({ values: [0.5, null, 0.5], max: 1, span: 3 });
  expect(line().match(/M/g)).toHaveLength(2);
});

test("values beyond the maximum are cut off, and no maximum draws a flat line", async () => {
  await show({ values: [5], max: 1, span: 2 });
  expect(line()).toMatch(/L100 1$/);
  element.max = 0;
  await element.updateComplete;
  expect(line()).toMatch(/L100 23$/);
});

test("only the newest values of its span are shown", async () => {
  await show({ values: [1, 1, 1, 0], max: 1, span: 2 });
  expect(line()).toBe("M0 1L0 1L100 23");
});

test("with a label it is an image by that name, without one it is hidden from screen readers", async () => {
  await show({ values: [1], label: "CPU of linux-1" });
  const image = element.renderRoot.querySelector("svg");
  expect([image?.getAttribute("role"), image?.getAttribute("aria-label")]).toEqual(["img", "CPU of linux-1"]);
  element.label = "";
  await element.updateComplete;
  expect(element.renderRoot.querySelector("svg")?.getAttribute("aria-hidden")).toBe("true");
});

test("its size does not depend on its values", async () => {
  await show({ values: [] });
  const empty = element.getBoundingClientRect();
  element.values = Array.from({ length: 600 }, () => 1);
  await element.updateComplete;
  expect(element.getBoundingClientRect()).toEqual(empty);
});
