/**
 * What the arguments of a shell ask for (sh(1)).
 */
import { ShellFailure } from "../state/shell-failure.ts";
import { isOptionName, optionByLetter, type OptionName } from "../state/shell-options.ts";

/** How a shell was called. */
export interface Invocation {
  readonly options: ReadonlyMap<OptionName, boolean>;
  readonly login: boolean;
  /** Where its commands come from. */
  readonly input:
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "file"; readonly path: string }
    | { readonly kind: "stdin" };
  readonly arg0: string;
  readonly positional: readonly string[];
}

/** Reads arguments, `argv[0]` included. Fails for unknown options. */
export function readInvocation(argv: readonly string[]): Invocation {
  const [name = "sh", ...args] = argv;
  const options = new Map<OptionName, boolean>();
  let login = name.startsWith("-");
  let takesText = false;
  let index = 0;
  for (; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    if (arg === "--" || arg === "-") {
      index += 1;
      break;
    }
    if (arg === "--login") {
      login = true;
      continue;
    }
    if (!/^[-+]./.test(arg)) break;
    const on = arg.startsWith("-");
    for (const letter of arg.slice(1)) {
      if (letter === "c") takesText = true;
      else if (letter === "l") login = true;
      else {
        if (letter === "o") index += 1;
        const option = letter === "o" ? args[index] : optionByLetter(letter);
        if (!option || !isOptionName(option)) throw new ShellFailure(`illegal option -${letter}`);
        options.set(option, on);
      }
    }
  }
  const rest = args.slice(index);
  if (takesText) {
    const [text, arg0 = name, ...positional] = rest;
    if (text === undefined) throw new ShellFailure("-c requires an argument");
    return { options, login, input: { kind: "text", text }, arg0, positional };
  }
  const [path, ...positional] = rest;
  if (path === undefined || options.get("stdin"))
    return { options, login, input: { kind: "stdin" }, arg0: name, positional: rest };
  return { options, login, input: { kind: "file", path }, arg0: name, positional };
}
