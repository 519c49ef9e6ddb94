/**
 * An answer as lines to look at: control sequences out, and no more lines than can be compared and drawn at once. Pure.
 */
import { PlainText } from "../plain-text.ts";

/** Of each answer, so many lines are compared and shown. */
export const mostLines = 400;
/** Of each line, so many characters. */
const longestLine = 2_000;
const lineFeed = 10;

/** The lines, and how many were left out. */
export interface AnswerLines {
  readonly lines: readonly string[];
  readonly left: number;
}

/** The lines of what a command printed. Empty output has none. */
export function answerLines(output: string): AnswerLines {
  const plain = new PlainText();
  plain.add(new TextEncoder().encode(output));
  const { text } = plain;
  if (text === "") return { lines: [], left: 0 };
  const lines: string[] = [];
  let at = 0;
  // The lines beyond are counted and not made: of a long answer there are a hundred times as many.
  while (lines.length < mostLines && at <= text.length) {
    const end = endOfLine(text, at);
    lines.push(end - at > longestLine ? `${text.slice(at, at + longestLine)} …` : text.slice(at, end));
    at = end + 1;
  }
  return { lines, left: at <= text.length ? countLineEnds(text, at) + 1 : 0 };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function countLineEnds(text: string, from: number): number {
  let count = 0;
  for (let at = from; at < text.length; at++) if (text.charCodeAt(at) === lineFeed) count++;
  return count;
}
