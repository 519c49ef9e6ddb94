/**
 * Shell patterns (POSIX 2.14): `*`, `?`, brackets with ranges and classes, `\` before a character that stands for
 * itself. Knows nothing of files.
 */

type Piece =
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "set"; readonly matches: (character: string) => boolean };

const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[\p{L}\p{Nd}]/u,
  alpha: /\p{L}/u,
  blank: /[ \t]/,
  cntrl: /\p{Cc}/u,
  digit: /[0-9]/,
  graph: /[^\s\p{Cc}]/u,
  lower: /\p{Ll}/u,
  print: /[^\p{Cc}]/u,
  punct: /[!-/:-@[-`{-~]|\p{P}/u,
  space: /\s/,
  upper: /\p{Lu}/u,
  xdigit: /[0-9A-Fa-f]/,
};

/** A pattern made ready for matching. */
export class Pattern {
  readonly #pieces: readonly Piece[];

  constructor(source: string) {
    this.#pieces = readPieces(source);
  }

  /** Whether a leading period is matched explicitly, as file names ask. */
  get startsWithPeriod(): boolean {
    const [first] = this.#pieces;
    return first?.kind === "character" && first.character === ".";
  }

  /** Whether it matches all of `text`. */
  matches(text: string): boolean {
    const pieces = this.#pieces;
    const characters = split(text);
    let at = 0;
    let piece = 0;
    let starPiece = -1;
    let starAt = 0;
    while (at < characters.length) {
      const current = pieces[piece];
      if (current?.kind === "star") {
        starPiece = piece;
        starAt = at;
        piece += 1;
      } else if (current && fits(current, characters[at] ?? "")) {
        at += 1;
        piece += 1;
      } else if (starPiece >= 0) {
        // Only the last star need take more: what an earlier one took was enough.
        starAt += 1;
        at = starAt;
        piece = starPiece + 1;
      } else return false;
    }
    while (pieces[piece]?.kind === "star") piece += 1;
    return piece === pieces.length;
  }
}

/** Characters, not halves of them. */
function split(text: string): readonly string[] | string {
  // oxlint-disable-next-line no-control-regex -- whether it is ASCII only, and can be indexed as it is
  return /^[\u0000-\u007F]*$/.test(text) ? text : Array.from(text);
}

function fits(piece: Piece, character: string): boolean {
  switch (piece.kind) {
    case "any":
      return true;
    case "star":
      return false;
    case "character":
      return piece.character === character;
    case "set":
      return piece.matches(character);
  }
}

function readPieces(source: string): Piece[] {
  const pieces: Piece[] = [];
  const characters = Array.from(source);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? "";
    if (character === "*") {
      if (pieces.at(-1)?.kind !== "star") pieces.push({ kind: "star" });
    } else if (character === "?") pieces.push({ kind: "any" });
    else if (character === "[") {
      const set = readSet(characters, at + 1);
      if (set) {
        pieces.push({ kind: "set", matches: set.matches });
        at = set.end;
      } else pieces.push({ kind: "character", character });
    } else if (character === "\\" && at + 1 < characters.length) {
      at += 1;
      pieces.push({ kind: "character", character: characters[at] ?? "" });
    } else pieces.push({ kind: "character", character });
  }
  return pieces;
}

/** A bracket expression from after its `[`; `null` when it is none. */
function readSet(
  characters: readonly string[],
  start: number,
): { readonly matches: (character: string) => boolean; readonly end: number } | null {
  let at = start;
  const negated = characters[at] === "!" || characters[at] === "^";
  if (negated) at += 1;
  const tests: ((character: string) => boolean)[] = [];
  for (let first = true; ; first = false) {
    let low = characters[at];
    if (low === undefined || low === "/") return null;
    if (low === "]" && !first) break;
    if (low === "[" && /^[:.=]$/.test(characters[at + 1] ?? "")) {
      const end = characters.findIndex(
        (character, index) =>
          index > at + 2 && character === "]" && characters[index - 1] === characters[at + 1],
      );
      if (end > 0) {
        const name = characters.slice(at + 2, end - 1).join("");
        const isClass = characters[at + 1] === ":";
        tests.push((character) => (isClass ? (classes[name]?.test(character) ?? false) : character === name));
        at = end + 1;
        continue;
      }
    }
    if (low === "\\" && at + 1 < characters.length) {
      at += 1;
      low = characters[at] ?? "";
    }
    at += 1;
    if (characters[at] === "-" && characters[at + 1] !== undefined && characters[at + 1] !== "]") {
      at += characters[at + 1] === "\\" ? 2 : 1;
      const from = low.codePointAt(0) ?? 0;
      const to = characters[at]?.codePointAt(0) ?? 0;
      tests.push((character) => within(character, from, to));
      at += 1;
    } else {
      const only = low;
      tests.push((character) => character === only);
    }
  }
  return { matches: (character) => tests.some((test) => test(character)) !== negated, end: at };
}

function within(character: string, from: number, to: number): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= from && code <= to;
}

/** `text` so that a pattern matches just it. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[\\*?[\]!^-]/g, String.raw`\$&`);
}

/** Whether a pattern has anything special in it. */
export function hasWildcard(pattern: string): boolean {
  return /^(?:[^\\*?[]|\\[^])*[*?[]/.test(pattern);
}

/** What a pattern without wildcards matches. */
export function unescapePattern(pattern: string): string {
  return pattern.replaceAll(/\\([^])/g, "$1");
}
