import { Terminal } from "@xterm/xterm";
import { describe, expect, test } from "vitest";
import { holdDrawing, skipEmptySelections } from "../../../src/ui/console/terminal-drawing.ts";

interface Opened extends Disposable {
  readonly terminal: Terminal;
  readonly rows: HTMLElement;
}

/** A terminal of xterm's in the page, drawn by the DOM, spared the redraws of no selection. */
async function open(): Promise<Opened> {
  const host = document.createElement("div");
  document.body.append(host);
  const terminal = new Terminal({ rows: 5, cols: 20 });
  terminal.open(host);
  skipEmptySelections(terminal);
  await frames();
  const rows = host.querySelector<HTMLElement>(".xterm-rows");
  if (!rows) throw new Error("no rows are drawn");
  return {
    terminal,
    rows,
    [Symbol.dispose]() {
      terminal.dispose();
      host.remove();
    },
  };
}

/** Two frames, in which all that was asked for before is drawn. */
async function frames(): Promise<void> {
  for (let count = 0; count < 2; count++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** How often each row was built while `terminal` took `text` and drew it. */
async function builds({ terminal, rows }: Opened, text: string): Promise<readonly number[]> {
  const records: MutationRecord[] = [];
  const observer = new MutationObserver((more) => records.push(...more));
  observer.observe(rows, { childList: true, subtree: true });
  const drawn = new Promise((resolve) => {
    const listening = terminal.onRender(() => resolve(listening.dispose()));
  });
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  await drawn;
  await frames();
  observer.disconnect();
  const built = records.filter(({ addedNodes }) => addedNodes.length > 0);
  return [...rows.children].map((row) => built.filter(({ target }) => target === row).length);
}

const lines = Array.from({ length: 40 }, (_, at) => `line ${at}`).join("\r\n");

describe("a terminal that scrolls", () => {
  test("builds each row once a frame while nothing is selected", async () => {
    using opened = await open();
    expect(await builds(opened, lines)).toEqual([1, 1, 1, 1, 1]);
  });

  test("draws a selection, and then takes it away", async () => {
    using opened = await open();
    await builds(opened, lines);
    const marked = (): number =>
      opened.terminal.element?.querySelectorAll(".xterm-selection div").length ?? 0;
    opened.terminal.selectLines(37, 38);
    await frames();
    const selected = marked();
    opened.terminal.clearSelection();
    await frames();
    expect([selected > 0, marked()]).toEqual([true, 0]);
  });

  test("draws nothing of what it takes while its drawing is held, and then the last of it", async () => {
    using opened = await open();
    const shown = (): string => opened.rows.lastElementChild?.textContent ?? "";
    const held = holdDrawing(opened.terminal);
    await new Promise<void>((resolve) => opened.terminal.write(lines, resolve));
    await frames();
    const meanwhile = shown();
    held[Symbol.dispose]();
    await frames();
    expect([meanwhile, shown()].map((text) => text.trim())).toEqual(["", "line 39"]);
  });
});
