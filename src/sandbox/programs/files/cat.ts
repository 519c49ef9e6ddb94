/** cat(1): files one after the other. */
import type { Blocking } from "../../abi/blocking.ts";
import { program, type Command } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { LineReader, readSome } from "../command/input.ts";
import { flag } from "../command/options.ts";

export const cat = program(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Print FILEs one after the other; - is standard input.",
    options: {
      all: flag("-A, --show-all", "as -vET"),
      numberNonBlank: flag("-b, --number-nonblank", "number lines that are not empty"),
      endsAndMarks: flag("-e", "as -vE"),
      ends: flag("-E, --show-ends", "$ at the end of each line"),
      number: flag("-n, --number", "number all lines"),
      squeeze: flag("-s, --squeeze-blank", "one empty line for many"),
      tabsAndMarks: flag("-t", "as -vT"),
      tabs: flag("-T, --show-tabs", "^I for a tab"),
      unbuffered: flag("-u", "ignored"),
      marks: flag("-v, --show-nonprinting", "^ and M- for control characters"),
    },
  },
  function* (command, { options, operands }) {
    const style = {
      ends: options.ends || options.endsAndMarks || options.all,
      tabs: options.tabs || options.tabsAndMarks || options.all,
      marks: options.marks || options.endsAndMarks || options.tabsAndMarks || options.all,
      squeeze: options.squeeze,
      numbers: options.numberNonBlank
        ? ("nonblank" as const)
        : options.number
          ? ("all" as const)
          : ("none" as const),
    };
    const plain = !style.ends && !style.tabs && !style.marks && !style.squeeze && style.numbers === "none";
    const state = { line: 0, blanks: 0 };
    yield* eachFile(command, operands, (fd) =>
      plain ? copy(command, fd) : decorate(command, fd, style, state),
    );
  },
);

function* copy(command: Command, fd: number): Blocking<void> {
  for (;;) {
    const bytes = yield* readSome(command.sys, fd);
    if (bytes.length === 0) return;
    yield* command.out.bytes(bytes);
  }
}

interface Style {
  readonly ends: boolean;
  readonly tabs: boolean;
  readonly marks: boolean;
  readonly squeeze: boolean;
  readonly numbers: "none" | "all" | "nonblank";
}

function* decorate(
  command: Command,
  fd: number,
  style: Style,
  state: { line: number; blanks: number },
): Blocking<void> {
  const lines = new LineReader(command.sys, fd);
  for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
    state.blanks = line === "" ? state.blanks + 1 : 0;
    if (style.squeeze && state.blanks > 1) continue;
    const counts = style.numbers === "all" || (style.numbers === "nonblank" && line !== "");
    if (counts) state.line += 1;
    const end = lines.lacksEnd ? "" : style.ends ? "$\n" : "\n";
    const shown = style.marks || style.tabs ? visible(line, style) : line;
    yield* command.out.print((counts ? `${String(state.line).padStart(6)}\t` : "") + shown + end);
  }
}

const encoder = new TextEncoder();

function visible(line: string, { marks, tabs }: Style): string {
  if (!marks) return line.replaceAll("\t", "^I");
  let text = "";
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\t") text += tabs ? "^I" : "\t";
    else if (code < 0x80) text += marked(code);
    else if (code >= 0xdc80 && code <= 0xdcff) text += `M-${marked(code - 0xdc80)}`;
    else for (const byte of encoder.encode(character)) text += `M-${marked(byte - 0x80)}`;
  }
  return text;
}

function marked(code: number): string {
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  return code === 0x7f ? "^?" : String.fromCharCode(code);
}
