/**
 * What a word can be completed to: commands, files, variables, users.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Syscalls } from "../../../abi/program.ts";
import { builtins } from "../builtins/table.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { listDirectory } from "../expansion/pathname.ts";
import { homeOf } from "../expansion/tilde.ts";
import { readFile } from "../text/read-file.ts";
import { type CompletionWord, quoteCompletion } from "./completion-word.ts";

/** One way to complete a word. */
export interface Candidate {
  /** What the whole word becomes, quoted as it has to be. */
  readonly word: string;
  /** What comes after it when it is the only one. */
  readonly suffix: string;
  /** As it is listed. */
  readonly shown: string;
}

/** All ways to complete `word`, sorted. */
export function* complete(shell: ShellProcess, word: CompletionWord): Blocking<readonly Candidate[]> {
  const { quote, text } = word;
  const variable = quote === "'" ? null : /^([^]*\$\{?)([A-Za-z0-9_]*)$/.exec(text);
  if (variable) return completeVariable(shell, variable[1] ?? "", variable[2] ?? "", quote);
  if (/^~[^/]*$/.test(text) && quote === "") return yield* completeUser(shell, text);
  const candidates =
    word.isCommand && !text.includes("/")
      ? yield* completeCommand(shell, text)
      : yield* completeFile(shell, word);
  return sorted(candidates);
}

function completeVariable(
  shell: ShellProcess,
  before: string,
  prefix: string,
  quote: string,
): readonly Candidate[] {
  const closing = before.endsWith("{") ? "}" : "";
  return shell.state.variables
    .list()
    .filter(({ name, value }) => name.startsWith(prefix) && value !== null)
    .map(({ name }) => ({ word: quote + before + name, suffix: closing, shown: name }));
}

function* completeUser({ sys }: ShellProcess, text: string): Blocking<readonly Candidate[]> {
  const users = yield* readOrNothing(sys, "/etc/passwd");
  return users
    .split("\n")
    .map((line) => `~${line.split(":")[0] ?? ""}`)
    .filter((user) => user.length > 1 && user.startsWith(text))
    .map((user) => ({ word: user, suffix: "/", shown: user }));
}

function* readOrNothing(sys: Syscalls, path: string): Blocking<string> {
  try {
    return yield* readFile(sys, path);
  } catch (error) {
    if (isErrno(error)) return "";
    throw error;
  }
}

function* completeCommand(shell: ShellProcess, prefix: string): Blocking<readonly Candidate[]> {
  const { state, sys } = shell;
  const names = new Set<string>([...builtins.keys(), ...state.functions.keys(), ...state.aliases.keys()]);
  for (const directory of (state.variables.get("PATH") ?? "").split(":")) {
    for (const { name, type } of yield* listDirectory(sys, directory || ".")) {
      if (name.startsWith(prefix) && type !== "directory" && isExecutable(sys, `${directory || "."}/${name}`))
        names.add(name);
    }
  }
  return [...names]
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ word: quoteCompletion(name, ""), suffix: " ", shown: name }));
}

function* completeFile(shell: ShellProcess, word: CompletionWord): Blocking<readonly Candidate[]> {
  const { sys } = shell;
  const { isCommand, quote, text } = word;
  // `dd if=FILE`, `--file=FILE`: what comes after the sign is the file.
  const given = quote === "" ? (/^[^/=]*=/.exec(text)?.[0] ?? "") : "";
  const path = text.slice(given.length);
  const slash = path.lastIndexOf("/") + 1;
  const directory = path.slice(0, slash);
  const prefix = path.slice(slash);
  const tilde = quote === "" ? /^~([^/]*)\//.exec(directory) : null;
  const home = tilde ? yield* homeOf(tilde[1] ?? "", shell) : null;
  const searched = tilde && home !== null ? home + directory.slice(tilde[0].length - 1) : directory;
  const kept = tilde ? tilde[0] : "";
  const candidates: Candidate[] = [];
  for (const { name, type } of yield* listDirectory(sys, searched || ".")) {
    if (!name.startsWith(prefix) || name === "." || name === "..") continue;
    if (name.startsWith(".") && !prefix.startsWith(".")) continue;
    const isDirectory =
      type === "directory" || (type === "symlink" && leadsToDirectory(sys, searched + name));
    if (isCommand && !isDirectory && !isExecutable(sys, searched + name)) continue;
    const quoted = quoteCompletion(directory.slice(kept.length) + name, quote);
    candidates.push({
      word: quote + given + kept + quoted,
      suffix: isDirectory ? "/" : `${quote} `,
      shown: isDirectory ? `${name}/` : name,
    });
  }
  return candidates;
}

function leadsToDirectory(sys: Syscalls, path: string): boolean {
  try {
    return sys.stat(path).type === "directory";
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function isExecutable(sys: Syscalls, path: string): boolean {
  try {
    sys.access(path, 1);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function sorted(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.toSorted((one, other) => (one.shown < other.shown ? -1 : 1));
}
