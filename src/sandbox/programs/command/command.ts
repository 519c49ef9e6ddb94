/**
 * What every program of the userland is built on: its streams, its complaints in the usual form (`cat: x: No such file
 * or directory`), its options and help, its exit status. Knows nothing of any one program.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Program, ProgramArguments, Syscalls } from "../../abi/program.ts";
import { describeOptions, parseOptions, UsageError, type OptionTable, type ParsedLine } from "./options.ts";
import { Output } from "./output.ts";

/** A program in execution, as its own code sees it. */
export class Command {
  readonly sys: Syscalls;
  /** What it was called as, without folders. */
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly out: Output;
  /** What it ends with if its code says nothing else. */
  status = 0;
  readonly #errors: Output;

  constructor(sys: Syscalls, given: ProgramArguments) {
    this.sys = sys;
    const called = given.argv[0] ?? "";
    this.name = called.slice(called.lastIndexOf("/") + 1);
    this.args = given.argv.slice(1);
    this.env = given.env;
    this.out = new Output(sys, 1);
    this.#errors = new Output(sys, 2);
  }

  /** Writes to standard error as it is, behind what was printed. */
  *warn(text: string): Blocking<void> {
    yield* this.out.flush();
    yield* this.#errors.print(text);
    yield* this.#errors.flush();
  }

  /** Says `name: message` on standard error, and makes the status `status`. */
  *complain(message: string, status = 1): Blocking<void> {
    this.status = status;
    yield* this.warn(`${this.name}: ${message}\n`);
  }

  /** Complains of a refused call; what is not one passes. */
  *refused(thrown: unknown, what: string, status = 1): Blocking<void> {
    if (!isErrno(thrown)) throw thrown;
    yield* this.complain(`${what}: ${reasonOf(thrown)}`, status);
  }
}

/** Ends the program with a message, `name: message`, and a status. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** What a program is called with, and what it says of itself. */
export interface CommandShape<Table extends OptionTable> {
  /** Behind the name, in the first line of the help. */
  readonly usage: string;
  /** A sentence. */
  readonly about: string;
  readonly options: Table;
  /** The first operand ends the options: for commands that run commands. */
  readonly inOrder?: boolean;
  /** Of a wrong command line. Default 1. */
  readonly usageStatus?: number;
}

/** A program whose options getopt(3) reads. Its value, or else `command.status`, is the exit status. */
export function program<Table extends OptionTable>(
  shape: CommandShape<Table>,
  body: (command: Command, line: ParsedLine<Table>) => Blocking<number | void>,
): Program {
  return rawProgram(shape, function* (command) {
    return yield* body(command, parseOptions(shape.options, command.args, shape.inOrder));
  });
}

/** A program that reads its command line by itself. */
export function rawProgram(
  shape: Omit<CommandShape<OptionTable>, "options"> & { readonly options?: OptionTable },
  body: (command: Command) => Blocking<number | void>,
): Program {
  return function* run(sys, given) {
    const command = new Command(sys, given);
    try {
      if (command.args.length === 1 && command.args[0] === "--help") {
        yield* command.out.print(helpOf(command.name, shape));
        yield* command.out.flush();
        return 0;
      }
      const status = yield* body(command);
      yield* command.out.flush();
      return status ?? command.status;
    } catch (thrown) {
      if (thrown instanceof UsageError) {
        const hint = `Try '${command.name} --help' for more information.`;
        yield* command.warn(`${command.name}: ${thrown.message}\n${hint}\n`);
        return shape.usageStatus ?? 1;
      }
      if (thrown instanceof CommandFailure) {
        yield* command.complain(thrown.message, thrown.status);
        return thrown.status;
      }
      if (!isErrno(thrown)) throw thrown;
      yield* command.warn(
        `${command.name}: ${isErrno(thrown, "EPIPE") ? "write error: " : ""}${reasonOf(thrown)}\n`,
      );
      return 1;
    }
  };
}

/** What to tell of a refusal: the usual sentence, and the kernel's own reason where it gives one. */
export function reasonOf(refusal: { readonly message: string; readonly why: string | null }): string {
  return refusal.why === null ? refusal.message : `${refusal.message}: ${refusal.why}`;
}

function helpOf(
  name: string,
  shape: { readonly usage: string; readonly about: string; readonly options?: OptionTable },
): string {
  const options =
    shape.options && Object.keys(shape.options).length > 0 ? `\n${describeOptions(shape.options)}` : "";
  return `Usage: ${name} ${shape.usage}\n\n${shape.about}\n${options}`;
}
