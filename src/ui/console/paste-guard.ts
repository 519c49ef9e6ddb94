/**
 * What may be pasted and when to ask first. Pasted text can come from anywhere: a line break in it runs a command,
 * and an escape sequence in it could end bracketed paste early. Pure, but for remembering "don't ask again".
 */

/** What is about to be pasted, for the question. */
export interface PasteSummary {
  readonly lines: number;
  readonly characters: number;
  /** The first lines, shortened. */
  readonly preview: readonly string[];
  readonly truncated: boolean;
}

const previewLines = 8;
const previewColumns = 160;

// Tab and line breaks are text; other control characters are keystrokes in disguise (as VTE and kitty hold, too).
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const disguised = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** `text` without control characters other than tab and line breaks. */
export function pasteable(text: string): string {
  return text.replace(disguised, "");
}

/** How `text` looks, for the question. */
export function summarise(text: string): PasteSummary {
  const lines = text.replace(/\r?\n$|\r$/, "").split(/\r\n|\n|\r/);
  const preview = lines
    .slice(0, previewLines)
    .map((line) => (line.length > previewColumns ? `${line.slice(0, previewColumns)}…` : line));
  return { lines: lines.length, characters: text.length, preview, truncated: lines.length > previewLines };
}

/** Decides whether to ask; remembers for this visit that the user wants no more questions. */
class PasteGuard {
  #asks = true;

  /**
   * Whether to ask before pasting `text`. An application in bracketed paste mode takes line breaks as text; anything
   * else, a shell first of all, takes each as Enter.
   */
  mustAsk(text: string, bracketed: boolean): boolean {
    return this.#asks && !bracketed && /[\r\n]/.test(text);
  }

  /** No more questions until the page is left. */
  stopAsking(): void {
    this.#asks = false;
  }

  /** Asks again. */
  askAgain(): void {
    this.#asks = true;
  }
}

/** The page's guard. */
export const pasteGuard = new PasteGuard();
