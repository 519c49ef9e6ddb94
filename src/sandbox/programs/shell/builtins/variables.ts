/**
 * Builtins on variables and parameters: `export` `readonly` `local` `unset` `set` `shift` `let`.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { evaluate } from "../arithmetic/evaluate.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import { isOptionName, optionByLetter, type OptionName, optionNames } from "../state/shell-options.ts";
import { singleQuote } from "../text/quote.ts";
import { type Builtin, plainNumber, readOptions, variableName } from "./builtin.ts";

const declare: Builtin = {
  special: true,
  *run(shell, args, name) {
    const { variables } = shell.state;
    const { options, rest } = readOptions(args, name === "export" ? "pn" : "p");
    if (rest.length === 0) {
      const listed = variables.list().filter((each) => (name === "export" ? each.exported : each.readOnly));
      const lines = listed.map(
        (each) => `${name} ${each.name}${each.value === null ? "" : `=${singleQuote(each.value)}`}\n`,
      );
      yield* shell.write(lines.join(""));
      return 0;
    }
    for (const arg of rest) {
      const equals = arg.indexOf("=");
      const variable = variableName(equals < 0 ? arg : arg.slice(0, equals));
      if (equals >= 0) variables.set(variable, arg.slice(equals + 1));
      if (name === "export") variables.export(variable, !options.has("n"));
      else variables.setReadOnly(variable);
    }
    return 0;
  },
};

const local: Builtin = {
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *run({ state }, args) {
    if (state.functionDepth === 0) throw new ShellFailure("not in a function");
    for (const arg of args) {
      const equals = arg.indexOf("=");
      const variable = variableName(equals < 0 ? arg : arg.slice(0, equals));
      state.variables.makeLocal(variable);
      if (equals >= 0) state.variables.set(variable, arg.slice(equals + 1));
    }
    return 0;
  },
};

const unset: Builtin = {
  special: true,
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *run({ state }, args) {
    const { options, rest } = readOptions(args, "vf");
    for (const name of rest) {
      if (options.has("f")) state.functions.delete(name);
      else {
        variableName(name);
        state.variables.unset(name);
      }
    }
    return 0;
  },
};

const set: Builtin = {
  special: true,
  *run(shell, args) {
    const { state } = shell;
    if (args.length === 0) {
      const lines = state.variables
        .list()
        .filter(({ value }) => value !== null)
        .map(({ name, value }) => `${name}=${singleQuote(value ?? "")}\n`);
      yield* shell.write(lines.join(""));
      return 0;
    }
    const rest = yield* setOptions(shell, args);
    if (rest) state.positional = rest;
    return 0;
  },
};

/** Sets options as `set` and the shell's own arguments have them; what is left, `null` when nothing is to be set. */
function* setOptions(shell: ShellProcess, args: readonly string[]): Blocking<readonly string[] | null> {
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    if (arg === "--") return args.slice(index + 1);
    if (arg === "-") {
      for (const name of ["xtrace", "verbose"] as const) changeOption(shell, name, false);
      return index + 1 < args.length ? args.slice(index + 1) : null;
    }
    if (!/^[-+]./.test(arg)) return args.slice(index);
    const on = arg.startsWith("-");
    for (const letter of arg.slice(1)) {
      if (letter === "o") {
        index += 1;
        const name = args[index];
        if (name === undefined) yield* listOptions(shell, on);
        else if (isOptionName(name)) changeOption(shell, name, on);
        else throw new ShellFailure(`illegal option ${on ? "-" : "+"}o ${name}`);
        continue;
      }
      const name = optionByLetter(letter);
      if (name === null || name === "interactive" || name === "stdin")
        throw new ShellFailure(`illegal option ${on ? "-" : "+"}${letter}`);
      changeOption(shell, name, on);
    }
  }
  return null;
}

function changeOption(shell: ShellProcess, name: OptionName, on: boolean): void {
  const { options } = shell.state;
  if (on) options.add(name);
  else options.delete(name);
  if (name === "monitor") shell.traps.updateInteractive();
}

function* listOptions(shell: ShellProcess, readable: boolean): Blocking<void> {
  const lines = optionNames
    .filter((name) => name !== "interactive" && name !== "stdin")
    .map((name) => {
      const isOn = shell.state.has(name);
      return readable ? `${name.padEnd(16)}${isOn ? "on" : "off"}\n` : `set ${isOn ? "-" : "+"}o ${name}\n`;
    });
  yield* shell.write(lines.join(""));
}

const shift: Builtin = {
  special: true,
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *run({ state }, [count]) {
    const number = count === undefined ? 1 : plainNumber(count);
    if (number > state.positional.length) return 1;
    state.positional = state.positional.slice(number);
    return 0;
  },
};

const arithmetic: Builtin = {
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *run({ state }, args) {
    if (args.length === 0) throw new ShellFailure("expression expected");
    let value = 0n;
    for (const arg of args)
      value = evaluate(arg, {
        get: (name) => state.variables.get(name),
        set: (name, text) => state.variables.set(name, text),
      });
    return value === 0n ? 1 : 0;
  },
};

/** These builtins, by name. */
export const variableBuiltins: readonly (readonly [string, Builtin])[] = [
  ["export", declare],
  ["readonly", declare],
  ["local", local],
  ["unset", unset],
  ["set", set],
  ["shift", shift],
  ["let", arithmetic],
];
