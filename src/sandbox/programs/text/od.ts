/** od(1): bytes as numbers, characters or names. */
import { CommandFailure, program } from "../command/command.ts";
import { flag, value, values } from "../command/options.ts";
import { characters, named, numbers, printable } from "./byte-cells.ts";
import { bytesArgument, dump } from "./byte-dump.ts";

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
