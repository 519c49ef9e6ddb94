/**
 * A console for scripts: typing, waiting for text, running a command at a shell prompt. Reads what the machine
 * printed as plain text and trusts none of it.
 */
import { abortable } from "../base/abort.ts";
import type { Clock } from "../base/clock.ts";
import { deferred } from "../base/deferred.ts";
import { Disposables } from "../base/disposable.ts";
import { Emitter } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import type { TerminalLine } from "../protocol/terminal-line.ts";
import { PlainText } from "./plain-text.ts";

/** Time between two looks at the text, in ms; more when a look takes long, to stay under a twentieth of a core. */
const lookMs = 10;
const restPerLook = 20;

/** No mark of a command's end is longer. */
const markBytes = 64;

/** What BusyBox's line editor takes, with room to spare (`FEATURE_EDITING_MAX_LEN` in `images/linux`). */
const longestScript = 8_000;

/** How a wait can be given up. */
export interface WaitOptions {
  readonly signal?: AbortSignal;
}

/** What a command left behind. */
export interface CommandResult {
  /** What it printed on the console, line ends as `\n`, without the last one. */
  readonly output: string;
  readonly exitCode: number;
}

/** A machine's console as text. */
export class MachineConsole implements Disposable {
  readonly #line: TerminalLine;
  readonly #clock: Clock;
  readonly #plain = new PlainText();
  readonly #life = new Disposables();
  readonly #onDidPrint = this.#life.add(new Emitter<void>());
  readonly #removed = new AbortController();
  #telling: Disposable | null = null;
  #nextLookMs = lookMs;
  /** Where the next `waitFor` looks from: what an earlier one matched is not matched again. */
  #seen = 0;
  #runs = 0;

  constructor(line: TerminalLine, clock: Clock) {
    this.#line = line;
    this.#clock = clock;
    this.#life.add(
      line.attach((bytes) => {
        this.#plain.add(bytes);
        this.#tellSoon();
      }),
    );
    this.#life.defer(() => this.#removed.abort(new Failure("removed", "The machine was removed.")));
    this.#life.defer(() => this.#telling?.[Symbol.dispose]());
  }

  /** Types `text` as if at the keyboard; `\r` or `\n` is the Enter key. */
  write(text: string): void {
    this.#line.send(new TextEncoder().encode(text.replaceAll("\n", "\r")));
  }

  /** Plain text since the start, at most the last mebibyte. */
  text(): string {
    return this.#plain.text;
  }

  /** Where in the stream what is printed next will be, for `since`. */
  get position(): number {
    return this.#plain.length;
  }

  /** Plain text from a position on, as far as it is kept. */
  since(position: number): string {
    return this.#plain.since(position);
  }

  /**
   * Resolves with the text that matches, looking at what was printed since the last match (from the start, the first
   * time) and at everything printed from now on. Rejects with the signal's reason when it aborts.
   */
  async waitFor(pattern: RegExp | string, options: WaitOptions = {}): Promise<string> {
    const found = await this.#find(matcher(pattern), this.#seen, options);
    this.#seen = Math.max(this.#seen, found.end);
    return found.text;
  }

  /**
   * Runs `command` at a shell prompt and waits for its end. The shell must be POSIX and at its prompt; a command that
   * reads its standard input reads the console. Of its output the last mebibyte is kept. Fails with
   * `command-too-long`, and with `ended` when the machine ends first.
   */
  async run(command: string, { signal }: WaitOptions = {}): Promise<CommandResult> {
    // The markers are put together by the shell, so that the echo of what is typed does not match them.
    const mark = `run${++this.#runs}x${Math.random().toString(36).slice(2, 8)}`;
    const from = this.#plain.length;
    const script = `printf '\\n<%s:%s>\\n' ${mark} begin; eval ${shellQuoted(command)}; printf '\\n<%s:%d>' ${mark} $?`;
    if (script.length > longestScript) {
      throw new Failure(
        "command-too-long",
        `A command of ${command.length} characters is longer than a shell's line takes. Write it to a file first.`,
      );
    }
    using ended = new AbortOnDisconnect(this.#line);
    this.write(`${script}\n`);
    const end = new RegExp(`\\n?<${mark}:(\\d+)>`);
    const given = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
    const found = await this.#find((text) => end.exec(text), from, { signal: given }, markBytes);
    this.#seen = Math.max(this.#seen, found.end);
    // Of output longer than what is kept, the beginning is gone and its mark with it.
    const begin = `<${mark}:begin>\n`;
    const begun = found.before.indexOf(begin);
    const output = begun < 0 ? found.before : found.before.slice(begun + begin.length);
    return { output: output.replace(/\n$/, ""), exitCode: Number(found.groups[0]) };
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  /** A flood of output is not searched chunk by chunk. */
  #tellSoon(): void {
    if (this.#telling || this.#onDidPrint.listenerCount === 0) return;
    this.#telling = this.#clock.after(this.#nextLookMs, () => {
      this.#telling = null;
      const beganMs = this.#clock.nowMs();
      this.#onDidPrint.fire();
      this.#nextLookMs = lookMs + restPerLook * (this.#clock.nowMs() - beganMs);
    });
  }

  /** What is matched is at most `longestBytes` long: what was looked at is not looked at again. */
  async #find(
    match: (text: string) => RegExpExecArray | null,
    from: number,
    { signal }: WaitOptions,
    longestBytes = Infinity,
  ): Promise<Found> {
    const given = signal ? AbortSignal.any([signal, this.#removed.signal]) : this.#removed.signal;
    given.throwIfAborted();
    let looked = from;
    const look = (): Found | null => {
      const near = Math.max(from, looked - longestBytes);
      looked = this.#plain.length;
      return match(this.#plain.since(near)) && this.#foundBy(match, from);
    };
    const now = look();
    if (now) return now;
    const found = deferred<Found>();
    const listening = this.#onDidPrint.listen(() => {
      const then = look();
      if (then) found.resolve(then);
    });
    return await abortable(found.promise, given).finally(() => listening[Symbol.dispose]());
  }

  #foundBy(match: (text: string) => RegExpExecArray | null, from: number): Found | null {
    const text = this.#plain.since(from);
    const matched = match(text);
    if (!matched) return null;
    return {
      before: text.slice(0, matched.index),
      text: matched[0],
      groups: matched.slice(1),
      end: this.#plain.positionOf(text.slice(matched.index + matched[0].length)),
    };
  }
}

/** A signal that aborts with `ended` when the machine at the other end of a line ends. */
class AbortOnDisconnect implements Disposable {
  readonly #abort = new AbortController();
  readonly #listening: Disposable;

  constructor(line: TerminalLine) {
    this.#listening = line.onDidDisconnect.listen(() =>
      this.#abort.abort(new Failure("ended", "The machine ended before the command did.")),
    );
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  [Symbol.dispose](): void {
    this.#listening[Symbol.dispose]();
  }
}

interface Found {
  /** What was searched, up to the match. */
  readonly before: string;
  readonly text: string;
  readonly groups: readonly string[];
  /** Position after the match, counted since the console's start. */
  readonly end: number;
}

function matcher(pattern: RegExp | string): (text: string) => RegExpExecArray | null {
  const source =
    typeof pattern === "string" ? pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`) : pattern.source;
  const flags = typeof pattern === "string" ? "" : pattern.flags.replaceAll(/[gy]/g, "");
  const expression = new RegExp(source, flags);
  return (text) => expression.exec(text);
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
