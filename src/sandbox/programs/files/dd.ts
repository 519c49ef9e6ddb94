/** dd(1): copies blocks. */
import { joinBytes } from "../../../base/join-bytes.ts";
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, rawProgram, reasonOf, type Command } from "../command/command.ts";
import { readSome } from "../command/input.ts";
import { writeAll } from "../command/output.ts";
import { sizeBytes } from "../command/quantities.ts";

const operandNames = [
  "if",
  "of",
  "bs",
  "ibs",
  "obs",
  "count",
  "skip",
  "seek",
  "conv",
  "status",
  "iflag",
  "oflag",
] as const;

export const dd = rawProgram(
  {
    usage:
      "[if=FILE] [of=FILE] [bs=N] [count=N] [skip=N] [seek=N] [conv=notrunc,noerror,sync,ucase,lcase,fsync] [status=none]",
    about: "Copy a file in blocks.",
  },
  function* (command) {
    const { sys } = command;
    const given = new Map<string, string>();
    for (const word of command.args) {
      const name = operandNames.find((known) => word.startsWith(`${known}=`));
      if (!name) throw new CommandFailure(`unrecognized operand '${word}'`);
      given.set(name, word.slice(name.length + 1));
    }
    const number = (name: string, otherwise: number): number => {
      const text = given.get(name);
      if (text === undefined) return otherwise;
      const product = text.split("x").reduce<number | null>((sum, part) => {
        const size = sizeBytes(part);
        return sum === null || size === null ? null : sum * size;
      }, 1);
      if (product === null) throw new CommandFailure(`invalid number: '${text}'`);
      return product;
    };
    const inBytes = number("bs", number("ibs", 512));
    const outBytes = number("bs", number("obs", 512));
    if (inBytes === 0 || outBytes === 0) throw new CommandFailure("invalid number: '0'");
    const conversions = new Set((given.get("conv") ?? "").split(",").filter(Boolean));
    const wholeBlocks = (given.get("iflag") ?? "").includes("fullblock");
    const skip = number("skip", 0) * ((given.get("iflag") ?? "").includes("skip_bytes") ? 1 : inBytes);
    const seek = number("seek", 0) * outBytes;
    const count = number("count", Infinity);
    const append = (given.get("oflag") ?? "").includes("append");
    const input = yield* openOr(command, given.get("if"), 0, { access: "read" });
    const truncates = !conversions.has("notrunc") && seek === 0 && !append;
    const output = yield* openOr(command, given.get("of"), 1, {
      access: "write",
      create: true,
      truncate: truncates,
      append,
    });
    if (given.has("of") && seek > 0) {
      if (!conversions.has("notrunc")) sys.ftruncate(output, seek);
      sys.seek(output, seek, "start");
    }
    if (skip > 0) yield* skipBytes(command, input, skip);
    const begunMs = sys.clock("monotonic");
    const tally = { inFull: 0, inPart: 0, outFull: 0, outPart: 0, bytes: 0 };
    // ^C still tells what was done.
    const note = { interrupted: false };
    sys.sigaction("SIGINT", { handler: () => (note.interrupted = true) });
    let failure: string | null = null;
    let held: Uint8Array = new Uint8Array();
    const put = function* (bytes: Uint8Array): Blocking<void> {
      yield* writeAll(sys, output, bytes);
      tally.bytes += bytes.length;
      if (bytes.length === outBytes) tally.outFull += 1;
      else tally.outPart += 1;
    };
    try {
      for (let block = 0; block < count && !note.interrupted; block++) {
        let bytes = yield* readBlock(command, input, inBytes, wholeBlocks);
        if (bytes.length === 0) break;
        if (bytes.length === inBytes) tally.inFull += 1;
        else tally.inPart += 1;
        if (conversions.has("sync") && bytes.length < inBytes)
          bytes = joinBytes([bytes, new Uint8Array(inBytes - bytes.length)]);
        if (conversions.has("ucase"))
          bytes = bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));
        if (conversions.has("lcase"))
          bytes = bytes.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
        if (given.has("bs") || inBytes === outBytes) yield* put(bytes);
        else {
          held = joinBytes([held, bytes]);
          for (; held.length >= outBytes; held = held.subarray(outBytes))
            yield* put(held.subarray(0, outBytes));
        }
      }
      if (held.length > 0) yield* put(held);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      failure = `error writing '${given.get("of") ?? "standard output"}': ${reasonOf(thrown)}`;
    }
    if (failure !== null) yield* command.complain(failure);
    const status = given.get("status");
    if (status !== "none") {
      const seconds = Math.max(1e-6, (sys.clock("monotonic") - begunMs) / 1000);
      yield* command.warn(
        `${tally.inFull}+${tally.inPart} records in\n${tally.outFull}+${tally.outPart} records out\n`,
      );
      if (status !== "noxfer") yield* command.warn(`${summary(tally.bytes, seconds)}\n`);
    }
    return note.interrupted ? 130 : command.status;
  },
);

/** `1048576 bytes (1.0 MB, 1.0 MiB) copied, 0.5 s, 2.1 MB/s`. */
function summary(bytes: number, seconds: number): string {
  const scaled = (amount: number, base: number, units: readonly string[]): string => {
    let [size, power] = [amount, 0];
    while (size >= base && power < units.length - 1) {
      size /= base;
      power += 1;
    }
    return `${power === 0 ? size.toFixed(0) : size < 10 ? size.toFixed(1) : size.toFixed(0)} ${units[power] ?? ""}`;
  };
  const decimal = ["B", "kB", "MB", "GB", "TB"];
  const sizes = [
    ...(bytes >= 1000 ? [scaled(bytes, 1000, decimal)] : []),
    ...(bytes >= 1024 ? [scaled(bytes, 1024, ["B", "KiB", "MiB", "GiB", "TiB"])] : []),
  ];
  const shown = sizes.length > 0 ? ` (${sizes.join(", ")})` : "";
  return `${bytes} byte${bytes === 1 ? "" : "s"}${shown} copied, ${Number(seconds.toPrecision(6))} s, ${scaled(bytes / seconds, 1000, decimal)}/s`;
}

function* openOr(
  { sys }: Command,
  path: string | undefined,
  otherwise: number,
  flags: Parameters<typeof sys.open>[1],
): Blocking<number> {
  if (path === undefined) return otherwise;
  try {
    return yield* sys.open(path, flags, 0o666);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`failed to open '${path}': ${reasonOf(thrown)}`);
  }
}

function* readBlock({ sys }: Command, fd: number, size: number, whole: boolean): Blocking<Uint8Array> {
  const first = yield* readSome(sys, fd, size);
  if (!whole || first.length === size || first.length === 0) return first;
  const parts = [first];
  let length = first.length;
  while (length < size) {
    const bytes = yield* readSome(sys, fd, size - length);
    if (bytes.length === 0) break;
    parts.push(bytes);
    length += bytes.length;
  }
  return joinBytes(parts);
}

function* skipBytes({ sys }: Command, fd: number, count: number): Blocking<void> {
  try {
    sys.seek(fd, count, "current");
  } catch (thrown) {
    if (!isErrno(thrown, "ESPIPE")) throw thrown;
    for (let left = count; left > 0;) {
      const bytes = yield* readSome(sys, fd, Math.min(left, 65_536));
      if (bytes.length === 0) return;
      left -= bytes.length;
    }
  }
}
