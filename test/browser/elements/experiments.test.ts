import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { experiments } from "../../../src/playground/experiments/catalog.ts";
import type { ExperimentId } from "../../../src/playground/experiments/experiment.ts";
import type { SettingValue } from "../../../src/playground/experiments/result.ts";
import { ExperimentSession } from "../../../src/playground/experiments/session.ts";
import { Playground } from "../../../src/playground/playground.ts";
import { Commands } from "../../../src/ui/commands.ts";
import { place, scaleFor, ticks } from "../../../src/ui/experiments/chart-scale.ts";
import { GhExperimentsView } from "../../../src/ui/experiments/gh-experiments-view.ts";
import { Notices } from "../../../src/ui/notices.ts";
import { pageStyles } from "../../../src/ui/app/app-styles.ts";
import { Workspace } from "../../../src/ui/workspace.ts";
import { FakeExperimentHost } from "../../support/fake-experiment-host.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { playgroundParts } from "../../support/playground-parts.ts";

let host: FakeExperimentHost;
let session: ExperimentSession;
let playground: Playground;
let view: GhExperimentsView;
const said: string[] = [];

beforeEach(async () => {
  document.adoptedStyleSheets.push(...pageStyles());
  host = new FakeExperimentHost({ userSandboxes: ["mine"] });
  session = new ExperimentSession(experiments, host);
  playground = new Playground(playgroundParts(new ManualClock()));
  said.length = 0;
  const commands = new Commands(playground, new Workspace(), new Notices(), () => Promise.resolve(true));
  commands.onDidSay.listen((words) => said.push(words));
  view = new GhExperimentsView();
  view.session = session;
  view.commands = commands;
  document.body.append(view);
  await view.updateComplete;
});

afterEach(() => {
  view.remove();
  playground[Symbol.dispose]();
  document.adoptedStyleSheets = [];
});

async function ran(id: ExperimentId, settings: Readonly<Record<string, SettingValue>>): Promise<void> {
  await session.run(id, settings);
  await view.updateComplete;
}

async function choose(title: string): Promise<void> {
  await userEvent.click(page.getByRole("button", { name: title, exact: true }));
}

describe("the view of experiments", () => {
  test("runs what is chosen with checked settings, and says once how it ended", async () => {
    await userEvent.fill(page.getByLabelText("Runs"), "0");
    await userEvent.click(page.getByRole("button", { name: "Run", exact: true }));
    await expect.element(page.getByText("Runs: give a whole number from 1 to 50.")).toBeVisible();
    expect(host.log).toEqual([]);

    await userEvent.fill(page.getByLabelText("Runs"), "1");
    await userEvent.click(page.getByRole("button", { name: "Run", exact: true }));
    await expect.element(page.getByRole("table", { name: "Until the first prompt" })).toBeVisible();
    expect([said, host.left.size]).toEqual([
      [expect.stringMatching(/^The experiment Start-up is complete\. .*starts quickest/)],
      0,
    ]);
  });

  test("asks before the shared kernel panics, and names the sandboxes that would end", async () => {
    await choose("Isolation");
    await userEvent.click(page.getByLabelText("Panic the shared kernel too"));
    await userEvent.click(page.getByRole("button", { name: "Run", exact: true }));
    await expect.element(page.getByText(/Of yours these would end.*: mine\./)).toBeVisible();
    await userEvent.click(page.getByRole("button", { name: "Cancel" }));
    expect([host.log, session.current]).toEqual([[], null]);
  });

  test("shows of every figure a chart with its words and a table", async () => {
    await ran("start-up", { runs: 3 });
    await choose("Start-up");
    const charts = page.getByRole("img").elements();
    const tables = page.getByRole("table").elements();
    expect([charts.length, tables.length]).toEqual([3, 3]);
    expect(charts[0]?.getAttribute("aria-label")).toBe(
      "Until the first prompt. Guest (type 2): median 1000 ms, 1000 to 1000; Guest (type 1): median 1000 ms, 1000 to 1000; System sandbox: median 50 ms, 50 to 50; Application sandbox: median 50 ms, 50 to 50.",
    );
  });

  test("compares two results of one experiment on common axes", async () => {
    await ran("start-up", { runs: 1, machines: ["guest"] });
    await ran("start-up", { runs: 1, machines: ["guest"] });
    await choose("Start-up");
    const first = session.results[1];
    await userEvent.selectOptions(page.getByLabelText("Compare with"), first?.id ?? "");
    const row = page.getByRole("row", { name: /^Until the first prompt: Guest/ });
    await expect.element(row).toBeVisible();
    expect(row.element().textContent.replaceAll(/\s+/g, " ").trim()).toMatch(/1000 ms 1000 ms 1$/);
  });

  test("forgets a result", async () => {
    await ran("start-up", { runs: 1, machines: ["guest"] });
    await userEvent.click(page.getByRole("button", { name: /^Forget the result of Start-up/ }));
    expect(session.results).toEqual([]);
  });

  test.each([
    [1280, "light"],
    [390, "dark"],
  ])("axe finds nothing in it, with a result, %i px wide, %s", async (width, theme) => {
    document.documentElement.dataset["theme"] = theme;
    await page.viewport(width, 800);
    await ran("isolation", { harms: ["spinner"], machines: ["guest"], seconds: 1 });
    await choose("Isolation");
    const { violations } = await axe.run(view);
    const scrolls = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    await page.viewport(1280, 800);
    delete document.documentElement.dataset["theme"];
    expect([violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`), scrolls]).toEqual([[], false]);
  });
});

describe("an axis", () => {
  test("holds all values: from zero, or from power of ten to power of ten", () => {
    const linear = scaleFor([3, 47], "linear");
    const log = scaleFor([3, 470], "log");
    expect([linear, ticks(linear), place(linear, 25)]).toEqual([
      { kind: "linear", least: 0, most: 50 },
      [0, 10, 20, 30, 40, 50],
      0.5,
    ]);
    expect([log, ticks(log), place(log, 10)]).toEqual([
      { kind: "log", least: 1, most: 1000 },
      [1, 10, 100, 1000],
      expect.closeTo(1 / 3, 9),
    ]);
    expect([scaleFor([], "log"), scaleFor([0, 5], "log").kind, scaleFor([10, 10], "log")]).toEqual([
      { kind: "linear", least: 0, most: 1 },
      "linear",
      { kind: "log", least: 10, most: 100 },
    ]);
  });
});
