/** grep(1), egrep, fgrep: lines that match. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, reasonOf, type Command } from "../command/command.ts";
import { LineReader, readTextFile } from "../command/input.ts";
import { flag, optional, UsageError, value, values } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { joined } from "../files/path-text.ts";
import { patternSource, compilePattern, type PatternKind } from "./posix-pattern.ts";

export const grep = program(
  {
    usage: "[OPTION]... PATTERN [FILE]...",
    about: "Print lines that match PATTERN.",
    usageStatus: 2,
    options: {
      extended: flag("-E, --extended-regexp", "PATTERN is an extended expression"),
      fixed: flag("-F, --fixed-strings", "PATTERN is plain text"),
      basic: flag("-G, --basic-regexp", "PATTERN is a basic expression (default)"),
      perl: flag("-P, --perl-regexp", "PATTERN is an expression of JavaScript"),
      patterns: values("-e, --regexp=PATTERN", "one of many"),
      file: values("-f, --file=FILE", "patterns from FILE"),
      ignoreCase: flag("-i, --ignore-case", "upper and lower case are the same"),
      oldIgnoreCase: flag("-y", "the same"),
      invert: flag("-v, --invert-match", "lines that do not match"),
      word: flag("-w, --word-regexp", "whole words"),
      line: flag("-x, --line-regexp", "whole lines"),
      count: flag("-c, --count", "only how many"),
      color: optional("--color[=WHEN]", "always, auto or never"),
      colour: optional("--colour[=WHEN]", "the same"),
      filesWithout: flag("-L, --files-without-match", "only names of files without a match"),
      files: flag("-l, --files-with-matches", "only names of files with a match"),
      max: value("-m, --max-count=N", "end a file after N lines"),
      only: flag("-o, --only-matching", "only what matched"),
      quiet: flag("-q, --quiet, --silent", "nothing; by the exit status"),
      noMessages: flag("-s, --no-messages", "no complaints of files"),
      number: flag("-n, --line-number", "numbers of lines"),
      byte: flag("-b, --byte-offset", "ignored"),
      names: flag("-H, --with-filename", "names always"),
      noNames: flag("-h, --no-filename", "names never"),
      recursive: flag("-r, --recursive", "directories with everything below"),
      recursiveToo: flag("-R, --dereference-recursive", "the same, following links"),
      include: values("--include=GLOB", "with -r: only files of these names"),
      exclude: values("--exclude=GLOB", "with -r: not files of these names"),
      excludeFolder: values("--exclude-dir=GLOB", "with -r: not below folders of these names"),
      after: value("-A, --after-context=N", "N lines after too"),
      before: value("-B, --before-context=N", "N lines before too"),
      context: value("-C, --context=N", "N lines before and after too"),
      text: flag("-a, --text", "show what is not text"),
      binary: flag("-I", "skip what is not text"),
      zero: flag("-z, --null-data", "lines end with 0"),
      zeroName: flag("-Z, --null", "0 behind names"),
      lineBuffered: flag("--line-buffered", "write each line at once"),
    },
  },
  function* (command, { options, operands, order }) {
    const words = [...operands];
    const texts: string[] = [...options.patterns];
    for (const file of options.file)
      texts.push(...(yield* readTextFile(command.sys, file)).replace(/\n$/u, "").split("\n"));
    if (options.patterns.length + options.file.length === 0) {
      const first = words.shift();
      if (first === undefined) throw new UsageError("no pattern given");
      texts.push(first);
    }
    const last = order.findLast(
      (name) => name === "extended" || name === "fixed" || name === "basic" || name === "perl",
    );
    const kind: PatternKind | "perl" =
      last === "perl"
        ? "perl"
        : last === "extended" || (last === undefined && command.name === "egrep")
          ? "extended"
          : last === "fixed" || (last === undefined && command.name === "fgrep")
            ? "fixed"
            : "basic";
    const color = options.color ?? options.colour;
    const recursive = options.recursive || options.recursiveToo;
    const around = (text: string | null): number =>
      text === null ? 0 : integerArgument(text, "context length argument", 2);
    const settings: GrepSettings = {
      pattern: matcher(
        texts.flatMap((text) => text.split("\n")),
        kind,
        options.ignoreCase || options.oldIgnoreCase,
        options.word,
        options.line,
      ),
      invert: options.invert,
      show: options.quiet
        ? "nothing"
        : options.files
          ? "files"
          : options.filesWithout
            ? "files-without"
            : options.count
              ? "count"
              : options.only
                ? "matches"
                : "lines",
      number: options.number,
      named: !options.noNames && (options.names || recursive || words.length > 1),
      max: options.max === null ? Infinity : integerArgument(options.max, "max count", 2),
      before: around(options.before ?? options.context),
      after: around(options.after ?? options.context),
      hasContext: options.before !== null || options.after !== null || options.context !== null,
      color:
        color !== null &&
        color !== "never" &&
        (color !== "auto" || command.out.isTerminal) &&
        (color !== "" || command.out.isTerminal),
      end: options.zero ? 0 : 10,
      nameEnd: options.zeroName ? "\0" : null,
      lineBuffered: options.lineBuffered,
      binary: options.text ? "text" : options.binary ? "skip" : "tell",
    };
    const search = new Search(command, settings, options.noMessages);
    const filters = {
      include: options.include.map(globPattern),
      exclude: options.exclude.map(globPattern),
      excludeFolder: options.excludeFolder.map(globPattern),
    };
    for (const name of words.length > 0 ? words : [recursive ? "." : "-"]) {
      if (recursive && name !== "-") yield* search.tree(name, filters, words.length === 0);
      else yield* search.file(name, name === "-" ? 0 : null);
      if (search.found && options.quiet) return 0;
    }
    if (command.status === 2) return 2;
    return search.found ? 0 : 1;
  },
);

interface GrepSettings {
  readonly pattern: RegExp;
  readonly invert: boolean;
  readonly show: "nothing" | "files" | "files-without" | "count" | "matches" | "lines";
  readonly number: boolean;
  readonly named: boolean;
  readonly max: number;
  readonly before: number;
  readonly after: number;
  readonly hasContext: boolean;
  readonly color: boolean;
  readonly end: number;
  readonly nameEnd: string | null;
  readonly lineBuffered: boolean;
  readonly binary: "text" | "skip" | "tell";
}

interface TreeFilters {
  readonly include: readonly RegExp[];
  readonly exclude: readonly RegExp[];
  readonly excludeFolder: readonly RegExp[];
}

function matcher(
  texts: readonly string[],
  kind: PatternKind | "perl",
  ignoreCase: boolean,
  word: boolean,
  line: boolean,
): RegExp {
  const flags = `g${ignoreCase ? "i" : ""}`;
  const sources = texts.map((text) => {
    // Compiled by itself first, so that a mistake is told as it was made.
    if (kind === "perl") return perlSource(text);
    return compilePattern(text, kind, flags).source;
  });
  const any = sources.map((source) => `(?:${source})`).join("|");
  const whole = line
    ? `^(?:${any})$`
    : word
      ? String.raw`(?<![\p{L}\p{Nd}_])(?:${any})(?![\p{L}\p{Nd}_])`
      : any;
  return new RegExp(whole, `u${flags}`);
}

function perlSource(text: string): string {
  try {
    return new RegExp(text, "u").source;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw new CommandFailure(thrown.message, 2);
    throw thrown;
  }
}

/** A name's pattern with `*`, `?` and brackets (glob(7)). */
export function globPattern(glob: string): RegExp {
  let source = "";
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at] ?? "";
    const bracket = character === "[" ? /^\[([!^]?)(\]?[^\]]*)\]/u.exec(glob.slice(at)) : null;
    if (bracket) {
      source += `[${bracket[1] ? "^" : ""}${(bracket[2] ?? "").replaceAll(/[\\[\]^]/gu, String.raw`\$&`)}]`;
      at += bracket[0].length - 1;
    } else if (character === "*") source += "[^]*";
    else if (character === "?") source += "[^]";
    else if (character === "\\" && at + 1 < glob.length) {
      at += 1;
      source += patternSource(glob[at] ?? "", "fixed");
    } else source += patternSource(character, "fixed");
  }
  return new RegExp(`^(?:${source})$`, "u");
}

class Search {
  found = false;
  readonly #command: Command;
  readonly #settings: GrepSettings;
  readonly #silent: boolean;

  constructor(command: Command, settings: GrepSettings, silent: boolean) {
    this.#command = command;
    this.#settings = settings;
    this.#silent = silent;
  }

  *tree(path: string, filters: TreeFilters, isDefault = false): Blocking<void> {
    const { sys } = this.#command;
    const name = path.slice(path.lastIndexOf("/") + 1);
    try {
      if (sys.stat(path).type !== "directory") {
        if (filters.include.length > 0 && !filters.include.some((glob) => glob.test(name))) return;
        if (filters.exclude.some((glob) => glob.test(name))) return;
        return yield* this.file(path, null);
      }
      if (filters.excludeFolder.some((glob) => glob.test(name))) return;
      const fd = yield* sys.open(path, { access: "read", directory: true, closeOnExec: true });
      const entries = sys.readDirectory(fd);
      sys.close(fd);
      for (const entry of entries) {
        if (entry.name === "." || entry.name === ".." || entry.type === "symlink") continue;
        if (entry.type !== "file" && entry.type !== "directory") continue;
        yield* this.tree(isDefault ? entry.name : joined(path, entry.name), filters);
      }
    } catch (thrown) {
      yield* this.#complain(thrown, path);
    }
  }

  *file(path: string, given: number | null): Blocking<void> {
    const { sys } = this.#command;
    let fd = given;
    try {
      fd ??= yield* sys.open(path, { access: "read", closeOnExec: true });
      yield* this.#lines(fd, path === "-" ? "(standard input)" : path);
    } catch (thrown) {
      yield* this.#complain(thrown, path);
    } finally {
      if (fd !== null && fd !== given) sys.close(fd);
    }
  }

  *#complain(thrown: unknown, path: string): Blocking<void> {
    if (!isErrno(thrown) || isErrno(thrown, "EPIPE")) throw thrown;
    if (!this.#silent) yield* this.#command.complain(`${path}: ${reasonOf(thrown)}`, 2);
    this.#command.status = 2;
  }

  *#lines(fd: number, name: string): Blocking<void> {
    const { sys, out } = this.#command;
    const { pattern, invert, show, max, before, after, hasContext, end, lineBuffered, binary } =
      this.#settings;
    const reader = new LineReader(sys, fd, end);
    const held: { readonly line: string; readonly number: number }[] = [];
    let number = 0;
    let count = 0;
    let printedTo = 0;
    let afterLeft = 0;
    let isBinary = false;
    for (let line = max === 0 ? null : yield* reader.next(); line !== null; line = yield* reader.next()) {
      number += 1;
      if (
        binary !== "text" &&
        end === 10 &&
        !isBinary &&
        (line.includes("\0") || /[\udc80-\udcff]/u.test(line))
      ) {
        if (binary === "skip") return;
        isBinary = true;
      }
      pattern.lastIndex = 0;
      if (pattern.test(line) === invert) {
        if (afterLeft > 0) {
          afterLeft -= 1;
          printedTo = number;
          if (show === "lines") yield* this.#print(name, number, line, "-");
        } else if (before > 0) {
          held.push({ line, number });
          if (held.length > before) held.shift();
        }
        continue;
      }
      count += 1;
      this.found = true;
      if (show === "nothing" || show === "files" || show === "files-without") break;
      if (isBinary && (show === "lines" || show === "matches")) {
        yield* out.line(`grep: ${name}: binary file matches`);
        return;
      }
      if (show === "matches" && !invert) yield* this.#printMatches(name, number, line);
      else if (show === "lines") {
        const first = held[0]?.number ?? number;
        if (hasContext && printedTo > 0 && first > printedTo + 1) yield* out.line("--");
        for (const earlier of held.splice(0)) yield* this.#print(name, earlier.number, earlier.line, "-");
        yield* this.#print(name, number, line, ":");
        printedTo = number;
      }
      if (lineBuffered) yield* out.flush();
      afterLeft = after;
      if (count >= max) break;
    }
    if (count >= max && show === "lines") {
      for (; afterLeft > 0; afterLeft--) {
        const line = yield* reader.next();
        if (line === null) break;
        number += 1;
        yield* this.#print(name, number, line, "-");
      }
    }
    if (show === "count") yield* out.line(`${this.#settings.named ? this.#name(name, ":") : ""}${count}`);
    if ((show === "files" && count > 0) || (show === "files-without" && count === 0)) {
      yield* out.print(name + (this.#settings.nameEnd ?? "\n"));
    }
    // With -L success is a file that was listed (GNU).
    if (show === "files-without") this.found = this.found || count === 0;
  }

  #name(name: string, mark: string): string {
    const { color, nameEnd } = this.#settings;
    const shown = color ? `\u001b[35m\u001b[K${name}\u001b[m\u001b[K` : name;
    return shown + (nameEnd ?? (color ? `\u001b[36m\u001b[K${mark}\u001b[m\u001b[K` : mark));
  }

  #prefix(name: string, number: number, mark: string): string {
    const { named, number: numbered, color } = this.#settings;
    const digits = color
      ? `\u001b[32m\u001b[K${number}\u001b[m\u001b[K\u001b[36m\u001b[K${mark}\u001b[m\u001b[K`
      : `${number}${mark}`;
    return (named ? this.#name(name, mark) : "") + (numbered ? digits : "");
  }

  *#print(name: string, number: number, line: string, mark: ":" | "-"): Blocking<void> {
    const { color, invert, pattern, end } = this.#settings;
    const text =
      color && mark === ":" && !invert
        ? line.replace(pattern, (match) =>
            match === "" ? "" : `\u001b[01;31m\u001b[K${match}\u001b[m\u001b[K`,
          )
        : line;
    yield* this.#command.out.print(this.#prefix(name, number, mark) + text + String.fromCharCode(end));
  }

  *#printMatches(name: string, number: number, line: string): Blocking<void> {
    const { color, pattern, end } = this.#settings;
    for (const [match] of line.matchAll(pattern)) {
      if (match === "") continue;
      const text = color ? `\u001b[01;31m\u001b[K${match}\u001b[m\u001b[K` : match;
      yield* this.#command.out.print(this.#prefix(name, number, ":") + text + String.fromCharCode(end));
    }
  }
}
