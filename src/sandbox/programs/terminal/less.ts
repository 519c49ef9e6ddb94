/** less(1): shows text a screen at a time, forwards and backwards, and finds in it. Keys come from the terminal itself. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { rawTermios } from "../../abi/termios.ts";
import { program, type Command } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { readRest } from "../command/input.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { decodeText } from "../command/text-encoding.ts";
import { compilePattern } from "../text/posix-pattern.ts";
import { PagerKeys } from "./pager-keys.ts";
import { PagerText } from "./pager-text.ts";

const help = "SPACE b: page   j k: line   d u: half   g G: begin, end   /text ?text n N: find   q: quit";

export const less = program(
  {
    usage: "[-EFINRSX] [+COMMAND] [FILE]...",
    about: `Show FILEs, or standard input, a screen at a time. ${help}`,
    options: {
      quitAtEnd: flag("-E, --QUIT-AT-EOF", "end at the end"),
      quitIfOne: flag("-F, --quit-if-one-screen", "end where one screen shows it all"),
      ignoreCase: flag("-I, --IGNORE-CASE", "find without regard to case"),
      ignoreSmall: flag("-i, --ignore-case", "the same"),
      numbers: flag("-N, --LINE-NUMBERS", "with numbers of lines"),
      raw: flag("-R, --RAW-CONTROL-CHARS", "accepted: control characters are always shown by name"),
      chop: flag("-S, --chop-long-lines", "accepted: long lines are always folded"),
      noInit: flag("-X, --no-init", "leave what was shown on the screen"),
      pattern: value("-p, --pattern=PATTERN", "begin where PATTERN is"),
    },
  },
  function* (command, { options, operands }) {
    const { sys, out } = command;
    const plus = operands.filter((word) => word.startsWith("+"));
    const files = operands.filter((word) => !word.startsWith("+"));
    if (files.length === 0 && sys.isatty(0)) throw new UsageError("missing filename");
    const parts: string[] = [];
    yield* eachFile(command, files, function* (fd) {
      parts.push(decodeText(yield* readRest(sys, fd)));
    });
    if (parts.length === 0) return 1;
    // Without a terminal it is cat.
    if (!sys.isatty(1)) {
      for (const part of parts) yield* out.print(part);
      return command.status;
    }
    const keys = yield* openKeys(sys);
    const pager = new Pager(command, new PagerText(parts.join("")), new PagerKeys(sys, keys), {
      name: files.join(" "),
      ...options,
      ignoreCase: options.ignoreCase || options.ignoreSmall,
    });
    if (options.pattern !== null) pager.begin(`/${options.pattern}`);
    for (const asked of plus) pager.begin(asked.slice(1));
    yield* pager.run();
    return 0;
  },
);

/** What is typed comes from the terminal, for the text may be standard input. */
function* openKeys(sys: Syscalls): Blocking<number> {
  try {
    return yield* sys.open("/dev/tty", { access: "read", closeOnExec: true });
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    return 1;
  }
}

interface PagerOptions {
  readonly name: string;
  readonly quitAtEnd: boolean;
  readonly quitIfOne: boolean;
  readonly ignoreCase: boolean;
  readonly numbers: boolean;
  readonly noInit: boolean;
}

class Pager {
  readonly #command: Command;
  readonly #text: PagerText;
  readonly #keys: PagerKeys;
  readonly #options: PagerOptions;
  #message = "";
  #sought: { readonly pattern: RegExp; readonly direction: 1 | -1 } | null = null;
  #isOver = false;

  constructor(command: Command, text: PagerText, keys: PagerKeys, options: PagerOptions) {
    this.#command = command;
    this.#text = text;
    this.#keys = keys;
    this.#options = options;
  }

  /** Does what `less +COMMAND` says before anything is shown. */
  begin(asked: string): void {
    this.#lay();
    if (/^[/?]/u.test(asked)) this.#find(asked.slice(1), asked.startsWith("/") ? 1 : -1, true);
    else if (asked === "G") this.#text.toEnd();
    else if (/^\d+g?$/u.test(asked)) this.#text.toLine(Number.parseInt(asked, 10) - 1);
  }

  *run(): Blocking<void> {
    const { sys, out } = this.#command;
    this.#lay();
    if (this.#options.quitIfOne && this.#text.fits) {
      yield* out.print(this.#text.shown.map((row) => `${row}\n`).join(""));
      return;
    }
    const before = sys.tcgetattr(this.#keys.fd);
    sys.sigaction("SIGWINCH", { handler: () => undefined });
    sys.sigaction("SIGINT", { handler: () => undefined });
    yield* sys.tcsetattr(this.#keys.fd, { ...rawTermios(before), isig: true, opost: before.opost });
    if (!this.#options.noInit) yield* out.print("\u001b[?1049h");
    while (!this.#isOver) {
      yield* this.#draw();
      yield* this.#answer(yield* this.#next());
      if (this.#options.quitAtEnd && this.#text.isAtEnd) this.#isOver = true;
    }
    yield* out.print(this.#options.noInit ? "\r\u001b[K" : "\u001b[?1049l");
    yield* out.flush();
    yield* sys.tcsetattr(this.#keys.fd, before);
  }

  #lay(): void {
    const { columns, rows } = this.#command.sys.windowSize(1);
    this.#text.lay(columns || 80, (rows || 24) - 1, this.#options.numbers);
  }

  *#draw(): Blocking<void> {
    const { out, sys } = this.#command;
    this.#lay();
    const { rows } = sys.windowSize(1);
    const { shown, isAtEnd, percent } = this.#text;
    const filled = [
      ...shown,
      ...Array.from({ length: Math.max(0, (rows || 24) - 1 - shown.length) }, () => "~"),
    ];
    const status = this.#message || (isAtEnd ? "(END)" : `${this.#options.name || "lines"} ${percent}%`);
    this.#message = "";
    yield* out.print(
      `\u001b[H${filled.map((row) => `${row}\u001b[K\r\n`).join("")}\u001b[7m${status}\u001b[m\u001b[K`,
    );
    yield* out.flush();
  }

  *#next(): Blocking<string> {
    const key = yield* this.#keys.next();
    if (key === null) this.#isOver = true;
    return key ?? "";
  }

  *#answer(key: string): Blocking<void> {
    const text = this.#text;
    switch (key.replace("\u001bO", "\u001b[")) {
      case "q":
      case "Q":
      case "\u0004":
        this.#isOver = true;
        return;
      case " ":
      case "f":
      case "\u0006":
      case "\u001b[6~":
        return text.movePages(1);
      case "b":
      case "\u0002":
      case "\u001b[5~":
        return text.movePages(-1);
      case "d":
        return text.movePages(0.5);
      case "u":
        return text.movePages(-0.5);
      case "j":
      case "e":
      case "\r":
      case "\n":
      case "\u001b[B":
        return text.move(1);
      case "k":
      case "y":
      case "\u001b[A":
        return text.move(-1);
      case "g":
      case "<":
      case "\u001b[H":
        return text.toLine(0);
      case "G":
      case ">":
      case "\u001b[F":
        return text.toEnd();
      case "/":
      case "?":
        return yield* this.#ask(key);
      case "n":
      case "N":
        return this.#again(key === "n");
      case "h":
        this.#message = help;
        return;
      default:
    }
  }

  /** A pattern typed at the bottom. */
  *#ask(sign: string): Blocking<void> {
    const { out } = this.#command;
    let typed = "";
    for (;;) {
      yield* out.print(`\r${sign}${typed}\u001b[K`);
      yield* out.flush();
      const key = yield* this.#next();
      if (this.#isOver || key === "" || key === "\u001b") return;
      if (key === "\r" || key === "\n") return this.#find(typed, sign === "/" ? 1 : -1, false);
      if (key === "\u007f" || key === "\b") {
        if (typed === "") return;
        typed = Array.from(typed).slice(0, -1).join("");
      } else if (key >= " ") typed += key;
    }
  }

  #find(source: string, direction: 1 | -1, fromHere: boolean): void {
    if (source !== "")
      try {
        this.#sought = {
          pattern: compilePattern(source, "extended", this.#options.ignoreCase ? "i" : ""),
          direction,
        };
      } catch {
        this.#message = "Invalid pattern  (press RETURN)";
        return;
      }
    this.#again(true, fromHere);
  }

  #again(sameWay: boolean, fromHere = false): void {
    if (!this.#sought) this.#message = "No previous regular expression";
    else {
      const { pattern, direction } = this.#sought;
      const way = sameWay ? direction : direction === 1 ? -1 : 1;
      if (!this.#text.find(pattern, way, fromHere)) this.#message = "Pattern not found";
    }
  }
}
