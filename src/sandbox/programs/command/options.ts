/**
 * Options of a command line by the rules of getopt_long(3): bundled letters, `--name=value`, abbreviations, `--`.
 * A table of options is typed, so what a program reads is what it declared. Knows nothing of any program.
 */

/** One option. `spelling` is as in the help: `-o, --output=FILE`, `--color[=WHEN]`, `-v`. */
export interface Option<Value> {
  readonly kind: "flag" | "value" | "values" | "optional";
  readonly letters: readonly string[];
  /** Whether an optional argument may stick to the letter: `-m[FILE]`, not `-m`. */
  readonly sticking: boolean;
  readonly words: readonly string[];
  readonly spelling: string;
  readonly help: string;
  readonly initial: Value;
}

/** Options by the names a program reads them by. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** Values of the options of a table. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer Value> ? Value : never;
};

/** A command line taken apart. */
export interface ParsedLine<Table extends OptionTable> {
  readonly options: OptionValues<Table>;
  readonly operands: readonly string[];
  /** Names of the options in the order they were given, for those of which the last wins. */
  readonly order: readonly (keyof Table & string)[];
}

/** A command line that cannot be understood; the message is getopt's. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** An option without argument. */
export function flag(spelling: string, help: string): Option<boolean> {
  return declare("flag", spelling, help, false);
}

/** An option with an argument; the last one counts. */
export function value(spelling: string, help: string): Option<string | null> {
  return declare<string | null>("value", spelling, help, null);
}

/** An option with an argument that can be given many times. */
export function values(spelling: string, help: string): Option<readonly string[]> {
  return declare<readonly string[]>("values", spelling, help, []);
}

/** An option whose argument may be left out (`""`) and must stick to it. */
export function optional(spelling: string, help: string): Option<string | null> {
  return declare<string | null>("optional", spelling, help, null);
}

/** Takes `line` apart. With `inOrder`, the first operand ends the options. Throws `UsageError`. */
export function parseOptions<Table extends OptionTable>(
  table: Table,
  line: readonly string[],
  inOrder = false,
): ParsedLine<Table> {
  const names = Object.keys(table) as (keyof Table & string)[];
  const found: Record<string, unknown> = {};
  for (const name of names) found[name] = table[name]?.initial;
  const operands: string[] = [];
  const order: (keyof Table & string)[] = [];
  const take = (name: keyof Table & string, argument: string): void => {
    order.push(name);
    const before = found[name];
    if (table[name]?.kind === "flag") found[name] = true;
    else found[name] = Array.isArray(before) ? [...before, argument] : argument;
  };
  for (let at = 0; at < line.length; at++) {
    const word = line[at] ?? "";
    if (word === "--") {
      operands.push(...line.slice(at + 1));
      break;
    }
    if (word.startsWith("--")) {
      const equals = word.indexOf("=");
      const given = equals < 0 ? word.slice(2) : word.slice(2, equals);
      const name = byWord(table, names, given);
      const kind = table[name]?.kind;
      const spelled = table[name]?.words.find((full) => full.startsWith(given)) ?? given;
      if (equals >= 0) {
        if (kind === "flag") throw new UsageError(`option '--${spelled}' doesn't allow an argument`);
        take(name, word.slice(equals + 1));
      } else if (kind === "flag" || kind === "optional") take(name, "");
      else if (at + 1 < line.length) take(name, line[++at] ?? "");
      else throw new UsageError(`option '--${spelled}' requires an argument`);
      continue;
    }
    if (word.length < 2 || !word.startsWith("-")) {
      operands.push(...(inOrder ? line.slice(at) : [word]));
      if (inOrder) break;
      continue;
    }
    for (let letterAt = 1; letterAt < word.length; letterAt++) {
      const letter = word[letterAt] ?? "";
      const name = names.find((candidate) => table[candidate]?.letters.includes(letter));
      if (name === undefined) throw new UsageError(`invalid option -- '${letter}'`);
      const kind = table[name]?.kind;
      if (kind === "flag" || (kind === "optional" && !table[name]?.sticking)) {
        take(name, "");
        continue;
      }
      const sticking = word.slice(letterAt + 1);
      if (sticking !== "" || kind === "optional") take(name, sticking);
      else if (at + 1 < line.length) take(name, line[++at] ?? "");
      else throw new UsageError(`option requires an argument -- '${letter}'`);
      break;
    }
  }
  return { options: found as OptionValues<Table>, operands, order };
}

/** The options part of a help text. */
export function describeOptions(table: OptionTable): string {
  const options = Object.values(table);
  const width = Math.min(28, Math.max(...options.map(({ spelling }) => spelling.length)));
  return options.map(({ spelling, help }) => `  ${spelling.padEnd(width)}  ${help}\n`).join("");
}

function byWord<Table extends OptionTable>(
  table: Table,
  names: readonly (keyof Table & string)[],
  given: string,
): keyof Table & string {
  const matching = (test: (word: string) => boolean): (keyof Table & string)[] =>
    names.filter((name) => table[name]?.words.some(test));
  const [exact] = matching((word) => word === given);
  if (exact !== undefined) return exact;
  const [only, ...others] = matching((word) => word.startsWith(given));
  if (only === undefined) throw new UsageError(`unrecognized option '--${given}'`);
  if (others.length === 0) return only;
  const possible = [only, ...others].flatMap((name) => table[name]?.words ?? []);
  throw new UsageError(
    `option '--${given}' is ambiguous; possibilities:${possible
      .filter((word) => word.startsWith(given))
      .map((word) => ` '--${word}'`)
      .join("")}`,
  );
}

function declare<Value>(
  kind: Option<Value>["kind"],
  spelling: string,
  help: string,
  initial: Value,
): Option<Value> {
  const letters: string[] = [];
  const words: string[] = [];
  for (const part of spelling.split(", ")) {
    const word = /^--([\w-]+)/u.exec(part)?.[1];
    if (word !== undefined) words.push(word);
    else letters.push(part[1] ?? "");
  }
  return { kind, letters, words, sticking: /^-\w\[/u.test(spelling), spelling, help, initial };
}
