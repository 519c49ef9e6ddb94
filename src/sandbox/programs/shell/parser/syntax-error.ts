/**
 * How a parse ends without a tree. Knows nothing of where the text came from.
 */

/**
 * The text breaks the grammar. `incomplete` when more lines could mend it: an interactive shell then asks for them
 * with `PS2`.
 */
export class ShellSyntaxError extends Error {
  override readonly name = "ShellSyntaxError";
  readonly line: number;
  readonly incomplete: boolean;
  /** When it ended within a here-document: the line to wait for. */
  readonly awaits: { readonly delimiter: string; readonly stripTabs: boolean } | null;

  constructor(
    why: string,
    line: number,
    incomplete = false,
    awaits: { readonly delimiter: string; readonly stripTabs: boolean } | null = null,
  ) {
    super(why);
    this.line = line;
    this.incomplete = incomplete;
    this.awaits = awaits;
  }
}
