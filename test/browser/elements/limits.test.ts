import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { Playground } from "../../../src/playground/playground.ts";
import { GuesthouseApp } from "../../../src/ui/app/guesthouse-app.ts";
import { pageParts } from "./page-parts.ts";

let app: GuesthouseApp;
let playground: Playground;

afterEach(() => {
  app.remove();
  playground[Symbol.dispose]();
  localStorage.clear();
});

async function open(): Promise<void> {
  playground = new Playground(pageParts());
  app = new GuesthouseApp(playground);
  document.body.append(app);
  await app.updateComplete;
}

const until = async (what: () => unknown, expected: unknown): Promise<void> =>
  await expect.poll(what, { timeout: 10_000 }).toEqual(expected);
const limits = (): unknown => playground.machines[0]?.limits;

/** Adds a machine by its key and takes the keyboard back from its console. */
async function openBeside(key: "n" | "s"): Promise<void> {
  await open();
  await userEvent.keyboard(key);
  await until(() => playground.machines.map(({ state }) => state), ["running"]);
  await expect.element(page.getByText("releases the keyboard")).toBeVisible();
  await userEvent.keyboard("{Control>}{Alt>}g{/Alt}{/Control}");
}

/** The same, and opens its details by their key. */
async function openDetails(key: "n" | "s"): Promise<void> {
  await openBeside(key);
  await userEvent.keyboard("i");
}

test("a guest's limits are set by exact figures, a slider's keys, and taken away by a box", async () => {
  await openDetails("n");
  const memoryMiB = playground.machines[0]?.memoryMiB ?? 0;
  await page.getByRole("spinbutton", { name: "CPU cap" }).fill("25");
  await userEvent.keyboard("{Enter}");
  await until(limits, { cpuCap: 0.25, cpuWeight: 100, memoryMiB, pidsLimit: null });
  page.getByRole("slider", { name: "CPU cap" }).element().focus();
  await userEvent.keyboard("{ArrowRight}");
  await until(limits, { cpuCap: 0.26, cpuWeight: 100, memoryMiB, pidsLimit: null });
  await page.getByRole("spinbutton", { name: "CPU weight" }).fill("200");
  await page.getByRole("spinbutton", { name: "Memory" }).fill("20");
  await page.getByRole("checkbox", { name: "No cap" }).click();
  await until(limits, { cpuCap: null, cpuWeight: 200, memoryMiB: 20, pidsLimit: null });
  await expect.element(page.getByText("the browser gets nothing back until the guest ends")).toBeVisible();
});

test("what cannot be is refused in words beside its field, and Escape brings back what is", async () => {
  await openDetails("n");
  const cap = page.getByRole("spinbutton", { name: "CPU cap" });
  await cap.fill("2");
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByText("CPU cap cannot be 2: use 5 to 100 % of a core.")).toBeVisible();
  await expect.element(cap).toHaveAttribute("aria-invalid", "true");
  await userEvent.keyboard("{Escape}");
  await expect.element(cap).toHaveValue(null);
  await page.getByRole("spinbutton", { name: "CPU weight" }).fill("1.5");
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByText("1.5 cannot be a CPU weight: use whole numbers")).toBeVisible();
});

test("a sandbox's limits are those of its cgroup, wherever they are written", async () => {
  await openDetails("s");
  await page.getByRole("spinbutton", { name: "CPU cap" }).fill("25");
  await page.getByRole("spinbutton", { name: "Processes" }).fill("32");
  await userEvent.keyboard("{Enter}");
  await until(limits, { cpuCap: 0.25, cpuWeight: 100, memoryMiB: 64, pidsLimit: 32 });
  await expect.element(page.getByLabelText("cpu.max")).toHaveValue("25000 100000");
  await page.getByLabelText("memory.max").fill("32M");
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByRole("spinbutton", { name: "Memory" })).toHaveValue(32);
});

test("a machine is set to pause while the page is hidden by a switch", async () => {
  await openDetails("n");
  await page.getByRole("switch", { name: "Pause it while the page is hidden" }).click();
  await until(() => playground.machines[0]?.pauseWhenHidden, true);
});

test("a guest comes from the dialog under the chosen hypervisor with its cap and weight, and its tile says so", async () => {
  await open();
  await userEvent.keyboard("{Shift>}N{/Shift}");
  await expect.element(page.getByText("the browser’s operating system decides when it runs")).toBeVisible();
  await page.getByLabelText("Hypervisor", { exact: true }).selectOptions("type1");
  await expect.element(page.getByText("our own credit scheduler decides")).toBeVisible();
  await page.getByLabelText("CPU cap", { exact: true }).fill("30");
  await page.getByLabelText("CPU weight", { exact: true }).fill("300");
  await page.getByRole("button", { name: "Boot the guest" }).click();
  await until(
    () => playground.machines.map((machine) => (machine.kind === "guest" ? machine.hypervisor : "")),
    ["type1"],
  );
  expect(limits()).toEqual({
    cpuCap: 0.3,
    cpuWeight: 300,
    memoryMiB: playground.machines[0]?.memoryMiB,
    pidsLimit: null,
  });
  await expect.element(page.getByText("on type 1 (bare)").first()).toBeVisible();
});

test("memory is overcommitted by a switch that says what that does", async () => {
  await open();
  await userEvent.keyboard("{Shift>}N{/Shift}");
  await expect.element(page.getByText("ends the page with every machine in it")).toBeVisible();
  await page.getByRole("switch", { name: "Overcommit memory" }).click();
  await until(() => playground.capacity.overcommit, true);
});

const edge = (name: string) => page.getByRole("slider", { name });

test("on the host's bar keys move a guest's edges: its cap and its balloon, told in words", async () => {
  await openBeside("n");
  const cpu = edge("CPU limit of");
  await expect.element(cpu).toHaveAttribute("aria-valuetext", "linux-1: no cap, 1.00 of 2 cores");
  cpu.element().focus();
  await userEvent.keyboard("{PageDown}{PageDown}");
  await expect.element(cpu).toHaveAttribute("aria-valuetext", "linux-1: 0.50 of 2 cores");
  await expect.element(page.getByText("linux-1: 0.50 of 2 cores")).toBeVisible();
  edge("Memory limit of").element().focus();
  await userEvent.keyboard("{ArrowLeft}");
  const memoryMiB = playground.machines[0]?.memoryMiB ?? 0;
  await until(() => playground.machines[0]?.limits.cpuCap, 0.5);
  await until(() => (playground.machines[0]?.limits.memoryMiB ?? memoryMiB) < memoryMiB, true);
});

test("an edge that is dragged gives a sandbox a limit, and a double click takes it", async () => {
  await openBeside("s");
  const cpu = edge("CPU limit of");
  await expect.element(cpu).toHaveAttribute("aria-valuetext", expect.stringContaining("no limit"));
  const { left, top, height } = cpu.element().getBoundingClientRect();
  const lane = cpu.element().parentElement;
  const cap = (): number | null | undefined => playground.machines[0]?.limits.cpuCap;
  const point = (type: string, x: number): void => {
    const at = { clientX: left + 6 + x, clientY: top + height / 2, pointerId: 1, pointerType: "mouse" };
    lane?.dispatchEvent(new PointerEvent(type, { ...at, button: 0, bubbles: true, cancelable: true }));
  };
  // A pointer that is not the browser's own cannot be captured.
  if (lane) lane.setPointerCapture = () => undefined;
  point("pointerdown", 0);
  point("pointermove", 30);
  await until(() => typeof cap(), "number");
  lane?.dispatchEvent(new PointerEvent("lostpointercapture"));
  lane?.dispatchEvent(new MouseEvent("dblclick", { clientX: edgeX(cpu.element()), bubbles: true }));
  await until(cap, null);
});

test("Enter on an edge opens the panel of limits, and so does a tap on the budget", async () => {
  await openBeside("n");
  const cap = page.getByRole("spinbutton", { name: "CPU cap" });
  edge("CPU limit of").element().focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(cap).toBeVisible();
  await page.getByRole("tab", { name: "Console" }).click();
  await expect.element(cap).not.toBeInTheDocument();
  await page.getByRole("group", { name: "CPU limits by machine" }).click({ position: { x: 20, y: 5 } });
  await expect.element(cap).toBeVisible();
});

test("with more promised than there is the bar says so, and up and down go from edge to edge", async () => {
  await open();
  for (const name of ["a", "b", "c"]) await playground.addGuest({ name });
  await expect.element(page.getByText("promised 3.00 of 2 cores: overcommitted")).toBeVisible();
  edge("CPU limit of a").element().focus();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{Home}");
  await until(() => playground.machines.map(({ limits: { cpuCap } }) => cpuCap), [null, null, 0.05]);
});

function edgeX(element: Element): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}
