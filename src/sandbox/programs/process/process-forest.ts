/**
 * Processes in the order of their family tree, with the lines that ps --forest draws. Knows nothing of columns.
 */
import type { ProcessEntry } from "./process-entry.ts";

/** Parents before their children; `indent` is what is drawn before the command. */
export function forestOrder(
  entries: readonly ProcessEntry[],
): readonly { readonly entry: ProcessEntry; readonly indent: string }[] {
  const known = new Set(entries.map(({ pid }) => pid));
  const children = new Map<number, ProcessEntry[]>();
  const roots: ProcessEntry[] = [];
  for (const entry of entries) {
    if (!known.has(entry.ppid) || entry.ppid === entry.pid) {
      roots.push(entry);
      continue;
    }
    const siblings = children.get(entry.ppid) ?? [];
    siblings.push(entry);
    children.set(entry.ppid, siblings);
  }
  const ordered: { entry: ProcessEntry; indent: string }[] = [];
  const visit = (entry: ProcessEntry, indent: string, below: string): void => {
    ordered.push({ entry, indent });
    const family = children.get(entry.pid) ?? [];
    for (const [at, child] of family.entries()) {
      const isLast = at === family.length - 1;
      visit(child, `${below} \\_ `, `${below} ${isLast ? " " : "|"}  `);
    }
  };
  for (const root of roots) visit(root, "", "");
  return ordered;
}
