import { expect, test } from "vitest";
import { keyCommand, keyGroups } from "../../../src/ui/keys/keys.ts";

const plain = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

test("a key with Ctrl or Meta is the browser's", () => {
  expect([
    keyCommand({ ...plain, key: "n" }),
    keyCommand({ ...plain, key: "n", ctrlKey: true }),
    keyCommand({ ...plain, key: "n", metaKey: true }),
    keyCommand({ ...plain, key: "n", altKey: true }),
  ]).toEqual(["new-guest", null, null, null]);
});

test("a tile moves with Alt and Shift held, and not with one of them", () => {
  expect([
    keyCommand({ ...plain, key: "ArrowLeft", altKey: true, shiftKey: true }),
    keyCommand({ ...plain, key: "ArrowLeft", altKey: true }),
    keyCommand({ ...plain, key: "ArrowLeft", shiftKey: true }),
  ]).toEqual(["move-left", null, null]);
});

test("with single keys off, only named keys and chords count", () => {
  expect([
    keyCommand({ ...plain, key: "n" }, false),
    keyCommand({ ...plain, key: "?" }, false),
    keyCommand({ ...plain, key: "Escape" }, false),
    keyCommand({ ...plain, key: "ArrowLeft", altKey: true, shiftKey: true }, false),
  ]).toEqual([null, null, "close", "move-left"]);
});

test("no key stands for two commands", () => {
  const keys = keyGroups.flatMap(({ bindings }) => bindings.flatMap((binding) => binding.keys));
  expect(new Set(keys).size).toBe(keys.length);
});
