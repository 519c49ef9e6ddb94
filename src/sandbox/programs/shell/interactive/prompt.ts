/**
 * The escapes of prompts: `\u@\h:\w\$` (as ash and bash have them).
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { readFile } from "../text/read-file.ts";

/** `text` with its escapes replaced. What they give is protected from the expansion that comes after. */
export function* expandPromptEscapes(shell: ShellProcess, text: string): Blocking<string> {
  let result = "";
  for (const [, literal = "", octal, letter] of text.matchAll(/([^\\]+)|\\([0-7]{3})|\\(.?)/gs)) {
    if (octal !== undefined) result += String.fromCharCode(Number.parseInt(octal, 8));
    else if (letter === undefined) result += literal;
    else result += yield* escape(shell, letter);
  }
  return result;
}

function* escape(shell: ShellProcess, letter: string): Blocking<string> {
  const { state, sys } = shell;
  switch (letter) {
    case "u":
      return protect(yield* userName(shell));
    case "h":
      return protect(sys.uname().nodename.split(".")[0] ?? "");
    case "H":
      return protect(sys.uname().nodename);
    case "w":
      return protect(shortDirectory(shell));
    case "W":
      return protect(shortDirectory(shell).replace(/^.*\/(?=.)/, ""));
    case "$":
      return sys.credentials().euid === 0 ? "#" : String.raw`\$`;
    case "s":
      return protect(state.arg0.replace(/^-|^.*\//, ""));
    case "j":
      return String(shell.children.jobs.all.length);
    case "!":
    case "#":
      return String(shell.history.length + 1);
    case "?":
      return String(state.status);
    case "n":
      return "\n";
    case "r":
      return "\r";
    case "a":
      return "\u0007";
    case "e":
    case "E":
      return "\u001B";
    case "[":
      return "\u0001";
    case "]":
      return "\u0002";
    case "t":
    case "T":
    case "A":
    case "@":
    case "d":
      return timeText(letter, sys.clock("realtime"));
    case "\\":
      return String.raw`\\`;
    default:
      return `\\${letter}`;
  }
}

/** So that a directory called `$(x)` runs nothing. */
function protect(text: string): string {
  return text.replaceAll(/[$`\\]/g, String.raw`\$&`);
}

function shortDirectory({ state }: ShellProcess): string {
  const home = state.variables.get("HOME");
  const { directory } = state;
  if (!home || home === "/" || !`${directory}/`.startsWith(`${home}/`)) return directory;
  return `~${directory.slice(home.length)}`;
}

function* userName({ state, sys }: ShellProcess): Blocking<string> {
  const { euid } = sys.credentials();
  try {
    const users = yield* readFile(sys, "/etc/passwd");
    const entry = users.split("\n").find((line) => line.split(":")[2] === String(euid));
    if (entry) return entry.split(":")[0] ?? "";
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  return state.variables.get("USER") ?? (euid === 0 ? "root" : String(euid));
}

function timeText(letter: string, epochMs: number): string {
  const iso = new Date(epochMs).toISOString();
  const hours = Number(iso.slice(11, 13));
  const twelve = String(hours % 12 || 12).padStart(2, "0");
  switch (letter) {
    case "t":
      return iso.slice(11, 19);
    case "A":
      return iso.slice(11, 16);
    case "T":
      return twelve + iso.slice(13, 19);
    case "@":
      return `${twelve}${iso.slice(13, 16)} ${hours < 12 ? "AM" : "PM"}`;
    default: {
      const [day = "", date = "", month = ""] = new Date(epochMs).toUTCString().replace(",", "").split(" ");
      return `${day} ${month} ${date}`;
    }
  }
}
