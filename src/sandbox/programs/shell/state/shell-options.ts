/**
 * The options that `set` knows, by letter and name.
 */

/** Names of options, in the order `set -o` lists them. */
export const optionLetters = {
  errexit: "e",
  noglob: "f",
  ignoreeof: "",
  interactive: "i",
  monitor: "m",
  noexec: "n",
  stdin: "s",
  xtrace: "x",
  verbose: "v",
  noclobber: "C",
  allexport: "a",
  notify: "b",
  nounset: "u",
  vi: "",
  pipefail: "",
} as const satisfies Record<string, string>;

/** The name of an option. */
export type OptionName = keyof typeof optionLetters;

/** All names. */
export const optionNames = Object.keys(optionLetters).filter(isOptionName);

/** Whether `name` is an option's. */
export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(optionLetters, name);
}

/** The option of a letter, `null` where there is none. */
export function optionByLetter(letter: string): OptionName | null {
  return optionNames.find((name) => letter !== "" && optionLetters[name] === letter) ?? null;
}

/** What `$-` says. */
export function optionsAsLetters(options: ReadonlySet<OptionName>): string {
  return optionNames.map((name) => (options.has(name) ? optionLetters[name] : "")).join("");
}
