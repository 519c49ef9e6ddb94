/**
 * One command that asks several things of a machine, and its output apart again: each shell more would cost a guest
 * what the questions themselves cost.
 */

/** A line that no file of /proc or /sys begins with. */
const mark = "@@ ";

/** The commands one after the other, each announced by its name. A name is letters only. */
export function sectionsCommand(commands: Readonly<Record<string, string>>): string {
  return Object.entries(commands)
    .map(([name, command]) => `echo '${mark}${name}'; { ${command}; } 2>/dev/null`)
    .join("\n");
}

/** What each printed, by name; missing where it was not reached. */
export function readSections(output: string): Readonly<Record<string, string>> {
  const sections: Record<string, string> = {};
  for (const part of `\n${output}`.split(`\n${mark}`).slice(1)) {
    const end = part.indexOf("\n");
    sections[end < 0 ? part : part.slice(0, end)] = end < 0 ? "" : part.slice(end + 1).trimEnd();
  }
  return sections;
}
