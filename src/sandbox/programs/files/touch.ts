/** touch(1) and truncate(1): times and lengths of files. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { sizeBytes } from "../command/quantities.ts";
import { parseTime } from "../host/date.ts";

export const touch = program(
  {
    usage: "[OPTION]... FILE...",
    about: "Set times of FILEs to now, making those that are not there.",
    options: {
      accessed: flag("-a", "only the time of access"),
      modified: flag("-m", "only the time of modification"),
      noCreate: flag("-c, --no-create", "make nothing"),
      noDereference: flag("-h, --no-dereference", "of links themselves"),
      date: value("-d, --date=TEXT", "to TEXT"),
      reference: value("-r, --reference=FILE", "to those of FILE"),
      stamp: value("-t", "to [[CC]YY]MMDDhhmm[.ss]"),
      force: flag("-f", "ignored"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    if (operands.length === 0) throw new UsageError("missing file operand");
    const nowMs = sys.clock("realtime");
    const given =
      options.stamp === null
        ? options.date === null
          ? nowMs
          : parseTime(options.date, nowMs)
        : stampTime(options.stamp, nowMs);
    if (given === null)
      throw new CommandFailure(`invalid date format '${options.stamp ?? options.date ?? ""}'`);
    const reference = options.reference === null ? null : sys.stat(options.reference);
    const accessed = options.modified && !options.accessed ? null : (reference?.accessedMs ?? given);
    const modified = options.accessed && !options.modified ? null : (reference?.modifiedMs ?? given);
    for (const path of operands) {
      try {
        yield* touchOne(command, path, accessed, modified, !options.noCreate, !options.noDereference);
      } catch (thrown) {
        yield* command.refused(thrown, path);
      }
    }
  },
);

function* touchOne(
  { sys }: Command,
  path: string,
  accessed: number | null,
  modified: number | null,
  create: boolean,
  follow: boolean,
): Blocking<void> {
  try {
    sys.utimes(path, accessed, modified, { follow });
  } catch (thrown) {
    if (!isErrno(thrown, "ENOENT")) throw thrown;
    if (!create) return;
    const fd = yield* sys.open(
      path,
      { access: "write", create: true, nonBlocking: true, closeOnExec: true },
      0o666,
    );
    sys.futimes(fd, accessed, modified);
    sys.close(fd);
  }
}

function stampTime(text: string, nowMs: number): number | null {
  const match = /^(\d{2})?(\d{2})?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/u.exec(text);
  if (!match) return null;
  const digits = text.split(".")[0] ?? "";
  const seconds = Number(match[7] ?? 0);
  const tail = digits.slice(-8);
  const head = digits.slice(0, -8);
  const year =
    head.length === 4
      ? Number(head)
      : head.length === 2
        ? Number(head) + (Number(head) < 69 ? 2000 : 1900)
        : new Date(nowMs).getUTCFullYear();
  const [month = 0, day = 0, hour = 0, minute = 0] = (tail.match(/../gu) ?? []).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59) return null;
  return Date.UTC(year, month - 1, day, hour, minute, seconds);
}

export const truncate = program(
  {
    usage: "-s SIZE FILE...  |  -r FILE FILE...",
    about: "Make FILEs shorter or longer: SIZE, +SIZE, -SIZE.",
    options: {
      noCreate: flag("-c, --no-create", "make nothing"),
      reference: value("-r, --reference=FILE", "as long as FILE"),
      size: value("-s, --size=SIZE", "so long"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    if (options.size === null && options.reference === null)
      throw new UsageError("you must specify either '--size' or '--reference'");
    if (operands.length === 0) throw new UsageError("missing file operand");
    const [, sign = "", amount = ""] = /^([+-]?)(.*)$/u.exec(options.size ?? "0") ?? [];
    const bytes = sizeBytes(amount);
    if (bytes === null) throw new CommandFailure(`Invalid number: '${options.size ?? ""}'`);
    const base = options.reference === null ? null : sys.stat(options.reference).size;
    for (const path of operands) {
      try {
        const fd = yield* sys.open(
          path,
          { access: "write", create: !options.noCreate, closeOnExec: true },
          0o666,
        );
        const before = base ?? sys.fstat(fd).size;
        const size =
          sign === "+"
            ? before + bytes
            : sign === "-"
              ? Math.max(0, before - bytes)
              : options.size === null
                ? before
                : bytes;
        sys.ftruncate(fd, size);
        sys.close(fd);
      } catch (thrown) {
        if (!options.noCreate || !isErrno(thrown, "ENOENT")) yield* command.refused(thrown, path);
      }
    }
  },
);
