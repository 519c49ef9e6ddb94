/** env(1) and printenv(1): the environment. */
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, reasonOf } from "../command/command.ts";
import { flag, value, values } from "../command/options.ts";
import { execOrComplain } from "../command/run-command.ts";

export const env = program(
  {
    usage: "[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARGUMENT]...]",
    about: "Run COMMAND in a changed environment, or print the environment.",
    inOrder: true,
    usageStatus: 125,
    options: {
      empty: flag("-i, --ignore-environment", "begin with nothing"),
      zero: flag("-0, --null", "end lines with 0 instead of a newline"),
      unset: values("-u, --unset=NAME", "take NAME away"),
      directory: value("-C, --chdir=DIR", "working directory"),
      split: value("-S, --split-string=TEXT", "arguments from one word (for #! lines)"),
    },
  },
  function* (command, { options, operands }) {
    const words = [
      ...(options.split === null ? [] : options.split.split(/\s+/u).filter(Boolean)),
      ...operands,
    ];
    let empty = options.empty;
    if (words[0] === "-") {
      words.shift();
      empty = true;
    }
    const variables = new Map(empty ? [] : Object.entries(command.env));
    for (const name of options.unset) variables.delete(name);
    while (words[0]?.includes("=")) {
      const word = words.shift() ?? "";
      variables.set(word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1));
    }
    if (words.length === 0) {
      const end = options.zero ? "\0" : "\n";
      for (const [name, text] of variables) yield* command.out.print(`${name}=${text}${end}`);
      return 0;
    }
    if (options.zero) throw new CommandFailure("cannot specify --null (-0) with command", 125);
    if (options.directory !== null) {
      try {
        command.sys.chdir(options.directory);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        throw new CommandFailure(
          `cannot change directory to '${options.directory}': ${reasonOf(thrown)}`,
          125,
        );
      }
    }
    return yield* execOrComplain(command.sys, "env", words, Object.fromEntries(variables));
  },
);

export const printenv = program(
  {
    usage: "[-0] [NAME]...",
    about: "Print the values of variables, or all of the environment.",
    options: { zero: flag("-0, --null", "end lines with 0 instead of a newline") },
  },
  function* (command, { options, operands }) {
    const end = options.zero ? "\0" : "\n";
    if (operands.length === 0) {
      for (const [name, text] of Object.entries(command.env))
        yield* command.out.print(`${name}=${text}${end}`);
    }
    for (const name of operands) {
      const text = command.env[name];
      if (text === undefined) command.status = 1;
      else yield* command.out.print(text + end);
    }
  },
);
