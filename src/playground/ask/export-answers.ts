/**
 * Answers to keep: as text to read, or as JSON to work with. Pure.
 */
import { assertNever } from "../../base/assert-never.ts";
import type { Answer, Asking } from "./ask.ts";

/** As JSON: the question, when it was asked, and each answer. */
export function answersJson(asking: ExportedAsking): string {
  const { question, asked, askedAtMs } = asking;
  const answers = asked.map(({ id, name, kind }) => ({ machine: name, kind, answer: asking.answer(id) }));
  return `${JSON.stringify({ ...question, askedAt: new Date(askedAtMs).toISOString(), answers }, null, 2)}\n`;
}

/** As text: the command, then each machine's answer under its name. */
export function answersText(asking: ExportedAsking): string {
  const { question, asked, askedAtMs } = asking;
  const parts = asked.map(({ id, name, kind }) => {
    const answer = asking.answer(id);
    const title = kind === "host" ? name : `${name} (${kind})`;
    const output = answer?.kind === "answered" ? `\n${answer.output}` : "";
    return `== ${title}: ${answer ? answerWords(answer) : "not answered yet"}${output}`;
  });
  return `$ ${question.command}\nasked at ${new Date(askedAtMs).toISOString()}\n\n${parts.join("\n\n")}\n`;
}

/** How an answer ended, in a few words. */
export function answerWords(answer: Answer): string {
  switch (answer.kind) {
    case "answered":
      return `exit code ${answer.exitCode}, ${Math.round(answer.tookMs)} ms${answer.truncated ? ", cut off" : ""}`;
    case "failed":
      return answer.message;
    case "timed-out":
      return `no end within ${answer.limitMs / 1000} s: killed`;
    case "aborted":
      return "given up";
    default:
      return assertNever(answer);
  }
}

/** What is exported of a question that was asked. */
export interface ExportedAsking extends Pick<Asking, "question" | "asked" | "askedAtMs"> {
  readonly answer: (id: string) => Answer | null;
}
