/**
 * An answer as lines to look at: control sequences out, and no more lines than can be compared and drawn at once. Pure.
 */
import { PlainText } from "../plain-text.ts";

/** Of each answer, so many lines are compared and shown. */
const mostLines = 400;
/** Of each line, so many characters. */
const longestLine = 2_000;

/** The lines, and how many were left out. */
export interface AnswerLines {
  readonly lines: readonly string[];
  readonly left: number;
}

/** The lines of what a command printed. Empty output has none. */
export function answerLines(output: string): AnswerLines {
  const plain = new PlainText();
  plain.add(new TextEncoder().encode(output));
  if (plain.text === "") return { lines: [], left: 0 };
  const all = plain.text.split("\n");
  const lines = all
    .slice(0, mostLines)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)} …` : line));
  return { lines, left: Math.max(0, all.length - mostLines) };
}
