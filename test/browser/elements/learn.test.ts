import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { Playground } from "../../../src/playground/playground.ts";
import { stateFragment } from "../../../src/playground/state-link/playground-state.ts";
import "../../../src/ui/ask/gh-answers.ts";
import { GuesthouseApp } from "../../../src/ui/app/guesthouse-app.ts";
import { pageParts } from "./page-parts.ts";

let app: GuesthouseApp;
let playground: Playground;
const said: string[] = [];

beforeEach(async () => {
  // A colour on its way to another has the contrast of neither.
  document.documentElement.style.setProperty("--gh-quick", "0ms");
  await page.viewport(1280, 800);
  await open();
});

afterEach(() => {
  close();
  localStorage.clear();
  history.replaceState(null, "", location.pathname + location.search);
});

async function open(): Promise<void> {
  playground = new Playground(pageParts());
  app = new GuesthouseApp(playground);
  said.length = 0;
  app.commands.onDidSay.listen((words) => said.push(words));
  document.body.append(app);
  await app.updateComplete;
}

function close(): void {
  app.remove();
  playground[Symbol.dispose]();
  document.adoptedStyleSheets = [];
}

const until = async (what: () => unknown, expected: unknown): Promise<void> =>
  await expect.poll(what, { timeout: 20_000 }).toEqual(expected);
const machines = (): readonly string[] => playground.machines.map(({ name, state }) => `${name} ${state}`);

/** What axe finds wrong with the view and the lesson, or with a dialog, in both themes. */
async function findings(selector = "main, gh-lesson-panel"): Promise<readonly string[]> {
  const found: string[] = [];
  const parts = Array.from(app.renderRoot.querySelectorAll<HTMLElement>(selector));
  for (const theme of ["light", "dark"] as const) {
    document.documentElement.dataset["theme"] = theme;
    const { violations } = await axe.run(parts, { resultTypes: ["violations"] });
    for (const { id, nodes } of violations)
      found.push(
        ...nodes.map(
          ({ target, failureSummary }) => `${theme}: ${id} at ${String(target)}: ${failureSummary}`,
        ),
      );
  }
  delete document.documentElement.dataset["theme"];
  return found;
}

/** What has the keyboard, whatever shadow it is in. */
function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** Takes the keyboard from the console, so that the page has its keys again. */
const release = (): Promise<void> => userEvent.keyboard("{Control>}{Alt>}g{/Alt}{/Control}");

describe("the words", () => {
  test("are found as one types, and lead to each other", async () => {
    await userEvent.keyboard("l");
    await page.getByRole("tab", { name: "Words" }).click();
    await page.getByLabelText("Find a word").fill("balloon");
    await expect.element(page.getByText("2 words")).toBeVisible();
    await page.getByRole("button", { name: "Overcommit" }).first().click();
    await until(() => app.workspace.learnPlace, { tab: "words", item: "overcommit" });
    await expect.element(page.getByText("To promise machines more memory than there is")).toBeInViewport();
    expect(await findings()).toEqual([]);
  });

  test("show the live thing, or make one where there is none", async () => {
    await userEvent.keyboard("l");
    await page.getByRole("tab", { name: "Words" }).click();
    await page.getByLabelText("Find a word").fill("cgroup control");
    await page.getByRole("button", { name: "Make a system sandbox" }).click();
    await until(machines, ["system-1 running"]);
    await expect.element(page.getByLabelText("memory.max")).toBeVisible();
    await until(() => document.querySelectorAll(".spotlight").length, 1);
    await userEvent.click(page.getByRole("button", { name: "Learn" }));
    await page.getByLabelText("Find a word").fill("hardware touched");
    await page.getByRole("button", { name: "Show the cores of this computer" }).click();
    await until(() => document.querySelectorAll(".spotlight").length, 1);
  });
});

describe("the place map", () => {
  test("says how a system differs, builds what is nearest, and has our machines on it", async () => {
    await userEvent.keyboard("l");
    await page.getByRole("tab", { name: "Places" }).click();
    await page.getByRole("button", { name: "Snap", exact: true }).click();
    await expect.element(page.getByText("It updates by itself from one store.")).toBeVisible();
    await page.getByRole("button", { name: "Show me: make a confined application sandbox" }).click();
    await until(machines, ["lua-1 running"]);
    await until(() => app.workspace.view, "consoles");
    await page.getByRole("button", { name: "Learn", exact: true }).click();
    await expect.element(page.getByText("here: lua-1")).toBeVisible();
    await expect.element(page.getByRole("button", { name: "Show me" })).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.viewport(390, 844);
    expect(await findings()).toEqual([]);
  });

  test("is opened at a place by the page's address", async () => {
    location.hash = "#learn/places/docker";
    await expect.element(page.getByRole("heading", { name: "Docker" })).toBeVisible();
  });
});

describe("a lesson", () => {
  const panel = (): ReturnType<typeof page.getByRole> =>
    page.getByRole("region", { name: "The same two servers as containers" });
  async function begin(): Promise<void> {
    await userEvent.keyboard("l");
    await page.getByRole("button", { name: "Begin: The same two servers as containers" }).click();
    await expect.element(panel()).toBeVisible();
  }

  test("notices what is done by hand, says so once, and goes on when it is told", async () => {
    await begin();
    await page.getByRole("button", { name: "Next" }).click();
    await expect.element(page.getByText("Waiting for this")).toBeVisible();
    await playground.addSandbox({ name: "web-box" });
    await playground.addSandbox({ name: "game-box" });
    await expect.element(panel().getByText("Done", { exact: true })).toBeVisible();
    expect(said.filter((words) => words.startsWith("Done"))).toEqual(["Done: Two sandboxes run"]);
    await page.getByRole("button", { name: "Next" }).click();
    await expect.element(panel().getByText("uname -r").first()).toBeVisible();
    await page.getByRole("button", { name: "Check" }).click();
    await expect.element(panel().getByText("Done", { exact: true })).toBeVisible();
    expect(await findings()).toEqual([]);
  });

  test("can be gone back in, begun anew, left, and found where it was after a reload", async () => {
    await begin();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Skip" }).click();
    await page.getByRole("button", { name: "Back", exact: true }).click();
    await expect.element(page.getByText("Step 2 of 6", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Restart" }).click();
    await expect.element(page.getByText("Step 1 of 6", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Leave the lesson" }).click();
    await until(() => app.desk.open, null);
    close();
    await open();
    await userEvent.keyboard("l");
    await page.getByRole("button", { name: "Go on: The same two servers as containers" }).click();
    await expect.element(page.getByText("Step 2 of 6", { exact: true })).toBeVisible();
  });

  test("lies beside the consoles, and on a phone below them, where it folds", async () => {
    await begin();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Do it for me" }).click();
    await until(() => machines().toSorted(), ["game-box running", "web-box running"]);
    const boxes = (): { readonly main: DOMRect | undefined; readonly lesson: DOMRect | undefined } => ({
      main: app.renderRoot.querySelector("main")?.getBoundingClientRect(),
      lesson: app.renderRoot.querySelector("gh-lesson-panel")?.getBoundingClientRect(),
    });
    const wide = boxes();
    await page.viewport(390, 844);
    await page.getByRole("button", { name: "Fold the lesson" }).click();
    await expect.element(page.getByText("Step 2 of 6", { exact: true })).not.toBeVisible();
    const narrow = boxes();
    expect({
      beside: (wide.lesson?.left ?? 0) >= (wide.main?.right ?? Infinity),
      below: (narrow.lesson?.top ?? 0) >= (narrow.main?.bottom ?? Infinity),
    }).toEqual({ beside: true, below: true });
    expect(await findings()).toEqual([]);
  });
});

describe("a link", () => {
  test("says what it would make and what it cannot, and makes nothing before it is told to", async () => {
    const fragment = await stateFragment({
      machines: [
        { plan: { kind: "sandbox", options: { name: "box", image: "system", memoryMiB: 24 } } },
        { plan: { kind: "sandbox", options: { name: "mine", image: "mine" } } },
        { plan: { kind: "guest", options: { name: "huge", memoryMiB: 2_047 } } },
      ],
    });
    location.hash = `#${fragment}`;
    await expect.element(page.getByText("a sandbox box: image system, 24 MiB")).toBeVisible();
    await expect.element(page.getByText("Not possible: There is no image mine here")).toBeVisible();
    await expect.element(page.getByText("Not possible: The host cannot give 2058 MiB more")).toBeVisible();
    expect({ machines: machines(), found: await findings("gh-open-link-dialog") }).toEqual({
      machines: [],
      found: [],
    });
    await page.getByRole("button", { name: "Make 1 machine" }).click();
    await until(machines, ["box running"]);
  });

  test("that is damaged is refused in words", async () => {
    location.hash = "#state=1.abcdef";
    await expect.element(page.getByText("The link cannot be opened. It is cut off or changed")).toBeVisible();
  });
});

describe("a question", () => {
  test("is asked of those that are ticked, and its answers are compared with any of them", async () => {
    await playground.addSandbox({ name: "one" });
    await playground.addSandbox({ name: "two" });
    await playground.addSandbox({ name: "off", start: false });
    await expect.element(page.getByText("releases the keyboard").first()).toBeVisible();
    await release();
    await userEvent.keyboard("q");
    await expect.element(page.getByRole("checkbox", { name: "off created" })).toBeDisabled();
    await page.getByRole("checkbox", { name: /^two/ }).click();
    await page.getByLabelText("Ask every machine").fill("hostname; echo alike");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByText("1 line not as host")).toBeVisible();
    const answers = app.renderRoot.querySelector("gh-ask-view")?.shadowRoot?.querySelector("gh-answers");
    const marks = (): readonly string[] =>
      Array.from(answers?.shadowRoot?.querySelectorAll(".changed mark") ?? [], (mark) => mark.textContent);
    await until(marks, ["one"]);
    await page.getByLabelText("Compared with").selectOptions("one");
    await until(marks, ["host"]);
    expect({ names: answers?.asking?.asked.map(({ name }) => name), found: await findings() }).toEqual({
      names: ["host", "one"],
      found: [],
    });
    await page.viewport(390, 844);
    await expect.element(page.getByRole("region", { name: "Answer of one" })).toBeVisible();
    expect(await findings()).toEqual([]);
  });

  test("says of long answers no more than was compared", async () => {
    await playground.addSandbox({ name: "one" });
    await expect.element(page.getByText("releases the keyboard").first()).toBeVisible();
    await release();
    await userEvent.keyboard("q");
    await page.getByLabelText("Ask every machine").fill("seq 400; hostname");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByText("same as host in the first 400 lines")).toBeVisible();
  });

  test("that does not end can be given up, and is found again by the arrow up", async () => {
    await userEvent.keyboard("q");
    await page.getByLabelText("Ask every machine").fill("sleep 600");
    await userEvent.keyboard("{Enter}");
    await page.getByRole("button", { name: "Give up" }).click();
    await expect.element(page.getByText("given up")).toBeVisible();
    await expect.element(page.getByText("0 of 1 answered sleep 600")).toBeInTheDocument();
    await page.getByLabelText("Ask every machine").fill("");
    await userEvent.keyboard("{ArrowUp}");
    await expect.element(page.getByLabelText("Ask every machine")).toHaveValue("sleep 600");
    expect(focused()?.id).toBe("command");
  });
});
