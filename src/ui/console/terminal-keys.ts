/**
 * The few keys a focused console keeps for itself. Everything else, Tab included, goes to the machine.
 *
 * Ctrl+Alt+G releases the keyboard, Ctrl+Alt+S switches screen-reader mode, Ctrl+Shift+F searches, Ctrl+Shift+C and
 * Ctrl+Insert copy, Ctrl+Shift+V and Shift+Insert paste, Ctrl with +, − and 0 sizes the text of all consoles; on a Mac
 * Cmd with the last three does, too, and Cmd+C and Cmd+V are the browser's own.
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
