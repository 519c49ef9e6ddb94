/**
 * What the dialog for a new sandbox has in its fields, as options for the playground. Pure.
 */
import type { NamespaceKind } from "../../sandbox/abi/process-calls.ts";
import type { Confinement, SandboxKind, SandboxOptions } from "../../sandbox/runtime/sandbox-options.ts";

/** Kinds of confinement, each with what it means in a line. */
export const confinementWords: Readonly<Record<Confinement, string>> = {
  portal:
    "As Flatpak: a root of its own, /usr and /app read-only, its own data folder, no network, and of the user’s files only those that are granted.",
  confined:
    "As Snap: a read-only root of its own, but the host’s processes and network, and the user’s home without its hidden files.",
  none: "As AppImage: no namespaces at all. It sees and may change whatever the user may.",
};

/** Namespaces that can be shared with the host, with what leaks then. */
export const sharableNamespaces: readonly { readonly kind: NamespaceKind; readonly words: string }[] = [
  { kind: "pid", words: "sees and may signal the host’s processes" },
  { kind: "net", words: "has the host’s interfaces and ports" },
  { kind: "uts", words: "has the host’s name" },
  { kind: "ipc", words: "has the host’s System V queues and memory" },
  { kind: "user", words: "its root is the host’s root" },
  { kind: "cgroup", words: "sees the host’s whole cgroup tree" },
];

/** A form that cannot be sent as it is. */
export interface FormRefusal {
  readonly refusal: string;
}

/** The options, or why they cannot be had. What is empty is left to its default. */
export function sandboxOptions(fields: FormData): SandboxOptions | FormRefusal {
  const text = (name: string): string => {
    const value = fields.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const number = (name: string): number | undefined => (text(name) === "" ? undefined : Number(text(name)));
  const kinds: Readonly<Record<string, SandboxKind>> = { system: "system", application: "application" };
  const kind = kinds[text("kind")];
  const confinement = confinements[text("confinement")];
  const [name, user, image] = [text("name"), text("user"), text("image")];
  const [memoryMiB, cpus] = [number("memory"), number("cpus")];
  const [cpuWeight, pidsLimit] = [number("weight"), number("pids")];
  const command = splitWords(text("command"));
  if (command === null) return { refusal: "The command has a quote that is not closed." };
  const env = environment(text("env"));
  if ("refusal" in env) return env;
  const share = fields.getAll("share").flatMap((value) => {
    const known = sharableNamespaces.find((each) => each.kind === value);
    return known ? [known.kind] : [];
  });
  return {
    ...(image === "" ? {} : { image }),
    ...(kind ? { kind } : {}),
    ...(confinement ? { confinement } : {}),
    ...(name === "" ? {} : { name }),
    memoryMiB: memoryMiB ?? null,
    ...(cpus === undefined ? {} : { cpus }),
    ...(cpuWeight === undefined ? {} : { cpuWeight }),
    pidsLimit: pidsLimit ?? null,
    ...(fields.has("read-only") ? { readOnly: true } : {}),
    ...(user === "" ? {} : { user }),
    ...(Object.keys(env.variables).length === 0 ? {} : { env: env.variables }),
    ...(command.length === 0 ? {} : { command }),
    ...(share.length === 0 ? {} : { share }),
  };
}

const confinements: Readonly<Record<string, Confinement>> = {
  portal: "portal",
  confined: "confined",
  none: "none",
};

/** The words of a command as a shell would split them, without expansions; `null` when a quote is left open. */
export function splitWords(line: string): readonly string[] | null {
  const words: string[] = [];
  const piece = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|([^\s"'\\]+))(\s|$)?/gy;
  let word: string | null = null;
  let at = 0;
  for (let found = piece.exec(line); found; found = piece.exec(line)) {
    const [whole, double, single, escaped, bare, end] = found;
    if (word !== null && /^\s/.test(whole)) {
      words.push(word);
      word = null;
    }
    word = (word ?? "") + (double?.replaceAll(/\\(.)/g, "$1") ?? single ?? escaped ?? bare ?? "");
    if (end !== undefined) {
      words.push(word);
      word = null;
    }
    at = piece.lastIndex;
  }
  if (word !== null) words.push(word);
  return line.slice(at).trim() === "" ? words : null;
}

/** `NAME=value` a line. */
function environment(text: string): { readonly variables: Readonly<Record<string, string>> } | FormRefusal {
  const variables: Record<string, string> = {};
  for (const line of text
    .split("\n")
    .map((each) => each.trim())
    .filter(Boolean)) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      return { refusal: `"${line}" is no variable: write NAME=value, one a line.` };
    variables[name] = value;
  }
  return { variables };
}
