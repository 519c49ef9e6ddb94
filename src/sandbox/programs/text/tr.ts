/** tr(1): exchanges, squeezes and deletes characters. */
import { joinBytes } from "../../../base/join-bytes.ts";
import { CommandFailure, program } from "../command/command.ts";
import { readSome } from "../command/input.ts";
import { flag, UsageError } from "../command/options.ts";
import { characterLength, decodeText } from "../command/text-encoding.ts";

const classes: Readonly<Record<string, (code: number) => boolean>> = {
  alnum: (code) => isLetter(code) || isDigit(code),
  alpha: isLetter,
  blank: (code) => code === 9 || code === 32,
  cntrl: (code) => code < 32 || code === 127,
  digit: isDigit,
  graph: (code) => code > 32 && code < 127,
  lower: (code) => code >= 97 && code <= 122,
  print: (code) => code >= 32 && code < 127,
  punct: (code) => code > 32 && code < 127 && !isLetter(code) && !isDigit(code),
  space: (code) => code === 32 || (code >= 9 && code <= 13),
  upper: (code) => code >= 65 && code <= 90,
  xdigit: (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
};

export const tr = program(
  {
    usage: "[-cdst] SET1 [SET2]",
    about: "Exchange characters of SET1 for those of SET2. Sets: a-z, [:upper:], \\n, [x*]",
    inOrder: true,
    options: {
      complement: flag("-c, --complement", "all that are not in SET1"),
      complementToo: flag("-C", "the same"),
      delete: flag("-d, --delete", "delete those of SET1"),
      squeeze: flag("-s, --squeeze-repeats", "one for many that follow each other"),
      truncate: flag("-t, --truncate-set1", "no more of SET1 than there are in SET2"),
    },
  },
  function* (command, { options, operands }) {
    const [first, second, ...more] = operands;
    if (first === undefined) throw new UsageError("missing operand");
    if (more[0] !== undefined) throw new UsageError(`extra operand '${more[0]}'`);
    const needsTwo = !options.delete && !options.squeeze;
    if (second === undefined && (needsTwo || (options.delete && options.squeeze)))
      throw new UsageError(`missing operand after '${first}'`);
    if (second !== undefined && options.delete && !options.squeeze)
      throw new UsageError(`extra operand '${second}'`);
    const complement = options.complement || options.complementToo;
    const set1 = expandSet(first, 0);
    const set2 = second === undefined ? [] : expandSet(second, set1.length);
    const from = options.truncate ? set1.slice(0, set2.length) : set1;
    const members = new Set(from);
    const inFirst = (character: string): boolean => members.has(character) !== complement;
    const last = set2.at(-1);
    const exchanges = second !== undefined && !options.delete;
    if (exchanges && last === undefined && from.length > 0)
      throw new CommandFailure("when not truncating set1, string2 must be non-empty");
    const table = new Map(
      from.map((character, at) => [character, set2[at] ?? last ?? character] as const).reverse(),
    );
    const exchange = (character: string): string =>
      complement ? (last ?? character) : (table.get(character) ?? character);
    const squeezed = new Set(set2);
    const isSqueezed = (character: string): boolean =>
      options.squeeze && (second === undefined ? inFirst(character) : squeezed.has(character));
    let before: string | null = null;
    let partial: Uint8Array = new Uint8Array();
    for (let bytes = yield* readSome(command.sys, 0); ; bytes = yield* readSome(command.sys, 0)) {
      const all = partial.length > 0 ? joinBytes([partial, bytes]) : bytes;
      const end = bytes.length === 0 ? all.length : wholeCharacters(all);
      partial = all.subarray(end).slice();
      let text = "";
      for (const character of decodeText(all.subarray(0, end))) {
        if (options.delete && inFirst(character)) continue;
        const next = exchanges && inFirst(character) ? exchange(character) : character;
        if (next === before && isSqueezed(next)) continue;
        before = next;
        text += next;
      }
      yield* command.out.print(text);
      if (bytes.length === 0) return;
    }
  },
);

/** Where the last character that is whole ends. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0)
      return characterLength(bytes, bytes.length - back) === 1 &&
        byte >= 0xc2 &&
        byte < 0xf5 &&
        back < expectedLength(byte)
        ? bytes.length - back
        : bytes.length;
  }
  return bytes.length;
}

function expectedLength(first: number): number {
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** The characters of a set, in order; `[x*]` fills up to `length`. */
function expandSet(text: string, length: number): readonly string[] {
  const characters = Array.from(text);
  const out: string[] = [];
  for (let at = 0; at < characters.length;) {
    const rest = characters.slice(at).join("");
    const named = /^\[:(\w+):\]/u.exec(rest);
    const test = named ? classes[named[1] ?? ""] : undefined;
    if (named && !test) throw new CommandFailure(`invalid character class '${named[1] ?? ""}'`);
    if (named && test) {
      for (let code = 0; code < 128; code++) if (test(code)) out.push(String.fromCharCode(code));
      at += named[0].length;
      continue;
    }
    const repeat = /^\[(\\.|[^])\*(\d*)\]/u.exec(rest);
    if (repeat) {
      const count =
        repeat[2] === ""
          ? length - out.length
          : Number.parseInt(repeat[2] ?? "", (repeat[2] ?? "").startsWith("0") ? 8 : 10);
      const { character } = oneCharacter(Array.from(repeat[1] ?? ""), 0);
      out.push(...Array.from({ length: Math.max(0, count) }, () => character));
      at += Array.from(repeat[0]).length;
      continue;
    }
    const { character, next } = oneCharacter(characters, at);
    if (characters[next] === "-" && next + 1 < characters.length) {
      const end = oneCharacter(characters, next + 1);
      const [low, high] = [character.codePointAt(0) ?? 0, end.character.codePointAt(0) ?? 0];
      if (high < low)
        throw new CommandFailure(
          `range-endpoints of '${character}-${end.character}' are in reverse collating sequence order`,
        );
      for (let code = low; code <= high; code++) out.push(String.fromCodePoint(code));
      at = end.next;
    } else {
      out.push(character);
      at = next;
    }
  }
  return out;
}

function oneCharacter(
  characters: readonly string[],
  at: number,
): { readonly character: string; readonly next: number } {
  const character = characters[at] ?? "";
  const following = characters[at + 1];
  if (character !== "\\" || following === undefined) return { character, next: at + 1 };
  const octal = /^[0-7]{1,3}/u.exec(characters.slice(at + 1, at + 4).join(""))?.[0];
  if (octal !== undefined) {
    const byte = Number.parseInt(octal, 8) & 0xff;
    return {
      character: String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte),
      next: at + 1 + octal.length,
    };
  }
  const letters: Readonly<Record<string, string>> = {
    a: "\u0007",
    b: "\b",
    f: "\f",
    n: "\n",
    r: "\r",
    t: "\t",
    v: "\v",
  };
  return { character: letters[following] ?? following, next: at + 2 };
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
