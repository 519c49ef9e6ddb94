import { expect, test } from "vitest";
import { safeLinks, webTarget } from "../../../src/ui/console/safe-links.ts";

function click(text: string, modifiers: MouseEventInit): string[] {
  const opened: string[] = [];
  using links = safeLinks((url) => opened.push(url));
  const position = { x: 1, y: 1 };
  links.handler.activate(new MouseEvent("click", modifiers), text, { start: position, end: position });
  return opened;
}

test("a link opens only with Ctrl or Cmd", () => {
  expect({
    plain: click("https://example.com/a", {}),
    shift: click("https://example.com/a", { shiftKey: true }),
    ctrl: click("https://example.com/a", { ctrlKey: true }),
    cmd: click("https://example.com/a", { metaKey: true }),
  }).toEqual({ plain: [], shift: [], ctrl: ["https://example.com/a"], cmd: ["https://example.com/a"] });
});

test("only addresses of the web are links, shown as they will be opened", () => {
  expect(
    [
      "http://example.com",
      "https://bank.example@evil.example/x",
      "https://bücher.example/",
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "blob:https://example.com/1",
      "example.com",
    ].map(webTarget),
  ).toEqual([
    "http://example.com/",
    "https://evil.example/x",
    "https://xn--bcher-kva.example/",
    null,
    null,
    null,
    null,
    null,
  ]);
});

test("the target of the link under the pointer is told", () => {
  const hovered: (string | null)[] = [];
  using links = safeLinks(() => undefined);
  links.onDidHover.listen((target) => hovered.push(target));
  const range = { start: { x: 1, y: 1 }, end: { x: 1, y: 1 } };
  links.handler.hover?.(new MouseEvent("mousemove"), "https://example.com/a", range);
  links.handler.leave?.(new MouseEvent("mousemove"), "https://example.com/a", range);
  expect(hovered).toEqual(["https://example.com/a", null]);
});
