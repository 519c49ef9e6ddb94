/**
 * Builtins that print: `echo` `printf`.
 */
import type { Builtin } from "./builtin.ts";
import { formatPrintf } from "./printf-format.ts";
import { expandEscapes } from "./printf-escapes.ts";

const echo: Builtin = {
  isApplet: true,
  *run(shell, args) {
    let newline = true;
    let escapes = false;
    let first = 0;
    for (; /^-[neE]+$/.test(args[first] ?? ""); first += 1) {
      for (const letter of (args[first] ?? "").slice(1)) {
        if (letter === "n") newline = false;
        else escapes = letter === "e";
      }
    }
    const text = args.slice(first).join(" ");
    const expanded = escapes ? expandEscapes(text, "echo") : { text, stops: false };
    yield* shell.write(expanded.text + (newline && !expanded.stops ? "\n" : ""));
    return 0;
  },
};

const printf: Builtin = {
  isApplet: true,
  *run(shell, args) {
    const [format, ...values] = args[0] === "--" ? args.slice(1) : args;
    if (format === undefined) {
      yield* shell.complain("usage: printf FORMAT [ARG]...\n");
      return 2;
    }
    const { text, problems } = formatPrintf(format, values);
    yield* shell.write(text);
    for (const problem of problems) yield* shell.complain(`sh: ${problem}\n`);
    return problems.length > 0 ? 1 : 0;
  },
};

/** These builtins, by name. */
export const outputBuiltins: readonly (readonly [string, Builtin])[] = [
  ["echo", echo],
  ["printf", printf],
];
