/**
 * Commands that run in the guest beside its user's shell, by the agent's line: asked for when the agent is up, their
 * output gathered up to a bound. What comes back is from the guest and not to be trusted.
 */
import { BoundedBytes } from "../../src/base/bounded-bytes.ts";
import { deferred, type Deferred } from "../../src/base/deferred.ts";
import { Failure } from "../../src/base/failure.ts";
import { mostCommandOutputBytes, type CommandEnd } from "../../src/protocol/command-end.ts";

/** Half of what the guest's agent has places for (`MOST_COMMANDS` in `images/linux/init/init.h`). */
const mostAtOnce = 8;

interface GuestCommand {
  readonly id: number;
  readonly text: string;
  readonly output: BoundedBytes;
  readonly end: Deferred<CommandEnd>;
}

/** The commands of one machine. */
export class GuestCommands implements Disposable {
  readonly #say: (line: string) => void;
  readonly #waiting: GuestCommand[] = [];
  readonly #running = new Map<number, GuestCommand>();
  #up = false;
  #over = false;

  /** `say` puts a line on the agent's line. */
  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** The agent is up: what waited for it begins. */
  begin(): void {
    this.#up = true;
    this.#next();
  }

  /**
   * Runs `text` by a shell in the guest. `id` is the caller's, for `cancel`, and used once. Fails with `ended` when the
   * machine ends first, and with `cancelled`.
   */
  async execute(id: number, text: string): Promise<CommandEnd> {
    if (this.#over) throw ended();
    const command = {
      id,
      text,
      output: new BoundedBytes(mostCommandOutputBytes),
      end: deferred<CommandEnd>(),
    };
    this.#waiting.push(command);
    this.#next();
    return await command.end.promise;
  }

  /** Kills it, or takes it back if it has not begun. Nothing where it has ended. */
  cancel(id: number): void {
    const failure = new Failure("cancelled", "The command was cancelled.");
    const waiting = this.#waiting.findIndex((command) => command.id === id);
    if (waiting >= 0) this.#waiting.splice(waiting, 1)[0]?.end.reject(failure);
    const running = this.#running.get(id);
    if (!running) return;
    running.end.reject(failure);
    this.#say(`cancel ${id}`);
  }

  /** The guest says that a command has printed. */
  printed(id: number, bytes: Uint8Array): void {
    const command = this.#running.get(id);
    if (!command || command.output.overflowed) return;
    command.output.add(bytes);
    if (command.output.overflowed) this.#say(`cancel ${id}`);
  }

  /** The guest says that a command has ended. */
  exited(id: number, exitCode: number): void {
    const command = this.#running.get(id);
    if (!command) return;
    this.#running.delete(id);
    const { output, end } = command;
    end.resolve({ output: output.whole(), exitCode, truncated: output.overflowed });
    this.#next();
  }

  /** The machine has ended, and all of them with it. */
  [Symbol.dispose](): void {
    this.#over = true;
    for (const { end } of [...this.#running.values(), ...this.#waiting.splice(0)]) end.reject(ended());
    this.#running.clear();
  }

  #next(): void {
    while (this.#up && this.#running.size < mostAtOnce) {
      const command = this.#waiting.shift();
      if (!command) return;
      this.#running.set(command.id, command);
      this.#say(`execute ${command.id} ${escaped(command.text)}`);
    }
  }
}

/** As one line; the agent takes the escapes back. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function ended(): Failure<"ended"> {
  return new Failure("ended", "The guest ended before the command did.");
}
