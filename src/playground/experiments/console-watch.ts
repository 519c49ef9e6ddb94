/**
 * Reads a console without delay: what is waited for is looked for with every byte that comes, so that the moment it came
 * can be told. For machines of experiments, whose consoles nobody else types at.
 */
import { abortable } from "../../base/abort.ts";
import { deferred } from "../../base/deferred.ts";
import { Disposables } from "../../base/disposable.ts";
import { Failure } from "../../base/failure.ts";
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import type { CommandResult } from "../machine-console.ts";
import { PlainText } from "../plain-text.ts";

/** What a shell, or an application that waits for a line, has printed last. */
const prompt = /(?:^|\n)[^\n]*[#$>] $/;

/** A console of an experiment's machine, from before it started. */
export class ConsoleWatch implements Disposable {
  readonly #line: TerminalLine;
  readonly #life = new Disposables();
  readonly #plain = new PlainText();
  readonly #looks = new Set<() => void>();
  readonly #ended = new AbortController();
  #marks = 0;

  constructor(line: TerminalLine) {
    this.#line = line;
    this.#life.add(
      line.attach((bytes) => {
        this.#plain.add(bytes);
        for (const look of this.#looks) look();
      }),
    );
    this.#life.add(line.onDidDisconnect.listen(() => this.#end()));
    this.#life.defer(() => this.#end());
  }

  /** Resolves at a prompt, at once if there is one. Fails with `ended` when the machine ends first. */
  async prompted(signal: AbortSignal): Promise<void> {
    await this.#found((text) => prompt.exec(text), 0, signal);
  }

  /** Runs a command at a prompt and waits for its end. Fails with `ended`. */
  async execute(command: string, signal: AbortSignal): Promise<CommandResult> {
    // The shell puts the marks together, so that the echo of what is typed is not taken for them.
    const mark = `experiment-${++this.#marks}`;
    const from = this.#plain.length;
    this.type(
      `printf '\\n<%s:%s>\\n' ${mark} begin; eval '${command.replaceAll("'", String.raw`'\''`)}'; printf '\\n<%s:%d>\\n' ${mark} $?`,
    );
    const whole = new RegExp(`<${mark}:begin>\\n([^]*?)\\n?<${mark}:(\\d+)>\\n`);
    const [, output = "", code] = await this.#found((text) => whole.exec(text), from, signal);
    return { output, exitCode: Number(code) };
  }

  type(line: string): void {
    this.#line.send(new TextEncoder().encode(`${line}\r`));
  }

  /** Tells of every byte that comes. */
  watch(seen: (byte: number) => void): Disposable {
    return this.#line.attach((bytes) => bytes.forEach(seen));
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #end(): void {
    this.#ended.abort(new Failure("ended", "The machine ended before it answered."));
  }

  async #found(
    match: (text: string) => RegExpExecArray | null,
    from: number,
    signal: AbortSignal,
  ): Promise<RegExpExecArray> {
    const found = deferred<RegExpExecArray>();
    const look = (): void => {
      const matched = match(this.#plain.since(from));
      if (matched) found.resolve(matched);
    };
    this.#looks.add(look);
    look();
    try {
      return await abortable(found.promise, AbortSignal.any([signal, this.#ended.signal]));
    } finally {
      this.#looks.delete(look);
    }
  }
}
