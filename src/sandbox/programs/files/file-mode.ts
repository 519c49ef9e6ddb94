/**
 * Permission bits as people read and write them: `drwxr-sr-x`, `0755`, `u+x,go=r` (chmod(1)).
 */
import type { FileType } from "../../abi/stat.ts";

/** The letter of a type in `ls -l`. */
export const typeLetters: Readonly<Record<FileType, string>> = {
  file: "-",
  directory: "d",
  symlink: "l",
  fifo: "p",
  socket: "s",
  character: "c",
  block: "b",
};

/** What `ls -l` prints of type and bits. */
export function modeText(type: FileType, mode: number): string {
  const group = (shift: number, setBit: number, letter: string): string => {
    const bits = mode >> shift;
    const runs = (bits & 1) !== 0;
    const isSet = (mode & setBit) !== 0;
    return (
      ((bits & 4) !== 0 ? "r" : "-") +
      ((bits & 2) !== 0 ? "w" : "-") +
      (isSet ? (runs ? letter : letter.toUpperCase()) : runs ? "x" : "-")
    );
  };
  return typeLetters[type] + group(6, 0o4000, "s") + group(3, 0o2000, "s") + group(0, 0o1000, "t");
}

/** How to come from one mode to the next; `null` when `text` is no mode. */
export function parseMode(
  text: string,
): ((mode: number, isDirectory: boolean, umask: number) => number) | null {
  if (/^[0-7]{1,4}$/u.test(text)) {
    const bits = Number.parseInt(text, 8);
    // Set-id bits of directories stay unless they are named (GNU).
    return (mode, isDirectory) => (isDirectory && text.length < 5 ? bits | (mode & 0o6000) : bits);
  }
  const clauses = text.split(",").map((clause) => /^([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*))+)$/u.exec(clause));
  if (clauses.some((clause) => clause === null)) return null;
  return (before, isDirectory, umask) => {
    let mode = before;
    for (const clause of clauses) {
      const [, who = "", actions = ""] = clause ?? [];
      for (const [, action = "", letters = ""] of actions.matchAll(/([-+=])([ugo]|[rwxXst]*)/gu)) {
        mode = applied(mode, who, action, letters, isDirectory, umask);
      }
    }
    return mode;
  };
}

const classes = { u: [6, 0o4000], g: [3, 0o2000], o: [0, 0o1000] } as const;

function applied(
  before: number,
  who: string,
  action: string,
  letters: string,
  isDirectory: boolean,
  umask: number,
): number {
  const everyone = who === "" || who.includes("a");
  let mask = 0;
  let bits = 0;
  for (const name of ["u", "g", "o"] as const) {
    if (!everyone && !who.includes(name)) continue;
    const [shift, setBit] = classes[name];
    mask |= (0o7 << shift) | (name === "o" ? 0 : setBit);
    let own = 0;
    if (letters.includes("r")) own |= 4;
    if (letters.includes("w")) own |= 2;
    if (letters.includes("x") || (letters.includes("X") && (isDirectory || (before & 0o111) !== 0))) own |= 1;
    if (letters === "u") own |= (before >> 6) & 7;
    if (letters === "g") own |= (before >> 3) & 7;
    if (letters === "o") own |= before & 7;
    bits |= own << shift;
    if (letters.includes("s") && name !== "o") bits |= setBit;
  }
  if (letters.includes("t") && (everyone || who.includes("o") || who === "")) {
    bits |= 0o1000;
    mask |= 0o1000;
  }
  // Without a who, the mask of the process keeps its bits (chmod(1)).
  if (who === "") bits &= ~umask;
  if (action === "+") return before | bits;
  if (action === "-") return before & ~bits;
  const kept = isDirectory ? 0o6000 & ~bits : 0;
  return (before & ~(mask & ~kept)) | bits;
}
