/** xargs(1): makes command lines of standard input. */
import { joinBytes } from "../../../base/join-bytes.ts";
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { ChildStatus } from "../../abi/process-calls.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { readSome } from "../command/input.ts";
import { flag, optional, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { startCommand } from "../command/run-command.ts";
import { decodeText } from "../command/text-encoding.ts";
import { confirmed } from "../files/copy-file.ts";

/** What a command line may hold, in bytes, as GNU's default. */
const lineLimit = 131_072;

export const xargs = program(
  {
    usage: "[OPTION]... [COMMAND [ARGUMENT]...]",
    about: "Run COMMAND (default: echo) with the words of standard input behind its own.",
    inOrder: true,
    options: {
      zero: flag("-0, --null", "words end with 0; nothing is special"),
      delimiter: value("-d, --delimiter=C", "words end with C; nothing is special"),
      file: value("-a, --arg-file=FILE", "from FILE"),
      eof: value("-E", "end at this word"),
      replace: value("-I", "put each line where this word is"),
      replaceDefault: optional("-i[WORD], --replace[=WORD]", "the same; default {}"),
      lines: value("-L, --max-lines=N", "words of N lines for each"),
      words: value("-n, --max-args=N", "N words for each"),
      processes: value("-P, --max-procs=N", "N at once"),
      ask: flag("-p, --interactive", "ask before each"),
      noRunIfEmpty: flag("-r, --no-run-if-empty", "nothing where there are no words"),
      size: value("-s, --max-chars=N", "so many characters at most"),
      trace: flag("-t, --verbose", "print each before it runs"),
      exit: flag("-x, --exit", "end where a line is too long"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const count = (text: string | null, what: string): number =>
      text === null ? Infinity : integerArgument(text, what);
    const replace = options.replace ?? (options.replaceDefault === "" ? "{}" : options.replaceDefault);
    const delimiter = options.zero
      ? "\0"
      : (options.delimiter
          ?.replace(String.raw`\n`, "\n")
          .replace(String.raw`\t`, "\t")
          .replace(String.raw`\0`, "\0") ?? null);
    const fd =
      options.file === null ? 0 : yield* sys.open(options.file, { access: "read", closeOnExec: true });
    const runner = new Runner(command, operands.length > 0 ? operands : ["echo"], {
      atOnce: Math.max(
        1,
        Math.min(64, options.processes === null ? 1 : integerArgument(options.processes, "-P") || 64),
      ),
      trace: options.trace,
      ask: options.ask,
    });
    const limits = {
      words: count(options.words, "-n"),
      lines: replace === null ? count(options.lines, "-L") : 1,
      size: Math.min(lineLimit, count(options.size, "-s")),
    };
    let batch: string[] = [];
    let lines = 0;
    let size = 0;
    let ran = false;
    for (const item of wordsOf(yield* readText(command, fd), delimiter, replace !== null)) {
      if (options.eof !== null && item.text === options.eof) break;
      if (replace === null) {
        if (
          batch.length >= limits.words ||
          lines >= limits.lines ||
          (batch.length > 0 && size + item.text.length + 1 > limits.size)
        ) {
          yield* runner.run(batch, null);
          ran = true;
          [batch, lines, size] = [[], 0, 0];
        }
        batch.push(item.text);
        size += item.text.length + 1;
        if (item.endsLine) lines += 1;
      } else {
        yield* runner.run([item.text], replace);
        ran = true;
      }
      if (runner.isOver) break;
    }
    if (!runner.isOver && (batch.length > 0 || (!ran && replace === null && !options.noRunIfEmpty)))
      yield* runner.run(batch, null);
    return yield* runner.finish();
  },
);

function* readText({ sys }: Command, fd: number): Blocking<string> {
  const parts: Uint8Array[] = [];
  for (let bytes = yield* readSome(sys, fd); bytes.length > 0; bytes = yield* readSome(sys, fd))
    parts.push(bytes);
  return decodeText(joinBytes(parts));
}

interface Item {
  readonly text: string;
  readonly endsLine: boolean;
}

/** Words by blanks with quotes and backslashes; or whole lines; or what `delimiter` ends. */
function* wordsOf(text: string, delimiter: string | null, wholeLines: boolean): Generator<Item> {
  if (delimiter !== null) {
    const parts = text.split(delimiter);
    if (parts.at(-1) === "") parts.pop();
    for (const part of parts) yield { text: part, endsLine: true };
    return;
  }
  const quoted = /'([^'\n]*)'|"([^"\n]*)"|\\([^])|(['"])|([^\s'"\\]+)/uy;
  for (const line of text.split("\n")) {
    const items: string[] = [];
    let at = 0;
    let word: string | null = null;
    while (at < line.length) {
      const character = line[at] ?? "";
      if (/[ \t]/u.test(character) && !(wholeLines && word !== null)) {
        if (word !== null) items.push(word);
        word = null;
        at += 1;
        continue;
      }
      quoted.lastIndex = at;
      const match = quoted.exec(line);
      if (match?.[4] !== undefined)
        throw new CommandFailure(
          `unmatched ${match[4] === "'" ? "single" : "double"} quote; by default quotes are special to xargs unless you use the -0 option`,
        );
      word = (word ?? "") + (match ? (match[1] ?? match[2] ?? match[3] ?? match[5] ?? "") : character);
      at = match ? quoted.lastIndex : at + 1;
    }
    if (word !== null) items.push(word);
    // A blank at the end of a line lets it go on.
    const goesOn = /[ \t]$/u.test(line);
    for (const [index, item] of items.entries())
      yield { text: item, endsLine: index === items.length - 1 && !goesOn };
  }
}

class Runner {
  isOver = false;
  readonly #command: Command;
  readonly #argv: readonly string[];
  readonly #settings: { readonly atOnce: number; readonly trace: boolean; readonly ask: boolean };
  #running = 0;
  #status = 0;

  constructor(
    command: Command,
    argv: readonly string[],
    settings: { readonly atOnce: number; readonly trace: boolean; readonly ask: boolean },
  ) {
    this.#command = command;
    this.#argv = argv;
    this.#settings = settings;
  }

  *run(words: readonly string[], replace: string | null): Blocking<void> {
    const { sys, env } = this.#command;
    const argv =
      replace === null
        ? [...this.#argv, ...words]
        : this.#argv.map((word) => word.replaceAll(replace, words[0] ?? ""));
    if (this.#settings.ask) {
      if (!(yield* confirmed(this.#command, `${argv.join(" ")} `))) return;
    } else if (this.#settings.trace) yield* this.#command.warn(`${argv.join(" ")}\n`);
    while (this.#running >= this.#settings.atOnce) yield* this.#waitOne();
    if (this.isOver) return;
    startCommand(sys, "xargs", argv, env);
    this.#running += 1;
    if (this.#settings.atOnce === 1) yield* this.#waitOne();
  }

  *finish(): Blocking<number> {
    while (this.#running > 0) yield* this.#waitOne();
    return this.#status;
  }

  *#waitOne(): Blocking<void> {
    let status: ChildStatus;
    try {
      const ended = yield* this.#command.sys.wait(-1);
      if (!ended) return;
      ({ status } = ended);
    } catch (thrown) {
      if (isErrno(thrown, "EINTR")) return;
      throw thrown;
    }
    this.#running -= 1;
    // The statuses of xargs(1), EXIT STATUS.
    if (status.kind === "signaled") {
      yield* this.#command.warn(
        `xargs: ${this.#argv[0] ?? ""}: terminated by signal ${status.signal.slice(3)}\n`,
      );
      this.#end(125);
    } else if (status.kind === "exited" && status.code === 255) {
      yield* this.#command.warn(`xargs: ${this.#argv[0] ?? ""}: exited with status 255; aborting\n`);
      this.#end(124);
    } else if (status.kind === "exited" && (status.code === 126 || status.code === 127))
      this.#end(status.code);
    else if (status.kind === "exited" && status.code !== 0) this.#status = 123;
  }

  #end(status: number): void {
    this.#status = status;
    this.isOver = true;
  }
}
