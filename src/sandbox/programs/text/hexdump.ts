/** hexdump(1) and hd(1): bytes in hexadecimal. */
import type { Program } from "../../abi/program.ts";
import { program } from "../command/command.ts";
import { flag, value } from "../command/options.ts";
import { characters, numbers, printable } from "./byte-cells.ts";
import { bytesArgument, dump } from "./byte-dump.ts";

export const hexdump: Program = program(
  {
    usage: "[-C] [-n N] [-s N] [-v] [FILE]...",
    about: "Show bytes in hexadecimal; -C with text beside them.",
    options: {
      canonical: flag("-C, --canonical", "one byte each, with text"),
      oneByte: flag("-b", "one byte each, octal"),
      characters: flag("-c", "one byte each, as characters"),
      decimal: flag("-d", "two bytes each, decimal"),
      octal: flag("-o", "two bytes each, octal"),
      hex: flag("-x", "two bytes each, hexadecimal, wide"),
      count: value("-n, --length=N", "at most N bytes"),
      skip: value("-s, --skip=N", "leave N bytes out"),
      all: flag("-v, --no-squeezing", "no * for lines that repeat"),
    },
  },
  function* (command, { options, operands }) {
    const canonical = options.canonical || command.name === "hd";
    const wide =
      (show: (bytes: Uint8Array) => string): ((bytes: Uint8Array) => string) =>
      (bytes) =>
        show(bytes).replaceAll(/ (\S)/gu, "    $1");
    const show = options.oneByte
      ? numbers("o", 1)
      : options.characters
        ? characters
        : options.decimal
          ? (bytes: Uint8Array) =>
              numbers(
                "u",
                2,
              )(bytes).replaceAll(/ +(\d+)/gu, (_, digits: string) => `   ${digits.padStart(5, "0")}`)
          : options.octal
            ? (bytes: Uint8Array) => numbers("o", 2)(bytes).replaceAll(/ (\d+)/gu, "  $1")
            : options.hex
              ? wide(numbers("x", 2))
              : numbers("x", 2);
    const beside = (bytes: Uint8Array): string => {
      const cells = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
      const [left, right] = [cells.slice(0, 8).join(" "), cells.slice(8).join(" ")];
      return `  ${`${left}  ${right}`.padEnd(48)}  |${printable(bytes)}|`;
    };
    // A last line that is short is as long as the others.
    const full = show(new Uint8Array(16)).length;
    const digits = canonical ? 8 : 7;
    const format = {
      width: 16,
      lines: [canonical ? beside : (bytes: Uint8Array) => show(bytes).padEnd(full)],
      address: (offset: number) => offset.toString(16).padStart(digits, "0"),
      all: options.all,
    };
    yield* dump(
      command,
      operands,
      format,
      options.skip === null ? 0 : bytesArgument(options.skip),
      options.count === null ? Infinity : bytesArgument(options.count),
    );
  },
);
