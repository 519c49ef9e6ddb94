/**
 * The words of the field, in our own words: found by id, filtered by what is looked for. Pure.
 */
import { containerWords } from "./words/container-words.ts";
import { groundWords } from "./words/ground-words.ts";
import { virtualMachineWords } from "./words/virtual-machine-words.ts";
import type { Word } from "./words/word.ts";

/** All words, by their ground. */
export const glossary: readonly { readonly title: string; readonly words: readonly Word[] }[] = [
  { title: "The ground", words: groundWords },
  { title: "Virtual machines", words: virtualMachineWords },
  { title: "Containers", words: containerWords },
];

const allWords: readonly Word[] = glossary.flatMap(({ words }) => words);

/** The word with that id. */
export function wordOf(id: string): Word | undefined {
  return allWords.find((word) => word.id === id);
}

/**
 * The glossary without words that do not have all of `wanted`, in any case, in term or text; a group without words is
 * left out. A word whose term begins so comes first.
 */
export function foundWords(wanted: string): typeof glossary {
  const parts = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return glossary;
  return glossary
    .map(({ title, words }) => ({
      title,
      words: words
        .filter((word) => parts.every((part) => haystack(word).includes(part)))
        .toSorted((a, b) => rank(a, parts) - rank(b, parts)),
    }))
    .filter(({ words }) => words.length > 0);
}

function haystack({ term, also = [], text }: Word): string {
  return [term, ...also, text].join(" ").toLowerCase();
}

function rank({ term, also = [] }: Word, [first = ""]: readonly string[]): number {
  return [term, ...also].some((name) => name.toLowerCase().startsWith(first)) ? 0 : 1;
}
