/** cmp(1) and comm(1): where files differ. */
import { joinBytes } from "../../../base/join-bytes.ts";
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { LineReader, readSome } from "../command/input.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";

export const cmp = program(
  {
    usage: "[-ls] [-n N] FILE1 [FILE2]",
    about: "Say where two files differ first.",
    usageStatus: 2,
    options: {
      list: flag("-l, --verbose", "all places, with both bytes"),
      silent: flag("-s, --quiet, --silent", "nothing; by the exit status"),
      limit: value("-n, --bytes=N", "compare N bytes"),
      bytes: flag("-b, --print-bytes", "ignored"),
    },
  },
  function* (command, { options, operands }) {
    const [first, second = "-"] = operands;
    if (first === undefined) throw new UsageError("missing operand");
    const [left, right] = [yield* openFile(command, first), yield* openFile(command, second)];
    const limit = options.limit === null ? Infinity : integerArgument(options.limit, "--bytes value", 2);
    let [a, b]: Uint8Array[] = [new Uint8Array(), new Uint8Array()];
    const sizes = [left, right]
      .map((fd) => command.sys.fstat(fd))
      .map(({ type, size }) => (type === "file" ? size : 10 ** 18));
    const width = String(Math.min(limit, ...sizes)).length;
    let [offset, line, differs] = [0, 1, false];
    while (offset < limit) {
      a = yield* filled(command, left, a ?? new Uint8Array());
      b = yield* filled(command, right, b ?? new Uint8Array());
      const length = Math.min(a.length, b.length, limit - offset);
      for (let at = 0; at < length; at++) {
        const [one = 0, other = 0] = [a[at], b[at]];
        if (one !== other) {
          if (options.silent) return 1;
          if (!options.list) {
            yield* command.out.line(`${first} ${second} differ: char ${offset + at + 1}, line ${line}`);
            return 1;
          }
          differs = true;
          yield* command.out.line(
            `${String(offset + at + 1).padStart(width)} ${one.toString(8).padStart(3)} ${other.toString(8).padStart(3)}`,
          );
        }
        if (one === 10) line += 1;
      }
      if (length === 0 && a.length !== b.length) {
        const shorter = a.length < b.length ? first : second;
        if (!options.silent)
          yield* command.warn(
            `cmp: EOF on ${shorter} after byte ${offset}, ${options.list ? "" : `in line ${line}`}\n`,
          );
        return 1;
      }
      if (length === 0) break;
      offset += length;
      a = a.subarray(length);
      b = b.subarray(length);
    }
    return differs ? 1 : 0;
  },
);

function* openFile({ sys }: Command, path: string): Blocking<number> {
  if (path === "-") return 0;
  try {
    return yield* sys.open(path, { access: "read", closeOnExec: true });
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`${path}: ${thrown.message}`, 2);
  }
}

function* filled({ sys }: Command, fd: number, held: Uint8Array): Blocking<Uint8Array> {
  if (held.length > 0) return held;
  return joinBytes([held, yield* readSome(sys, fd)]);
}

export const comm = program(
  {
    usage: "[-123] FILE1 FILE2",
    about: "Lines of two sorted files: only in the first, only in the second, in both.",
    options: {
      one: flag("-1", "without those only in FILE1"),
      two: flag("-2", "without those only in FILE2"),
      three: flag("-3", "without those in both"),
    },
  },
  function* (command, { options, operands }) {
    const [first, second] = operands;
    if (first === undefined || second === undefined) throw new UsageError("missing operand");
    const left = new LineReader(command.sys, yield* openFile(command, first));
    const right = new LineReader(command.sys, yield* openFile(command, second));
    const indentTwo = options.one ? "" : "\t";
    const indentThree = indentTwo + (options.two ? "" : "\t");
    let [a, b] = [yield* left.next(), yield* right.next()];
    while (a !== null || b !== null) {
      if (b === null || (a !== null && a < b)) {
        if (!options.one) yield* command.out.line(a ?? "");
        a = yield* left.next();
      } else if (a === null || b < a) {
        if (!options.two) yield* command.out.line(indentTwo + b);
        b = yield* right.next();
      } else {
        if (!options.three) yield* command.out.line(indentThree + a);
        [a, b] = [yield* left.next(), yield* right.next()];
      }
    }
  },
);
