/**
 * The ways a shell leaves what it is doing, other than by its end.
 */

/**
 * Something is wrong with the command: a non-interactive shell says so and ends with `status`, an interactive one goes
 * back to its prompt. Builtins that are not special turn it into their own status.
 */
export class ShellFailure extends Error {
  override readonly name = "ShellFailure";
  readonly status: number;

  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

/** `exit`, or the end by `set -e`. */
export class ShellExit extends Error {
  override readonly name = "ShellExit";
  readonly status: number;

  constructor(status: number) {
    super("exit");
    this.status = status;
  }
}

/** ^C in an interactive shell. */
export class ShellInterrupt extends Error {
  override readonly name = "ShellInterrupt";
}

/** As `ShellFailure`, when it was said already. */
export class ShellAbort extends Error {
  override readonly name = "ShellAbort";
  readonly status: number;

  constructor(status: number) {
    super("abort");
    this.status = status;
  }
}
