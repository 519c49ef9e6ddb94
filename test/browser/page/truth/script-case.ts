/**
 * A script that is run by a real kernel and by the simulated one, and what may differ between their answers.
 */

/** BusyBox is linked with musl, whose words for some reasons are not glibc's. */
const reasonsOfMusl = new Map([
  ["Resource busy", "Device or resource busy"],
  ["Result not representable", "Numerical result out of range"],
  ["Out of memory", "Cannot allocate memory"],
  ["Symbolic link loop", "Too many levels of symbolic links"],
  ["Filename too long", "File name too long"],
  ["I/O error", "Input/output error"],
]);

/** What two kernels may answer differently, by name; each turns a text into one in which it does not show. */
export const allowedDifferences = {
  /** Numbers of namespaces and pipes: `pid:[4026532177]`. */
  "inode numbers": (text: string): string => text.replaceAll(/\b(\w+):\[\d+\]/g, "$1:[N]"),
  /** The userlands (BusyBox and toybox or ours) word their complaints differently; the kernel's reason is the same. */
  "who complains": (text: string): string =>
    [...reasonsOfMusl]
      .reduce((words, [musl, glibc]) => words.replaceAll(`: ${musl}`, `: ${glibc}`), text)
      .replaceAll(/^.*?: ((?:[A-Z][a-z]+|No such)[ \w/-]*)$/gm, "complaint: $1")
      .replaceAll(/["'`]/g, ""),
} as const;

/** One script. */
export interface ScriptCase {
  readonly name: string;
  readonly script: string;
  readonly differs?: readonly (keyof typeof allowedDifferences)[];
}

/** `name`, then the script: shorter than objects in a long table. */
export function script(
  name: string,
  text: string,
  ...differs: readonly (keyof typeof allowedDifferences)[]
): ScriptCase {
  return { name, script: text, differs };
}
