/** seq(1): numbers in a row. */
import { checkpoint } from "../../abi/blocking.ts";
import { CommandFailure, rawProgram } from "../command/command.ts";
import { flag, parseOptions, UsageError, value } from "../command/options.ts";

const seqOptions = {
  format: value("-f, --format=FORMAT", "as printf(3): %g, %.2f, %05.1f"),
  separator: value("-s, --separator=TEXT", "between numbers (default: newline)"),
  equal: flag("-w, --equal-width", "with zeros before"),
};

export const seq = rawProgram(
  {
    usage: "[OPTION]... [FIRST [STEP]] LAST",
    about: "Print the numbers from FIRST to LAST.",
    options: seqOptions,
  },
  function* (command) {
    // Negative numbers are no options.
    const at = command.args.findIndex((word) => /^-[.\d]/u.test(word));
    const { options, operands } = parseOptions(
      seqOptions,
      at < 0 ? command.args : command.args.toSpliced(at, 0, "--"),
    );
    if (operands.length === 0) throw new UsageError("missing operand");
    if (operands[3] !== undefined) throw new UsageError(`extra operand '${operands[3]}'`);
    const numbers = operands.map((text) => {
      const number = Number(text);
      if (text.trim() === "" || Number.isNaN(number))
        throw new UsageError(`invalid floating point argument: '${text}'`);
      return number;
    });
    const last = numbers.at(-1) ?? 1;
    const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
    const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
    if (step === 0) throw new UsageError(`invalid Zero increment value: '${operands[1] ?? ""}'`);
    const places = (text: string | undefined): number => (text?.split(".")[1] ?? "").length;
    const decimals = Math.max(
      places(operands.length > 1 ? operands[0] : "1"),
      places(operands.length > 2 ? operands[1] : "1"),
    );
    const width = Math.max(first.toFixed(decimals).length, last.toFixed(decimals).length);
    const custom = options.format === null ? null : numberFormat(options.format);
    const format = (number: number): string => {
      if (custom) return custom(number);
      const text = number.toFixed(decimals);
      if (!options.equal) return text;
      return text.startsWith("-") ? `-${text.slice(1).padStart(width - 1, "0")}` : text.padStart(width, "0");
    };
    const separator = options.separator ?? "\n";
    const count = Math.floor((last - first) / step + 1e-10) + 1;
    for (let index = 0; index < count; index++) {
      if (index % 256 === 255) yield checkpoint;
      yield* command.out.print((index > 0 ? separator : "") + format(first + index * step));
    }
    if (count > 0) yield* command.out.print("\n");
  },
);

/** `%g`, `%.2f`, `x%05.1fy`. */
function numberFormat(format: string): (number: number) => string {
  const match = /^((?:[^%]|%%)*)%([-+ 0]*)(\d*)(?:\.(\d+))?([eEfgG])((?:[^%]|%%)*)$/u.exec(format);
  if (!match) throw new CommandFailure(`format '${format}' has no or too many % directives`);
  const [, before = "", flags = "", width = "", precision, letter = "g", after = ""] = match;
  return (number) => {
    const digits = precision === undefined ? 6 : Number(precision);
    const text = /[eE]/u.test(letter)
      ? number.toExponential(digits)
      : letter === "f"
        ? number.toFixed(digits)
        : String(Number(number.toPrecision(digits || 1)));
    const size = Number(width || 0);
    const padded = flags.includes("-")
      ? text.padEnd(size)
      : text.padStart(size, flags.includes("0") ? "0" : " ");
    return before.replaceAll("%%", "%") + padded + after.replaceAll("%%", "%");
  };
}
