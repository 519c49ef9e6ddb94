/**
 * The one error base: what a user or a machine can cause carries a literal `code` to switch on and a message that
 * says what was wrong and what to do. Broken invariants throw plain errors instead.
 */

/** An expected failure. `code` is stable, kebab-case and part of the contract; `message` is for people. */
export class Failure<Code extends string = string> extends Error {
  override readonly name = "Failure";
  readonly code: Code;

  constructor(code: Code, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** A failure as plain data, for crossing a port (structured clone drops classes and extra properties). */
export interface FailureData {
  readonly code: string;
  readonly message: string;
}

/** Plain data for any thrown value; what is no `Failure` gets the code `unexpected`. */
export function failureData(thrown: unknown): FailureData {
  if (thrown instanceof Failure) return { code: thrown.code, message: thrown.message };
  return { code: "unexpected", message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** The failure that `failureData` took apart. */
export function restoreFailure(data: FailureData): Failure {
  return new Failure(data.code, data.message);
}
