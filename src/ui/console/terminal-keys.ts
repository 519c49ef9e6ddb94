/**
 * The few keys a focused console keeps for itself. Everything else, Tab included, goes to the machine.
 */

/** What a key asks of the console. */
export type ConsoleCommand =
  | "release"
  | "search"
  | "copy"
  | "paste"
  | "larger"
  | "smaller"
  | "default-size"
  | "toggle-screen-reader";

/** A key of the console, for lists of keys. `keys` are joined with "+"; on a Mac, Cmd+C and Cmd+V work too. */
export interface ConsoleKey {
  readonly command: ConsoleCommand;
  readonly keys: readonly string[];
  readonly does: string;
}

/** All of them, in the order a list shows them. */
export const consoleKeys: readonly ConsoleKey[] = [
  {
    command: "release",
    keys: ["Ctrl", "Alt", "G"],
    does: "Leave the console: give the keyboard back to the page",
  },
  { command: "search", keys: ["Ctrl", "Shift", "F"], does: "Search in the console" },
  { command: "copy", keys: ["Ctrl", "Shift", "C"], does: "Copy the selection (also Ctrl+Insert)" },
  { command: "paste", keys: ["Ctrl", "Shift", "V"], does: "Paste (also Shift+Insert)" },
  { command: "larger", keys: ["Ctrl", "+"], does: "Larger text in all consoles" },
  { command: "smaller", keys: ["Ctrl", "−"], does: "Smaller text in all consoles" },
  { command: "default-size", keys: ["Ctrl", "0"], does: "Text back to its usual size" },
  { command: "toggle-screen-reader", keys: ["Ctrl", "Alt", "S"], does: "Screen-reader mode on or off" },
];

/** The part of a keyboard event that decides. */
export type KeyPress = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey" | "getModifierState"
>;

/** What `press` asks of the console; `null` if it is the machine's. */
export function consoleCommand(press: KeyPress, isMac: boolean): ConsoleCommand | null {
  const { ctrlKey, altKey, shiftKey, metaKey } = press;
  const chord = `${ctrlKey ? "C" : ""}${altKey ? "A" : ""}${shiftKey ? "S" : ""}${metaKey ? "M" : ""}`;
  switch (chord) {
    case "CA":
      // AltGr looks like Ctrl+Alt on Windows, and types letters of many languages.
      return press.getModifierState("AltGraph") ? null : byCode(press.code, releasing);
    case "CS":
      // "+" needs Shift on most layouts; Ctrl+_ is the machine's (undo in editors).
      return press.key === "+" ? "larger" : byCode(press.code, shifted);
    case "C":
      return byKey(press.key);
    case "M":
      return isMac ? byKey(press.key) : null;
    case "S":
      return press.code === "Insert" ? "paste" : null;
    default:
      return null;
  }
}

const releasing: Readonly<Record<string, ConsoleCommand>> = { KeyG: "release", KeyS: "toggle-screen-reader" };
const shifted: Readonly<Record<string, ConsoleCommand>> = { KeyF: "search", KeyC: "copy", KeyV: "paste" };
const plain: Readonly<Record<string, ConsoleCommand>> = {
  "+": "larger",
  "=": "larger",
  "-": "smaller",
  "0": "default-size",
  Insert: "copy",
};

// By code: with Option held, a Mac's keys report other characters.
function byCode(code: string, table: Readonly<Record<string, ConsoleCommand>>): ConsoleCommand | null {
  return Object.hasOwn(table, code) ? (table[code] ?? null) : null;
}

function byKey(key: string): ConsoleCommand | null {
  return Object.hasOwn(plain, key) ? (plain[key] ?? null) : null;
}
