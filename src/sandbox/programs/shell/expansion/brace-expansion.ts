/**
 * Brace expansion as bash has it: `{a,b}` and `{1..9}` in unquoted text make several words of one, before anything else
 * is expanded.
 */
import type { Word, WordPart } from "../parser/syntax-tree.ts";

/** Larger ranges and products are left as they are. */
const maxWords = 10_000;

type Atom = string | WordPart;

/** The words that one gives; itself when there are no braces to expand. */
export function expandBraces(word: Word): readonly Word[] {
  const candidate = word.parts.some((part) => part.kind === "literal" && part.text.includes("{"));
  if (!candidate || !/,|\.\./.test(word.source)) return [word];
  const atoms: Atom[] = word.parts.flatMap((part): readonly Atom[] =>
    part.kind === "literal" ? Array.from(part.text) : [part],
  );
  const expanded = expand(atoms);
  if (expanded.length === 1 || expanded.length > maxWords) return [word];
  return expanded.map((each) => ({ parts: join(each), source: word.source }));
}

function expand(atoms: readonly Atom[]): readonly (readonly Atom[])[] {
  for (let start = 0; start < atoms.length; start += 1) {
    if (atoms[start] !== "{") continue;
    const found = readBraces(atoms, start);
    if (!found) continue;
    const before = atoms.slice(0, start);
    const afters = expand(atoms.slice(found.end));
    const middles = found.alternatives.flatMap((alternative) => expand(alternative));
    if (middles.length * afters.length > maxWords) return [atoms];
    return middles.flatMap((middle) => afters.map((after) => [...before, ...middle, ...after]));
  }
  return [atoms];
}

function readBraces(
  atoms: readonly Atom[],
  start: number,
): { readonly alternatives: readonly (readonly Atom[])[]; readonly end: number } | null {
  const alternatives: Atom[][] = [[]];
  let depth = 0;
  for (let at = start + 1; at < atoms.length; at += 1) {
    const atom = atoms[at] ?? "";
    if (atom === "}" && depth === 0) {
      const end = at + 1;
      if (alternatives.length > 1) return { alternatives, end };
      const range = readRange(alternatives[0] ?? []);
      return range && { alternatives: range, end };
    }
    if (atom === "," && depth === 0) {
      alternatives.push([]);
      continue;
    }
    if (atom === "{") depth += 1;
    if (atom === "}") depth -= 1;
    alternatives.at(-1)?.push(atom);
  }
  return null;
}

function readRange(atoms: readonly Atom[]): readonly (readonly Atom[])[] | null {
  if (!atoms.every((atom) => typeof atom === "string")) return null;
  const text = atoms.join("");
  const numbers = /^(-?\d{1,9})\.\.(-?\d{1,9})(?:\.\.(-?\d{1,9}))?$/.exec(text);
  const letters = /^([A-Za-z])\.\.([A-Za-z])$/.exec(text);
  const [, from, to, step] = numbers ?? letters ?? [];
  if (from === undefined || to === undefined) return null;
  const first = numbers ? Number(from) : from.charCodeAt(0);
  const last = numbers ? Number(to) : to.charCodeAt(0);
  const stride = Math.abs(Number(step ?? 1)) || 1;
  if (Math.abs(last - first) / stride > maxWords) return null;
  const padded = numbers && /^-?0\d/.test(from + to) ? Math.max(from.length, to.length) : 0;
  const values: (readonly Atom[])[] = [];
  const direction = last < first ? -stride : stride;
  for (let value = first; direction > 0 ? value <= last : value >= last; value += direction)
    values.push([numbers ? pad(value, padded) : String.fromCharCode(value)]);
  return values;
}

function pad(value: number, width: number): string {
  const digits = String(Math.abs(value)).padStart(value < 0 ? width - 1 : width, "0");
  return value < 0 ? `-${digits}` : digits;
}

function join(atoms: readonly Atom[]): readonly WordPart[] {
  const parts: WordPart[] = [];
  for (const atom of atoms) {
    const last = parts.at(-1);
    if (typeof atom !== "string") parts.push(atom);
    else if (last?.kind === "literal") parts[parts.length - 1] = { kind: "literal", text: last.text + atom };
    else parts.push({ kind: "literal", text: atom });
  }
  return parts;
}
