/** lsns(8): the namespaces that processes in `/proc` are in, with the lowest pid of each. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readAccounts, type Accounts } from "../accounts/account-files.ts";
import { tableLines } from "../command/columns.ts";
import { CommandFailure, program } from "../command/command.ts";
import { flag, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { listProcesses, type ProcessEntry } from "../process/process-entry.ts";
import { namespaceKinds } from "./namespace-options.ts";

interface Namespace {
  readonly inode: number;
  readonly kind: string;
  readonly processes: ProcessEntry[];
}

const columns = {
  NS: { right: true, show: ({ inode }: Namespace) => String(inode) },
  TYPE: { right: false, show: ({ kind }: Namespace) => kind },
  PATH: {
    right: false,
    show: (namespace: Namespace) => `/proc/${first(namespace)?.pid ?? 0}/ns/${namespace.kind}`,
  },
  NPROCS: { right: true, show: ({ processes }: Namespace) => String(processes.length) },
  PID: { right: true, show: (namespace: Namespace) => String(first(namespace)?.pid ?? "") },
  PPID: { right: true, show: (namespace: Namespace) => String(first(namespace)?.ppid ?? "") },
  COMMAND: { right: false, show: (namespace: Namespace) => commandOf(first(namespace)) },
  UID: { right: true, show: (namespace: Namespace) => String(first(namespace)?.uid ?? "") },
  USER: {
    right: false,
    show: (namespace: Namespace, accounts: Accounts) => {
      const uid = first(namespace)?.uid ?? 0;
      return accounts.userName(uid) ?? String(uid);
    },
  },
} as const;

export const lsns = program(
  {
    usage: "[OPTION]... [NAMESPACE]",
    about: `List namespaces. Columns: ${Object.keys(columns).join(" ")}`,
    options: {
      list: flag("-l, --list", "no tree"),
      noHeadings: flag("-n, --noheadings", "no line of headings"),
      output: value("-o, --output=LIST", "which columns"),
      task: value("-p, --task=PID", "those of one process"),
      raw: flag("-r, --raw", "one space between columns"),
      full: flag("-u, --notruncate", "never cut text"),
      noWrap: flag("-W, --nowrap", "one line each"),
      type: value("-t, --type=KIND", "only of a kind: pid, mnt, uts, net, ipc, user, cgroup"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const { type } = options;
    if (type !== null && !namespaceKinds.some((kind) => kind === type)) {
      throw new CommandFailure(`unknown namespace type: ${type}`);
    }
    const task = options.task === null ? null : integerArgument(options.task, "PID argument");
    const wanted = operands[0] === undefined ? null : integerArgument(operands[0], "namespace argument");
    const all = yield* findNamespaces(sys);
    if (wanted !== null && !all.some(({ inode }) => inode === wanted)) {
      throw new CommandFailure(`not found namespace: ${wanted}`);
    }
    const shown = all.filter(
      ({ inode, kind, processes }) =>
        (type === null || kind === type) &&
        (wanted === null || inode === wanted) &&
        (task === null || processes.some(({ pid }) => pid === task)),
    );
    const fallback =
      wanted === null
        ? ["NS", "TYPE", "NPROCS", "PID", "USER", "COMMAND"]
        : ["PID", "PPID", "USER", "COMMAND"];
    const names = options.output?.toUpperCase().split(",") ?? fallback;
    const chosen = names.map((head) => {
      const column = Object.entries(columns).find(([name]) => name === head)?.[1];
      if (!column) throw new CommandFailure(`unknown column: ${head}`);
      return { head, ...column };
    });
    const accounts = yield* readAccounts(sys);
    // A single namespace is shown as its processes.
    const rows =
      wanted === null
        ? treeOrder(shown, options.list || options.raw || task !== null)
        : shown.flatMap((namespace) =>
            namespace.processes.map((entry) => ({
              namespace: { ...namespace, processes: [entry] },
              indent: "",
            })),
          );
    const cells = rows.map(({ namespace, indent }) =>
      chosen.map(({ head, show }) => (head === "COMMAND" ? indent : "") + show(namespace, accounts)),
    );
    const lines = options.raw
      ? [names, ...cells].map((row) => row.join(" "))
      : tableLines(
          chosen.map(({ head, right }) => ({ head, right })),
          cells,
        );
    for (const line of options.noHeadings ? lines.slice(1) : lines) yield* command.out.line(line);
  },
);

function* findNamespaces(sys: Syscalls): Blocking<readonly Namespace[]> {
  const found = new Map<string, Namespace>();
  for (const entry of yield* listProcesses(sys)) {
    for (const kind of namespaceKinds) {
      const link = linkOf(sys, `/proc/${entry.pid}/ns/${kind}`);
      if (link === null) continue;
      const namespace = found.get(link) ?? {
        inode: Number(/\d+/u.exec(link)?.[0] ?? 0),
        kind,
        processes: [],
      };
      namespace.processes.push(entry);
      found.set(link, namespace);
    }
  }
  return [...found.values()].toSorted((a, b) => a.inode - b.inode);
}

/** Processes of others are left out, as lsns does. */
function linkOf(sys: Syscalls, path: string): string | null {
  try {
    return sys.readlink(path);
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}

/** Below each namespace those whose first process is a child of its first process. */
function treeOrder(
  namespaces: readonly Namespace[],
  flat: boolean,
): readonly { readonly namespace: Namespace; readonly indent: string }[] {
  if (flat) return namespaces.map((namespace) => ({ namespace, indent: "" }));
  const children = new Map<Namespace, Namespace[]>();
  const roots: Namespace[] = [];
  for (const namespace of namespaces) {
    const parent = namespaces.findLast(
      (other) => other !== namespace && first(other)?.pid === first(namespace)?.ppid,
    );
    if (parent) children.set(parent, [...(children.get(parent) ?? []), namespace]);
    else roots.push(namespace);
  }
  const visit = (
    namespace: Namespace,
    indent: string,
    below: string,
  ): { namespace: Namespace; indent: string }[] => {
    const family = children.get(namespace) ?? [];
    return [
      { namespace, indent },
      ...family.flatMap((child, at) =>
        at === family.length - 1
          ? visit(child, `${below}└─`, `${below}  `)
          : visit(child, `${below}├─`, `${below}│ `),
      ),
    ];
  };
  return roots.flatMap((root) => visit(root, "", ""));
}

function first({ processes }: Namespace): ProcessEntry | undefined {
  return processes[0];
}

function commandOf(entry: ProcessEntry | undefined): string {
  if (!entry) return "";
  return entry.argv.length > 0 ? entry.argv.join(" ") : entry.comm;
}
