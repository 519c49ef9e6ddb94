/** grep(1), egrep, fgrep: lines that match. */
import { CommandFailure, program } from "../command/command.ts";
import { readTextFile } from "../command/input.ts";
import { flag, optional, UsageError, value, values } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { globPattern } from "./glob-pattern.ts";
import { GrepSearch, type GrepSettings } from "./grep-search.ts";
import { compilePattern, type PatternKind } from "./posix-pattern.ts";

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
    const search = new GrepSearch(command, settings, options.noMessages);
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
