import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { systemClock } from "../../../src/base/clock.ts";
import { Failure } from "../../../src/base/failure.ts";
import { BootStore } from "../../../src/playground/boot-store.ts";
import { Playground } from "../../../src/playground/playground.ts";
import { GuesthouseApp } from "../../../src/ui/app/guesthouse-app.ts";
import { keyPreferences } from "../../../src/ui/keys/key-preferences.ts";
import { terminalOf } from "../../../src/ui/console/terminal-store.ts";
import { FakeGuestWorkers, type FakeGuestTraits } from "../../support/fake-guest-worker.ts";
import { playgroundParts } from "../../support/playground-parts.ts";
import { fakeMaterial } from "../../support/guest-builders.ts";

let app: GuesthouseApp;
let playground: Playground;
let workers: FakeGuestWorkers;

afterEach(() => {
  app.remove();
  playground[Symbol.dispose]();
  localStorage.clear();
  delete document.documentElement.dataset["theme"];
});

interface Circumstances extends FakeGuestTraits {
  readonly imageFailure?: Failure;
  readonly emulatorFailure?: Failure;
}

async function open({ imageFailure, emulatorFailure, ...traits }: Circumstances = {}): Promise<void> {
  workers = new FakeGuestWorkers(traits);
  let failure = imageFailure;
  let unreachable = emulatorFailure;
  const bootStore = new BootStore(
    async () => {
      const failed = failure;
      failure = undefined;
      if (failed) throw failed;
      return (await fakeMaterial()).image;
    },
    async () => {
      const failed = unreachable;
      unreachable = undefined;
      if (failed) throw failed;
      return (await fakeMaterial()).emulator;
    },
  );
  playground = new Playground({ ...playgroundParts(systemClock), bootStore, spawnWorker: workers.spawn });
  app = new GuesthouseApp(playground);
  document.body.append(app);
  await app.updateComplete;
}

/** Gives the keyboard back to the page. */
async function leaveConsole(): Promise<void> {
  await userEvent.keyboard("{Control>}{Alt>}g{/Alt}{/Control}");
}

async function until(what: () => unknown, expected: unknown): Promise<void> {
  await expect.poll(what).toEqual(expected);
}

const states = (): readonly string[] => playground.machines.map(({ state }) => state);
const names = (): readonly string[] => tiles().map((tile) => tile.machine?.name ?? "");

function tiles() {
  const consoles = app.renderRoot.querySelector("gh-consoles");
  return [...(consoles?.renderRoot.querySelectorAll("gh-console-tile") ?? [])];
}

/** What has the focus, from the outermost shadow root inwards. */
function focusPath(): readonly Element[] {
  const path: Element[] = [];
  for (let focused = document.activeElement; focused; focused = focused.shadowRoot?.activeElement ?? null)
    path.push(focused);
  return path;
}

const typing = (): string | undefined =>
  focusPath().find(({ localName }) => localName === "gh-console")?.localName;

test("the first boot is one click, and the keyboard is then the guest's", async () => {
  await open();
  await page.getByRole("button", { name: "Boot a Linux guest" }).click();
  await until(states, ["running"]);
  await until(typing, "gh-console");
});

test("n adds a guest, but not while a console has the keyboard", async () => {
  await open();
  await userEvent.keyboard("n");
  await until(typing, "gh-console");
  await userEvent.keyboard("n");
  await leaveConsole();
  await userEvent.keyboard("n");
  await until(states, ["running", "running"]);
});

test("the release key is shown while a console has the keyboard and leads to the machine's row", async () => {
  await open();
  await userEvent.keyboard("n");
  await expect.element(page.getByText("releases the keyboard")).toBeVisible();
  await leaveConsole();
  await until(() => focusPath().at(-1)?.textContent?.trim(), "linux-1");
});

test("eight guests can be asked for at once", async () => {
  await open();
  await userEvent.keyboard("{Shift>}N{/Shift}");
  await page.getByLabelText("How many").fill("8");
  await page.getByRole("button", { name: "Boot 8 guests" }).click();
  await until(() => playground.machines.length, 8);
  await until(() => new Set(states()), new Set(["running"]));
});

test("a guest that the host cannot give is refused in the dialog, and nothing is made", async () => {
  await open();
  await userEvent.keyboard("{Shift>}N{/Shift}");
  await page.getByLabelText("Memory", { exact: true }).fill("1500");
  await page.getByLabelText("How many").fill("2");
  await page.getByRole("button", { name: "Boot 2 guests" }).click();
  await expect
    .element(page.getByText("they take 3022 MiB, and 2048 MiB are free", { exact: false }))
    .toBeVisible();
  expect(playground.machines).toEqual([]);
});

test("a verb that does not fit the state has a disabled button that says why", async () => {
  await open();
  await userEvent.keyboard("n");
  await until(states, ["running"]);
  await playground.machines[0]?.pause();
  const button = page
    .getByRole("navigation", { name: "Machines" })
    .getByRole("button", { name: "Shut down linux-1" });
  await expect.element(button).toBeDisabled();
  await expect.element(button).toHaveAttribute("title", "Cannot shut down while paused");
});

/** Opens the menu of the only machine's row and picks an entry. */
async function choose(entry: string): Promise<void> {
  const list = page.getByRole("navigation", { name: "Machines" });
  await list.getByRole("button", { name: "More actions for linux-1" }).click();
  await list.getByRole("menuitem", { name: entry }).click();
}

test("destroying a guest that runs is asked about first, by the screen and not by scripts", async () => {
  await open();
  await userEvent.keyboard("n");
  await until(states, ["running"]);
  await choose("Destroy");
  await expect
    .element(page.getByText("Everything in linux-1 is in its memory and will be lost."))
    .toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await choose("Destroy");
  await page.getByLabelText("ask again this visit").click();
  await page.getByRole("button", { name: "Destroy", exact: true }).click();
  await until(states, ["shutoff"]);
  await playground.machines[0]?.start();
  await choose("Destroy");
  await until(states, ["shutoff"]);
  await playground.machines[0]?.start();
  await playground.machines[0]?.destroy();
  expect(states()).toEqual(["shutoff"]);
});

test("the browser asks before the page is left only while a machine is active", async () => {
  await open();
  const asks = (): boolean => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  const before = asks();
  await playground.addGuest();
  const running = asks();
  await playground.machines[0]?.destroy();
  expect([before, running, asks()]).toEqual([false, true, false]);
});

test("a paused guest's console offers to resume it", async () => {
  await open();
  await userEvent.keyboard("n");
  await until(states, ["running"]);
  await playground.machines[0]?.pause();
  await page.getByRole("button", { name: "Resume", exact: true }).click();
  await until(states, ["running"]);
});

test("what a crashed guest says of its end is text, and it can be started again", async () => {
  await open();
  await userEvent.keyboard("n");
  await until(states, ["running"]);
  workers.spawned.at(-1)?.die("<img src=x onerror=alert(1)>");
  await expect.element(page.getByRole("article").getByText("<img src=x")).toBeVisible();
  await page.getByRole("button", { name: "Start again", exact: true }).click();
  await until(states, ["running"]);
});

test("hiding and moving consoles touches neither machines nor terminals", async () => {
  await open();
  await Promise.all([playground.addGuest(), playground.addGuest(), playground.addGuest()]);
  await until(names, ["linux-1", "linux-2", "linux-3"]);
  const terminals = playground.machines.map(({ lines }) => terminalOf(lines[0].line));
  await page.getByRole("button", { name: "Hide console of linux-2" }).click();
  await until(names, ["linux-1", "linux-3"]);
  await page
    .getByRole("navigation", { name: "Machines" })
    .getByRole("button", { name: "linux-3", exact: true })
    .click();
  await until(typing, "gh-console");
  await leaveConsole();
  await userEvent.keyboard("{Alt>}{Shift>}{ArrowLeft}{/Shift}{/Alt}");
  await until(names, ["linux-3", "linux-1"]);
  expect({
    alive: workers.living,
    spawned: workers.spawned.length,
    same: playground.machines.map(({ lines }, index) => terminalOf(lines[0].line) === terminals[index]),
  }).toEqual({ alive: 3, spawned: 3, same: [true, true, true] });
});

test("a verb that fails is told in a notice, which Escape dismisses", async () => {
  await open({ requestFailure: new Failure("unexpected", "The worker tripped.") });
  await userEvent.keyboard("n");
  await until(states, ["running"]);
  await page
    .getByRole("navigation", { name: "Machines" })
    .getByRole("button", { name: "Shut down linux-1" })
    .click();
  const notice = page.getByRole("alert").getByText("The worker tripped.");
  await expect.element(notice).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.element(notice).not.toBeInTheDocument();
});

test("an image that cannot be had says so and can be tried again", async () => {
  await open({ imageFailure: new Failure("image-corrupt", "The image is damaged.") });
  await expect.element(page.getByText("The image is damaged.")).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.element(page.getByText("here and verified")).toBeVisible();
});

test("an emulator that cannot be had says so, whatever the image, and can be tried again", async () => {
  await open({ emulatorFailure: new Failure("emulator-unreachable", "The emulator could not be fetched.") });
  await expect.element(page.getByText("The emulator could not be fetched.")).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.element(page.getByText("here and verified")).toBeVisible();
});

test("several guests are asked for once, and a name too long to be numbered is refused before any is made", async () => {
  await open();
  await userEvent.keyboard("{Shift>}N{/Shift}");
  await page.getByLabelText("Name").fill("w".repeat(62));
  await page.getByLabelText("How many").fill("3");
  await page.getByRole("button", { name: "Boot 3 guests" }).click();
  await expect.element(page.getByText("use at most 61 characters for 3 guests")).toBeVisible();
  const refused = playground.machines.length;
  await page.getByLabelText("Name").fill("web");
  await userEvent.keyboard("{Enter}{Enter}");
  await until(states, ["running", "running", "running"]);
  expect({ refused, names: playground.machines.map(({ name }) => name) }).toEqual({
    refused: 0,
    names: ["web-1", "web-2", "web-3"],
  });
});

test("code that does not come is told in a notice", async () => {
  await open();
  dispatchEvent(new Event("vite:preloadError"));
  await expect.element(page.getByText("A part of the page could not be fetched.")).toBeVisible();
});

test("single keys can be turned off, and the choice is remembered", async () => {
  await open();
  await userEvent.keyboard("?");
  await page.getByLabelText("Single keys").click();
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByLabelText("Single keys")).not.toBeVisible();
  await userEvent.keyboard("n");
  const machines = playground.machines.length;
  const remembered = localStorage.getItem("guesthouse.single-keys");
  keyPreferences.singleKeys = true;
  expect({ machines, remembered }).toEqual({ machines: 0, remembered: "false" });
});

test("a machine that takes the name of a hidden one that is gone is shown", async () => {
  await open();
  const first = await playground.addGuest({ name: "web", start: false });
  app.workspace.setHidden(first, true);
  await first.remove();
  const second = await playground.addGuest({ name: "web", start: false });
  expect(app.workspace.isHidden(second)).toBe(false);
});

test("what a machine calls its window stands in its tile as text", async () => {
  await open();
  await userEvent.keyboard("n");
  await until(typing, "gh-console");
  const line = playground.machines[0]?.lines[0].line;
  if (line) terminalOf(line).terminal.write("\x1b]2;vi <b>notes</b>\x07");
  await expect.element(page.getByRole("article").getByText("vi <b>notes</b>")).toBeVisible();
});

test("the theme follows the system until it is chosen, and the choice is remembered", async () => {
  await open();
  const system = app.theme.resolved;
  await page.getByRole("button", { name: /^Switch to the/ }).click();
  const chosen = document.documentElement.dataset["theme"];
  expect({ changed: chosen !== system, remembered: localStorage.getItem("guesthouse.theme") }).toEqual({
    changed: true,
    remembered: JSON.stringify(chosen),
  });
});

test("the live region tells of a machine's state and never of a figure", async () => {
  await open();
  await userEvent.keyboard("n");
  await until(states, ["running"]);
  const region = app.renderRoot.querySelector("gh-announcer")?.renderRoot.querySelector("[role=status]");
  await until(() => region?.textContent, "linux-1 is running");
  await expect.element(page.getByText("10 %").first()).toBeInTheDocument();
  expect(region?.textContent).toBe("linux-1 is running");
});

test("back and forward lead through the views that were shown, and no address changes", async () => {
  await open();
  const address = location.href;
  await userEvent.keyboard("l");
  await userEvent.keyboard("m");
  const seen: string[] = [];
  for (const go of [() => history.back(), () => history.back(), () => history.forward()]) {
    const moved = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
    go();
    await moved;
    seen.push(app.workspace.view);
  }
  expect([seen, location.href]).toEqual([["learn", "consoles", "learn"], address]);
});

test("z gives the selected console all the room, tells so, and gives it back", async () => {
  await open();
  await userEvent.keyboard("n");
  await until(typing, "gh-console");
  await leaveConsole();
  const [machine] = playground.machines;
  const maximised: (string | null)[] = [];
  for (const said of ["linux-1 is maximised", "linux-1 has its size again"]) {
    await userEvent.keyboard("z");
    await expect.element(page.getByText(said)).toBeInTheDocument();
    maximised.push(app.workspace.maximisedId);
  }
  expect(maximised).toEqual([machine?.id, null]);
});

test("when a machine is removed, the keyboard goes on at the next one's row, and the live region tells of it", async () => {
  await open();
  await Promise.all([playground.addGuest(), playground.addGuest({ start: false })]);
  await until(names, ["linux-1", "linux-2"]);
  const row = page
    .getByRole("navigation", { name: "Machines" })
    .getByRole("button", { name: "linux-2", exact: true });
  await row.click();
  await until(typing, "gh-console");
  await leaveConsole();
  await until(() => focusPath().at(-1)?.textContent?.trim(), "linux-2");
  await playground.machines[1]?.remove();
  await until(() => focusPath().at(-1)?.textContent?.trim(), "linux-1");
  const region = app.renderRoot.querySelector("gh-announcer")?.renderRoot.querySelector("[role=status]");
  await until(() => region?.textContent, "linux-2 is removed");
});
