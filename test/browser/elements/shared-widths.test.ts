import { Terminal } from "@xterm/xterm";
import { expect, test } from "vitest";
import { measureAhead, shareWidths } from "../../../src/ui/console/shared-widths.ts";

const measuring = ".xterm-width-cache-measure-container span";

/** A terminal of xterm's in the page, with its measuring elements. */
function open(): { readonly host: HTMLElement; readonly elements: readonly HTMLElement[] } & Disposable {
  const host = document.createElement("div");
  document.body.append(host);
  const terminal = new Terminal({ fontFamily: "serif" });
  terminal.open(host);
  return {
    host,
    elements: [...host.querySelectorAll<HTMLElement>(measuring)],
    [Symbol.dispose]() {
      terminal.dispose();
      host.remove();
    },
  };
}

/** What a terminal reads when it measures a character as xterm does: in regular, bold and italic type. */
function measured(elements: readonly HTMLElement[], character: string): readonly number[] {
  return elements.slice(0, 3).map((element) => {
    element.textContent = character.repeat(32);
    return element.offsetWidth;
  });
}

test("a terminal that shares widths measures what it would measure by itself", () => {
  using alone = open();
  using sharing = open();
  shareWidths(sharing.host);
  const characters = ["i", "W", " ", "é", "漢"];
  expect({
    count: sharing.elements.length,
    widths: characters.map((each) => measured(sharing.elements, each)),
  }).toEqual({
    count: 4,
    widths: characters.map((each) => measured(alone.elements, each)),
  });
});

test("what one terminal has measured ahead is laid out by no other", () => {
  using first = open();
  shareWidths(first.host);
  measureAhead(first.host, "mM");
  using second = open();
  shareWidths(second.host);
  const before = second.elements.map(({ childNodes }) => [...childNodes]);
  measured(second.elements.slice(0, 2), "m");
  expect(second.elements.map(({ childNodes }) => [...childNodes])).toEqual(before);
});
