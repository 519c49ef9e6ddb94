/** echo(1), true(1), false(1), yes(1): the smallest programs. */
import type { Blocking } from "../../abi/blocking.ts";
import type { Program, Syscalls } from "../../abi/program.ts";
import { program, rawProgram } from "../command/command.ts";
import { writeAll } from "../command/output.ts";
import { encodeText } from "../command/text-encoding.ts";
import { unescaped } from "./escapes.ts";

export const echo: Program = function* (sys, { argv }) {
  const words = argv.slice(1);
  let newline = true;
  let escapes = false;
  while (/^-[neE]+$/u.test(words[0] ?? "")) {
    for (const letter of (words.shift() ?? "").slice(1)) {
      if (letter === "n") newline = false;
      else escapes = letter === "e";
    }
  }
  const text = words.join(" ");
  const { text: shown, stopped } = escapes ? unescaped(text, "echo") : { text, stopped: false };
  return yield* written(sys, shown + (newline && !stopped ? "\n" : ""), argv[0] ?? "echo");
};

export const trueProgram: Program = rawProgram({ usage: "", about: "Succeed." }, function* () {
  return yield* constant(0);
});

export const falseProgram: Program = rawProgram({ usage: "", about: "Fail." }, function* () {
  return yield* constant(1);
});

export const yes = program(
  { usage: "[TEXT]...", about: "Print a line with TEXT (default: y) for ever.", options: {}, inOrder: true },
  function* (command, { operands }) {
    const line = encodeText(`${operands.length > 0 ? operands.join(" ") : "y"}\n`);
    const block = new Uint8Array(line.length * Math.max(1, Math.floor(8192 / line.length)));
    for (let at = 0; at < block.length; at += line.length) block.set(line, at);
    for (;;) yield* writeAll(command.sys, 1, block);
  },
);

// oxlint-disable-next-line require-yield -- a program is a generator
function* constant(status: number): Blocking<number> {
  return status;
}

function* written(sys: Syscalls, text: string, name: string): Blocking<number> {
  const run = rawProgram({ usage: "", about: "" }, (command) => command.out.print(text));
  return yield* run(sys, { argv: [name], env: {} });
}
