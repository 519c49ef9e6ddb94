import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { GhConsole, releaseTerminal } from "../../../src/ui/console/gh-console.ts";
import { consolePreferences } from "../../../src/ui/console/console-preferences.ts";
import { pasteGuard } from "../../../src/ui/console/paste-guard.ts";
import { hasTerminal, terminalOf } from "../../../src/ui/console/terminal-store.ts";
import { FakeTerminalLine } from "../../support/fake-terminal-line.ts";

let line: FakeTerminalLine;
let element: GhConsole;

beforeEach(() => {
  line = new FakeTerminalLine();
});

afterEach(() => {
  element.remove();
  releaseTerminal(line);
  pasteGuard.askAgain();
  consolePreferences.stepFontSize(0);
  vi.restoreAllMocks();
});

async function show(properties: Partial<GhConsole> = {}): Promise<void> {
  element = new GhConsole();
  Object.assign(element, { line, interactive: true, label: "Console of linux-1", ...properties });
  element.style.cssText = "width: 800px; height: 400px";
  document.body.append(element);
  await element.updateComplete;
  await frames();
}

async function frames(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** The text on the screen and in the scrollback, without empty lines at the end. */
function text(): string {
  const { active } = terminalOf(line).terminal.buffer;
  const rows = Array.from({ length: active.length }, (_, row) =>
    active.getLine(row)?.translateToString(true),
  );
  return rows.join("\n").trimEnd();
}

function pasteEvent(pasted: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", pasted);
  const target = terminalOf(line).terminal.textarea;
  target?.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }),
  );
}

async function pasteDialog(): Promise<HTMLDialogElement | null> {
  await frames();
  const question = element.renderRoot.querySelector("gh-paste-dialog");
  await question?.updateComplete;
  return question?.renderRoot.querySelector("dialog") ?? null;
}

function button(dialog: HTMLDialogElement | null, name: string): HTMLButtonElement | undefined {
  return [...(dialog?.querySelectorAll("button") ?? [])].find(({ textContent }) => textContent === name);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))).join();
}

test("what is typed reaches the line, Tab included", async () => {
  await show();
  element.focus();
  await userEvent.keyboard("ls{Tab}é{Enter}");
  expect(line.takeTyped()).toBe("ls\té\r");
});

test("a console that has the keyboard draws nothing while nothing changes", async () => {
  await show();
  element.focus();
  await frames();
  const { host } = terminalOf(line);
  const root = host.getRootNode();
  const moving = root instanceof ShadowRoot ? root.getAnimations() : document.getAnimations();
  expect([host.querySelector(".xterm-cursor") !== null, moving]).toEqual([true, []]);
});

test("a read-only console types nothing, pastes nothing and tells no size", async () => {
  await show({ interactive: false });
  element.focus();
  await userEvent.keyboard("ls");
  pasteEvent("text");
  await frames();
  expect([line.takeTyped(), line.sizes]).toEqual(["", []]);
});

test("resizing the element tells the machine the new size", async () => {
  await show();
  const before = line.sizes.at(-1);
  element.style.width = "400px";
  await frames();
  const after = line.sizes.at(-1);
  expect(before && after && after.columns < before.columns && after.rows === before.rows).toBe(true);
});

test("a hidden console keeps its size", async () => {
  await show();
  const before = line.sizes.length;
  element.style.display = "none";
  await frames();
  expect(line.sizes.length).toBe(before);
});

test("a terminal opened late shows what was printed before, and does not answer its questions again", async () => {
  await line.print("printed early\r\n\x1b[c\x1b[6n");
  await show();
  await vi.waitFor(() => expect(text()).toBe("printed early"));
  await line.print("\x1b[5n");
  await vi.waitFor(() => expect(line.takeTyped()).toBe("\x1b[0n"));
});

test("output is consumed only when it was parsed, so that the machine is held back", async () => {
  await show();
  let consumed = false;
  const printed = line.print("x".repeat(200_000)).then(() => (consumed = true));
  await Promise.resolve();
  expect(consumed).toBe(false);
  await printed;
  expect(terminalOf(line).terminal.buffer.active.length).toBeGreaterThan(1000);
});

test("what answers a key is shown, and so is what comes after it", async () => {
  await show();
  element.focus();
  for (const key of ["l", "s"]) {
    await userEvent.keyboard(key);
    void line.print(key);
  }
  void line.print("\r\nbin");
  await vi.waitFor(() => expect(text()).toBe("ls\nbin"));
});

test("a machine is not left waiting by a terminal that is released", async () => {
  await show();
  const printed = line.print("x".repeat(200_000));
  releaseTerminal(line);
  await expect(printed).resolves.toBeUndefined();
});

test("a machine cannot write or read the clipboard", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const read = vi.spyOn(navigator.clipboard, "readText").mockResolvedValue("secret");
  await show();
  await line.print(`\x1b]52;c;${btoa("evil")}\x07\x1b]52;c;?\x07`);
  await frames();
  expect([write.mock.calls, read.mock.calls, line.takeTyped()]).toEqual([[], [], ""]);
});

test("a machine may write the clipboard where that is allowed", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await show({ allowClipboardAccess: true });
  await line.print(`\x1b]52;c;${btoa("wanted")}\x07`);
  await vi.waitFor(() => expect(write).toHaveBeenCalledWith("wanted"));
});

test("a title is plain text of bounded length, told once a frame", async () => {
  const titles: string[] = [];
  await show();
  element.addEventListener("gh-console-title", (event) => titles.push(event.detail.title));
  await line.print(`\x1b]2;<img src=x>\u202eevil\x07`);
  await frames();
  await line.print(`\x1b]2;1\x07\x1b]2;2\x07\x1b]0;${"t".repeat(5000)}\x07`);
  await frames();
  expect([titles, element.renderRoot.querySelector("img")]).toEqual([
    ["<img src=x>evil", "t".repeat(80)],
    null,
  ]);
});

test("a flood of bells rings once", async () => {
  await show();
  let changes = 0;
  const observer = new MutationObserver((records) => (changes += records.length));
  observer.observe(element, { attributes: true, attributeFilter: ["data-ringing"] });
  await line.print("\x07".repeat(5000));
  await vi.waitFor(() => expect([changes, element.hasAttribute("data-ringing")]).toEqual([2, false]));
  observer.disconnect();
});

test("a machine learns nothing of the window, and cannot move it", async () => {
  await show();
  await line.print("\x1b]2;echo injected\x07\x1b[21t\x1b[14t\x1b[11t\x1b[18t");
  await frames();
  expect(line.takeTyped()).toBe("");
});

test("several lines are pasted only after asking", async () => {
  await show();
  element.focus();
  pasteEvent("echo one\necho two\n");
  const dialog = await pasteDialog();
  expect([dialog?.open, dialog?.querySelector("h2")?.textContent.trim(), line.takeTyped()]).toEqual([
    true,
    "Paste 2 lines?",
    "",
  ]);
  button(dialog, "Paste")?.click();
  await vi.waitFor(() => expect(line.takeTyped()).toBe("echo one\recho two\r"));
  expect(terminalOf(line).focused).toBe(true);
});

test("a paste that was refused types nothing, and Escape refuses", async () => {
  await show();
  element.focus();
  pasteEvent("echo one\necho two");
  await pasteDialog();
  await userEvent.keyboard("{Escape}");
  await vi.waitFor(async () => expect((await pasteDialog())?.open).toBeFalsy());
  await vi.waitFor(() => expect(terminalOf(line).focused).toBe(true));
  expect(line.takeTyped()).toBe("");
});

test("asking can be stopped for the visit", async () => {
  await show();
  element.focus();
  pasteEvent("a\nb");
  const dialog = await pasteDialog();
  dialog?.querySelector("input")?.click();
  button(dialog, "Paste")?.click();
  await vi.waitFor(() => expect(line.takeTyped()).toBe("a\rb"));
  pasteEvent("c\nd");
  await vi.waitFor(() => expect(line.takeTyped()).toBe("c\rd"));
});

test("an application with bracketed paste gets lines unasked, and text cannot end the bracket", async () => {
  await show();
  await line.print("\x1b[?2004h");
  pasteEvent("one\n\x1b[201~two");
  await vi.waitFor(() => expect(line.takeTyped()).toBe("\x1b[200~one\r[201~two\x1b[201~"));
});

test("100 kB arrive as they were pasted", async () => {
  await show();
  const pasted = Array.from({ length: 2000 }, (_, row) => `${row} ${"äöü€ 日本 🎉 ".repeat(3)}`).join("\n");
  const expected = new TextEncoder().encode(pasted.replaceAll("\n", "\r"));
  expect(expected.length).toBeGreaterThan(100_000);
  pasteEvent(pasted);
  button(await pasteDialog(), "Paste")?.click();
  await vi.waitFor(async () => expect(await sha256(line.takeTypedBytes())).toBe(await sha256(expected)));
});

test("moved in the page, a console keeps its terminal, scrollback, selection and focus", async () => {
  await show();
  await line.print("kept\r\n".repeat(100));
  const { terminal, host } = terminalOf(line);
  terminal.select(0, 0, 4);
  element.focus();
  const heard: string[] = [];
  element.addEventListener("gh-console-blur", () => heard.push("blur"));
  const elsewhere = document.body.appendChild(document.createElement("section"));
  elsewhere.append(element);
  await frames();
  expect({
    same: terminalOf(line).terminal === terminal && element.renderRoot.contains(host),
    selection: terminal.getSelection(),
    lines: terminal.buffer.active.length > 100,
    focused: terminalOf(line).focused,
    heard,
  }).toEqual({ same: true, selection: "kept", lines: true, focused: true, heard: [] });
  elsewhere.remove();
});

test("shown by another element, a line keeps its terminal", async () => {
  await show();
  await line.print("kept");
  const { terminal } = terminalOf(line);
  element.remove();
  await line.print(" and more");
  await show();
  expect([terminalOf(line).terminal === terminal, text()]).toEqual([true, "kept and more"]);
});

test("released, a terminal frees everything", async () => {
  await show();
  const { host } = terminalOf(line);
  releaseTerminal(line);
  expect([line.sinkCount, host.isConnected, host.childElementCount, hasTerminal(line)]).toEqual([
    0,
    false,
    0,
    false,
  ]);
  consolePreferences.stepFontSize(1);
  await line.print("nobody listens");
});

test("the release key gives the keyboard back and is not typed", async () => {
  await show();
  const heard: string[] = [];
  for (const type of ["gh-console-focus", "gh-console-blur", "gh-console-release"] as const) {
    document.addEventListener(type, () => heard.push(type), { once: true });
  }
  element.focus();
  await userEvent.keyboard("{Control>}{Alt>}g{/Alt}{/Control}");
  expect([heard, terminalOf(line).focused, line.takeTyped()]).toEqual([
    ["gh-console-focus", "gh-console-blur", "gh-console-release"],
    false,
    "",
  ]);
});

test("Ctrl and plus, minus, zero change the size of text in all consoles", async () => {
  await show();
  element.focus();
  const { terminal } = terminalOf(line);
  const sizes = [terminal.options.fontSize];
  for (const key of ["+", "+", "-", "0"]) {
    await userEvent.keyboard(`{Control>}${key}{/Control}`);
    sizes.push(terminal.options.fontSize);
  }
  expect([sizes, line.takeTyped()]).toEqual([[14, 15, 16, 15, 14], ""]);
});

test("the search finds, counts, goes on, and gives the keyboard back", async () => {
  await show();
  await line.print("needle one\r\nhay\r\nneedle two\r\nNeedle three\r\n");
  element.focus();
  await userEvent.keyboard("{Control>}{Shift>}F{/Shift}{/Control}");
  const bar = await vi.waitUntil(() => element.renderRoot.querySelector("gh-console-search"));
  await userEvent.keyboard("needle");
  const count = (): string | undefined => bar.renderRoot.querySelector("output")?.textContent;
  await vi.waitFor(() => expect(count()).toBe("1 of 3"));
  await userEvent.keyboard("{Enter}");
  await vi.waitFor(() => expect(count()).toBe("2 of 3"));
  bar.renderRoot.querySelector<HTMLButtonElement>("[aria-label='Match case']")?.click();
  await vi.waitFor(() => expect(count()).toBe("2 of 2"));
  bar.focus();
  await userEvent.keyboard("{Escape}");
  await vi.waitFor(() => expect(terminalOf(line).focused).toBe(true));
  expect([element.renderRoot.querySelector("gh-console-search"), line.takeTyped()]).toEqual([null, ""]);
});

test("the terminal is named for screen readers", async () => {
  await show();
  expect(terminalOf(line).terminal.textarea?.getAttribute("aria-label")).toBe("Console of linux-1");
});
