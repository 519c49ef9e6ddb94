/**
 * `/etc/inittab` in busybox's format: `tty::action:process`. Parses; knows nothing of running.
 */

/** When and how init runs a process. */
export type InitAction =
  | "sysinit"
  | "wait"
  | "once"
  | "respawn"
  | "askfirst"
  | "ctrlaltdel"
  | "shutdown"
  | "restart";

/** One line. */
export interface InitEntry {
  /** Terminal in `/dev` to run on; empty is init's own console. */
  readonly terminal: string;
  readonly action: InitAction;
  readonly process: string;
}

const actions: readonly InitAction[] = [
  "sysinit",
  "wait",
  "once",
  "respawn",
  "askfirst",
  "ctrlaltdel",
  "shutdown",
  "restart",
];

/** What a system without an inittab does, as busybox. */
export const defaultInittab: readonly InitEntry[] = [
  { terminal: "", action: "sysinit", process: "/etc/init.d/rcS" },
  { terminal: "", action: "askfirst", process: "-/bin/sh" },
  { terminal: "", action: "ctrlaltdel", process: "/sbin/reboot" },
  { terminal: "", action: "shutdown", process: "/bin/umount -a -r" },
];

/** The entries of a file, and what cannot be understood in it. */
export function parseInittab(text: string): {
  readonly entries: readonly InitEntry[];
  readonly problems: readonly string[];
} {
  const entries: InitEntry[] = [];
  const problems: string[] = [];
  for (const [at, whole] of text.split("\n").entries()) {
    const line = whole.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [terminal = "", , actionText = "", ...rest] = line.split(":");
    const action = actions.find((known) => known === actionText.trim());
    const process = rest.join(":").trim();
    if (action === undefined || process === "") problems.push(`Bad inittab entry at line ${at + 1}`);
    else entries.push({ terminal: terminal.replace(/^\/dev\//u, ""), action, process });
  }
  return { entries, problems };
}

/** How to start what a line says: words, or a shell where there is more than words; a leading `-` makes a login shell. */
export function processArguments(process: string): {
  readonly path: string;
  readonly argv: readonly string[];
} {
  const isLogin = process.startsWith("-");
  const line = isLogin ? process.slice(1) : process;
  if (/[~`!$^&*()=|\\{}[\];"'<>?]/u.test(line)) {
    return { path: "/bin/sh", argv: [isLogin ? "-sh" : "sh", "-c", `exec ${line}`] };
  }
  const [path = "", ...rest] = line.split(/\s+/u).filter(Boolean);
  return { path, argv: [isLogin ? `-${path.slice(path.lastIndexOf("/") + 1)}` : path, ...rest] };
}
