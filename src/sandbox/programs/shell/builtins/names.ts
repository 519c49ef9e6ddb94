/**
 * Builtins on names of commands: `alias` `unalias` `command` `type` `hash` `help`.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { defaultPath, findProgram } from "../execution/launch.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { singleQuote } from "../text/quote.ts";
import { type Builtin, readOptions } from "./builtin.ts";
import { builtins } from "./table.ts";

const keywords = new Set(
  "! { } case do done elif else esac fi for function if in then until while time [[".split(" "),
);

const alias: Builtin = {
  *run(shell, args) {
    const { aliases } = shell.state;
    const line = (name: string, value: string): string => `${name}=${singleQuote(value)}\n`;
    if (args.length === 0)
      yield* shell.write(
        [...aliases.keys()]
          .toSorted()
          .map((name) => line(name, aliases.get(name) ?? ""))
          .join(""),
      );
    let status = 0;
    for (const arg of args) {
      const equals = arg.indexOf("=", 1);
      const name = equals < 0 ? arg : arg.slice(0, equals);
      const value = aliases.get(name);
      if (equals >= 0) aliases.set(name, arg.slice(equals + 1));
      else if (value === undefined) {
        yield* shell.complain(`alias: ${name} not found\n`);
        status = 1;
      } else yield* shell.write(line(name, value));
    }
    return status;
  },
};

const unalias: Builtin = {
  *run(shell, args) {
    const { aliases } = shell.state;
    const { options, rest } = readOptions(args, "a");
    if (options.has("a")) aliases.clear();
    let status = 0;
    for (const name of rest) {
      if (aliases.delete(name)) continue;
      yield* shell.complain(`unalias: ${name} not found\n`);
      status = 1;
    }
    return status;
  },
};

const command: Builtin = {
  // What is to be run was taken out before: what is left asks about names.
  *run(shell, args) {
    const { options, rest } = readOptions(args, "pvV");
    const [name] = rest;
    if (name === undefined) return 0;
    const path = options.has("p") ? defaultPath : (shell.state.variables.get("PATH") ?? defaultPath);
    return yield* describe(shell, name, options.has("V"), path);
  },
};

const type: Builtin = {
  *run(shell, args) {
    const { rest } = readOptions(args, "p");
    const path = shell.state.variables.get("PATH") ?? defaultPath;
    let status = 0;
    for (const name of rest) status = (yield* describe(shell, name, true, path)) || status;
    return status;
  },
};

function* describe(shell: ShellProcess, name: string, inWords: boolean, path: string): Blocking<number> {
  const { aliases, functions } = shell.state;
  const aliasValue = aliases.get(name);
  const builtin = builtins.get(name);
  if (keywords.has(name)) yield* shell.write(inWords ? `${name} is a shell keyword\n` : `${name}\n`);
  else if (aliasValue !== undefined)
    yield* shell.write(
      inWords ? `${name} is an alias for ${aliasValue}\n` : `alias ${name}=${singleQuote(aliasValue)}\n`,
    );
  else if (builtin?.special && inWords) yield* shell.write(`${name} is a special shell builtin\n`);
  else if (functions.has(name)) yield* shell.write(inWords ? `${name} is a function\n` : `${name}\n`);
  else if (builtin) yield* shell.write(inWords ? `${name} is a shell builtin\n` : `${name}\n`);
  else {
    const file = findProgram(shell.sys, name, path);
    if (file === null) {
      if (inWords) yield* shell.write(`${name}: not found\n`);
      return 127;
    }
    yield* shell.write(inWords ? `${name} is ${file}\n` : `${file}\n`);
  }
  return 0;
}

const hash: Builtin = {
  *run(shell, args) {
    // Files are looked up anew each time, so that there is nothing to forget.
    const { rest } = readOptions(args, "r");
    let status = 0;
    for (const name of rest) {
      const path = shell.state.variables.get("PATH") ?? defaultPath;
      if (builtins.has(name) || findProgram(shell.sys, name, path) !== null) continue;
      yield* shell.message(`${name}: not found`);
      status = 1;
    }
    return status;
  },
};

const help: Builtin = {
  *run(shell) {
    const names = [...builtins.keys()].toSorted();
    let text = "Built-in commands:\n------------------\n\t";
    let width = 8;
    for (const name of names) {
      if (width + name.length > 76) {
        text += "\n\t";
        width = 8;
      }
      text += `${name} `;
      width += name.length + 1;
    }
    yield* shell.write(`${text.trimEnd()}\n`);
    return 0;
  },
};

/** These builtins, by name. */
export const nameBuiltins: readonly (readonly [string, Builtin])[] = [
  ["alias", alias],
  ["unalias", unalias],
  ["command", command],
  ["type", type],
  ["hash", hash],
  ["help", help],
];
