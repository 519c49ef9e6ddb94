/** findmnt(8): what is mounted, as a tree. */
import { tableLines } from "../command/columns.ts";
import { CommandFailure, program } from "../command/command.ts";
import { flag, value } from "../command/options.ts";
import { readMounts, type MountEntry } from "./mount-table.ts";

const columns: Readonly<Record<string, (entry: MountEntry) => string>> = {
  TARGET: ({ target }) => target,
  SOURCE: ({ source, root }) => (root === "/" || root === "" ? source : `${source}[${root}]`),
  FSTYPE: ({ type }) => type,
  OPTIONS: ({ options }) => options.join(","),
  ID: ({ id }) => String(id),
  PARENT: ({ parentId }) => String(parentId),
  FSROOT: ({ root }) => root,
};

export const findmnt = program(
  {
    usage: "[OPTION]... [DEVICE|MOUNTPOINT]",
    about: `Show what is mounted. Columns: ${Object.keys(columns).join(" ")}`,
    options: {
      list: flag("-l, --list", "no tree"),
      noHeadings: flag("-n, --noheadings", "no line of headings"),
      output: value("-o, --output=LIST", "which columns"),
      raw: flag("-r, --raw", "one space between columns"),
      types: value("-t, --types=LIST", "only these types"),
      target: value("-T, --target=PATH", "what PATH is on"),
    },
  },
  function* (command, { options, operands }) {
    const mounts = yield* readMounts(command.sys);
    const names = options.output?.toUpperCase().split(",") ?? ["TARGET", "SOURCE", "FSTYPE", "OPTIONS"];
    const chosen = names.map((head) => {
      const show = columns[head];
      if (!show) throw new CommandFailure(`unknown column: ${head}`);
      return { head, show };
    });
    const [wanted] = operands;
    const types = options.types?.split(",");
    const holder = options.target === null ? null : holding(mounts, options.target);
    const shown = mounts.filter(
      (entry) =>
        (types?.includes(entry.type) ?? true) &&
        (wanted === undefined || entry.target === wanted || entry.source === wanted) &&
        (holder === null || entry === holder),
    );
    if (shown.length === 0) return 1;
    const flat =
      options.list || options.raw || wanted !== undefined || types !== undefined || holder !== null;
    const rows = (flat ? shown.map((entry) => ({ entry, indent: "" })) : treeOrder(shown)).map(
      ({ entry, indent }) => chosen.map(({ head, show }) => (head === "TARGET" ? indent : "") + show(entry)),
    );
    const lines = options.raw
      ? [names, ...rows].map((row) => row.join(" "))
      : tableLines(
          chosen.map(({ head }) => ({ head })),
          rows,
        );
    for (const line of options.noHeadings ? lines.slice(1) : lines) yield* command.out.line(line.trimEnd());
    return 0;
  },
);

function holding(mounts: readonly MountEntry[], path: string): MountEntry | null {
  const over = mounts.filter(
    ({ target }) => target === "/" || path === target || path.startsWith(`${target}/`),
  );
  return over.reduce<MountEntry | null>(
    (best, entry) => (best && best.target.length > entry.target.length ? best : entry),
    null,
  );
}

function treeOrder(mounts: readonly MountEntry[]): { readonly entry: MountEntry; readonly indent: string }[] {
  const ids = new Set(mounts.map(({ id }) => id));
  const visit = (
    entry: MountEntry,
    indent: string,
    below: string,
  ): { entry: MountEntry; indent: string }[] => {
    const children = mounts.filter(({ parentId, id }) => parentId === entry.id && id !== entry.id);
    return [
      { entry, indent },
      ...children.flatMap((child, at) =>
        at === children.length - 1
          ? visit(child, `${below}└─`, `${below}  `)
          : visit(child, `${below}├─`, `${below}│ `),
      ),
    ];
  };
  return mounts
    .filter(({ parentId, id }) => !ids.has(parentId) || parentId === id)
    .flatMap((root) => visit(root, "", ""));
}
