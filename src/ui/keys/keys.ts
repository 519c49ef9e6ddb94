/**
 * Every key of the page, once: what the dialog lists is what the page obeys. None counts while one types in a console
 * or a field.
 */
import { views, type View } from "../views.ts";

/** What a key asks for. */
export type KeyCommand =
  | "new-guest"
  | "new-guest-dialog"
  | "new-sandbox"
  | "new-sandbox-dialog"
  | "host-console"
  | "details"
  | "nth-console"
  | "previous-machine"
  | "next-machine"
  | "pause-or-resume"
  | "move-left"
  | "move-right"
  | "toggle-mode"
  | "maximise"
  | View
  | "keys"
  | "close";

/** A line of the list of keys. */
export interface KeyBinding {
  readonly command: KeyCommand | null;
  /** As `KeyboardEvent.key` has it, with `Alt+Shift+` before where they must be held. */
  readonly keys: readonly string[];
  /** As shown, where that differs. */
  readonly shown?: readonly string[];
  readonly title: string;
}

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** By group, in the order in which they are shown. A binding without a command is obeyed elsewhere. */
export const keyGroups: readonly { readonly title: string; readonly bindings: readonly KeyBinding[] }[] = [
  {
    title: "Machines",
    bindings: [
      { command: "new-guest", keys: ["n"], title: "New guest" },
      { command: "new-guest-dialog", keys: ["N"], shown: ["Shift+N"], title: "New guest with options" },
      { command: "new-sandbox", keys: ["s"], title: "New sandbox" },
      { command: "new-sandbox-dialog", keys: ["S"], shown: ["Shift+S"], title: "New sandbox with options" },
      { command: "previous-machine", keys: ["["], title: "Previous machine" },
      { command: "next-machine", keys: ["]"], title: "Next machine" },
      { command: "pause-or-resume", keys: ["p"], title: "Pause or resume the selected machine" },
      { command: "details", keys: ["i"], title: "Details of the selected machine, or its console" },
      { command: "host-console", keys: ["h"], title: "Root shell of the host" },
    ],
  },
  {
    title: "Screen",
    bindings: [
      {
        command: "nth-console",
        keys: digits,
        shown: ["1", "…", "9"],
        title: "Type into the first … ninth console",
      },
      ...views.map(({ id, key, title }) => ({ command: id, keys: [key], title })),
      { command: "toggle-mode", keys: ["t"], title: "Tiles or tabs" },
      { command: "maximise", keys: ["z"], title: "Maximise the selected console, or restore its size" },
      {
        command: "move-left",
        keys: ["Alt+Shift+ArrowLeft"],
        shown: ["Alt+Shift+←"],
        title: "Move the selected console left",
      },
      {
        command: "move-right",
        keys: ["Alt+Shift+ArrowRight"],
        shown: ["Alt+Shift+→"],
        title: "Move it right",
      },
      { command: "keys", keys: ["?"], title: "These keys" },
      { command: "close", keys: ["Escape"], title: "Close, dismiss, restore the size of a tile" },
    ],
  },
  {
    title: "In a console",
    bindings: [
      { command: null, keys: [], shown: ["Ctrl+Alt+G"], title: "Release the keyboard" },
      { command: null, keys: [], shown: ["Ctrl+Shift+F"], title: "Search" },
      { command: null, keys: [], shown: ["Ctrl+Shift+C", "Ctrl+Shift+V"], title: "Copy, paste" },
      { command: null, keys: [], shown: ["Ctrl+Insert", "Shift+Insert"], title: "Copy, paste" },
      {
        command: null,
        keys: [],
        shown: ["Ctrl++", "Ctrl+−", "Ctrl+0"],
        title: "Larger, smaller, usual text",
      },
      { command: null, keys: [], shown: ["Ctrl+Alt+S"], title: "Screen-reader mode on or off" },
    ],
  },
  {
    title: "On a chart",
    bindings: [
      { command: null, keys: [], shown: ["←", "→"], title: "Move the crosshair by a sample" },
      { command: null, keys: [], shown: ["Page Up", "Page Down"], title: "Move it further" },
      { command: null, keys: [], shown: ["Home", "End"], title: "Oldest, newest sample" },
      { command: null, keys: [], shown: ["Escape"], title: "No crosshair" },
    ],
  },
  {
    title: "On an edge of the host’s budget",
    bindings: [
      { command: null, keys: [], shown: ["←", "→"], title: "Less, more" },
      { command: null, keys: [], shown: ["Page Up", "Page Down"], title: "Much more, much less" },
      { command: null, keys: [], shown: ["Home", "End"], title: "The least, the most" },
      { command: null, keys: [], shown: ["Delete"], title: "No limit" },
      { command: null, keys: [], shown: ["↑", "↓"], title: "Another machine’s edge" },
      { command: null, keys: [], shown: ["Enter"], title: "All limits of the machine" },
    ],
  },
  {
    title: "On the core’s timeline",
    bindings: [
      { command: null, keys: [], shown: ["←", "→"], title: "From run to run" },
      { command: null, keys: [], shown: ["+", "−", "0"], title: "Closer, further, all of it" },
      { command: null, keys: [], shown: ["Escape"], title: "Let it go on" },
    ],
  },
  {
    title: "On a divider",
    bindings: [
      { command: null, keys: [], shown: ["←", "→", "↑", "↓"], title: "Move it" },
      { command: null, keys: [], shown: ["Home"], title: "Back to where it was at first" },
    ],
  },
];

const commands = new Map(
  keyGroups.flatMap(({ bindings }) =>
    bindings.flatMap(({ command, keys }) => keys.map((key) => [key, command] as const)),
  ),
);

/** What a key asks for; `null` if nothing. Without `singleKeys`, a letter, digit or sign alone asks for nothing. */
export function keyCommand(
  event: Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">,
  singleKeys = true,
): KeyCommand | null {
  if (event.ctrlKey || event.metaKey) return null;
  if (event.altKey) return (event.shiftKey && commands.get(`Alt+Shift+${event.key}`)) || null;
  if (!singleKeys && event.key.length === 1) return null;
  return commands.get(event.key) ?? null;
}
