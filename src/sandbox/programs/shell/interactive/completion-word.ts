/**
 * Finds the word before the cursor that is to be completed, how it is quoted, and whether a command's name stands there.
 */

/** The word to complete. */
export interface CompletionWord {
  /** Where it begins in the line. */
  readonly start: number;
  /** Without its quotes. */
  readonly text: string;
  /** The quote that is open, if one is. */
  readonly quote: "" | "'" | '"';
  readonly isCommand: boolean;
}

const commandStarts = new Set(["", "then", "else", "elif", "do", "if", "while", "until", "{", "!", "time"]);

/** The word that ends at the end of `line`. */
export function completionWord(line: string): CompletionWord {
  let start = 0;
  let text = "";
  let quote: CompletionWord["quote"] = "";
  let before = "";
  let isCommand = true;
  const endWord = (next: number, operator: boolean): void => {
    const word = line.slice(start, next).trim();
    if (operator) before = "";
    else if (word !== "") before = /^[A-Za-z_][A-Za-z0-9_]*=/.test(word) && isCommand ? "" : word;
    isCommand = commandStarts.has(before);
    start = next + 1;
    text = "";
  };
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? "";
    if (quote !== "") {
      if (character === quote) quote = "";
      else if (character === "\\" && quote === '"' && at + 1 < line.length) {
        at += 1;
        text += line[at] ?? "";
      } else text += character;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === "\\" && at + 1 < line.length) {
      at += 1;
      text += line[at] ?? "";
    } else if (/\s/.test(character)) endWord(at, character === "\n");
    else if (/[;|&(`]/.test(character)) endWord(at, true);
    else if (/[<>]/.test(character)) {
      endWord(at, false);
      before = character;
      isCommand = false;
    } else text += character;
  }
  return { start, text, quote, isCommand };
}

/** A name as it has to be written after `quote`. */
export function quoteCompletion(name: string, quote: CompletionWord["quote"]): string {
  if (quote === "'") return name.replaceAll("'", String.raw`'\''`);
  if (quote === '"') return name.replaceAll(/["$`\\]/g, String.raw`\$&`);
  return name.replaceAll(/[\s"'$`\\;|&()<>*?[\]{}#!]/g, String.raw`\$&`);
}
