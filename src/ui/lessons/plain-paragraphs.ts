/**
 * Text that somebody wrote as paragraphs: a blank line parts them, backticks mark code. Everything is text; nothing of
 * it can become markup.
 */
import { html, type TemplateResult } from "lit";

/** The paragraphs. */
export function plainParagraphs(text: string): readonly TemplateResult[] {
  return text.split(/\n\s*\n/).map((paragraph) => html`<p>${inline(paragraph)}</p>`);
}

function inline(text: string): readonly (TemplateResult | string)[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}
