/** od(1), hexdump(1), xxd: bytes as numbers. */
import type { Blocking } from "../../abi/blocking.ts";
import type { Program } from "../../abi/program.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { readSome } from "../command/input.ts";
import { flag, value, values } from "../command/options.ts";
import { sizeBytes } from "../command/quantities.ts";
import { joinBytes } from "../command/text-encoding.ts";

/** How the bytes of a line are shown. */
interface DumpFormat {
  readonly width: number;
  readonly lines: readonly ((bytes: Uint8Array) => string)[];
  readonly address: (offset: number) => string;
  readonly all: boolean;
}

/** How a type of `od -t` shows numbers of so many bytes. */
function numbers(kind: string, size: number): (bytes: Uint8Array) => string {
  const digits =
    {
      o: Math.ceil((size * 8) / 3),
      x: size * 2,
      u: String(256n ** BigInt(size) - 1n).length,
      d: String(256n ** BigInt(size) / 2n).length + 1,
    }[kind] ?? 3;
  return (bytes) => {
    let out = "";
    for (let at = 0; at < bytes.length; at += size) {
      let number = 0n;
      for (let back = size - 1; back >= 0; back--) number = number * 256n + BigInt(bytes[at + back] ?? 0);
      if (kind === "d" && number >= 256n ** BigInt(size) / 2n) number -= 256n ** BigInt(size);
      const text = number.toString(kind === "o" ? 8 : kind === "x" ? 16 : 10);
      out += ` ${text.padStart(digits, kind === "o" || kind === "x" ? "0" : " ")}`;
    }
    return out;
  };
}

const escapes: Readonly<Record<number, string>> = {
  0: "\\0",
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
};
const names = [
  "nul",
  "soh",
  "stx",
  "etx",
  "eot",
  "enq",
  "ack",
  "bel",
  "bs",
  "ht",
  "nl",
  "vt",
  "ff",
  "cr",
  "so",
  "si",
  "dle",
  "dc1",
  "dc2",
  "dc3",
  "dc4",
  "nak",
  "syn",
  "etb",
  "can",
  "em",
  "sub",
  "esc",
  "fs",
  "gs",
  "rs",
  "us",
  "sp",
];

const characters = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => {
    const text =
      escapes[byte] ??
      (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, "0"));
    return text.padStart(4);
  }).join("");

const named = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => {
    const low = byte & 0x7f;
    return (names[low] ?? (low === 127 ? "del" : String.fromCharCode(low))).padStart(4);
  }).join("");

const printable = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".")).join("");

export const od = program(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Show bytes as numbers, octal if nothing else is said.",
    options: {
      radix: value("-A, --address-radix=C", "of offsets: d, o, x or n for none"),
      skip: value("-j, --skip-bytes=N", "leave N bytes out"),
      count: value("-N, --read-bytes=N", "at most N bytes"),
      types: values("-t, --format=TYPE", "a, c, d, o, u, x with a size: x1, d4; z adds text"),
      all: flag("-v, --output-duplicates", "no * for lines that repeat"),
      width: value("-w, --width=N", "bytes for a line"),
      a: flag("-a", "as -t a"),
      b: flag("-b", "as -t o1"),
      c: flag("-c", "as -t c"),
      d: flag("-d", "as -t u2"),
      o: flag("-o", "as -t o2"),
      x: flag("-x", "as -t x2"),
    },
  },
  function* (command, { options, operands }) {
    const types = [
      ...(options.a ? ["a"] : []),
      ...(options.b ? ["o1"] : []),
      ...(options.c ? ["c"] : []),
      ...(options.d ? ["u2"] : []),
      ...(options.o ? ["o2"] : []),
      ...(options.x ? ["x2"] : []),
      ...options.types.flatMap((text) => text.match(/[acdoux][\dCSIL]*z?/gu) ?? [`?${text}`]),
    ];
    const width = options.width === null ? 16 : bytesArgument(options.width);
    const lines = (types.length > 0 ? types : ["o2"]).map((type) => {
      const [, kind = "", size = "", text] = /^([acdoux])(\d*|[CSIL])(z?)$/u.exec(type) ?? [];
      if (kind === "") throw new CommandFailure(`invalid type string '${type.slice(1)}'`);
      const count = Number({ C: 1, S: 2, I: 4, L: 8 }[size] ?? (size || 4));
      const show = kind === "c" ? characters : kind === "a" ? named : numbers(kind, count);
      const full = show(new Uint8Array(width)).length;
      return (bytes: Uint8Array): string =>
        text === "z" ? `${show(bytes).padEnd(full)}  >${printable(bytes)}<` : show(bytes);
    });
    const radix = { d: 10, o: 8, x: 16, n: 0 }[options.radix ?? "o"];
    if (radix === undefined)
      throw new CommandFailure(
        `invalid output address radix '${options.radix ?? ""}'; it must be one character from [doxn]`,
      );
    const address = (offset: number): string =>
      radix === 0 ? "" : offset.toString(radix).padStart(radix === 16 ? 6 : 7, "0");
    const format = { width, lines, address, all: options.all };
    const skip = options.skip === null ? 0 : bytesArgument(options.skip);
    yield* dump(
      command,
      operands,
      format,
      skip,
      options.count === null ? Infinity : bytesArgument(options.count),
    );
  },
);

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

function bytesArgument(text: string): number {
  const bytes = text.startsWith("0x") ? Number.parseInt(text, 16) : sizeBytes(text);
  if (bytes === null || Number.isNaN(bytes)) throw new CommandFailure(`invalid argument '${text}'`);
  return bytes;
}

/** All files as one; lines like the one before become a single `*`. */
function* dump(
  command: Command,
  files: readonly string[],
  { width, lines, address, all }: DumpFormat,
  skip: number,
  limit: number,
): Blocking<void> {
  const { sys, out } = command;
  let held: Uint8Array = new Uint8Array();
  let skipLeft = skip;
  let left = limit;
  let offset = skip;
  let before: string | null = null;
  let starred = false;
  const show = function* (bytes: Uint8Array): Blocking<void> {
    const key = bytes.join(",");
    if (!all && key === before && bytes.length === width) {
      if (!starred) yield* out.line("*");
      starred = true;
    } else {
      starred = false;
      before = key;
      for (const [at, line] of lines.entries()) {
        const start = address(offset);
        yield* out.line((at === 0 ? start : " ".repeat(start.length)) + line(bytes));
      }
    }
    offset += bytes.length;
  };
  yield* eachFile(command, files, function* (fd) {
    while (left > 0) {
      const bytes = yield* readSome(sys, fd);
      if (bytes.length === 0) return;
      const skipped = Math.min(skipLeft, bytes.length);
      skipLeft -= skipped;
      const own = bytes.subarray(skipped, skipped + left);
      left -= own.length;
      held = joinBytes([held, own]);
      for (; held.length >= width; held = held.subarray(width)) yield* show(held.subarray(0, width));
    }
  });
  if (held.length > 0) yield* show(held);
  const end = address(offset);
  // Nothing at all is shown of nothing (hexdump); od shows where it ends.
  if (end !== "" && (offset > skip || command.name === "od")) yield* out.line(end);
}
