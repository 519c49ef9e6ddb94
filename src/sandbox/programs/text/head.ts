/** head(1): the first lines or bytes of files. */
import { joinBytes } from "../../../base/join-bytes.ts";
import type { Blocking } from "../../abi/blocking.ts";
import { CommandFailure, rawProgram, type Command } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { readSome } from "../command/input.ts";
import { flag, parseOptions, value } from "../command/options.ts";
import { sizeBytes } from "../command/quantities.ts";

const headOptions = {
  bytes: value("-c, --bytes=[-]N", "N bytes; with -, all but the last N"),
  lines: value("-n, --lines=[-]N", "N lines (default 10); with -, all but the last N"),
  quiet: flag("-q, --quiet, --silent", "no names"),
  verbose: flag("-v, --verbose", "names always"),
};

export const head = rawProgram(
  { usage: "[-n N] [-c N] [FILE]...", about: "Print the first ten lines of FILEs.", options: headOptions },
  function* (command) {
    const args = command.args.map((word, at) =>
      at === 0 && /^-\d+$/u.test(word) ? `-n${word.slice(1)}` : word,
    );
    const { options, operands } = parseOptions(headOptions, args);
    const byBytes = options.bytes !== null;
    const { amount, sign } = countArgument(
      options.bytes ?? options.lines ?? "10",
      byBytes ? "bytes" : "lines",
    );
    const titled = options.verbose || (operands.length > 1 && !options.quiet);
    let isFirst = true;
    yield* eachFile(command, operands, function* (fd, name) {
      if (titled)
        yield* command.out.line(`${isFirst ? "" : "\n"}==> ${name === "-" ? "standard input" : name} <==`);
      isFirst = false;
      if (sign === "-") yield* allButLast(command, fd, amount, byBytes);
      else yield* first(command, fd, amount, byBytes);
    });
  },
);

/** A count with its sign; fails with `invalid number of lines: 'x'`. */
export function countArgument(
  text: string,
  what: "bytes" | "lines",
): { readonly amount: number; readonly sign: "+" | "-" | "" } {
  const [, sign = "", digits = ""] = /^([+-]?)(.*)$/u.exec(text) ?? [];
  const amount = sizeBytes(digits);
  if (amount === null) throw new CommandFailure(`invalid number of ${what}: '${text}'`);
  return { amount, sign: sign === "+" ? "+" : sign === "-" ? "-" : "" };
}

function* first({ sys, out }: Command, fd: number, amount: number, byBytes: boolean): Blocking<void> {
  let left = amount;
  while (left > 0) {
    const bytes = yield* readSome(sys, fd, byBytes ? Math.min(left, 65_536) : 8192);
    if (bytes.length === 0) return;
    let end = bytes.length;
    if (byBytes) left -= bytes.length;
    else {
      for (let at = bytes.indexOf(10); at >= 0 && left > 0; at = bytes.indexOf(10, at + 1)) {
        left -= 1;
        end = at + 1;
      }
      if (left > 0) end = bytes.length;
      else if (end < bytes.length) giveBack(sys, fd, bytes.length - end);
    }
    yield* out.bytes(bytes.subarray(0, end));
  }
}

/** What was read too much of a file stays for whoever reads next from the same description (POSIX). */
function giveBack(sys: Command["sys"], fd: number, count: number): void {
  if (sys.fstat(fd).type === "file") sys.seek(fd, -count, "current");
}

function* allButLast({ sys, out }: Command, fd: number, amount: number, byBytes: boolean): Blocking<void> {
  let held: Uint8Array = new Uint8Array();
  for (;;) {
    const bytes = yield* readSome(sys, fd);
    if (bytes.length === 0) return;
    held = joinBytes([held, bytes]);
    const end = byBytes ? Math.max(0, held.length - amount) : startOfLast(held, amount);
    yield* out.bytes(held.subarray(0, end));
    held = held.subarray(end);
  }
}

/** Where the last `lines` lines begin; a last line without an end counts. */
export function startOfLast(bytes: Uint8Array, lines: number): number {
  if (lines === 0) return bytes.length;
  let found = 0;
  for (let at = bytes.length - 1; at >= 0; at--) {
    if (bytes[at] !== 10 || at === bytes.length - 1) continue;
    found += 1;
    if (found === lines) return at + 1;
  }
  return 0;
}
