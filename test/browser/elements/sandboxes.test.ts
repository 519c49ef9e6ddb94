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

const states = (): readonly string[] => playground.machines.map(({ kind, state }) => `${kind} ${state}`);
const until = async (what: () => unknown, expected: unknown): Promise<void> =>
  // The first to boot the host has its modules made ready by the server meanwhile.
  await expect.poll(what, { timeout: 25_000 }).toEqual(expected);

/** Gives the keyboard back to the page. */
const leaveConsole = (): Promise<void> => userEvent.keyboard("{Control>}{Alt>}g{/Alt}{/Control}");

async function addOne(): Promise<void> {
  await open();
  await userEvent.keyboard("s");
  await until(states, ["sandbox running"]);
  await expect.element(page.getByText("releases the keyboard")).toBeVisible();
}

test("the empty page invites to a sandbox as to a guest", async () => {
  await open();
  await page.getByRole("button", { name: "Start a sandbox s" }).click();
  await until(states, ["sandbox running"]);
});

test("the split button adds one at once", async () => {
  await open();
  await page.getByRole("button", { name: "Sandbox", exact: true }).click();
  await until(states, ["sandbox running"]);
});

test("s adds a sandbox, and kernels are counted without it", async () => {
  await addOne();
  await leaveConsole();
  await userEvent.keyboard("sn");
  await until(states, ["sandbox running", "guest running", "sandbox running"].toSorted().toReversed());
  await expect.element(page.getByText("2 kernels · 1 guest · 2 sandboxes")).toBeVisible();
});

test("the dialog starts several with a limit, and says in words what is refused", async () => {
  await open();
  await userEvent.keyboard("{Shift>}S{/Shift}");
  await page.getByRole("textbox", { name: "Name" }).fill("-web");
  await page.getByRole("button", { name: "Start the sandbox" }).click();
  await expect.element(page.getByText('"-web" cannot be a sandbox\'s name')).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill("web");
  await page.getByRole("spinbutton", { name: "Memory" }).fill("16");
  await page.getByRole("spinbutton", { name: "How many" }).fill("3");
  await page.getByRole("button", { name: "Start 3 sandboxes" }).click();
  await until(
    () => playground.machines.map(({ name, memoryMiB, state }) => `${name} ${memoryMiB} ${state}`),
    ["web-1 16 running", "web-2 16 running", "web-3 16 running"],
  );
});

test("what is folded away goes from the dialog into its configuration", async () => {
  await open();
  await userEvent.keyboard("{Shift>}S{/Shift}");
  await page.getByText("Program and environment").click();
  await page.getByRole("textbox", { name: "Command" }).fill("/bin/sh -c 'sleep 1000'");
  await page.getByRole("textbox", { name: "Environment" }).fill("A=1\nB=two words");
  await page.getByLabelText("Begins in").fill("/tmp");
  await page.getByText("Files", { exact: true }).click();
  await page.getByLabelText("Volumes").fill("/home:/data:ro");
  await page.getByLabelText("tmpfs").fill("/cache:size=1m");
  await page.getByText("Network and namespaces").click();
  await page.getByRole("switch", { name: "net" }).click();
  await page.getByRole("button", { name: "Start the sandbox" }).click();
  await until(states, ["sandbox running"]);
  const [machine] = playground.machines;
  if (machine?.kind !== "sandbox") throw new Error("no sandbox");
  const { process, linux, mounts } = machine.sandbox.config;
  expect({
    args: process.args.slice(-3),
    cwd: process.cwd,
    env: process.env.filter((each) => /^[AB]=/.test(each)),
    net: linux.namespaces.some(({ type }) => type === "network"),
    mounts: mounts.slice(-2).map(({ source, destination }) => `${source} on ${destination}`),
  }).toEqual({
    args: ["/bin/sh", "-c", "sleep 1000"],
    cwd: "/tmp",
    env: ["A=1", "B=two words"],
    net: false,
    mounts: ["tmpfs on /cache", "/home on /data"],
  });
});

test("a refusal names its field, unfolds it, gives it the keyboard and goes when it is mended", async () => {
  await open();
  await userEvent.keyboard("{Shift>}S{/Shift}");
  await page.getByText("Files", { exact: true }).click();
  await page.getByLabelText("Volumes").fill("srv:/data");
  await page.getByText("Files", { exact: true }).click();
  await page.getByRole("button", { name: "Start the sandbox" }).click();
  await expect.element(page.getByText('Volumes: "srv" cannot be used here')).toBeVisible();
  await expect.element(page.getByLabelText("Volumes")).toBeVisible();
  await expect.element(page.getByLabelText("Volumes")).toHaveAttribute("aria-invalid", "true");
  const dialog = app.shadowRoot?.querySelector("gh-add-sandbox-dialog");
  expect(dialog?.shadowRoot?.activeElement?.id).toBe("volumes");
  await page.getByLabelText("Volumes").fill("/srv:/data");
  await expect.element(page.getByText("cannot be used here")).not.toBeInTheDocument();
  await expect.element(page.getByLabelText("Volumes")).not.toHaveAttribute("aria-invalid");
});

test("a switch says whose a namespace is and what leaks; a profile's cannot be switched", async () => {
  await open();
  await userEvent.keyboard("{Shift>}S{/Shift}");
  await page.getByText("Network and namespaces").click();
  const uts = page.getByRole("switch", { name: "uts" });
  await expect.element(uts).not.toBeChecked();
  await uts.click();
  await expect.element(page.getByText("has the host’s name", { exact: true })).toBeVisible();
  await page.getByRole("combobox", { name: "Image" }).selectOptions("lua");
  await expect.element(uts).toBeDisabled();
  await expect.element(page.getByText("portal has the host’s: has the host’s name")).toBeVisible();
});

test("an application offers its confinements, each in words", async () => {
  await open();
  await userEvent.keyboard("{Shift>}S{/Shift}");
  await page.getByRole("combobox", { name: "Image" }).selectOptions("lua");
  await expect.element(page.getByText("As Flatpak")).toBeVisible();
  await page.getByLabelText("Confinement").selectOptions("none");
  await expect.element(page.getByText("no namespaces at all")).toBeVisible();
});

test("what ended says why and can be started again", async () => {
  await addOne();
  await userEvent.keyboard("exec false{Enter}");
  const [machine] = playground.machines;
  await machine?.destroy().catch(() => undefined);
  await until(states, ["sandbox exited"]);
  await expect.element(page.getByText("Its first process was ended by SIGKILL").first()).toBeVisible();
  await page.getByRole("button", { name: "Start again", exact: true }).click();
  await until(states, ["sandbox running"]);
});

test("the host console is a row, a key and a root shell", async () => {
  await addOne();
  await leaveConsole();
  void playground.hostConsole;
  await userEvent.keyboard("h");
  await expect.element(page.getByText("releases the keyboard")).toBeVisible();
  await userEvent.keyboard("echo I am $(id -un){Enter}");
  await playground.hostConsole.waitFor(/\nI am root/);
  await leaveConsole();
  await page.getByRole("button", { name: "Hide the host console" }).first().click();
  await expect.element(page.getByText("Root shell on the kernel")).not.toBeInTheDocument();
});

test("a panic of the host's kernel is told, and the host can be booted again", async () => {
  await addOne();
  await leaveConsole();
  void playground.hostConsole;
  await userEvent.keyboard("h");
  await expect.element(page.getByText("releases the keyboard")).toBeVisible();
  playground.hostSystem.host?.spawn(function* halt(sys) {
    yield* sys.yield();
    sys.reboot("halt");
    return 0;
  }, "halt");
  await until(() => playground.hostSystem.state.kind, "panicked");
  await expect.element(page.getByText("All sandboxes ended with their kernel")).toBeVisible();
  expect(states()).toEqual([]);
  await page.getByRole("button", { name: "Boot the host again" }).click();
  await until(() => playground.hostSystem.state.kind, "up");
  await until(() => playground.hostConsole.text().endsWith("# "), true);
});

test("details show what it is made of, and a limit that is written counts", async () => {
  await addOne();
  await leaveConsole();
  await userEvent.keyboard("i");
  const field = page.getByLabelText("memory.max");
  await expect.element(field).toHaveValue(String(64 * 1024 ** 2));
  await field.fill("32M");
  await userEvent.keyboard("{Enter}");
  await until(() => playground.machines[0]?.memoryMiB, 32);
  await expect.element(field).toHaveValue(String(32 * 1024 ** 2));
  await page.getByLabelText("cpu.weight").fill("0");
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByText(/\(E(INVAL|RANGE)\)/)).toBeVisible();
});

test("details list processes, namespaces, mounts, layers and config.json", async () => {
  await addOne();
  await leaveConsole();
  await userEvent.keyboard("i");
  const show = (title: string): Promise<void> => page.getByRole("tab", { name: title }).click();
  await show("Processes");
  await expect.element(page.getByRole("cell", { name: "/sbin/init" })).toBeVisible();
  await show("Namespaces");
  await expect.element(page.getByRole("rowheader", { name: "cgroup" })).toBeVisible();
  await expect.element(page.getByText("Shares none of them with the host.")).toBeVisible();
  await show("Mounts");
  await expect.element(page.getByRole("rowheader", { name: "/proc", exact: true })).toBeVisible();
  await show("Files");
  await expect.element(page.getByText("nobody now").first()).toBeVisible();
  await show("config.json");
  await expect.element(page.getByText('"ociVersion": "1.2.0"')).toBeVisible();
});

test("verbs are named for sandboxes", async () => {
  await addOne();
  await expect
    .element(page.getByRole("button", { name: "Stop system-1" }).first())
    .toHaveAttribute("title", "Stop: SIGTERM, then SIGKILL after 10 s");
});
