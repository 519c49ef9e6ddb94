/** Files shown line by line as so many bytes each, as od(1) and hexdump(1) do. Knows not how bytes are shown. */
import { joinBytes } from "../../../base/join-bytes.ts";
import type { Blocking } from "../../abi/blocking.ts";
import { CommandFailure, type Command } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { readSome } from "../command/input.ts";
import { sizeBytes } from "../command/quantities.ts";

/** How the bytes of a line are shown. */
export interface DumpFormat {
  readonly width: number;
  readonly lines: readonly ((bytes: Uint8Array) => string)[];
  readonly address: (offset: number) => string;
  readonly all: boolean;
}

/** A number of bytes as an argument, in hexadecimal with `0x`. */
export function bytesArgument(text: string): number {
  const bytes = text.startsWith("0x") ? Number.parseInt(text, 16) : sizeBytes(text);
  if (bytes === null || Number.isNaN(bytes)) throw new CommandFailure(`invalid argument '${text}'`);
  return bytes;
}

/** All files as one; lines like the one before become a single `*`. */
export function* dump(
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
