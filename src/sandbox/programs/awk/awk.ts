/** awk(1): programs over records and fields. */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure, program } from "../command/command.ts";
import { readTextFile, readRest } from "../command/input.ts";
import { UsageError, value, values } from "../command/options.ts";
import { decodeText } from "../command/text-encoding.ts";
import { unescapedText } from "./awk-lexer.ts";
import { parseAwk } from "./awk-parser.ts";
import { presetVariables } from "./awk-record.ts";
import { assignArgument, AwkRunner } from "./awk-runner.ts";
import { fromOutside } from "./awk-value.ts";
import { AwkVariables } from "./awk-variables.ts";

export const awk = program(
  {
    usage: "[-F FS] [-v NAME=VALUE]... {PROGRAM | -f FILE} [FILE | NAME=VALUE]...",
    about: "Run PROGRAM over the records of FILEs, standard input by default.",
    inOrder: true,
    usageStatus: 2,
    options: {
      separator: value("-F, --field-separator=FS", "what is between fields"),
      assigned: values("-v, --assign=NAME=VALUE", "before the program begins"),
      files: values("-f, --file=FILE", "the program is in FILE"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const rest = [...operands];
    const source =
      options.files.length > 0 ? yield* sourceOf(sys, options.files) : (rest.shift() ?? missingProgram());
    const parsed = parseAwk(source);
    const variables = new AwkVariables();
    presetVariables(variables);
    const environment = variables.global("ENVIRON").array("ENVIRON");
    for (const [name, text] of Object.entries(command.env)) environment.set(name, fromOutside(text));
    const argv = variables.global("ARGV").array("ARGV");
    for (const [at, text] of ["awk", ...rest].entries()) argv.set(String(at), fromOutside(text));
    variables.global("ARGC").value = rest.length + 1;
    if (options.separator !== null)
      variables.global("FS").value = options.separator === "t" ? "\t" : unescapedText(options.separator);
    for (const text of options.assigned)
      if (!assignArgument(variables, text)) throw new CommandFailure(`invalid -v argument '${text}'`, 2);
    return yield* new AwkRunner(command, parsed, variables).run();
  },
);

function missingProgram(): never {
  throw new UsageError("no program given");
}

function* sourceOf(sys: Syscalls, files: readonly string[]): Blocking<string> {
  let source = "";
  for (const file of files)
    source += `${file === "-" ? decodeText(yield* readRest(sys, 0)) : yield* readTextFile(sys, file)}\n`;
  return source;
}
