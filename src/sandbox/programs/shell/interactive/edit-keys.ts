/**
 * What the keys of emacs do to a line (bash's readline(3) defaults), those that need nothing but the line.
 */
import type { Key } from "./key-decoder.ts";
import type { LineBuffer } from "./line-buffer.ts";

const byControl: Readonly<Record<string, (buffer: LineBuffer) => void>> = {
  A: (buffer) => buffer.moveTo("start"),
  B: (buffer) => buffer.moveTo("left"),
  E: (buffer) => buffer.moveTo("end"),
  F: (buffer) => buffer.moveTo("right"),
  H: (buffer) => buffer.deleteBack(),
  "?": (buffer) => buffer.deleteBack(),
  K: (buffer) => buffer.kill("end"),
  T: (buffer) => buffer.transpose(),
  U: (buffer) => buffer.kill("start"),
  W: (buffer) => buffer.kill("blank-left"),
  Y: (buffer) => buffer.yank(),
};

const byAlt: Readonly<Record<string, (buffer: LineBuffer) => void>> = {
  b: (buffer) => buffer.moveTo("word-left"),
  f: (buffer) => buffer.moveTo("word-right"),
  d: (buffer) => buffer.kill("word-right"),
  c: (buffer) =>
    buffer.changeWord((word) =>
      word.toLowerCase().replace(/[\p{L}\p{N}]/u, (letter) => letter.toUpperCase()),
    ),
  l: (buffer) => buffer.changeWord((word) => word.toLowerCase()),
  u: (buffer) => buffer.changeWord((word) => word.toUpperCase()),
  "\u007F": (buffer) => buffer.kill("word-left"),
  "\b": (buffer) => buffer.kill("word-left"),
};

/** Does it; keys that mean nothing do nothing. */
export function editByKey(buffer: LineBuffer, key: Key): void {
  switch (key.kind) {
    case "character":
    case "paste":
      buffer.insert(key.text);
      break;
    case "control":
      byControl[key.letter]?.(buffer);
      break;
    case "alt":
      byAlt[key.text]?.(buffer);
      break;
    case "named":
      editByName(buffer, key);
      break;
  }
}

function editByName(buffer: LineBuffer, { name, control }: Extract<Key, { kind: "named" }>): void {
  switch (name) {
    case "left":
      buffer.moveTo(control ? "word-left" : "left");
      break;
    case "right":
      buffer.moveTo(control ? "word-right" : "right");
      break;
    case "home":
      buffer.moveTo("start");
      break;
    case "end":
      buffer.moveTo("end");
      break;
    case "delete":
      buffer.deleteForward();
      break;
    case "up":
    case "down":
    case "insert":
    case "page":
      break;
  }
}
